import { CsvLink } from '#components/charts/chart-card';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { KeyCell } from '#components/usage/key-cell';
import { amount, rangeTexts, share } from '#components/usage/usage-texts';
import type { Environment } from '#lib/db/generated/enums';
import type { LimitsView } from '#lib/usage/show-limits';

/** Rows that are shown; the CSV has all. */
const SHOWN = 25;

/** Which keys take the organization's limit. */
export function SharesTable({
  view,
  environment,
  csvHref,
}: {
  view: LimitsView;
  environment: Environment;
  csvHref: string;
}) {
  const all = view.shares.reduce((sum, { requests }) => sum + requests, 0);
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 className="font-semibold">Who takes the share</h2>
        <CsvLink href={csvHref} of="Who takes the share" />
      </div>
      <Table
        label={`Requests by key in ${rangeTexts[view.range]}`}
        head={
          <>
            <Th>Key</Th>
            <Th align="right">Requests</Th>
            <Th align="right">Share</Th>
            <Th align="right">429s</Th>
          </>
        }
      >
        {view.shares.slice(0, SHOWN).map((key) => (
          <Tr key={key.id}>
            <Td label="Key">
              <KeyCell apiKey={key} environment={environment} />
            </Td>
            <Td label="Requests" align="right">
              {amount(key.requests)}
            </Td>
            <Td label="Share" align="right">
              {share(key.requests, all)}
            </Td>
            <Td label="429s" align="right">
              {amount(key.limited)}
              {key.limitedByOwn > 0 && (
                <span className="block text-muted text-sm">
                  {amount(key.limitedByOwn)} by its own limit
                </span>
              )}
            </Td>
          </Tr>
        ))}
      </Table>
      {view.shares.length > SHOWN && (
        <p className="py-2 text-muted text-sm">
          The first {SHOWN} of {amount(view.shares.length)}; the CSV has all.
        </p>
      )}
    </section>
  );
}
