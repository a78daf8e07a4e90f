'use client';

import { Check, Copy, TriangleAlert } from 'lucide-react';
import { type ComponentProps, useEffect, useRef, useState } from 'react';
import { Button } from '#components/ui/button';
import { type CopyOutcome, copyText, selectText } from '#components/ui/copy';

type CopyButtonProps = {
  text: string;
  /** What is copied, as in "Copy request id". */
  what: string;
  /** Shown beside the icon; without it the button is an icon with `what` as its name. */
  label?: string | undefined;
  /** Id of the element that shows the text; it is selected when the browser blocks copying. */
  sourceId?: string | undefined;
  onCopied?: (() => void) | undefined;
} & Pick<ComponentProps<typeof Button>, 'variant' | 'size' | 'className'>;

const icons = { idle: Copy, copied: Check, blocked: TriangleAlert };
const words = { idle: '', copied: 'Copied', blocked: 'Copying is blocked: press Ctrl or ⌘ and C' };

/** Copies a text, says so to the eye and to screen readers, and has a way out when copying is blocked. */
export function CopyButton({ text, what, label, sourceId, onCopied, ...look }: CopyButtonProps) {
  const [outcome, setOutcome] = useState<CopyOutcome | 'idle'>('idle');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  useEffect(() => () => clearTimeout(timer.current), []);

  async function copy(button: HTMLElement) {
    const result = await copyText(text, button);
    setOutcome(result);
    if (result === 'copied') onCopied?.();
    else if (sourceId) selectText(sourceId);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setOutcome('idle'), result === 'copied' ? 2000 : 8000);
  }

  const Icon = icons[outcome];
  const shown = outcome === 'idle' ? label : words[outcome];
  return (
    <>
      <Button
        variant={look.variant ?? 'ghost'}
        size={look.size ?? (label ? 'sm' : 'icon-sm')}
        className={look.className}
        aria-label={label ? undefined : `Copy ${what}`}
        title={label ? undefined : `Copy ${what}`}
        onClick={(event) => copy(event.currentTarget)}
      >
        <Icon aria-hidden className={outcome === 'copied' ? 'text-ok' : undefined} />
        {label ? shown : null}
      </Button>
      <span role="status" className="sr-only">
        {outcome === 'copied' ? `Copied ${what}` : words[outcome]}
      </span>
    </>
  );
}
