import { type Presented, presentKeys } from '#components/overview/keys-attention';
import { presentEndpoints } from '#components/overview/webhooks-attention';
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
    case 'endpoints_lost':
      return presentEndpoints(item, `${base}/webhooks`);
    default:
      return presentKeys(item, `${base}/keys`);
  }
}
