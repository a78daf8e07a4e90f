import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { GateConfirmation } from '#lib/keys/view';
import { RevokeReceipt } from './receipt.tsx';

const answered: GateConfirmation = {
  asked: true,
  expected: 2,
  confirmed: 2,
  milliseconds: 8,
  unconfirmed: [],
};

function textFor(change: Partial<GateConfirmation>): string {
  const receipt = { refusedSince: '2026-01-02T12:00:01.240Z', gates: { ...answered, ...change } };
  const html = renderToStaticMarkup(<RevokeReceipt receipt={receipt} title="Key revoked" />);
  return html.replace(/<[^>]*>/g, '');
}

test('a receipt says which gates confirmed, and how fast', () => {
  const text = textFor({});
  expect(text).toContain('Refused since 12:00:01.240 UTC, confirmed by 2 of 2 gates in 8 ms.');
  expect(text).toContain('Every call from now on is answered with 401');
});

test('it names a gate that was silent for 2 seconds', () => {
  const text = textFor({ confirmed: 1, milliseconds: 2000, unconfirmed: ['gate_x'] });
  expect(text).toContain('confirmed by 1 of 2 gates in 2000 ms.');
  expect(text).toContain('Not confirmed within 2 seconds: gate_x.');
});

test('it claims no wait and no number of gates when they could not be asked', () => {
  const text = textFor({ asked: false, expected: 0, confirmed: 0, milliseconds: 12 });
  expect(text).toContain('but the gates could not be asked to confirm it.');
  expect(text).toContain('gave up after 12 ms');
  expect(text).not.toMatch(/2 seconds|no gate is running|confirmed by|Every call/);
});
