'use client';

import { Check, type LucideIcon } from 'lucide-react';
import {
  type ComponentProps,
  cloneElement,
  createContext,
  type ReactElement,
  type ReactNode,
  type RefObject,
  use,
  useEffect,
  useRef,
  useState,
} from 'react';
import { cn } from '#components/ui/class-names';
import { floatStyle } from '#components/ui/float-style';
import { Link } from '#components/ui/link';
import type { MenuParts } from '#components/ui/menu-parts';

const itemStyle =
  'flex w-full cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none data-highlighted:bg-hover data-disabled:opacity-50 max-sm:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint';

/** What a menu is made of, from where it is loaded. */
const Parts = createContext<MenuParts | null>(null);

function useParts(): MenuParts {
  const parts = use(Parts);
  if (parts === null) throw new Error('an item outside of a menu');
  return parts;
}

type MenuProps = {
  trigger: ReactElement<ComponentProps<'button'>>;
  children: ReactNode;
  align?: 'start' | 'center' | 'end' | undefined;
  side?: 'top' | 'bottom' | undefined;
};

/** The key that a menu is opened by, which marks its first or last item; null for a pointer, which marks none. */
type OpeningKey = 'ArrowDown' | 'ArrowUp' | null;

/**
 * A list of actions behind a button, loaded when somebody is about to open it. Children are `MenuItem`,
 * `MenuLink`, `MenuChoice`, `MenuGroup`, `MenuSeparator`.
 */
export function Menu(props: MenuProps) {
  const [loaded, setLoaded] = useState<{ parts: MenuParts; key: OpeningKey } | null>(null);
  const [missing, setMissing] = useState(false);
  if (loaded !== null) return <LoadedMenu {...props} parts={loaded.parts} openedBy={loaded.key} />;
  const openFirst = (key: OpeningKey) =>
    load().then(
      ({ menuParts }) => setLoaded({ parts: menuParts, key }),
      () => setMissing(true),
    );
  return (
    <>
      {closedTrigger(props.trigger, openFirst)}
      {missing && <MissingMenu />}
    </>
  );
}

function LoadedMenu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
  parts,
  openedBy,
}: MenuProps & { parts: MenuParts; openedBy: OpeningKey }) {
  const [open, setOpen] = useState(openedBy === null);
  const button = useRef<HTMLButtonElement>(null);
  useFirstKey(button, openedBy);
  return (
    <Parts value={parts}>
      <parts.Root open={open} onOpenChange={setOpen}>
        <parts.Trigger ref={button} render={trigger} />
        <parts.Portal>
          <parts.Positioner
            sideOffset={6}
            align={align}
            side={side}
            collisionPadding={8}
            className="z-50 outline-none"
          >
            <parts.Popup className={cn(floatStyle, 'min-w-48 max-w-80 p-1')}>
              {children}
            </parts.Popup>
          </parts.Positioner>
        </parts.Portal>
      </parts.Root>
    </Parts>
  );
}

/** The key was pressed before the menu was there; it is given to it now, so that it opens as by any key. */
function useFirstKey(button: RefObject<HTMLButtonElement | null>, key: OpeningKey): void {
  const given = useRef(false);
  useEffect(() => {
    if (key === null || given.current) return;
    given.current = true;
    button.current?.focus();
    button.current?.dispatchEvent(
      new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true }),
    );
  }, [button, key]);
}

const load = () => import('#components/ui/menu-parts');

/** Begins to load before the click; whether that works out, the click says. */
const prepare = () => void load().catch(() => undefined);

/** Said when the menu cannot be had: offline, or in a tab from before an upgrade. */
function MissingMenu() {
  return (
    <p
      role="alert"
      className={cn(floatStyle, 'fixed inset-x-4 bottom-4 mx-auto max-w-sm px-4 py-3 text-base')}
    >
      This menu could not be loaded.{' '}
      <button type="button" className="underline" onClick={() => window.location.reload()}>
        Reload the page
      </button>
    </p>
  );
}

/** The button as long as its menu was never opened. It stays the same element until then, and keeps its focus. */
function closedTrigger(trigger: MenuProps['trigger'], open: (key: OpeningKey) => unknown) {
  return cloneElement(trigger, {
    'aria-haspopup': 'menu',
    'aria-expanded': false,
    onPointerEnter: prepare,
    onFocus: prepare,
    // Enter and Space click without a button of the mouse.
    onClick: ({ detail }) => open(detail === 0 ? 'ArrowDown' : null),
    onKeyDown: (event) => {
      if (event.key !== 'ArrowDown' && event.key !== 'ArrowUp') return;
      // The arrow would scroll the page as well.
      event.preventDefault();
      open(event.key);
    },
  });
}

type ItemProps = {
  children: ReactNode;
  icon?: LucideIcon | undefined;
  tone?: 'normal' | 'danger' | undefined;
  disabled?: boolean | undefined;
};

/** Does something. */
export function MenuItem({
  children,
  icon: Icon,
  tone,
  disabled,
  onSelect,
}: ItemProps & { onSelect: () => void }) {
  const { Item } = useParts();
  return (
    <Item
      className={cn(itemStyle, tone === 'danger' && 'text-fail [&_svg]:text-fail!')}
      disabled={disabled ?? false}
      onClick={onSelect}
    >
      {Icon && <Icon aria-hidden />}
      {children}
    </Item>
  );
}

/** Goes somewhere. */
export function MenuLink({
  children,
  icon: Icon,
  tone,
  href,
}: Omit<ItemProps, 'disabled'> & { href: string }) {
  const { LinkItem } = useParts();
  return (
    <LinkItem
      className={cn(itemStyle, tone === 'danger' && 'text-fail [&_svg]:text-fail!')}
      closeOnClick
      render={<Link href={href} />}
    >
      {Icon && <Icon aria-hidden />}
      {children}
    </LinkItem>
  );
}

/** One of several; the chosen one has a tick. */
export function MenuChoice<Value extends string>({
  options,
  value,
  onChange,
}: {
  options: readonly { value: Value; label: ReactNode; icon?: LucideIcon }[];
  value: Value;
  onChange: (value: Value) => void;
}) {
  const { RadioGroup, RadioItem, RadioItemIndicator } = useParts();
  return (
    <RadioGroup value={value} onValueChange={onChange}>
      {options.map(({ value: option, label, icon: Icon }) => (
        <RadioItem key={option} value={option} className={itemStyle} closeOnClick>
          {Icon && <Icon aria-hidden />}
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <RadioItemIndicator>
            <Check aria-hidden />
          </RadioItemIndicator>
        </RadioItem>
      ))}
    </RadioGroup>
  );
}

/** Names a group of items. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  const { Group, GroupLabel } = useParts();
  return (
    <Group>
      <GroupLabel className="px-2.5 pt-1.5 pb-1 text-faint text-xs">{label}</GroupLabel>
      {children}
    </Group>
  );
}

export function MenuSeparator() {
  const { Separator } = useParts();
  return <Separator className="mx-1 my-1 h-px bg-line" />;
}
