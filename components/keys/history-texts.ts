const sentences: Readonly<Record<string, string>> = {
  'api_key.create': 'created the key',
  'api_key.update': 'edited the key',
  'api_key.rotate': 'rotated the key',
  'api_key.extend_overlap': 'extended the overlap',
  'api_key.retire': 'retired the key',
  'api_key.revoke': 'revoked the key',
};

/** What an event of the audit log says of a key, as the end of a sentence about its actor. */
export function auditSentence(action: string): string {
  return sentences[action] ?? action;
}

export type Change = {
  readonly field: string;
  /** Null when the field was not there before. */
  readonly before: string | null;
  readonly after: string;
};

/** The changed fields of an event, as text. */
export function changesOf(before: unknown, after: unknown): Change[] {
  const old = fieldsOf(before);
  return Object.entries(fieldsOf(after)).map(([field, value]) => ({
    field: words(field),
    before: field in old ? textOf(old[field]) : null,
    after: textOf(value),
  }));
}

function fieldsOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}

/** `ipAllowlist` as people write it. */
function words(field: string): string {
  return field.replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`).replaceAll('_', ' ');
}

function textOf(value: unknown): string {
  if (value === null || value === '' || value === undefined) return 'none';
  if (Array.isArray(value)) return value.length === 0 ? 'none' : value.map(textOf).join(', ');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
