import { ownerPool } from '#test/database';

/** A row of any table, as the superuser sees it. */
export type TableRow = {
  readonly table: string;
  /** The transaction that wrote this version of the row. */
  readonly xmin: string;
  /** All columns; bytes are hexadecimal. */
  readonly text: string;
};

/** Every row of every table of the product. */
export async function everyRow(): Promise<TableRow[]> {
  const { rows: tables } = await ownerPool().query<{ name: string }>(
    `SELECT table_name AS name FROM information_schema.tables
     WHERE table_schema = 'public' AND table_type = 'BASE TABLE' ORDER BY 1`,
  );
  const all: TableRow[] = [];
  for (const { name } of tables) {
    const { rows } = await ownerPool().query<{ xmin: string; text: string }>(
      `SELECT t.xmin::text, to_jsonb(t)::text AS text FROM "${name}" t ORDER BY 2`,
    );
    all.push(...rows.map((row) => ({ table: name, ...row })));
  }
  return all;
}

/** The rows that are not in `before`: inserted or changed since. */
export function changedSince(before: readonly TableRow[], after: readonly TableRow[]): TableRow[] {
  const known = new Set(before.map(identity));
  return after.filter((row) => !known.has(identity(row)));
}

function identity(row: TableRow): string {
  return `${row.table} ${row.text}`;
}
