/** Figures as rows: what a chart shows, and what its CSV holds. */
export type Data = {
  readonly columns: readonly {
    readonly label: string;
    /** For programs: in the CSV only. */
    readonly csvOnly?: boolean;
  }[];
  readonly rows: readonly (readonly (string | number | null)[])[];
};

/** A scrolling frame takes the focus, to be scrolled by keyboard. */
const keyboardScroll = { tabIndex: 0 } as const;

/** The figures as a plain table that scrolls within its frame; numbers are aligned to the right. */
export function DataTable({ label, data }: { label: string; data: Data }) {
  const shown = data.columns.flatMap(({ csvOnly }, i) => (csvOnly ? [] : [i]));
  return (
    <section
      {...keyboardScroll}
      aria-label={label}
      className="max-h-80 overflow-auto rounded-md border border-line"
    >
      <table aria-label={label} className="w-full border-collapse text-left text-sm">
        <thead className="sticky top-0 bg-subtle">
          <tr>
            {shown.map((i, place) => (
              <th
                key={data.columns[i]?.label}
                scope="col"
                className={`whitespace-nowrap px-3 py-1.5 font-medium text-muted ${place > 0 ? 'text-right' : ''}`}
              >
                {data.columns[i]?.label}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {data.rows.map((row) => (
            <tr key={String(row[0])}>
              {shown.map((i, place) => (
                <td
                  key={data.columns[i]?.label}
                  className={`whitespace-nowrap px-3 py-1 ${place > 0 ? 'text-right' : ''}`}
                >
                  {textOf(row[i] ?? null)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function textOf(cell: string | number | null): string {
  if (cell === null) return '–';
  return typeof cell === 'number' ? cell.toLocaleString('en-GB') : cell;
}
