/** What a mark stands for; its colour is a variable of both themes, its pattern says the same. */
export type Tint = 'ok' | 'limited' | 'refused' | 'failed';

const tints: readonly Tint[] = ['ok', 'limited', 'refused', 'failed'];

/** The fill of a tint inside the chart with this id. */
export function fillOf(chart: string, tint: Tint): string {
  return tint === 'ok' ? 'var(--chart-ok)' : `url(#${chart}-${tint})`;
}

/** The patterns of a chart; `id` must be its own on the page. */
export function Patterns({ id }: { id: string }) {
  return (
    <defs>
      {tints.map((tint) => (
        <pattern
          key={tint}
          id={`${id}-${tint}`}
          width="6"
          height="6"
          patternUnits="userSpaceOnUse"
          patternTransform={tint === 'limited' ? 'rotate(45)' : undefined}
        >
          <rect width="6" height="6" fill={`var(--chart-${tint})`} />
          <Marks tint={tint} />
        </pattern>
      ))}
      <pattern
        id={`${id}-unfinished`}
        width="5"
        height="5"
        patternUnits="userSpaceOnUse"
        patternTransform="rotate(-45)"
      >
        <line x1="0" x2="0" y1="0" y2="5" stroke="var(--control)" strokeWidth="1.5" />
      </pattern>
    </defs>
  );
}

function Marks({ tint }: { tint: Tint }) {
  const light = { stroke: 'var(--surface)', strokeWidth: 1.5 };
  if (tint === 'limited') return <line x1="0" x2="0" y1="0" y2="6" {...light} strokeWidth="3" />;
  if (tint === 'refused') return <circle cx="3" cy="3" r="1.3" fill="var(--surface)" />;
  if (tint === 'ok') return null;
  return (
    <>
      <line x1="0" x2="6" y1="0" y2="6" {...light} />
      <line x1="0" x2="6" y1="6" y2="0" {...light} />
    </>
  );
}
