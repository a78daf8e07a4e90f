import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CallersTable } from './callers-table.tsx';

test('calls of a caller are said to be all since the first, not those of the hours above', () => {
  const caller = {
    ip: '203.0.113.1',
    client: 'curl/8.5.0',
    requests: 1_648,
    firstSeen: '2026-11-25T12:00:00.000Z',
    lastSeen: '2026-11-27T12:00:00.000Z',
  };
  const text = renderToStaticMarkup(<CallersTable callers={[caller]} total={1} />);
  expect(text).toContain('>Calls in all<');
});
