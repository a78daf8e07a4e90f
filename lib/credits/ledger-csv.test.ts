import { describe, expect, test } from 'vitest';
import type { LedgerLine } from './export-ledger.ts';
import { ledgerCsv, ledgerFileName, ledgerStream } from './ledger-csv.ts';

const line: LedgerLine = {
  sequence: 7,
  kind: 'debit',
  amount: -1,
  includedDelta: -1,
  purchasedDelta: 0,
  balanceAfter: 99,
  sessionId: 'sess_1',
  analysisId: null,
  requestId: 'req_1',
  actor: 'key_1',
  note: '',
  createdAt: '2026-11-24T10:00:00.000Z',
};

describe('ledgerCsv', () => {
  test('writes names, ISO times, and signed amounts as numbers', () => {
    expect(ledgerCsv([line], true)).toBe(
      'sequence,time,kind,credits,included,purchased,balance_after,actor,session_id,analysis_id,request_id,note\r\n' +
        '7,2026-11-24T10:00:00.000Z,debit,-1,-1,0,99,key_1,sess_1,,req_1,\r\n',
    );
  });

  test('a charge for an analysis names it', () => {
    const csv = ledgerCsv([{ ...line, sessionId: null, analysisId: 'anl_1' }], false);
    expect(csv).toContain(',key_1,,anl_1,req_1,');
  });

  test.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '=HYPERLINK("http://x","y")'])(
    'a note %j is no formula',
    (note) => {
      const csv = ledgerCsv([{ ...line, note }], false);
      const cell = csv.slice(csv.indexOf('req_1,') + 6, -2);
      expect(cell.replace(/^"/, '')).toMatch(/^'/);
    },
  );

  test('a comma, a quote and a line break stay within their cell', () => {
    const csv = ledgerCsv([{ ...line, note: 'a,"b"\nc' }], false);
    expect(csv.endsWith(',"a,""b""\nc"\r\n')).toBe(true);
  });
});

test('the stream reads a piece only when it is wanted, and stops reading when nobody does', async () => {
  let read = 0;
  let ended = false;
  async function* pieces() {
    try {
      for (;;) {
        read += 1;
        yield [line];
      }
    } finally {
      ended = true;
    }
  }
  const reader = ledgerStream({ pieces: pieces() }).getReader();
  await reader.read();
  await reader.read();
  expect(read).toBeLessThanOrEqual(3);
  await reader.cancel();
  expect(ended).toBe(true);
});

test.each([
  ['Acme', 'credits-acme-live-2026-11-24.csv'],
  ['Ümläut & Söhne GmbH', 'credits-umlaut-sohne-gmbh-live-2026-11-24.csv'],
  ['"; rm -rf /\r\nSet-Cookie: x', 'credits-rm-rf-set-cookie-x-live-2026-11-24.csv'],
  ['日本', 'credits-live-2026-11-24.csv'],
])('the file of %j is called %s', (organization, name) => {
  expect(ledgerFileName({ organization, at: '2026-11-24T10:00:00.000Z' }, 'live')).toBe(name);
});
