import type { Environment } from '#lib/db/generated/enums';
import type { Permission } from '#lib/keys/scopes';
import type { KeyView } from '#lib/keys/view';

/** Days until a new key ends; `custom` is what stands in the number field, `never` is no end. */
export type ExpiryChoice = '30' | '90' | '365' | 'custom' | 'never';

/** What stands in the form of a key, as typed. */
export type KeyDraft = {
  readonly name: string;
  readonly note: string;
  readonly permissions: readonly Permission[];
  readonly expiry: ExpiryChoice;
  readonly customDays: string;
  /** Addresses and blocks, one a line or separated by commas. */
  readonly addresses: string;
  /** Requests a minute; empty for only the organization's limit. */
  readonly rateLimit: string;
};

/** A fresh draft: what the role may grant, and an end for live keys. */
export function newDraft(environment: Environment, allowed: readonly Permission[]): KeyDraft {
  return {
    name: '',
    note: '',
    permissions: allowed,
    expiry: environment === 'live' ? '90' : 'never',
    customDays: '180',
    addresses: '',
    rateLimit: '',
  };
}

const TRIMMED_AFTER_MS = 30 * 86_400_000;

/**
 * The draft of a key to take the place of another: with the permissions that one needed within 30 days, or
 * all of them when it needed none, and with an end.
 * @param now epoch milliseconds
 */
export function draftLike(key: KeyView, allowed: readonly Permission[], now: number): KeyDraft {
  const used = key.scopes
    .filter(({ lastUsedAt }) => lastUsedAt && now - Date.parse(lastUsedAt) < TRIMMED_AFTER_MS)
    .map(({ permission }) => permission);
  const wanted = used.length > 0 ? used : key.permissions;
  return {
    ...draftOf(key),
    name: `${key.name} (new)`.slice(0, 80),
    permissions: wanted.filter((permission) => allowed.includes(permission)),
    expiry: '90',
  };
}

/** The draft of a key that exists. */
export function draftOf(key: KeyView): KeyDraft {
  return {
    ...newDraft(key.environment, key.permissions),
    name: key.name,
    note: key.note,
    addresses: key.ipAllowlist.join('\n'),
    rateLimit: key.rateLimit === null ? '' : String(key.rateLimit),
  };
}

/** The part of the draft that can also be edited later, as the verbs take it. */
export function settingsOf(draft: KeyDraft) {
  return {
    name: draft.name,
    note: draft.note,
    permissions: [...draft.permissions],
    ipAllowlist: addressesOf(draft.addresses),
    rateLimit: draft.rateLimit.trim() === '' ? null : Number(draft.rateLimit),
  };
}

/** Days until the end, null for none; NaN when the number field holds no number. */
export function daysOf(draft: KeyDraft): number | null {
  if (draft.expiry === 'never') return null;
  if (draft.expiry !== 'custom') return Number(draft.expiry);
  return draft.customDays.trim() === '' ? Number.NaN : Number(draft.customDays);
}

/** The entries of the address field, in order. */
export function addressesOf(text: string): string[] {
  return text.split(/[\s,]+/).filter((entry) => entry !== '');
}

/** One message for a list field, from the server's messages per entry: `Entry 2: …`. */
export function listError(
  fields: Readonly<Record<string, string>> | undefined,
  name: string,
): string | undefined {
  const messages = Object.entries(fields ?? {})
    .filter(([field]) => field === name || field.startsWith(`${name}.`))
    .map(([field, message]) => {
      const index = Number(field.slice(name.length + 1));
      return field === name ? message : `Entry ${index + 1}: ${message}`;
    });
  return messages.length > 0 ? messages.join(' ') : undefined;
}
