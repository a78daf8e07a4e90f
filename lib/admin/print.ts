type Row = Readonly<Record<string, unknown>>;

/** What a command has to tell: an object, or a list of them. */
export type Output = Row | readonly Row[];

/** The output as one JSON document, or as a table for people. Lists need `columns` for the table. */
export function render(output: Output, json: boolean, columns: readonly string[]): string {
  if (json) return `${JSON.stringify(output, undefined, 2)}\n`;
  if (!isList(output))
    return lines(Object.entries(output).map(([name, value]) => [name, show(value)]));
  if (output.length === 0) return 'None.\n';
  return lines([
    columns.map((column) => column.toUpperCase()),
    ...output.map((row) => columns.map((column) => show(row[column]))),
  ]);
}

function isList(output: Output): output is readonly Row[] {
  return Array.isArray(output);
}

function lines(rows: readonly (readonly string[])[]): string {
  const widths = (rows[0] ?? []).map((_, at) =>
    Math.max(...rows.map((row) => (row[at] ?? '').length)),
  );
  const text = rows.map((row) =>
    row
      .map((cell, at) => cell.padEnd(widths[at] ?? 0))
      .join('  ')
      .trimEnd(),
  );
  return `${text.join('\n')}\n`;
}

function show(value: unknown): string {
  if (value === null || value === undefined) return '-';
  if (Array.isArray(value)) return value.length === 0 ? '-' : value.map(show).join(',');
  return typeof value === 'object' ? JSON.stringify(value) : String(value);
}
