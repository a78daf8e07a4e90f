import type { Metadata } from 'next';
import { environmentFrom } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { PageHeader } from '#components/ui/page-header';
import { NewEndpointForm } from '#components/webhooks/endpoint-form';
import { webhookAccess } from '#components/webhooks/load-endpoint';

export const metadata: Metadata = { title: 'Add webhook endpoint' };

export default async function NewEndpointPage({
  params,
}: {
  params: Promise<{ environment: string }>;
}) {
  const environment = await environmentFrom(params);
  const href = `/${environment}/webhooks`;
  if (!(await webhookAccess()).mayManage) {
    return <NotAllowed what="add webhook endpoints" backHref={href} />;
  }
  return (
    <>
      <PageHeader title="Add endpoint" parents={[{ label: 'Webhooks', href }]} />
      <NewEndpointForm environment={environment} />
    </>
  );
}
