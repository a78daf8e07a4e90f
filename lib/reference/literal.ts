/** How a language writes what JSON has words for, and the name of a field. */
export type Words = {
  readonly word: (value: boolean | null) => string;
  readonly text: (value: string) => string;
  readonly name: (name: string) => string;
  readonly indent: number;
  /** Between the braces of an object on one line and its fields. */
  readonly space: string;
};

/** An object that is longer has a line for each field. */
const LONGEST_LINE = 60;

const quoted = (text: string) =>
  `'${JSON.stringify(text).slice(1, -1).replace(/\\"/g, '"').replaceAll("'", "\\'")}'`;

export const javascriptWords: Words = {
  word: String,
  text: quoted,
  name: (name) => (/^[A-Za-z_]\w*$/.test(name) ? name : quoted(name)),
  indent: 2,
  space: ' ',
};

export const pythonWords: Words = {
  word: (value) => (value === null ? 'None' : value ? 'True' : 'False'),
  text: JSON.stringify,
  name: JSON.stringify,
  indent: 4,
  space: '',
};

/** A value of JSON as a language writes it. */
export function literal(value: unknown, words: Words): string {
  if (typeof value === 'string') return words.text(value);
  if (typeof value === 'boolean' || value === null) return words.word(value);
  if (typeof value !== 'object') return String(value);
  if (Array.isArray(value)) return `[${value.map((one) => literal(one, words)).join(', ')}]`;
  const fields = Object.entries(value).map(
    ([name, field]) => `${words.name(name)}: ${literal(field, words)}`,
  );
  return braced(fields, words);
}

/** Fields in braces, on one line where they are short. */
export function braced(fields: readonly string[], { indent, space }: Words): string {
  const line = fields.join(', ');
  if (line.length <= LONGEST_LINE && !line.includes('\n')) {
    return line === '' ? '{}' : `{${space}${line}${space}}`;
  }
  return `{\n${indented(fields.map((field) => `${field},`).join('\n'), indent)}\n}`;
}

/** The lines of a text, moved to the right. */
export function indented(text: string, by: number): string {
  return text.replace(/^/gm, ' '.repeat(by));
}
