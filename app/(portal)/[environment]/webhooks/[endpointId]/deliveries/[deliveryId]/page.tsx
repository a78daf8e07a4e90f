import type { Metadata } from 'next';
import { NotAllowed } from '#components/keys/not-allowed';
import { RefreshButton } from '#components/keys/refresh-button';
import { PageHeader } from '#components/ui/page-header';
import { DeliveryDetails } from '#components/webhooks/delivery-details';
import { EndpointLabel } from '#components/webhooks/endpoint-label';
import { loadDelivery } from '#components/webhooks/load-endpoint';
import { SendAgainButton } from '#components/webhooks/send-again-button';
import { nameOf } from '#lib/webhooks/label';

export const metadata: Metadata = { title: 'Webhook delivery' };

export default async function DeliveryPage({
  params,
}: {
  params: Promise<{ environment: string; endpointId: string; deliveryId: string }>;
}) {
  const { environment, delivery, mayManage } = await loadDelivery(params);
  const list = `/${environment}/webhooks`;
  if (delivery === null) return <NotAllowed what="see webhooks" backHref={list} />;
  const { endpoint } = delivery;
  const path = `${list}/${endpoint.id}`;
  const parents = [
    { label: 'Webhooks', href: list },
    { label: nameOf(endpoint), href: path },
  ];
  return (
    <>
      <PageHeader
        title={delivery.type}
        description={
          <>
            To <EndpointLabel endpoint={endpoint} />
          </>
        }
        parents={parents}
        actions={
          <>
            <RefreshButton />
            {mayManage && endpoint.enabled && (
              <SendAgainButton deliveryId={delivery.id} path={path} />
            )}
          </>
        }
      />
      <DeliveryDetails delivery={delivery} />
    </>
  );
}
