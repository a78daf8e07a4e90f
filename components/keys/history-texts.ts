import { duration } from './key-texts.ts';

const sentences: Readonly<Record<string, string>> = {
  'api_key.create': 'created the key',
  'api_key.update': 'edited the key',
  'api_key.rotate': 'rotated the key',
  'api_key.extend_overlap': 'moved the end of the overlap',
  'api_key.retire': 'retired the key',
  'api_key.revoke': 'revoked the key',
};

const fieldNames: Readonly<Record<string, string>> = {
  ipAllowlist: 'allowed addresses',
  rateLimit: 'own rate limit',
  expiresAt: 'expires',
  retiresAt: 'retires',
  revokedAt: 'refused since',
  rotatedFrom: 'takes over from',
  successor: 'taken over by',
  overlapSeconds: 'overlap',
};

/** What an event of the audit log says of a key, as the end of a sentence about its actor. */
export function auditSentence(action: string): string {
  return sentences[action] ?? action;
}

export type Change = {
  readonly field: string;
  /** Null when the event has no earlier value. */
  readonly before: string | null;
  readonly after: string;
};

/** The fields of an event as text, moments as ISO 8601. What was set to nothing and had no value before is left out. */
export function changesOf(
  before: Readonly<Record<string, unknown>> | null,
  after: Readonly<Record<string, unknown>> | null,
): Change[] {
  return Object.entries(after ?? {}).flatMap(([field, value]) => {
    const old = before !== null && field in before ? textOf(before[field]) : null;
    if (old === null && textOf(value) === 'none') return [];
    return [{ field: fieldNames[field] ?? field, before: old, after: shownValue(field, value) }];
  });
}

function shownValue(field: string, value: unknown): string {
  return field === 'overlapSeconds' ? duration(Number(value)) : textOf(value);
}

function textOf(value: unknown): string {
  if (value === null || value === '' || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  if (typeof value === 'object') return JSON.stringify(value);
  return String(value);
}
