import { ReceiptText } from 'lucide-react';
import { CopyButton } from '#components/ui/copy-button';
import { EmptyState } from '#components/ui/empty-state';
import { Link } from '#components/ui/link';
import { Mono } from '#components/ui/mono';
import { Pagination } from '#components/ui/pagination';
import { Table, Td, Th, Tr } from '#components/ui/table';
import { Time } from '#components/ui/time';
import type { EntryView } from '#lib/credits/list-entries';
import type { Page } from '#lib/cursor';
import type { Environment } from '#lib/db/generated/enums';
import { amount, entryText, signed } from './credit-texts.ts';

/** The ledger line by line, newest first; entries are only ever added. */
export function Ledger({
  page,
  environment,
  canSeeRequests,
}: {
  page: Page<EntryView>;
  environment: Environment;
  /** Whether request ids lead to the calls. */
  canSeeRequests: boolean;
}) {
  const step = (cursor: string | null) => cursor && `/${environment}/credits?cursor=${cursor}`;
  if (page.items.length === 0) {
    return (
      <EmptyState icon={ReceiptText} title="No entries yet">
        The first grant or call writes the first line.
      </EmptyState>
    );
  }
  return (
    <>
      <Table
        label={`Credit ledger, ${environment}`}
        head={
          <>
            <Th>Time</Th>
            <Th>Entry</Th>
            <Th align="right">Credits</Th>
            <Th align="right">Balance after</Th>
            <Th>By</Th>
            <Th>For</Th>
          </>
        }
      >
        {page.items.map((entry) => (
          <LedgerRow
            key={entry.sequence}
            entry={entry}
            environment={environment}
            requests={canSeeRequests ? `/${environment}/requests?id=` : null}
          />
        ))}
      </Table>
      <Pagination
        previousHref={step(page.previousCursor)}
        nextHref={step(page.nextCursor)}
        summary={`${amount(page.items.length)} of ${amount(page.total)} ${page.total === 1 ? 'entry' : 'entries'}, newest first`}
      />
    </>
  );
}

function LedgerRow({
  entry,
  environment,
  requests,
}: {
  entry: EntryView;
  environment: Environment;
  /** Where a request id leads, without the id; null for a reader who may not see calls. */
  requests: string | null;
}) {
  return (
    <Tr>
      <Td label="Time">
        <Time iso={entry.createdAt} style="second" className="whitespace-nowrap" />
      </Td>
      <Td label="Entry">
        <span className="whitespace-nowrap">{entryText(entry)}</span>
        {entry.note && <span className="block text-muted text-sm">{entry.note}</span>}
      </Td>
      <Td label="Credits" align="right">
        <span className={entry.amount < 0 ? undefined : 'text-ok'}>{signed(entry.amount)}</span>
      </Td>
      <Td label="Balance after" align="right">
        {amount(entry.balanceAfter)}
      </Td>
      <Td label="By">
        <Actor entry={entry} environment={environment} />
      </Td>
      <Td label="For">
        {entry.sessionId && <Id id={entry.sessionId} what="session id" />}
        {entry.analysisId && <Id id={entry.analysisId} what="analysis id" />}
        {entry.requestId && (
          <Id
            id={entry.requestId}
            what="request id"
            href={requests === null ? null : requests + entry.requestId}
          />
        )}
        {!entry.sessionId && !entry.analysisId && !entry.requestId && (
          <span className="text-faint">none</span>
        )}
      </Td>
    </Tr>
  );
}

/** A key leads to its page. */
function Actor({ entry, environment }: { entry: EntryView; environment: Environment }) {
  const { actor, actorName } = entry;
  if (actor === 'operator') return 'Operator';
  if (actor === 'system') return 'System';
  const name = actorName ?? <Mono className="text-sm!">{`…${actor.slice(-6)}`}</Mono>;
  if (!actor.startsWith('key_')) return <span title={actor}>{name}</span>;
  return (
    <Link
      href={`/${environment}/keys/${actor}`}
      className="rounded-sm hover:underline"
      title={actor}
    >
      {name}
    </Link>
  );
}

function Id({ id, what, href = null }: { id: string; what: string; href?: string | null }) {
  return (
    <span className="flex items-center gap-1">
      <code className="truncate font-mono text-sm" title={id}>
        {href === null ? (
          id
        ) : (
          <Link href={href} className="rounded-sm hover:underline">
            {id}
          </Link>
        )}
      </code>
      <CopyButton text={id} what={what} />
    </span>
  );
}
