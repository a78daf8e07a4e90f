import type { ReactNode } from 'react';
import { CsvLink } from '#components/charts/chart-card';
import { Badge } from '#components/ui/badge';
import { Link } from '#components/ui/link';
import { Mono } from '#components/ui/mono';
import { Table, Td, Th, Tr } from '#components/ui/table';
import type { Environment } from '#lib/db/generated/enums';
import type { Counts } from '#lib/usage/outcomes';
import type { UsageView } from '#lib/usage/show-usage';
import { KeyCell } from './key-cell.tsx';
import type { UsageTable } from './usage-data.tsx';
import { type UsageQuery, usageQueryString } from './usage-query.tsx';
import { amount, share } from './usage-texts.tsx';

/** Rows that a table shows; its CSV has all. */
const SHOWN = 25;

/** What the requests were: by key, route, status and code. */
export function UsageTables({
  view,
  environment,
  path,
  query,
  csvHref,
}: {
  view: UsageView;
  environment: Environment;
  path: string;
  query: UsageQuery;
  csvHref: (table: UsageTable) => string;
}) {
  const narrowed = (change: Partial<UsageQuery>) => path + usageQueryString(query, change);
  const all = view.totals.requests;
  return (
    <>
      <Section title="By key" csv={csvHref('keys')} rows={view.keys.length}>
        <CountTable label="Requests by key" first="Key">
          {view.keys.slice(0, SHOWN).map((key) => (
            <CountRow key={key.id} first="Key" counts={key} all={all}>
              <KeyCell apiKey={key} environment={environment} />
            </CountRow>
          ))}
        </CountTable>
      </Section>
      <Section title="By route" csv={csvHref('routes')} rows={view.routes.length}>
        <CountTable label="Requests by route" first="Route">
          {view.routes.slice(0, SHOWN).map((route) => (
            <CountRow key={route.route} first="Route" counts={route} all={all}>
              <Narrow href={narrowed({ route: route.route || 'none' })}>
                {route.route ? <Mono className="text-sm!">{route.route}</Mono> : 'No route found'}
              </Narrow>
            </CountRow>
          ))}
        </CountTable>
      </Section>
      <Section title="By status and code" csv={csvHref('outcomes')} rows={view.outcomes.length}>
        <Table
          label="Requests by status and code"
          head={
            <>
              <Th>Status</Th>
              <Th>Code</Th>
              <Th align="right">Requests</Th>
              <Th align="right">Share</Th>
            </>
          }
        >
          {view.outcomes.slice(0, SHOWN).map(({ status, code, requests }) => (
            <Tr key={`${status} ${code}`}>
              <Td label="Status">
                <Badge tone={code === '' ? 'ok' : status >= 500 ? 'fail' : 'warn'}>{status}</Badge>
              </Td>
              <Td label="Code">
                <Narrow href={narrowed({ status: String(status), code: code || 'ok' })}>
                  <Mono className="text-sm!">{code || 'ok'}</Mono>
                </Narrow>
              </Td>
              <Td label="Requests" align="right">
                {amount(requests)}
              </Td>
              <Td label="Share" align="right">
                {share(requests, all)}
              </Td>
            </Tr>
          ))}
        </Table>
      </Section>
    </>
  );
}

function Section({
  title,
  csv,
  rows,
  children,
}: {
  title: string;
  csv: string;
  rows: number;
  children: ReactNode;
}) {
  return (
    <section>
      <div className="mb-2 flex items-center justify-between gap-2">
        <h2 className="font-semibold">{title}</h2>
        <CsvLink href={csv} of={title} />
      </div>
      {children}
      {rows > SHOWN && (
        <p className="py-2 text-muted text-sm">
          The first {SHOWN} of {amount(rows)}; the CSV has all.
        </p>
      )}
    </section>
  );
}

function CountTable({
  label,
  first,
  children,
}: {
  label: string;
  first: string;
  children: ReactNode;
}) {
  return (
    <Table
      label={label}
      head={
        <>
          <Th>{first}</Th>
          {['Requests', 'Share', 'Succeeded', '429', 'Refused', 'Failed'].map((name) => (
            <Th key={name} align="right">
              {name}
            </Th>
          ))}
        </>
      }
    >
      {children}
    </Table>
  );
}

function CountRow({
  first,
  counts,
  all,
  children,
}: {
  first: string;
  counts: Counts;
  all: number;
  children: ReactNode;
}) {
  const cells = [
    ['Requests', amount(counts.requests)],
    ['Share', share(counts.requests, all)],
    ['Succeeded', amount(counts.ok)],
    ['429', amount(counts.limited)],
    ['Refused', amount(counts.refused)],
    ['Failed', amount(counts.failed)],
  ] as const;
  return (
    <Tr>
      <Td label={first}>{children}</Td>
      {cells.map(([label, text]) => (
        <Td key={label} label={label} align="right">
          {text}
        </Td>
      ))}
    </Tr>
  );
}

/** Narrows the page to what the row counts. */
function Narrow({ href, children }: { href: string; children: ReactNode }) {
  return (
    <Link href={href} className="rounded-sm hover:underline" title="Show only these">
      {children}
    </Link>
  );
}
