import { expect, test } from 'vitest';
import { readBody } from './read-body.ts';

test('a body comes as text, up to its limit to the byte', async () => {
  const body = (text: string) => new Response(text).body;
  expect(await readBody(null, 5)).toBe('');
  expect(await readBody(body('größe'), 7)).toBe('größe');
  expect(await readBody(body('größe'), 6)).toBeNull();
});

test('what comes after the limit is not read', async () => {
  let sent = 0;
  let cancelled = false;
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => {
      sent += 1;
      controller.enqueue(new Uint8Array(1_000));
    },
    cancel: () => {
      cancelled = true;
    },
  });
  expect(await readBody(endless, 5_000)).toBeNull();
  expect(sent).toBeLessThan(10);
  expect(cancelled).toBe(true);
});
