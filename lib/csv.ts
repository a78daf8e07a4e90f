import { stringify } from 'csv-stringify/sync';

/**
 * Rows as CSV (RFC 4180, UTF-8), nothing as an empty cell. Text that a spreadsheet would take for a
 * formula gets an apostrophe before it; numbers, signed ones too, stay numbers.
 */
export function csvText(
  header: readonly string[] | null,
  rows: readonly (readonly (string | number | null)[])[],
): string {
  const lines = rows.map((row) => [...row]);
  return stringify(header === null ? lines : [[...header], ...lines], {
    escape_formulas: true,
    record_delimiter: 'windows',
  });
}
