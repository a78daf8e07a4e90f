import { KEY_LENGTH, parseKey } from '#lib/keys/format';
import type { CredentialFault } from '#lib/usage/facts';
import type { Head } from './head.ts';

/** What a request presented: nothing, something unusable, or one text that may be a key. */
export type Credential =
  | { readonly kind: 'none' }
  | { readonly kind: 'invalid' }
  | { readonly kind: 'text'; readonly text: string };

const NONE: Credential = { kind: 'none' };
const INVALID: Credential = { kind: 'invalid' };
const BEARER = /^bearer +/i;
/** Names under which other APIs take a credential in the query (RFC 6750 §2.3 and custom). */
const QUERY_NAME = /(?:^|&)(?:api[-_]?key|x-api-key|access_token|authorization)(?:=|&|$)/i;
const KEY_IN_TEXT = /sk_(?:live|test)_/i;
const SECRET_IN_TEXT = /(?:sk|kst)_(?:live|test)_/i;

/**
 * The one credential of a request. `Authorization: Bearer` and `X-API-Key` may both be there when they
 * are equal; a repeated header, two that differ, another scheme or a key in the query is invalid.
 */
export function readCredential(head: Head): Credential {
  if (head.query !== null && namesCredential(head.query)) return INVALID;
  if (head.authorization === undefined && head.apiKey === undefined) return NONE;
  if (head.credentialRepeated) return INVALID;
  const bearer = head.authorization === undefined ? undefined : bearerText(head.authorization);
  const text = head.authorization === undefined ? head.apiKey : bearer;
  if (text === undefined || text.length !== KEY_LENGTH) return INVALID;
  if (head.apiKey !== undefined && head.apiKey !== text) return INVALID;
  return { kind: 'text', text };
}

/** Why the credential of a refused request could not be used, to explain it by. */
export function credentialFault(head: Head): CredentialFault {
  if (head.query !== null && namesCredential(head.query)) return 'in_query';
  if (head.authorization === undefined && head.apiKey === undefined) return 'missing';
  if (head.credentialRepeated) return 'repeated';
  const bearer = head.authorization === undefined ? undefined : bearerText(head.authorization);
  if (head.authorization !== undefined && bearer === undefined) return 'scheme';
  if (head.apiKey !== undefined && bearer !== undefined && head.apiKey !== bearer) {
    return 'different';
  }
  const text = bearer ?? head.apiKey ?? '';
  if (text.length !== KEY_LENGTH) return 'length';
  if (parseKey(text) !== null) return 'shape';
  return /^sk_(?:live|test)_[0-9A-Za-z]+$/.test(text) ? 'checksum' : 'shape';
}

/** Text that is safe to keep or show: whatever looks like a key or a stream token is cut off behind its prefix. */
export function withoutKeys(text: string): string {
  if (!text.includes('_') && !text.includes('%')) return text;
  const plain = decoded(text);
  return SECRET_IN_TEXT.test(plain)
    ? plain.replace(/((?:sk|kst)_(?:live|test)_)\S*/gi, '$1…')
    : text;
}

function bearerText(value: string): string | undefined {
  if (value.startsWith('Bearer ') && value.length === KEY_LENGTH + 7) return value.slice(7);
  const scheme = BEARER.exec(value);
  return scheme === null ? undefined : value.slice(scheme[0].length);
}

function namesCredential(query: string): boolean {
  const plain = query.includes('%') ? decoded(query) : query;
  return KEY_IN_TEXT.test(plain) || QUERY_NAME.test(plain);
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text.replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
      String.fromCharCode(Number.parseInt(hex, 16)),
    );
  }
}
