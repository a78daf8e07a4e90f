import { FlaskConical, ScrollText } from 'lucide-react';
import type { Metadata } from 'next';
import { redirect } from 'next/navigation';
import { environmentFrom } from '#components/keys/load-key';
import { NobodysNote } from '#components/requests/nobodys-note';
import { RequestFilters } from '#components/requests/request-filters';
import { RequestList } from '#components/requests/request-list';
import { parseRequestQuery } from '#components/requests/request-query';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { requireContext } from '#lib/auth/current-session';
import { isId } from '#lib/ids';
import { listKeyNames } from '#lib/keys/names';

export const metadata: Metadata = { title: 'Requests' };

export default async function RequestsPage({
  params,
  searchParams,
}: {
  params: Promise<{ environment: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}) {
  const environment = await environmentFrom(params);
  const search = await searchParams;
  const path = `/${environment}/requests`;
  if (typeof search.id === 'string' && isId('req', search.id)) redirect(`${path}/${search.id}`);
  const query = parseRequestQuery(search);
  const keys = await listKeyNames(await requireContext(), { environment });
  return (
    <>
      <PageHeader
        title="Requests"
        description="Every call with a key of this organization, with its outcome and the check that decided. No body and no secret is kept."
        actions={
          <>
            <LinkButton href={`${path}/explain`}>
              <ScrollText aria-hidden />
              Why was I refused?
            </LinkButton>
            <LinkButton href={`${path}/simulate`}>
              <FlaskConical aria-hidden />
              Simulate a call
            </LinkButton>
          </>
        }
      />
      <div className="mb-4">
        <RequestFilters path={path} query={query} keys={keys.ok ? keys.data : []} />
      </div>
      <RequestList environment={environment} query={query} />
      <NobodysNote environment={environment} />
    </>
  );
}
