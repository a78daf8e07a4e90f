import { beforeEach, expect, test } from 'vitest';
import { isId, newId, timeOfId } from '#lib/ids';
import { createKey } from '#lib/keys/create';
import { revokeKey } from '#lib/keys/revoke';
import { rotateKey } from '#lib/keys/rotate';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { asOperator, dataOf, makeTenant } from '#test/tenant';
import { addTurn, eventsOf, seedEndpoint } from '#test/webhooks';
import { webhookEventTypes } from './events.ts';

let organizationId: string;
let keyId: string;

beforeEach(async () => {
  organizationId = await seedOrganization(ownerPool());
  keyId = (await seedKey(ownerPool(), organizationId)).id;
});

const typesOf = async () => (await eventsOf(organizationId)).map(({ type }) => type);

async function addSessions(count: number, environment = 'live', key = keyId): Promise<string[]> {
  const ids = Array.from({ length: count }, () => newId('sess'));
  await ownerPool().query(
    `INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, stream_expires_at, metadata)
     SELECT id, $2, $3::environment, $4, 'ai_agent', now(), '{"ticket": "7"}' FROM unnest($1::text[]) AS id`,
    [ids, organizationId, environment, key],
  );
  return ids;
}

async function update(sql: string, ...values: unknown[]): Promise<void> {
  await ownerPool().query(sql, values);
}

test('a session leaves its events in the order of its life, as the API shows it', async () => {
  await seedEndpoint(organizationId, { events: webhookEventTypes });
  const [id = ''] = await addSessions(1);
  await update(`UPDATE voice_sessions SET status = 'active', started_at = now() WHERE id = $1`, id);
  await update(`UPDATE voice_sessions SET last_activity_at = now() WHERE id = $1`, id);
  await addTurn(id);
  await update(`UPDATE voice_sessions SET status = 'ended', ended_at = now() WHERE id = $1`, id);
  const events = await eventsOf(organizationId);
  expect(events.map(({ type }) => type)).toEqual([
    'session.created',
    'session.started',
    'session.ended',
    'transcript.ready',
  ]);
  expect(events[0]?.data).toEqual({
    id,
    object: 'session',
    status: 'created',
    environment: 'live',
    mode: 'ai_agent',
    engine: 'sandbox',
    source_language: null,
    target_language: null,
    recording: { enabled: false },
    metadata: { ticket: '7' },
    created_at: expect.stringMatching(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z$/),
    started_at: null,
    ended_at: null,
  });
  expect(events[3]?.data).toMatchObject({
    id: id.replace('sess', 'trn'),
    session_id: id,
    status: 'completed',
    metadata: { total_turns: 1, languages_detected: ['de'] },
  });
});

test('a session without turns has no transcript to tell of', async () => {
  await seedEndpoint(organizationId, { events: ['transcript.ready'] });
  const [id] = await addSessions(1);
  await update(`UPDATE voice_sessions SET status = 'ended', ended_at = now() WHERE id = $1`, id);
  expect(await typesOf()).toEqual([]);
});

test('each session of one statement has its event, and each endpoint its delivery of it', async () => {
  await seedEndpoint(organizationId, { events: ['session.created'] });
  await seedEndpoint(organizationId, { events: ['session.created', 'session.ended'] });
  await seedEndpoint(organizationId, { events: ['session.created'], environment: 'test' });
  await seedEndpoint(organizationId, { events: ['session.ended'] });
  await addSessions(50);
  const { rows } = await ownerPool().query(
    `SELECT count(DISTINCT v.id)::int AS events, count(DISTINCT d.id)::int AS deliveries,
       count(DISTINCT v.data->>'id')::int AS sessions, min(v.id) AS event, min(d.id) AS delivery
     FROM webhook_events v JOIN webhook_deliveries d ON d.event_id = v.id WHERE v.organization_id = $1`,
    [organizationId],
  );
  expect(rows[0]).toMatchObject({ events: 50, deliveries: 100, sessions: 50 });
  expect(isId('evt', rows[0].event)).toBe(true);
  expect(isId('whd', rows[0].delivery)).toBe(true);
  expect(Math.abs(timeOfId(rows[0].event) - Date.now())).toBeLessThan(60_000);
});

test('nothing is stored for other types, another environment, a switched-off endpoint, a stranger', async () => {
  await seedEndpoint(organizationId, { events: ['session.ended'] });
  await seedEndpoint(organizationId, { events: ['session.created'], environment: 'test' });
  const off = await seedEndpoint(organizationId, { events: ['session.created'] });
  await update(
    `UPDATE webhook_endpoints SET enabled = false, disabled_reason = 'owner' WHERE id = $1`,
    off.id,
  );
  const stranger = await seedOrganization(ownerPool());
  await seedEndpoint(stranger, { events: ['session.created'] });
  await addSessions(3);
  expect([await typesOf(), await eventsOf(stranger)]).toEqual([[], []]);
});

test('what is rolled back has no event', async () => {
  await seedEndpoint(organizationId, { events: ['session.created'] });
  const client = await ownerPool().connect();
  await client.query('BEGIN');
  await client.query(
    `INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, stream_expires_at)
     VALUES ($1, $2, 'live', $3, 'ai_agent', now())`,
    [newId('sess'), organizationId, keyId],
  );
  const { rows } = await client.query(
    'SELECT type FROM webhook_events WHERE organization_id = $1',
    [organizationId],
  );
  await client.query('ROLLBACK');
  client.release();
  expect(rows).toEqual([{ type: 'session.created' }]);
  expect(await typesOf()).toEqual([]);
});

test('recordings and analyses are told once, when they are done or failed', async () => {
  await seedEndpoint(organizationId, { events: webhookEventTypes });
  const [sessionId = ''] = await addSessions(1);
  for (const status of ['ready', 'failed']) {
    const id = newId('rec');
    await update(
      `INSERT INTO recordings (id, session_id, sample_bytes, sample_rate, expires_at) VALUES ($1, $2, 12000, 8000, now())`,
      id,
      sessionId,
    );
    for (let times = 0; times < 2; times++) {
      await update(`UPDATE recordings SET status = $2::recording_status WHERE id = $1`, id, status);
    }
  }
  for (const status of ['completed', 'failed']) {
    const id = newId('anl');
    await update(
      `INSERT INTO analyses (id, session_id, organization_id, environment, api_key_id, include)
       VALUES ($1, $2, $3, 'live', $4, '{summary}')`,
      id,
      sessionId,
      organizationId,
      keyId,
    );
    await update(
      `UPDATE analyses SET status = $2::analysis_status, results = '{"summary": {"turns": 1, "speakers": [], "longest_silence": null}}', completed_at = now() WHERE id = $1`,
      id,
      status,
    );
  }
  const events = (await eventsOf(organizationId)).slice(1);
  expect(events.map(({ type }) => type)).toEqual([
    'recording.ready',
    'recording.failed',
    'analysis.complete',
    'analysis.failed',
  ]);
  expect(events[0]?.data).toMatchObject({ session_id: sessionId, status: 'ready', duration: 1.5 });
  expect(events[1]?.data).toMatchObject({ status: 'failed', duration: null, size: null });
  expect(events[2]?.data).toMatchObject({
    status: 'completed',
    summary: { turns: 1 },
    error: null,
  });
});

test('keys tell of their making, rotation and end, with their permissions and without their secret', async () => {
  const tenant = await makeTenant();
  organizationId = tenant.organizationId;
  await seedEndpoint(organizationId, { events: webhookEventTypes });
  const ctx = asOperator(organizationId);
  const made = dataOf(
    await createKey(ctx, {
      environment: 'live',
      name: 'Billing',
      note: '',
      permissions: ['sessions:read', 'webhooks:manage'],
      ipAllowlist: [],
      rateLimit: null,
      expiresInDays: 30,
    }),
  );
  const rotated = dataOf(await rotateKey(ctx, { keyId: made.key.id, overlapSeconds: 60 }));
  dataOf(await revokeKey(ctx, { keyId: rotated.key.id, reason: 'compromised' }));
  const events = await eventsOf(organizationId);
  expect(events.map(({ type }) => type)).toEqual([
    'api_key.created',
    'api_key.rotated',
    'api_key.revoked',
    'api_key.exposed',
  ]);
  expect(events[0]?.data).toMatchObject({
    id: made.key.id,
    name: 'Billing',
    permissions: ['sessions:read', 'webhooks:manage'],
    revoked_at: null,
  });
  expect(events[1]?.data).toMatchObject({ id: rotated.key.id, rotated_from: made.key.id });
  expect(events[2]?.data).toMatchObject({ revoke_reason: 'compromised' });
  const all = JSON.stringify(events);
  for (const secret of [made.secret, rotated.secret]) expect(all).not.toContain(secret);
});
