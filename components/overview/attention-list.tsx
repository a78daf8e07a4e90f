import type { ReactNode } from 'react';
import type { Tone } from '#components/ui/badge';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { Time } from '#components/ui/time';
import { brand } from '#lib/brand';
import type { Environment } from '#lib/db/generated/enums';
import type { Attention } from '#lib/overview/attention';

/** What to look at first, each with what it means and one link that deals with it. */
export function AttentionList({
  environment,
  items,
}: {
  environment: Environment;
  items: readonly Attention[];
}) {
  if (items.length === 0) {
    return (
      <Callout tone="ok">
        Nothing needs your attention in {environment}: no key is about to end, and credits suffice.
      </Callout>
    );
  }
  return (
    <ul className="flex flex-col gap-2">
      {items.map((item) => {
        const { tone, title, text, action } = present(item, `/${environment}`);
        return (
          <li key={item.kind}>
            <Callout
              tone={tone}
              title={title}
              actions={
                action && (
                  <LinkButton size="sm" href={action.href}>
                    {action.label}
                  </LinkButton>
                )
              }
            >
              {text}
            </Callout>
          </li>
        );
      })}
    </ul>
  );
}

type Presented = {
  tone: Tone;
  title: string;
  text: ReactNode;
  action?: { label: string; href: string };
};

function present(item: Attention, base: string): Presented {
  switch (item.kind) {
    case 'organization_inactive':
      return {
        tone: 'fail',
        title: 'The organization is inactive',
        text: `Every API call is refused with 403 organization_inactive. Ask ${brand.supportLabel} to activate it.`,
      };
    case 'credits_exhausted':
      return {
        tone: 'fail',
        title: 'Credits are exhausted',
        text: (
          <>
            Billable calls are refused with 402; all else works. The next included credits come on{' '}
            <Time iso={item.nextRefillAt} />.
          </>
        ),
        action: { label: 'See credits', href: `${base}/credits` },
      };
    case 'credits_low':
      return {
        tone: 'warn',
        title: `${item.balance.toLocaleString('en')} credits are left`,
        text: (
          <>
            At 0, billable calls are refused with 402. The next included credits come on{' '}
            <Time iso={item.nextRefillAt} />.
          </>
        ),
        action: { label: 'See credits', href: `${base}/credits` },
      };
    default:
      return presentKeys(item, `${base}/keys`);
  }
}

type KeysItem = Extract<Attention, { kind: `keys_${string}` }>;

function presentKeys(item: KeysItem, base: string): Presented {
  const one = item.count === 1;
  const subject = one ? item.first.name : `${item.count.toLocaleString('en')} keys`;
  const list = (query: string) => ({ label: 'See them', href: `${base}?${query}` });
  const page = (label: string, path = '') => ({ label, href: `${base}/${item.first.id}${path}` });
  switch (item.kind) {
    case 'keys_expiring':
      return {
        tone: 'warn',
        title: one ? `${subject} expires soon` : `${subject} expire within 30 days`,
        text: (
          <>
            {one ? 'It ends' : `The first, ${item.first.name}, ends`} on{' '}
            <Time iso={item.first.endsAt} />. Rotate in time: calls with an expired key get 401.
          </>
        ),
        action: one ? page('Rotate it', '/rotate') : list('state=expiring'),
      };
    case 'keys_retiring':
      return {
        tone: 'warn',
        title: one ? `The rotation of ${subject} is unfinished` : `${subject} are being retired`,
        text: (
          <>
            {one ? 'The old key' : `The first, ${item.first.name},`} still works until{' '}
            <Time iso={item.first.endsAt} />. Check that nobody calls with it any more.
          </>
        ),
        action: one ? page('See who uses it') : list('state=retiring'),
      };
    case 'keys_without_expiry':
      return {
        tone: 'neutral',
        title: one ? `${subject} never expires` : `${subject} never expire`,
        text: 'A key that leaks unnoticed works for ever. Rotate to one with an end.',
        action: one ? page('See the key') : list('sort=expires&direction=desc'),
      };
    case 'keys_never_used':
      return {
        tone: 'neutral',
        title: one ? `${subject} was never used` : `${subject} were never used`,
        text: 'Made over a week ago, and no call came. Revoke what nobody needs.',
        action: one ? page('See the key') : list('sort=last_used&direction=asc'),
      };
  }
}
