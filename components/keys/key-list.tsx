import { KeyRound, SearchX } from 'lucide-react';
import { KeyTable } from '#components/keys/key-table';
import { isFiltered, type ListQuery, listQueryString } from '#components/keys/list-query';
import { DenialNote } from '#components/ui/denial-note';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import { Pagination } from '#components/ui/pagination';
import { Time } from '#components/ui/time';
import { requireContext } from '#lib/auth/current-session';
import { can, createKeyAction, type Role } from '#lib/auth/policy';
import { clock } from '#lib/clock';
import type { Environment } from '#lib/db/generated/enums';
import { listKeys } from '#lib/keys/list';
import { count } from './key-texts.ts';

type Props = { query: ListQuery; environment: Environment; role: Role };

/** The keys that the address asks for, or what to do when there are none. */
export async function KeyList({ query, environment, role }: Props) {
  const { search, state, permission, sort, direction, cursor } = query;
  const listed = await listKeys(await requireContext(), {
    environment,
    sort,
    direction,
    ...(search && { search }),
    ...(state && { state }),
    ...(permission && { permission }),
    ...(cursor && { cursor }),
  });
  if (!listed.ok) return <DenialNote denial={listed.denial} />;
  const page = listed.data;
  if (page.items.length === 0) {
    return isFiltered(query) ? (
      <NoMatch environment={environment} />
    ) : (
      <NoKeys environment={environment} role={role} />
    );
  }
  const step = (to: string | null) =>
    to && `/${environment}/keys${listQueryString(query, { cursor: to })}`;
  return (
    <>
      <KeyTable keys={page.items} query={query} environment={environment} role={role} />
      <Pagination
        previousHref={step(page.previousCursor)}
        nextHref={step(page.nextCursor)}
        summary={
          <>
            {page.items.length.toLocaleString('en-GB')} of {count(page.total, 'key')} · data as of{' '}
            <Time iso={new Date(clock.now()).toISOString()} style="clock" />
          </>
        }
      />
    </>
  );
}

function NoMatch({ environment }: { environment: Environment }) {
  return (
    <EmptyState
      icon={SearchX}
      title="No key matches"
      actions={<LinkButton href={`/${environment}/keys`}>Show all {environment} keys</LinkButton>}
    >
      The search looks at names, notes, prefixes, last four characters and whole ids. Revoked and
      expired keys stay listed, so a key that is not here was never made in {environment}.
    </EmptyState>
  );
}

function NoKeys({ environment, role }: { environment: Environment; role: Role }) {
  const mayCreate = can(role, createKeyAction(environment));
  return (
    <EmptyState
      icon={KeyRound}
      title={`No ${environment} keys yet`}
      actions={
        mayCreate && (
          <>
            <LinkButton variant="primary" href={`/${environment}/keys/new`}>
              Create {environment} key
            </LinkButton>
            <LinkButton href={`/${environment}/first-call`}>Guide me to a first call</LinkButton>
          </>
        )
      }
    >
      {environment === 'live'
        ? 'A live key calls the API for real and spends live credits.'
        : 'A test key calls the same API with test data and test credits. Nothing real happens.'}
      {!mayCreate && ' Your role can’t create keys: ask an owner, admin or developer.'}
    </EmptyState>
  );
}
