import { createSecretKey } from 'node:crypto';
import type { Pool } from 'pg';
import { createSession } from '#lib/api/sessions/create';
import { clock } from '#lib/clock';
import type { Environment } from '#lib/db/generated/enums';
import type { WriteIntent } from '#lib/gate/writer/intent';
import { newId } from '#lib/ids';
import { seedKey, seedOrganization } from '#test/gate-data';

/** An organization with a key and the credit account that the key spends from. */
export type Spender = {
  readonly organizationId: string;
  readonly environment: Environment;
  readonly accountId: string;
  readonly keyId: string;
  readonly keyText: string;
};

/** `includes`: included credits at the start, in both environments. */
export async function seedSpender(
  pool: Pool,
  includes: number,
  seed: Parameters<typeof seedOrganization>[1] = {},
): Promise<Spender> {
  const organizationId = await seedOrganization(pool, { ...seed, credits: includes });
  return seedSpenderIn(pool, organizationId, 'live');
}

/** Another key of an organization, in either environment. */
export async function seedSpenderIn(
  pool: Pool,
  organizationId: string,
  environment: Environment,
): Promise<Spender> {
  const key = await seedKey(pool, organizationId, { environment });
  const { rows } = await pool.query<{ id: string }>(
    'SELECT id FROM credit_accounts WHERE organization_id = $1 AND environment = $2::environment',
    [organizationId, environment],
  );
  const accountId = rows[0]?.id ?? '';
  return { organizationId, environment, accountId, keyId: key.id, keyText: key.text };
}

const STREAM_SECRET = createSecretKey(Buffer.alloc(32, 's'));

/** A call's wish to create a session for one credit. */
export function sessionIntent(
  spender: Spender,
  more: Partial<WriteIntent> & { metadata?: Record<string, string> } = {},
): WriteIntent {
  const { organizationId, environment, accountId, keyId } = spender;
  const { metadata = {}, ...over } = more;
  return {
    requestId: newId('req'),
    deadline: clock.elapsed() + 1_700,
    organizationId,
    environment,
    accountId,
    keyId,
    permission: 'sessions:write',
    cost: 1,
    startsSession: true,
    record: null,
    effect: createSession(
      { id: keyId, organizationId, environment },
      { mode: 'ai_agent', metadata },
      { gateUrl: 'http://gate.test', secret: STREAM_SECRET, engine: 'sandbox' },
    ),
    ...over,
  };
}
