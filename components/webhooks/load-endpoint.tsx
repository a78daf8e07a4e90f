import { notFound } from 'next/navigation';
import { cache } from 'react';
import { environmentFrom } from '#components/keys/load-key';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import { showDelivery } from '#lib/webhooks/deliveries';
import { showEndpoint } from '#lib/webhooks/find';

/**
 * The endpoint that a page's address names, and whether this person may change it. Another organization's
 * or environment's is not found; null for a role that may not see endpoints.
 */
export async function loadEndpoint(params: Promise<{ environment: string; endpointId: string }>) {
  const environment = await environmentFrom(params);
  const access = await webhookAccess();
  if (!access.mayRead) return { environment, ...access, endpoint: null };
  const endpoint = await readEndpoint((await params).endpointId);
  if (endpoint === null || endpoint.environment !== environment) notFound();
  return { environment, ...access, endpoint };
}

/** The delivery that a page's address names, as `loadEndpoint`. */
export async function loadDelivery(
  params: Promise<{ environment: string; endpointId: string; deliveryId: string }>,
) {
  const { environment, endpoint, mayManage } = await loadEndpoint(params);
  if (endpoint === null) return { environment, mayManage, delivery: null };
  const { deliveryId } = await params;
  const shown = await showDelivery(await requireContext(), { deliveryId });
  if (!shown.ok || shown.data.endpointId !== endpoint.id) notFound();
  return { environment, mayManage, delivery: shown.data };
}

/** What this person may do with endpoints. */
export async function webhookAccess() {
  const { role } = await requireSession();
  return { mayRead: can(role, 'webhook.read'), mayManage: can(role, 'webhook.manage') };
}

const readEndpoint = cache(async (endpointId: string) => {
  const shown = await showEndpoint(await requireContext(), { endpointId });
  return shown.ok ? shown.data : null;
});
