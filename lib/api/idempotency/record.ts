import { hash } from 'node:crypto';
import type { Call } from '#lib/gate/call';
import type { RecordKey } from '#lib/gate/writer/intent';
import { canonicalJson } from './canonical.ts';

/** What a call's Idempotency-Key stands for: the key itself is kept only as a digest. */
export function recordKey(call: Call): RecordKey | null {
  if (call.idempotencyKey === null) return null;
  return {
    keyHash: hash('sha256', call.idempotencyKey),
    fingerprint: hash('sha256', `${call.route}\n${call.path}\n${canonicalJson(call.json)}`),
    route: call.route,
  };
}
