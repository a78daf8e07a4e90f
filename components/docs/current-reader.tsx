import { currentEnvironment } from '#components/shell/current-environment';
import { currentSession, requireContext } from '#lib/auth/current-session';
import { settings } from '#lib/env';
import { listKeys } from '#lib/keys/list';
import type { Reader } from './page.ts';

/** Who is not signed in, and every machine, reads samples for the test environment. */
export function anybody(): Reader {
  return { environment: 'test', gateUrl: settings().gateUrl, keyName: null };
}

/** Who reads: signed in, the samples speak of their environment and their newest key. */
export async function currentReader(): Promise<Reader> {
  if ((await currentSession()) === null) return anybody();
  const [ctx, environment] = await Promise.all([requireContext(), currentEnvironment()]);
  const keys = await listKeys(ctx, { environment, state: 'active', limit: 1 });
  const keyName = keys.ok ? (keys.data.items[0]?.name ?? null) : null;
  return { environment, gateUrl: settings().gateUrl, keyName };
}
