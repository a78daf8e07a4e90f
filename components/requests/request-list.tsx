import { Activity } from 'lucide-react';
import { LiveRequests } from '#components/requests/live-requests';
import {
  isNarrowed,
  listInput,
  type RequestQuery,
  requestQueryString,
} from '#components/requests/request-query';
import { RequestTable } from '#components/requests/request-table';
import { DenialNote } from '#components/ui/denial-note';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { Pagination } from '#components/ui/pagination';
import { requireContext } from '#lib/auth/current-session';
import { clock } from '#lib/clock';
import type { Environment } from '#lib/db/generated/enums';
import { listRequests } from '#lib/requests/list';

/** A page of the request log; the first one can follow along. */
export async function RequestList({
  environment,
  query,
}: {
  environment: Environment;
  query: RequestQuery;
}) {
  const path = `/${environment}/requests`;
  const input = { environment, ...listInput(query, clock.now()) };
  const page = await listRequests(await requireContext(), input);
  if (!page.ok) return <DenialNote denial={page.denial} />;
  const { items, nextCursor, previousCursor, asOf } = page.data;
  if (items.length === 0 && query.cursor === '') return <Nothing path={path} query={query} />;
  const step = (cursor: string | null) => cursor && path + requestQueryString(query, { cursor });
  return (
    <>
      {query.cursor === '' ? (
        <LiveRequests
          key={requestQueryString(query)}
          first={{ items, asOf }}
          environment={environment}
          query={requestQueryString(query)}
        />
      ) : (
        <RequestTable requests={items} environment={environment} label="Requests" />
      )}
      <Pagination
        previousHref={step(previousCursor)}
        nextHref={step(nextCursor)}
        summary={`${items.length} ${items.length === 1 ? 'call' : 'calls'}, newest first`}
      />
    </>
  );
}

function Nothing({ path, query }: { path: string; query: RequestQuery }) {
  if (isNarrowed(query)) {
    return (
      <EmptyState
        icon={Activity}
        title="No call matches"
        actions={<LinkButton href={path}>Clear the filters</LinkButton>}
      >
        Within the time that calls are kept, none was like this.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={Activity}
      title="No calls yet"
      actions={
        <>
          <LinkButton variant="primary" href={path.replace('/requests', '/first-call')}>
            Make the first call
          </LinkButton>
          <LinkButton href="/docs/quickstart">Documentation</LinkButton>
        </>
      }
    >
      Every call to this environment appears here, refused ones too, a second after its answer.
    </EmptyState>
  );
}
