import { type Refusal, refuse } from './call.ts';
import type { Head } from './head.ts';

const PRINTABLE = /^[\x20-\x7e]{1,255}$/;
/** A structured-field string: RFC 9651 §3.3.3. */
const QUOTED = /^"((?:[\x20\x21\x23-\x5b\x5d-\x7e]|\\["\\])*)"$/;

/** The caller's key without its quotes; null when there is none; a refusal for one that is not a key. */
export function readIdempotencyKey(head: Head): string | null | Refusal {
  const value = head.idempotencyKey;
  if (value === undefined) return null;
  const text = value.startsWith('"') ? unquoted(value) : value;
  if (!head.idempotencyKeyRepeated && text !== undefined && PRINTABLE.test(text)) return text;
  return refuse('idempotency', 'malformed_request', {
    message: 'The Idempotency-Key must be 1 to 255 printable ASCII characters, once.',
    param: 'Idempotency-Key',
  });
}

function unquoted(value: string): string | undefined {
  return QUOTED.exec(value)?.[1]?.replace(/\\(.)/g, '$1');
}
