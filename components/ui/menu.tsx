'use client';

import { Menu as Base } from '@base-ui/react/menu';
import { Check, type LucideIcon } from 'lucide-react';
import Link from 'next/link';
import type { ReactElement, ReactNode } from 'react';
import { cn } from '#components/ui/class-names';
import { floatStyle } from '#components/ui/float-style';

const itemStyle =
  'flex w-full cursor-default select-none items-center gap-2.5 rounded-md px-2.5 py-1.5 outline-none data-highlighted:bg-hover data-disabled:opacity-50 max-sm:py-2.5 [&_svg]:size-4 [&_svg]:shrink-0 [&_svg]:text-faint';

/** A list of actions behind a button. Children are `MenuItem`, `MenuLink`, `MenuChoice`, `MenuLabel`, `MenuSeparator`. */
export function Menu({
  trigger,
  children,
  align = 'start',
  side = 'bottom',
}: {
  trigger: ReactElement;
  children: ReactNode;
  align?: 'start' | 'center' | 'end' | undefined;
  side?: 'top' | 'bottom' | undefined;
}) {
  return (
    <Base.Root>
      <Base.Trigger render={trigger} />
      <Base.Portal>
        <Base.Positioner
          sideOffset={6}
          align={align}
          side={side}
          collisionPadding={8}
          className="z-50 outline-none"
        >
          <Base.Popup className={cn(floatStyle, 'min-w-48 max-w-80 p-1')}>{children}</Base.Popup>
        </Base.Positioner>
      </Base.Portal>
    </Base.Root>
  );
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
  return (
    <Base.Item
      className={cn(itemStyle, tone === 'danger' && 'text-fail [&_svg]:text-fail')}
      disabled={disabled ?? false}
      onClick={onSelect}
    >
      {Icon && <Icon aria-hidden />}
      {children}
    </Base.Item>
  );
}

/** Goes somewhere. */
export function MenuLink({
  children,
  icon: Icon,
  tone,
  href,
}: Omit<ItemProps, 'disabled'> & { href: string }) {
  return (
    <Base.LinkItem
      className={cn(itemStyle, tone === 'danger' && 'text-fail [&_svg]:text-fail')}
      closeOnClick
      render={<Link href={href} />}
    >
      {Icon && <Icon aria-hidden />}
      {children}
    </Base.LinkItem>
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
  return (
    <Base.RadioGroup value={value} onValueChange={onChange}>
      {options.map(({ value: option, label, icon: Icon }) => (
        <Base.RadioItem key={option} value={option} className={itemStyle} closeOnClick>
          {Icon && <Icon aria-hidden />}
          <span className="min-w-0 flex-1 truncate">{label}</span>
          <Base.RadioItemIndicator>
            <Check aria-hidden />
          </Base.RadioItemIndicator>
        </Base.RadioItem>
      ))}
    </Base.RadioGroup>
  );
}

/** Names a group of items. */
export function MenuGroup({ label, children }: { label: ReactNode; children: ReactNode }) {
  return (
    <Base.Group>
      <Base.GroupLabel className="px-2.5 pt-1.5 pb-1 text-faint text-xs">{label}</Base.GroupLabel>
      {children}
    </Base.Group>
  );
}

export function MenuSeparator() {
  return <Base.Separator className="mx-1 my-1 h-px bg-line" />;
}
