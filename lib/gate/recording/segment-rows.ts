import { BinaryCopy } from './copy-binary.ts';
import type { Segment } from './segment.ts';

const COLUMNS = [
  'organization_id, environment, first_at, last_at, calls',
  'key_ids, methods, routes, statuses, codes, checks, charges, replays, kind_calls',
  'ips, clients',
  'lines, paths, facts',
].join(', ');
const COLUMN_COUNT = COLUMNS.split(',').length;

/** Stores what `segmentRows` gives. */
export const COPY_SEGMENTS = `COPY records.request_segments (${COLUMNS}) FROM STDIN (FORMAT binary)`;

/** The segments as rows on PostgreSQL's wire, in pieces. */
export function segmentRows(segments: readonly Segment[]): Buffer[] {
  const rows = new BinaryCopy();
  for (const segment of segments) {
    rows.row(COLUMN_COUNT);
    rows.text(segment.owner.organizationId);
    rows.text(segment.owner.environment);
    rows.timestamptz(segment.firstAt);
    rows.timestamptz(segment.lastAt);
    rows.int4(segment.lines);
    writeKinds(rows, segment);
    rows.texts(segment.origins.map(({ ip }) => ip));
    rows.texts(segment.origins.map(({ client }) => client));
    rows.bytes(segment.bytes);
    for (const texts of segment.texts()) {
      if (texts === null) rows.nothing();
      else rows.textElements(segment.lines, texts);
    }
  }
  return rows.end();
}

function writeKinds(rows: BinaryCopy, { kinds, calls }: Segment): void {
  rows.texts(kinds.map(({ keyId }) => keyId));
  rows.texts(kinds.map(({ method }) => method));
  rows.texts(kinds.map(({ route }) => route));
  rows.int2s(kinds.map(({ status }) => status));
  rows.texts(kinds.map(({ code }) => code));
  rows.texts(kinds.map(({ check }) => check));
  rows.int2s(kinds.map(({ charged }) => charged));
  rows.bools(kinds.map(({ replayed }) => replayed));
  rows.int4s(calls);
}
