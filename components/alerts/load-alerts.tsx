import { environmentFrom } from '#components/keys/load-key';
import { listChannels } from '#lib/alerts/list-channels';
import { listRules } from '#lib/alerts/list-rules';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';
import type { AlertChannelKind, Environment } from '#lib/db/generated/enums';
import { listEndpoints } from '#lib/webhooks/find';
import { channelsFor } from './audience.ts';

/**
 * What a form about alerts needs: rules, channels of the organization and those of them that rules of the
 * environment may name, empty lists when they were refused, and whether this person may change them.
 */
export async function loadAlerts(params: Promise<{ readonly environment: string }>) {
  const environment = await environmentFrom(params);
  const { role } = await requireSession();
  const ctx = await requireContext();
  const [rules, channels] = await Promise.all([
    listRules(ctx, { environment }),
    listChannels(ctx, {}),
  ]);
  const all = channels.ok ? channels.data.channels : [];
  return {
    environment,
    mayManage: can(role, 'alert.manage'),
    rules: rules.ok ? rules.data : [],
    channels: all,
    ruleChannels: channelsFor(environment, all),
  };
}

/** The webhook endpoints of an environment that a channel may lead to; none for other kinds. */
export async function loadEndpoints(kind: AlertChannelKind, environment: Environment) {
  if (kind !== 'webhook') return [];
  const listed = await listEndpoints(await requireContext(), { environment });
  const endpoints = listed.ok ? listed.data : [];
  return endpoints.map(({ id, place, description, enabled }) => ({
    id,
    place,
    description,
    enabled,
  }));
}
