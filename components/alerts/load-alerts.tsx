import { environmentFrom } from '#components/keys/load-key';
import { listChannels } from '#lib/alerts/list-channels';
import { listRules } from '#lib/alerts/list-rules';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { can } from '#lib/auth/policy';

/**
 * What a form about alerts needs: rules and channels of the organization, empty lists when they were
 * refused, and whether this person may change them.
 */
export async function loadAlerts(params: Promise<{ readonly environment: string }>) {
  const environment = await environmentFrom(params);
  const { role } = await requireSession();
  const ctx = await requireContext();
  const [rules, channels] = await Promise.all([
    listRules(ctx, { environment }),
    listChannels(ctx, {}),
  ]);
  return {
    environment,
    mayManage: can(role, 'alert.manage'),
    rules: rules.ok ? rules.data : [],
    channels: channels.ok ? channels.data.channels : [],
  };
}
