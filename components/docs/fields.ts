/** An object of the OpenAPI document, of which nothing is known yet. */
export type Part = Readonly<Record<string, unknown>>;

/** A line of a table. */
export type Field = { readonly name: string; readonly type: string; readonly text: string };

export function isPart(value: unknown): value is Part {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

/** What lies at a path of names; undefined where there is nothing. */
export function at(value: unknown, ...names: readonly string[]): unknown {
  let part = value;
  for (const name of names) part = isPart(part) ? part[name] : undefined;
  return part;
}

/** A list at a path; empty where there is none. */
export function listAt(value: unknown, ...names: readonly string[]): readonly unknown[] {
  const found = at(value, ...names);
  return Array.isArray(found) ? found : [];
}

/** The fields of an object's JSON Schema, those of objects within it by their paths. */
export function fieldsOf(schema: unknown, prefix = ''): Field[] {
  const required = listAt(schema, 'required');
  return Object.entries(propertiesOf(schema)).flatMap(([name, field]) => {
    if (isPart(field) && field.not !== undefined) return [];
    const path = `${prefix}${name}`;
    const optional = required.includes(name) ? '' : ', optional';
    const text = at(field, 'description');
    const own = {
      name: path,
      type: `${typeOf(field)}${optional}`,
      text: typeof text === 'string' ? text : '',
    };
    const inner = at(field, 'type') === 'array' ? at(field, 'items') : field;
    return [own, ...fieldsOf(inner, `${path}.`)];
  });
}

function propertiesOf(schema: unknown): Part {
  const found = at(schema, 'properties');
  return isPart(found) ? found : {};
}

/** A type in a few words. */
function typeOf(field: unknown): string {
  const choices = listAt(field, 'anyOf');
  if (choices.length > 0) return choices.map(typeOf).join(' or ');
  const values = listAt(field, 'enum');
  if (values.length > 0) return values.map((value) => `\`${String(value)}\``).join(', ');
  const constant = at(field, 'const');
  if (constant !== undefined) return `\`${String(constant)}\``;
  const format = at(field, 'format');
  if (format === 'date-time') return 'time';
  const type = at(field, 'type');
  if (type === 'array') return `list of ${typeOf(at(field, 'items'))}`;
  return typeof type === 'string' ? type : 'anything';
}
