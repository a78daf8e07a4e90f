import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startAnalyses } from '#lib/analysis/watch';
import { transcriptAnswer } from '#lib/api/transcripts/answer';
import { ownerPool } from '#test/database';
import { callGate, type GateResponse } from '#test/gate-call';
import { ledgerFaults } from '#test/ledger';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender } from '#test/spender';
import { makeSession, speak } from '#test/spoken-session';
import { analysisAnswer } from './answer.ts';

let at: TestGate;
let spender: Spender;

beforeAll(async () => {
  at = await startTestGate();
  spender = await seedSpender(ownerPool(), 1_000, { requestsPerMinute: 1_000_000 });
});
afterAll(async () => {
  await at.gate.close();
  expect(await ledgerFaults(ownerPool())).toEqual([]);
});

const read = (path: string) => callGate(at.live, path, { key: spender.keyText });
const ask = (session: string, body: unknown = {}, headers = {}, by = spender) =>
  callGate(at.live, `/v1/sessions/${session}/analysis`, { key: by.keyText, body, headers });
const codeOf = (response: GateResponse) => [response.status, response.error?.code];

async function spoken(): Promise<string> {
  const id = await makeSession(at.live, spender);
  await speak(ownerPool(), id, [
    { text: 'Hello, how can I help you?' },
    { speaker: 'caller', text: 'My invoice is wrong.', translation: 'Meine Rechnung ist falsch.' },
    { speaker: 'caller', language: '', text: '…' },
    { language: 'de', text: 'Einen Moment.' },
  ]);
  return id;
}

describe('a transcript', () => {
  test('is that of the contract when its session has ended', async () => {
    const id = await spoken();
    const { started_at: startedAt } = JSON.parse((await read(`/v1/sessions/${id}`)).text);
    const shown = transcriptAnswer.parse(
      JSON.parse((await read(`/v1/sessions/${id}/transcript`)).text),
    );
    expect(shown).toMatchObject({
      session_id: id,
      status: 'completed',
      metadata: { total_turns: 4, duration_seconds: 60, languages_detected: ['en', 'de'] },
    });
    expect(shown.turns.map(({ sequence }) => sequence)).toEqual([1, 2, 3, 4]);
    expect(shown.turns[0]).not.toHaveProperty('translation');
    expect(shown.turns[1]).toEqual({
      sequence: 2,
      speaker: 'caller',
      language: 'en',
      text: 'My invoice is wrong.',
      translation: 'Meine Rechnung ist falsch.',
      timestamp: new Date(Date.parse(startedAt) + 2_000).toISOString(),
    });
    expect(shown.turns[2]?.language).toBeNull();
  });

  test('is in progress while the session is, not ready before, and empty when nobody came', async () => {
    const id = await makeSession(at.live, spender);
    expect(codeOf(await read(`/v1/sessions/${id}/transcript`))).toEqual([
      409,
      'transcript_not_ready',
    ]);
    await speak(ownerPool(), id, [{}], { ended: false });
    const going = JSON.parse((await read(`/v1/sessions/${id}/transcript`)).text);
    expect(going).toMatchObject({ status: 'in_progress', metadata: { total_turns: 1 } });
    expect(going.metadata.duration_seconds).toBeGreaterThanOrEqual(120);
    const unused = await makeSession(at.live, spender);
    await callGate(at.live, `/v1/sessions/${unused}/end`, { key: spender.keyText, method: 'POST' });
    expect(JSON.parse((await read(`/v1/sessions/${unused}/transcript`)).text)).toMatchObject({
      status: 'completed',
      turns: [],
      metadata: { total_turns: 0, duration_seconds: 0, languages_detected: [] },
    });
  });
});

describe('an analysis', () => {
  test('costs one credit when it is accepted, and says what is to come', async () => {
    const session = await spoken();
    const before = Number((await read('/v1/me')).headers['x-api-credits-remaining']);
    const answer = await ask(session, { include: ['keywords', 'summary'] });
    expect(answer.status).toBe(202);
    expect(answer.headers['x-api-credits-remaining']).toBe(String(before - 1));
    const shown = analysisAnswer.parse(JSON.parse(answer.text));
    expect(shown).toEqual({
      id: expect.any(String),
      object: 'analysis',
      session_id: session,
      status: 'processing',
      keywords: null,
      summary: null,
      error: null,
      created_at: expect.any(String),
      completed_at: null,
    });
    expect((await read(`/v1/analyses/${shown.id}`)).text).toBe(answer.text);
    const { rows } = await ownerPool().query(
      'SELECT amount, voice_session_id, actor FROM credit_entries WHERE analysis_id = $1',
      [shown.id],
    );
    expect(rows).toEqual([{ amount: -1, voice_session_id: null, actor: spender.keyId }]);
    expect(Number((await read('/v1/me')).headers['x-api-credits-remaining'])).toBe(before - 1);
  });

  test('is charged once, however often it is asked for with one Idempotency-Key', async () => {
    const session = await spoken();
    const headers = { 'Idempotency-Key': 'one' };
    const many = await Promise.all(Array.from({ length: 20 }, () => ask(session, {}, headers)));
    const first = many.find(({ status }) => status === 202);
    expect(many.every(({ status }) => status === 202 || status === 409)).toBe(true);
    const again = await ask(session, {}, headers);
    expect([again.text, again.headers['idempotent-replayed']]).toEqual([first?.text, 'true']);
    const other = await ask(session, { include: ['summary'] }, headers);
    expect(codeOf(other)).toEqual([400, 'idempotency_mismatch']);
    const { rowCount } = await ownerPool().query('SELECT FROM analyses WHERE session_id = $1', [
      session,
    ]);
    expect(rowCount).toBe(1);
  });

  test('of several at once each has its own charge', async () => {
    const session = await spoken();
    const few = await seedSpender(ownerPool(), 0);
    const answers = await Promise.all(Array.from({ length: 10 }, () => ask(session)));
    expect(answers.map(({ status }) => status)).toEqual(Array(10).fill(202));
    expect(codeOf(await ask(session, {}, {}, few))[0]).toBe(402);
  });

  test('needs a session that has ended with something said, and is free otherwise', async () => {
    const open = await makeSession(at.live, spender);
    await speak(ownerPool(), open, [{}], { ended: false });
    const silent = await makeSession(at.live, spender);
    await speak(ownerPool(), silent, []);
    const idle = await makeSession(at.live, spender);
    await speak(ownerPool(), idle, [{}], { ended: false });
    await ownerPool().query(
      "UPDATE voice_sessions SET last_activity_at = now() - interval '31 minutes' WHERE id = $1",
      [idle],
    );
    const before = (await read('/v1/me')).headers['x-api-credits-remaining'];
    for (const session of [open, silent]) {
      const refused = await ask(session, {}, { 'Idempotency-Key': session });
      expect(codeOf(refused)).toEqual([409, 'transcript_not_ready']);
      expect(refused.error?.message).toMatch(
        session === silent ? /^Nobody spoke/ : /no finished transcript/,
      );
    }
    expect((await read('/v1/me')).headers['x-api-credits-remaining']).toBe(before);
    expect((await ask(idle)).status).toBe(202);
  });

  test.each([
    [{ include: [] }, 'include'],
    [{ include: ['summary', 'summary'] }, 'include'],
    [{ include: ['mood'] }, 'include.0'],
    [{ include: 'summary' }, 'include'],
    [{ include: null }, 'include'],
    [{ parts: ['summary'] }, 'parts'],
  ])('with %j is not valid', async (body, param) => {
    const refused = await ask(await spoken(), body);
    expect([refused.status, refused.error?.param]).toEqual([422, param]);
  });

  test('is done by a worker within seconds', async () => {
    const worker = startAnalyses();
    const made = await ask(await spoken(), undefined);
    const { id } = JSON.parse(made.text);
    const show = async () => JSON.parse((await read(`/v1/analyses/${id}`)).text);
    await expect.poll(async () => (await show()).status, { timeout: 4_000 }).toBe('completed');
    await worker.close();
    const shown = analysisAnswer.parse(await show());
    expect(shown).toMatchObject({
      error: null,
      completed_at: expect.any(String),
      summary: { turns: 4, longest_silence: { seconds: 1 } },
      sentiment: { languages: ['en'], turns_rated: 2, turns_not_rated: 2 },
      compliance: { recording_notice: { status: 'not_needed' } },
      performance: { interruptions: 0 },
    });
    expect(shown.keywords?.keywords.map(({ word }) => word)).toContain('invoice');
  });
});
