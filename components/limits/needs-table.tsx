import { Badge } from '#components/ui/badge';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { KeyCell } from '#components/usage/key-cell';
import { amount, rangeTexts, share } from '#components/usage/usage-texts';
import type { Environment } from '#lib/db/generated/enums';
import type { LimitsView, Need } from '#lib/usage/show-limits';

/** What each limit refused, and which one would have let every call through: of the organization and of keys with their own. */
export function NeedsTable({ view, environment }: { view: LimitsView; environment: Environment }) {
  return (
    <section>
      <h2 className="font-semibold">What limit would have been enough</h2>
      <p className="mb-2 text-muted">
        The most requests that one minute of the last {rangeTexts[view.range]} asked for. With that
        limit it would have refused none. What a key’s own limit refuses does not count against the
        organization. Retries count, so with clients that wait it can be less.
      </p>
      <Table
        label="Limits that would have been enough"
        head={
          <>
            <Th>Limit of</Th>
            <Th align="right">Now, a minute</Th>
            <Th align="right">Refused by it</Th>
            <Th align="right">Would have been enough</Th>
            <Th align="right">Share at the peak</Th>
            <Th>Verdict</Th>
          </>
        }
      >
        {view.needs.map((need) => (
          <Tr key={need.key?.id ?? 'organization'}>
            <Td label="Limit of">
              {need.key === null ? (
                'The organization, all keys together'
              ) : (
                <KeyCell apiKey={need.key} environment={environment} />
              )}
            </Td>
            <Td label="Now, a minute" align="right">
              {need.limit === null ? 'no own limit' : amount(need.limit)}
            </Td>
            <Td label="Refused by it" align="right">
              {amount(need.refused)}
            </Td>
            <Td label="Enough" align="right">
              {need.peak === 0 ? 'no calls' : amount(need.peak)}
            </Td>
            <Td label="Share at peak" align="right">
              {need.limit === null ? '–' : share(need.peak, need.limit)}
            </Td>
            <Td label="Verdict">
              <Verdict need={need} />
            </Td>
          </Tr>
        ))}
      </Table>
    </section>
  );
}

function Verdict({ need: { limit, peak, refused } }: { need: Need }) {
  if (limit === null) return <Badge>shares the organization’s</Badge>;
  if (peak > limit) return <Badge tone="fail">was too low</Badge>;
  if (refused > 0) return <Badge tone="ok">enough since raised</Badge>;
  return peak * 5 >= limit * 4 ? (
    <Badge tone="warn">nearly used up</Badge>
  ) : (
    <Badge tone="ok">enough</Badge>
  );
}
