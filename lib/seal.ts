import { createCipheriv, createDecipheriv, hkdfSync } from 'node:crypto';
import { env } from '#lib/env';
import { randomBytes } from '#lib/ids';

const ALGORITHM = 'aes-256-gcm';
const NONCE_BYTES = 12;
const TAG_BYTES = 16;
const LONGEST_VERSION = 255;

/**
 * Encrypts a secret that must be read again, such as a webhook's address: the pepper's version (1 byte),
 * nonce (12), ciphertext, tag (16). AES-256-GCM under a key that HKDF-SHA256 derives from the pepper.
 */
export function seal(text: string): Buffer {
  const version = env().currentPepper;
  if (version > LONGEST_VERSION) throw new RangeError('seals know pepper versions up to 255');
  const head = Buffer.of(version);
  const nonce = randomBytes(NONCE_BYTES);
  const cipher = createCipheriv(ALGORITHM, keyOf(version), nonce).setAAD(head);
  const body = Buffer.concat([cipher.update(text, 'utf8'), cipher.final()]);
  return Buffer.concat([head, nonce, body, cipher.getAuthTag()]);
}

/** The secret that `seal` was given. @throws when its pepper is gone, or a byte was changed. */
export function unseal(sealed: Uint8Array): string {
  const bytes = Buffer.from(sealed);
  const head = bytes.subarray(0, 1);
  const nonce = bytes.subarray(1, 1 + NONCE_BYTES);
  const body = bytes.subarray(1 + NONCE_BYTES, -TAG_BYTES);
  const decipher = createDecipheriv(ALGORITHM, keyOf(head[0] ?? 0), nonce)
    .setAAD(head)
    .setAuthTag(bytes.subarray(-TAG_BYTES));
  return decipher.update(body, undefined, 'utf8') + decipher.final('utf8');
}

function keyOf(version: number): Buffer {
  const pepper = env().peppers.get(version);
  if (pepper === undefined) throw new Error(`KEY_PEPPER lacks version ${version} of a seal`);
  return Buffer.from(hkdfSync('sha256', pepper, '', 'seal', 32));
}
