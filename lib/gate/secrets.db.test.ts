import { afterAll, beforeAll, expect, test } from 'vitest';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { type GateProcess, startGateProcess } from '#test/gate-process';
import { sendRaw } from '#test/raw-socket';

let gate: GateProcess;
let key: SeededKey;

beforeAll(async () => {
  gate = await startGateProcess({ variables: { LOG_LEVEL: 'trace' } });
  key = await seedKey(ownerPool(), await seedOrganization(ownerPool()));
});
afterAll(() => gate.end('SIGTERM'));

test('a key that is sent anywhere at all is written nowhere', async () => {
  const { text } = key;
  const calls: Parameters<typeof callGate>[2][] = [
    { key: text },
    { key: text, headers: { 'User-Agent': `app ${text}` } },
    { headers: { 'X-API-Key': text, Accept: `application/json; k=${text}` } },
    { headers: { 'X-Request-ID': text, 'X-Forwarded-For': text, Cookie: text, Referer: text } },
    { key: text, body: { mode: text, [text]: text } },
    { key: text, body: `{"mode": "${text}` },
    { key: text, body: { mode: 'ai_agent' }, headers: { 'Idempotency-Key': text } },
    { key: text, body: { mode: 'ai_agent', metadata: { key: text } } },
    { key: text, method: 'PATCH' },
  ];
  const answers: string[] = [];
  for (const path of ['/v1/me', '/v1/sessions', `/v1/sessions/${text}`, `/v1/me?api_key=${text}`]) {
    for (const options of calls) await callGate(gate.port, path, options);
  }
  answers.push((await sendRaw(gate.port, `GET /${text} nonsense\r\n${text}\r\n\r\n`)).text);
  answers.push((await callGate(gate.port, '/v1/nothing', { key: text })).text);

  const { rows } = await ownerPool().query<{ dump: string }>(
    `SELECT (SELECT coalesce(json_agg(t)::text, '') FROM api_keys t)
       || (SELECT coalesce(json_agg(t)::text, '') FROM idempotency_records t)
       || (SELECT coalesce(json_agg(t)::text, '') FROM credit_entries t)
       || (SELECT coalesce(json_agg(t)::text, '') FROM audit_events t) AS dump`,
  );
  await gate.end('SIGTERM');
  const secret = text.slice(12, -4);
  expect(answers.join()).not.toContain(secret);
  expect(rows[0]?.dump.length).toBeGreaterThan(100);
  expect(rows[0]?.dump).not.toContain(secret);
  expect(gate.output()).not.toContain(secret);
});
