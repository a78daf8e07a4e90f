import { at, entriesAt, isPart, listAt, type Part, textAt } from './part.ts';

/** A field of a body or an answer, or a parameter. */
export type Attribute = {
  readonly name: string;
  /** In words, such as `list of strings`. */
  readonly type: string;
  readonly required: boolean;
  readonly text: string;
  /** The only values that it can have; empty when they are not counted. */
  readonly values: readonly string[];
  /** What its value keeps to, such as `1 to 100 characters`. */
  readonly limits: readonly string[];
  /** The fields of the object, or of each object of the list, that it is. */
  readonly inner: readonly Attribute[];
};

/** The fields of an object's JSON Schema (2020-12); one that nobody may send is left out. */
export function attributesOf(schema: unknown): Attribute[] {
  const choices = listAt(schema, 'oneOf');
  if (choices.length > 0) return mergedOf(choices.map(attributesOf));
  const required = listAt(schema, 'required');
  return entriesAt(schema, 'properties')
    .filter(([, field]) => at(field, 'not') === undefined)
    .map(([name, field]) => attributeOf(name, field, required.includes(name)));
}

/** The fields of objects of which it can be any; one that not all have says with which value it comes. */
function mergedOf(choices: readonly (readonly Attribute[])[]): Attribute[] {
  const everywhere = (name: string) =>
    choices.every((fields) => fields.some((field) => field.name === name));
  const told = choices.flatMap((fields) => {
    const key = fields.find(({ name, values }) => values.length === 1 && everywhere(name));
    const note = key === undefined ? [] : [`with ${key.name} ${key.values.join()}`];
    return fields.map((field) =>
      everywhere(field.name)
        ? field
        : { ...field, required: false, limits: [...field.limits, ...note] },
    );
  });
  return [...Map.groupBy(told, ({ name }) => name).values()].flatMap(([first, ...others]) =>
    first === undefined
      ? []
      : [{ ...first, values: [...first.values, ...others.flatMap(({ values }) => values)] }],
  );
}

/** One field, by its JSON Schema. */
export function attributeOf(name: string, field: unknown, required: boolean): Attribute {
  const { schema, nullable } = withoutNull(field);
  const one = at(schema, 'type') === 'array' ? at(schema, 'items') : schema;
  const words = typeOf(schema);
  return {
    name,
    type: nullable ? `${words} or null` : words,
    required,
    text: textAt(field, 'description'),
    values: valuesOf(one),
    limits: limitsOf(schema, one),
    inner: attributesOf(one),
  };
}

/** A schema that allows null is that of its other value, and a remark. */
function withoutNull(field: unknown): { readonly schema: unknown; readonly nullable: boolean } {
  const choices = listAt(field, 'anyOf');
  const others = choices.filter((choice) => at(choice, 'type') !== 'null');
  if (others.length === 1) return { schema: others[0], nullable: choices.length > 1 };
  const types = listAt(field, 'type');
  const [type] = types.filter((one) => one !== 'null');
  if (isPart(field) && types.length === 2 && types.includes('null')) {
    return { schema: { ...field, type }, nullable: true };
  }
  return { schema: field, nullable: false };
}

function typeOf(schema: unknown): string {
  const choices = [...listAt(schema, 'anyOf'), ...listAt(schema, 'oneOf')];
  if (choices.length > 0) return [...new Set(choices.map(typeOf))].join(' or ');
  if (at(schema, 'format') === 'date-time') return 'time';
  const types = listAt(schema, 'type');
  if (types.length > 0) return types.join(' or ');
  const type = at(schema, 'type');
  if (type === 'array') return `list of ${typeOf(at(schema, 'items'))}s`;
  const member = at(schema, 'additionalProperties');
  if (type === 'object' && isPart(member)) return `object of ${typeOf(member)}s`;
  return typeof type === 'string' ? type : 'anything';
}

function valuesOf(schema: unknown): string[] {
  const constant = at(schema, 'const');
  const values = constant === undefined ? listAt(schema, 'enum') : [constant];
  return values.map(String);
}

function limitsOf(schema: unknown, one: unknown): string[] {
  const limits = isPart(schema) ? ownLimits(schema) : [];
  if (one !== schema && isPart(one)) limits.push(...ownLimits(one).map((text) => `each ${text}`));
  const names = at(schema, 'propertyNames');
  if (isPart(names)) limits.push(...ownLimits(names).map((text) => `names of ${text}`));
  const member = at(schema, 'additionalProperties');
  if (isPart(member)) limits.push(...ownLimits(member).map((text) => `values of ${text}`));
  return limits;
}

function ownLimits(schema: Part): string[] {
  const { minimum, maximum, minLength, maxLength, minItems, maxItems } = schema;
  const beginning = /^\^([a-z]+_)\[/.exec(textAt(schema, 'pattern'))?.[1];
  return [
    rangeOf(minimum, maximum, ''),
    rangeOf(minLength, maxLength, ' characters'),
    rangeOf(minItems, maxItems, ' items'),
    beginning === undefined ? '' : `begins with ${beginning}`,
    schema.default === undefined ? '' : `${String(schema.default)} when left out`,
  ].filter((text) => text !== '');
}

/** Both ends of a range in words. */
function rangeOf(minimum: unknown, maximum: unknown, unit: string): string {
  const [least, most] = [bound(minimum), bound(maximum)];
  if (least === null) return most === null ? '' : `${most}${unit} at most`;
  return most === null ? `${least}${unit} or more` : `${least} to ${most}${unit}`;
}

/** Where JavaScript's exact integers end is no limit that anybody set. */
function bound(value: unknown): number | null {
  return typeof value === 'number' && Math.abs(value) < Number.MAX_SAFE_INTEGER ? value : null;
}
