import type { Metadata } from 'next';
import { environmentFrom } from '#components/keys/load-key';
import { NotAllowed } from '#components/keys/not-allowed';
import { DenialNote } from '#components/ui/denial-note';
import { LinkButton } from '#components/ui/link-button';
import { PageHeader } from '#components/ui/page-header';
import { EndpointList } from '#components/webhooks/endpoint-list';
import { webhookAccess } from '#components/webhooks/load-endpoint';
import { requireContext } from '#lib/auth/current-session';
import { listEndpoints } from '#lib/webhooks/find';

export const metadata: Metadata = { title: 'Webhooks' };

export default async function WebhooksPage({
  params,
}: {
  params: Promise<{ environment: string }>;
}) {
  const environment = await environmentFrom(params);
  const { mayRead, mayManage } = await webhookAccess();
  if (!mayRead) return <NotAllowed what="see webhooks" backHref={`/${environment}/overview`} />;
  const listed = await listEndpoints(await requireContext(), { environment });
  return (
    <>
      <PageHeader
        title="Webhooks"
        description={`Your addresses that are told what happens in the ${environment} environment.`}
        actions={
          <>
            <LinkButton href="/docs/webhooks">Documentation</LinkButton>
            {mayManage && (
              <LinkButton variant="primary" href={`/${environment}/webhooks/new`}>
                Add endpoint
              </LinkButton>
            )}
          </>
        }
      />
      {listed.ok ? (
        <EndpointList endpoints={listed.data} environment={environment} mayManage={mayManage} />
      ) : (
        <DenialNote denial={listed.denial} />
      )}
    </>
  );
}
