import { afterAll, beforeAll, expect, test } from 'vitest';
import { closeCode, closeReasons } from '#lib/stream/close-codes';
import { readClientMessage } from '#lib/stream/frames';
import { ownerPool } from '#test/database';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { utterance } from '#test/stream-audio';
import { makeSession, openStream } from '#test/stream-client';
import { clientMessages, serverMessages } from './stream-messages.ts';
import { streams } from './streams-page.ts';

let at: TestGate;
let spender: Spender;

beforeAll(async () => {
  at = await startTestGate();
  spender = await seedSpender(ownerPool(), 10, {});
});
afterAll(() => at.gate.close());

const page = () =>
  streams.markdown({ environment: 'test', gateUrl: { live: '', test: '' }, keyName: null });

test('the messages of the page are those of a stream, field by field', async () => {
  const { path } = await makeSession(at.any, spender);
  const stream = await openStream(at.any, path);
  await stream.next('session.ready');
  for (const frame of utterance({ voiceMs: 1_200, silenceMs: 700 })) stream.send(frame);
  stream.send('{');
  stream.send({ type: 'ping' });
  await stream.next('pong');
  await stream.next('transcript.final');
  stream.send({ type: 'session.end' });
  await stream.closed;
  const fieldsOf = (messages: readonly { readonly type: string }[]) =>
    Object.fromEntries(messages.map((message) => [message.type, Object.keys(message).sort()]));
  expect(fieldsOf(serverMessages)).toEqual(fieldsOf(stream.messages));
  for (const message of serverMessages) expect(page()).toContain(JSON.stringify(message, null, 2));
});

test('the messages to send can be read', () => {
  for (const message of clientMessages) {
    expect(readClientMessage(JSON.stringify(message))).toEqual(message);
    expect(page()).toContain(JSON.stringify(message, null, 2));
  }
});

test('every close code is on the page', () => {
  for (const reason of closeReasons) {
    const { code, message } = closeCode(reason);
    expect(page()).toContain(`| ${code} | \`${reason}\` | ${message} |`);
  }
});
