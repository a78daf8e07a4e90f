import { csvText } from '#lib/csv';
import type { Environment } from '#lib/db/generated/enums';
import type { LedgerExport, LedgerLine } from './export-ledger.ts';

const COLUMNS = [
  'sequence',
  'time',
  'kind',
  'credits',
  'included',
  'purchased',
  'balance_after',
  'actor',
  'session_id',
  'analysis_id',
  'request_id',
  'note',
];

/** Lines as CSV, times in ISO 8601. */
export function ledgerCsv(lines: readonly LedgerLine[], header: boolean): string {
  const rows = lines.map((line) => [
    line.sequence,
    line.createdAt,
    line.kind,
    line.amount,
    line.includedDelta,
    line.purchasedDelta,
    line.balanceAfter,
    line.actor,
    line.sessionId,
    line.analysisId,
    line.requestId,
    line.note,
  ]);
  return csvText(header ? COLUMNS : null, rows);
}

/** The whole ledger as bytes; the next piece is read when the receiver has taken the one before. */
export function ledgerStream({ pieces }: Pick<LedgerExport, 'pieces'>): ReadableStream<Uint8Array> {
  const encoder = new TextEncoder();
  return new ReadableStream<Uint8Array>(
    {
      start: (controller) => controller.enqueue(encoder.encode(ledgerCsv([], true))),
      pull: async (controller) => {
        const next = await pieces.next();
        if (next.done) controller.close();
        else controller.enqueue(encoder.encode(ledgerCsv(next.value, false)));
      },
      cancel: async () => {
        await pieces.return();
      },
    },
    { highWaterMark: 1 },
  );
}

/** `credits-acme-live-2026-11-24.csv`; the organization's name in letters that every system takes. */
export function ledgerFileName(
  { organization, at }: Pick<LedgerExport, 'organization' | 'at'>,
  environment: Environment,
): string {
  const plain = organization.normalize('NFKD').replace(/\p{M}/gu, '').toLowerCase();
  const name = plain
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 40)
    .replace(/^-+|-+$/g, '');
  const parts = ['credits', ...(name === '' ? [] : [name]), environment, at.slice(0, 10)];
  return `${parts.join('-')}.csv`;
}
