import type { Metadata } from 'next';
import { NotAllowed } from '#components/keys/not-allowed';
import { RefreshButton } from '#components/keys/refresh-button';
import { PageHeader } from '#components/ui/page-header';
import { SavedNote } from '#components/ui/saved-note';
import { Deliveries } from '#components/webhooks/deliveries';
import { EndpointButtons } from '#components/webhooks/endpoint-buttons';
import { EndpointFacts } from '#components/webhooks/endpoint-facts';
import { EndpointNote, EndpointState } from '#components/webhooks/endpoint-state';
import { loadEndpoint } from '#components/webhooks/load-endpoint';
import { requireContext } from '#lib/auth/current-session';
import { listEndpointDeliveries } from '#lib/webhooks/deliveries';
import { nameOf, shortPlace } from '#lib/webhooks/label';

type Props = {
  params: Promise<{ environment: string; endpointId: string }>;
  searchParams: Promise<{ saved?: string | string[]; deliveries?: string | string[] }>;
};

const saved: Readonly<Record<string, string>> = {
  endpoint: 'The change is in force for every event from now on.',
  again: 'On its way: refresh to see how it went.',
};

export const metadata: Metadata = { title: 'Webhook endpoint' };

export default async function EndpointPage({ params, searchParams }: Props) {
  const { environment, endpoint, mayManage } = await loadEndpoint(params);
  const list = `/${environment}/webhooks`;
  if (endpoint === null) return <NotAllowed what="see webhooks" backHref={list} />;
  const query = await searchParams;
  const cursor = typeof query.deliveries === 'string' ? { cursor: query.deliveries } : {};
  const listed = await listEndpointDeliveries(await requireContext(), {
    endpointId: endpoint.id,
    ...cursor,
  });
  const href = `${list}/${endpoint.id}`;
  const note = typeof query.saved === 'string' ? saved[query.saved] : undefined;
  return (
    <>
      <PageHeader
        title={<span title={endpoint.place}>{nameOf(endpoint)}</span>}
        description={endpoint.description && shortPlace(endpoint.place)}
        parents={[{ label: 'Webhooks', href: list }]}
        badges={<EndpointState endpoint={endpoint} />}
        actions={
          <>
            <RefreshButton />
            {mayManage && <EndpointButtons endpoint={endpoint} />}
          </>
        }
      />
      <div className="flex flex-col gap-4">
        {note && <SavedNote href={href}>{note}</SavedNote>}
        <EndpointNote endpoint={endpoint} />
        <EndpointFacts endpoint={endpoint} />
        <Deliveries listed={listed} path={href} />
      </div>
    </>
  );
}
