import { expect, test } from 'vitest';
import { keyedGate } from '#test/keyed-gate';
import { sendRaw } from '#test/raw-socket';

const on = keyedGate();

/** The head of a call whose body waits to be asked for. */
function waiting(credential: string): string {
  const fields = [
    'POST /v1/sessions HTTP/1.1',
    'Host: x',
    credential,
    'Content-Type: application/json',
    'Content-Length: 2',
    'Expect: 100-continue',
  ];
  return `${fields.join('\r\n')}\r\n\r\n`;
}

test('a body is asked for only once the key has passed', async () => {
  expect((await sendRaw(on.at.live, waiting('X-Nothing: 1'))).statuses).toEqual([401]);
  expect((await sendRaw(on.at.live, waiting(on.auth()))).statuses).toEqual([100]);
});

// Nobody knows whether that body still comes: a proxy that sends its next request would see its first
// bytes swallowed, and one that sends the body would see it read as a request.
test('a body that was not asked for ends the connection', async () => {
  const refused = await sendRaw(on.at.live, waiting('X-Nothing: 1'));
  expect(refused.text).toContain('Connection: close');
  expect(refused.closed).toBe(true);
  const next = `GET /v1/me HTTP/1.1\r\nHost: x\r\n${on.auth()}\r\n\r\n`;
  const reused = await sendRaw(on.at.live, waiting('X-Nothing: 1') + next);
  expect(reused.statuses).toEqual([401]);
});

test('a body that was asked for and read leaves the connection usable', async () => {
  const next = `GET /v1/me HTTP/1.1\r\nHost: x\r\n${on.auth()}\r\n\r\n`;
  const answer = await sendRaw(on.at.live, `${waiting(on.auth())}{}${next}`);
  expect(answer.statuses).toEqual([100, 422, 200]);
  expect(answer.closed).toBe(false);
});
