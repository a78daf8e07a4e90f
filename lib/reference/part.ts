/** An object of the OpenAPI document, of which nothing is known yet. */
export type Part = Readonly<Record<string, unknown>>;

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies at a path of names; undefined where there is nothing. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  let part = value;
  for (const name of names) part = isPart(part) ? part[name] : undefined;
  return part;
}

/** The entries of an object at a path; none where there is no object. */
export function entriesAt(value: unknown, ...names: readonly string[]): [string, unknown][] {
  const found = at(value, ...names);
  return isPart(found) ? Object.entries(found) : [];
}

/** A list at a path; empty where there is none. */
export function listAt(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = at(value, ...names);
  return Array.isArray(found) ? found : [];
}

/** A text at a path; empty where there is none. */
export function textAt(value: unknown, ...names: readonly string[]): string {
  const found = at(value, ...names);
  return typeof found === 'string' ? found : '';
}

/** What a `$ref` of this document stands for; anything else stands for itself. */
export function resolve(document: unknown, part: unknown): unknown {
  const reference = textAt(part, '$ref');
  return reference === '' ? part : at(document, ...reference.slice(2).split('/'));
}
