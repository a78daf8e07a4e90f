/** Figures as rows: what a chart shows, and what its CSV holds. */
export type Data = {
  readonly columns: readonly {
    readonly label: string;
    /** For programs: in the CSV only. */
    readonly csvOnly?: boolean;
  }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

/** The figures without what is for programs only. */
export function withoutCsvOnly({ columns, rows }: Data): Data {
  const shown = columns.flatMap(({ csvOnly }, i) => (csvOnly ? [] : [i]));
  return {
    columns: columns.filter(({ csvOnly }) => !csvOnly),
    rows: rows.map((row) => shown.map((i) => row[i] ?? null)),
  };
}
