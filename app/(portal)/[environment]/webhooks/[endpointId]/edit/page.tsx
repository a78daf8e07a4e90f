import type { Metadata } from 'next';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';
import { EditEndpointForm } from '#components/webhooks/endpoint-form';
import { loadEndpoint } from '#components/webhooks/load-endpoint';
import { nameOf } from '#lib/webhooks/label';

export const metadata: Metadata = { title: 'Edit webhook endpoint' };

export default async function EditEndpointPage({
  params,
}: {
  params: Promise<{ environment: string; endpointId: string }>;
}) {
  const { environment, endpoint, mayManage } = await loadEndpoint(params);
  const list = `/${environment}/webhooks`;
  if (endpoint === null || !mayManage) {
    return <NotAllowed what="edit webhook endpoints" backHref={list} />;
  }
  const parents = [
    { label: 'Webhooks', href: list },
    { label: nameOf(endpoint), href: `${list}/${endpoint.id}` },
  ];
  return (
    <>
      <PageHeader title="Edit endpoint" parents={parents} />
      <EditEndpointForm endpoint={endpoint} />
    </>
  );
}
