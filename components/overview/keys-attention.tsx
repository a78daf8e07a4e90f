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

const idleTexts: Readonly<
  Record<
    IdleKeys['kind'],
    {
      one: string;
      several: string;
      text: string;
      /** What to do about one key: the label, and the address behind the list's. */
      action: { label: string; href: (id: string) => string };
      /** The list that shows several. */
      list: string;
    }
  >
> = {
  keys_without_expiry: {
    one: 'never expires',
    several: 'never expire',
    text: 'If it leaks and nobody notices, it works for ever. Replace it by one that expires.',
    action: { label: 'Make one that expires', href: (id) => `/new?like=${id}` },
    list: 'sort=expires&direction=desc',
  },
  keys_over_scoped: {
    one: 'has permissions it does not use',
    several: 'have permissions they do not use',
    text: 'Some were not needed for 30 days. The less a key may do, the less a leak costs.',
    action: { label: 'Make a trimmed key', href: (id) => `/new?like=${id}` },
    list: 'sort=created&direction=asc',
  },
  keys_idle: {
    one: 'was not used for 90 days',
    several: 'were not used for 90 days',
    text: 'It still works for whoever has it. Revoke what nobody needs.',
    action: { label: 'Revoke it', href: (id) => `/${id}/revoke` },
    list: 'sort=last_used&direction=asc',
  },
  keys_never_used: {
    one: 'was never used',
    several: 'were never used',
    text: 'Made over a week ago, and no call came with it. Revoke what nobody needs.',
    action: { label: 'Revoke it', href: (id) => `/${id}/revoke` },
    list: 'sort=last_used&direction=asc',
  },
};

function idle({ count, first, kind }: IdleKeys, base: string): Presented {
  const { one, several, text, action, list } = idleTexts[kind];
  if (count === 1) {
    const { label, href } = action;
    return {
      tone: 'neutral',
      title: `“${first.name}” ${one}`,
      text,
      action: { label, href: base + href(first.id) },
    };
  }
  return {
    tone: 'neutral',
    title: `${number(count)} keys ${several}`,
    text,
    action: { label: 'See them', href: `${base}?${list}` },
  };
}

function number(value: number): string {
  return value.toLocaleString('en');
}
