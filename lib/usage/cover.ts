const MINUTE_MS = 60_000;
const HOUR_MS = 3_600_000;
const DAY_MS = 86_400_000;

/** Tables of counts, finest last. */
export type Grain = 'days' | 'hours' | 'minutes';

/** Rows of a table that start in [since, until), to be added (1) or taken away (-1). Epoch milliseconds. */
export type Piece = {
  readonly grain: Grain;
  readonly since: number;
  readonly until: number;
  readonly sign: 1 | -1;
};

/** How far the tables reach: hours and days up to a watermark, minutes from their retention on. */
export type Kept = {
  readonly hoursUntil: number;
  readonly daysUntil: number;
  readonly minutesFrom: number;
};

type Level = { readonly grain: Grain; readonly unit: number; readonly until: number };

/**
 * The fewest rows that add up to exactly the calls of [since, until). Where a day of the viewer's zone is
 * one of UTC moved by some hours, it is cheaper to take the day of UTC, add those hours and take others
 * away, than to add 24 hours. Borders older than the minutes that are kept move to the hour before.
 */
export function cover(since: number, until: number, kept: Kept): Piece[] {
  const levels: Level[] = [
    { grain: 'days', unit: DAY_MS, until: kept.daysUntil },
    ...hoursAndMinutes(kept),
  ];
  return pieces(readable(since, kept), readable(until, kept), levels, Math.round);
}

/** As `cover`, but of hours and minutes that lie within, for what can't be taken away again: a peak. */
export function coverInside(since: number, until: number, kept: Kept): Piece[] {
  return pieces(readable(since, kept), readable(until, kept), hoursAndMinutes(kept), inside);
}

function hoursAndMinutes(kept: Kept): Level[] {
  return [
    { grain: 'hours', unit: HOUR_MS, until: kept.hoursUntil },
    { grain: 'minutes', unit: MINUTE_MS, until: Number.POSITIVE_INFINITY },
  ];
}

function readable(border: number, { minutesFrom }: Kept): number {
  return border < minutesFrom ? Math.floor(border / HOUR_MS) * HOUR_MS : border;
}

type Snap = (units: number, border: 'start' | 'end') => number;
const inside: Snap = (units, border) => (border === 'start' ? Math.ceil(units) : Math.floor(units));

function pieces(from: number, to: number, levels: readonly Level[], snap: Snap): Piece[] {
  const [level, ...finer] = levels;
  if (level === undefined || from === to) return [];
  if (from > to) return pieces(to, from, levels, snap).map(negated);
  if (finer.length === 0) return [{ grain: level.grain, since: from, until: to, sign: 1 }];
  const direct = pieces(from, to, finer, snap);
  const since = Math.min(snap(from / level.unit, 'start') * level.unit, level.until);
  const until = Math.min(snap(to / level.unit, 'end') * level.unit, level.until);
  if (since >= until) return direct;
  const coarse: Piece[] = [
    { grain: level.grain, since, until, sign: 1 },
    ...pieces(from, since, finer, snap),
    ...pieces(until, to, finer, snap),
  ];
  return rowsOf(coarse) < rowsOf(direct) ? coarse : direct;
}

function negated(piece: Piece): Piece {
  return { ...piece, sign: piece.sign === 1 ? -1 : 1 };
}

const unitOf: Readonly<Record<Grain, number>> = {
  days: DAY_MS,
  hours: HOUR_MS,
  minutes: MINUTE_MS,
};

/** Starts that are read, a measure of the work. */
function rowsOf(all: readonly Piece[]): number {
  return all.reduce((sum, { grain, since, until }) => sum + (until - since) / unitOf[grain], 0);
}
