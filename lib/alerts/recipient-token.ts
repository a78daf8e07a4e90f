import { createHash } from 'node:crypto';
import { randomBytes } from '#lib/ids';

const TOKEN = /^[\w-]{43}$/;

/** A secret for a link, 256 random bits, and what the database keeps of it. */
export function newRecipientToken(): { readonly token: string; readonly hash: Buffer } {
  const token = randomBytes(32).toString('base64url');
  return { token, hash: hashOf(token) };
}

/** What the database keeps of a token; null for what cannot be one. */
export function recipientTokenHash(token: string): Buffer | null {
  return TOKEN.test(token) ? hashOf(token) : null;
}

function hashOf(token: string): Buffer {
  return createHash('sha256').update(token).digest();
}
