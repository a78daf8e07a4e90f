import type { ReactNode } from 'react';
import type { Tone } from '#components/ui/badge';
import { Time } from '#components/ui/time';
import type { EndingKeys, IdleKeys } from '#lib/overview/attention';

/** An item of the overview, ready to be shown. */
export type Presented = {
  tone: Tone;
  title: string;
  text: ReactNode;
  action?: { label: string; href: string };
};

/** Words and link for what concerns keys: one key's own page, or the list with several. */
export function presentKeys(item: EndingKeys | IdleKeys, base: string): Presented {
  switch (item.kind) {
    case 'keys_expiring':
      return expiring(item, base);
    case 'keys_retiring':
      return retiring(item, base);
    default:
      return idle(item, base);
  }
}

function expiring({ count, first }: EndingKeys, base: string): Presented {
  const one = count === 1;
  return {
    tone: 'warn',
    title: one ? `“${first.name}” expires soon` : `${number(count)} keys expire within 30 days`,
    text: (
      <>
        {one ? 'It ends' : `The first, “${first.name}”, ends`} on <Time iso={first.endsAt} />.
        Rotate in time: calls with an expired key get 401.
      </>
    ),
    action: one
      ? { label: 'Rotate it', href: `${base}/${first.id}/rotate` }
      : { label: 'See them', href: `${base}?state=expiring` },
  };
}

function retiring({ count, first }: EndingKeys, base: string): Presented {
  const one = count === 1;
  return {
    tone: 'warn',
    title: one
      ? `The rotation of “${first.name}” is unfinished`
      : `${number(count)} rotated keys still work`,
    text: (
      <>
        {one ? 'The old key works' : `The first, “${first.name}”, works`} until{' '}
        <Time iso={first.endsAt} />. Check that nobody calls with it any more.
      </>
    ),
    action: one
      ? { label: 'See who uses it', href: `${base}/${first.id}` }
      : { label: 'See them', href: `${base}?state=retiring` },
  };
}

function idle(item: IdleKeys, base: string): Presented {
  const { count, first, kind } = item;
  const one = count === 1;
  const subject = one ? `“${first.name}”` : `${number(count)} keys`;
  const endless = kind === 'keys_without_expiry';
  const query = endless ? 'sort=expires&direction=desc' : 'sort=last_used&direction=asc';
  return {
    tone: 'neutral',
    title: endless
      ? `${subject} never ${one ? 'expires' : 'expire'}`
      : `${subject} ${one ? 'was' : 'were'} never used`,
    text: endless
      ? 'A key that leaks unnoticed works for ever. Rotate to one with an end.'
      : 'Made over a week ago, and no call came. Revoke what nobody needs.',
    action: one
      ? { label: 'See the key', href: `${base}/${first.id}` }
      : { label: 'See them', href: `${base}?${query}` },
  };
}

function number(value: number): string {
  return value.toLocaleString('en');
}
