import type { ServerResponse } from 'node:http';
import { setImmediate as turn } from 'node:timers/promises';
import { expect, test } from 'vitest';
import { Outbox } from './outbox.ts';
import type { Answer } from './respond.ts';

const answer: Answer = { status: 200, headers: ['A', 'b'], body: '{}', encoding: 'latin1' };

/** A response that notes what is done to it, and fails where it is told to. */
function fake(done: string[], name: string, failing?: 'writeHead' | 'end'): ServerResponse {
  const act = (what: 'writeHead' | 'end') => () => {
    if (failing === what) throw new Error(`${name} failed`);
    done.push(`${name} ${what}`);
  };
  return { writeHead: act('writeHead'), end: act('end') } as unknown as ServerResponse;
}

const never = (error: unknown) => expect.unreachable(String(error));

test('the answers of one turn are sent in their order at its end', async () => {
  const outbox = new Outbox();
  const done: string[] = [];
  outbox.add(fake(done, 'first'), answer, never);
  outbox.add(fake(done, 'second'), answer, never);
  await Promise.resolve();
  expect(done).toEqual(['first writeHead', 'second writeHead']);
  await turn();
  expect(done.slice(2)).toEqual(['first end', 'second end']);
  outbox.add(fake(done, 'third'), answer, never);
  await turn();
  expect(done.slice(4)).toEqual(['third writeHead', 'third end']);
});

test.each(['writeHead', 'end'] as const)(
  'one that fails at %s is told, and stops no other',
  async (place) => {
    const outbox = new Outbox();
    const done: string[] = [];
    const faults: string[] = [];
    outbox.add(fake(done, 'bad', place), answer, (error) => faults.push(String(error)));
    outbox.add(fake(done, 'good'), answer, never);
    await turn();
    expect(faults).toEqual(['Error: bad failed']);
    expect(done).toContain('good end');
  },
);
