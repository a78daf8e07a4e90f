import { createHmac } from 'node:crypto';

/**
 * What the database holds of a key: HMAC-SHA-256 of its whole text under a pepper, 32 bytes.
 * Without the pepper a reader can confirm no guess and a writer can make no usable row.
 */
export function digestKey(text: string, pepper: Buffer): Buffer {
  return createHmac('sha256', pepper).update(text).digest();
}
