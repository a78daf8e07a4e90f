import { Plus } from 'lucide-react';
import type { Metadata } from 'next';
import { Suspense } from 'react';
import { KeyFilters } from '#components/keys/key-filters';
import { KeyList } from '#components/keys/key-list';
import { parseListQuery, type SearchParams } from '#components/keys/list-query';
import { environmentFrom } from '#components/keys/load-key';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { TableSkeleton } from '#components/ui/skeleton';
import { requireSession } from '#lib/auth/current-session';
import { can, createKeyAction } from '#lib/auth/policy';

export const metadata: Metadata = { title: 'API keys' };

export default async function KeysPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<SearchParams>;
}) {
  const environment = await environmentFrom(params);
  const { role } = await requireSession();
  const query = parseListQuery(await searchParams);
  const path = `/${environment}/keys`;
  return (
    <>
      <PageHeader
        title="API keys"
        description={
          environment === 'live'
            ? 'Live keys call the API for real and spend live credits. Keep them on your servers.'
            : 'Test keys call the same API with test data and test credits.'
        }
        actions={
          can(role, createKeyAction(environment)) && (
            <LinkButton variant="primary" href={`${path}/new`}>
              <Plus aria-hidden />
              Create {environment} key
            </LinkButton>
          )
        }
      />
      <KeyFilters path={path} query={query} />
      <Suspense fallback={<TableSkeleton rows={8} />}>
        <KeyList environment={environment} role={role} query={query} />
      </Suspense>
    </>
  );
}
