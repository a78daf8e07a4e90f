import { createSecretKey } from 'node:crypto';
import { streamToken } from '#lib/api/sessions/token';
import type { Environment } from '#lib/db/generated/enums';
import { env } from '#lib/env';
import { ownerPool } from '#test/database';

/** Gives a session a new token that ends so far from now, unused; returns the path that it opens. */
export async function freshPath(
  id: string,
  interval = '5 minutes',
  environment: Environment = 'live',
): Promise<string> {
  const { rows } = await ownerPool().query<{ end: number }>(
    `UPDATE voice_sessions SET stream_expires_at = now() + $2::interval, stream_claimed_at = NULL WHERE id = $1
     RETURNING (extract(epoch FROM stream_expires_at) * 1000)::float8 AS end`,
    [id, interval],
  );
  const secret = createSecretKey(env().streamSecret);
  const token = streamToken(secret, { id, environment, expiresAt: rows[0]?.end ?? 0 });
  return `/v1/sessions/${id}/connect?token=${token}`;
}
