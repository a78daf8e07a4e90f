'use client';

import {
  Bar,
  BarChart,
  CartesianGrid,
  Cell,
  ResponsiveContainer,
  Tooltip,
  type TooltipContentProps,
  XAxis,
  YAxis,
} from 'recharts';

/** Credits used on one day of UTC; a day that is not over is drawn hatched. */
export type BurnBar = { readonly label: string; readonly used: number; readonly whole: boolean };

const HATCH = 'burn-hatch';
const axis = { fill: 'var(--faint)', fontSize: 12 } as const;

/** A bar for each day. Loaded where it is shown only; the table beside it says the same. */
export function BurnChart({ bars }: { bars: readonly BurnBar[] }) {
  return (
    <ResponsiveContainer width="100%" height={180}>
      <BarChart
        data={[...bars]}
        margin={{ top: 8, right: 4, bottom: 0, left: 0 }}
        aria-label="Credits used by day of UTC"
      >
        <defs>
          <pattern
            id={HATCH}
            width={6}
            height={6}
            patternUnits="userSpaceOnUse"
            patternTransform="rotate(45)"
          >
            <rect width={6} height={6} fill="var(--accent-soft)" />
            <rect width={2.5} height={6} fill="var(--accent)" />
          </pattern>
        </defs>
        <CartesianGrid vertical={false} stroke="var(--line)" />
        <XAxis
          dataKey="label"
          tick={axis}
          tickLine={false}
          axisLine={{ stroke: 'var(--strong)' }}
          interval="preserveStartEnd"
          minTickGap={16}
        />
        <YAxis
          tick={axis}
          tickLine={false}
          axisLine={false}
          allowDecimals={false}
          width={52}
          tickFormatter={(value: number) => value.toLocaleString('en-GB', { notation: 'compact' })}
        />
        <Tooltip
          content={DayNote}
          cursor={{ fill: 'var(--hover)' }}
          isAnimationActive={false}
          wrapperStyle={{ outline: 'none' }}
        />
        <Bar dataKey="used" isAnimationActive={false} radius={[2, 2, 0, 0]} maxBarSize={36}>
          {bars.map((bar) => (
            <Cell
              key={bar.label}
              fill={bar.whole ? 'var(--accent)' : `url(#${HATCH})`}
              stroke={bar.whole ? 'none' : 'var(--accent)'}
            />
          ))}
        </Bar>
      </BarChart>
    </ResponsiveContainer>
  );
}

/** The exact figure of the day under the pointer or the arrow keys. */
function DayNote({ active, payload }: TooltipContentProps) {
  const bar: BurnBar | undefined = payload[0]?.payload;
  if (!active || bar === undefined) return null;
  return (
    <div className="rounded-md border border-line bg-surface px-2.5 py-1.5 text-sm shadow-float">
      <p className="text-muted">
        {bar.label}, UTC{bar.whole ? '' : ', in part'}
      </p>
      <p className="font-medium">{bar.used.toLocaleString('en-GB')} credits used</p>
    </div>
  );
}
