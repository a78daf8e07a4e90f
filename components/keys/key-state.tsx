import { CircleCheck, CircleOff, Clock, Hourglass, type LucideIcon, TimerOff } from 'lucide-react';
import { Badge, type Tone } from '#components/ui/badge';
import type { KeyView } from '#lib/keys/view';

type Look = { label: string; tone: Tone; icon: LucideIcon };

/** How each state of a key is written; the filter offers the same words. */
export const keyStateLooks: Readonly<Record<KeyView['state'], Look>> = {
  active: { label: 'Active', tone: 'ok', icon: CircleCheck },
  expiring: { label: 'Expires soon', tone: 'warn', icon: Clock },
  retiring: { label: 'Retiring', tone: 'warn', icon: Hourglass },
  expired: { label: 'Expired', tone: 'neutral', icon: TimerOff },
  revoked: { label: 'Revoked', tone: 'fail', icon: CircleOff },
};

/** A key's state as icon and word. */
export function KeyState({ state }: { state: KeyView['state'] }) {
  const { label, tone, icon } = keyStateLooks[state];
  return (
    <Badge tone={tone} icon={icon}>
      {label}
    </Badge>
  );
}
