import { hash } from 'node:crypto';
import type { Call } from '#lib/gate/call';
import type { RecordKey } from '#lib/gate/writer/intent';
import { canonicalJson } from './canonical.ts';

/** Hexadecimal digits of a record's id: 128 bits, which nobody finds twice by chance. */
const ID_DIGITS = 32;

/**
 * What a call's Idempotency-Key stands for: it belongs to the organization and environment, and is kept
 * only as a digest.
 */
export function recordKey(call: Call): RecordKey | null {
  if (call.idempotencyKey === null) return null;
  const { organizationId, environment } = call.snapshot.key;
  const key = hash('sha256', call.idempotencyKey);
  return {
    id: hash('sha256', `${organizationId}\n${environment}\n${key}`).slice(0, ID_DIGITS),
    fingerprint: hash('sha256', `${call.route}\n${call.path}\n${canonicalJson(call.json)}`),
  };
}
