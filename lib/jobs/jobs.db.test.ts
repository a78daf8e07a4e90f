import type { Pool } from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createPool } from '#lib/db/pool';
import { ownerPool } from '#test/database';
import { endIdleSessions } from './end-idle-sessions.ts';
import type { Job } from './job.ts';
import { purgeAlerts } from './purge-alerts.ts';
import { purgeGateInstances } from './purge-gate-instances.ts';
import { purgeIdempotencyRecords } from './purge-idempotency-records.ts';
import { purgeRecordings } from './purge-recordings.ts';
import { purgeSignInThrottles } from './purge-sign-in-throttles.ts';
import { purgeUserSessions } from './purge-user-sessions.ts';
import { rollCreditPeriods } from './roll-credit-periods.ts';

let pool: Pool;

beforeAll(async () => {
  pool = createPool({ max: 2, name: 'test' });
  await ownerPool().query(`
    INSERT INTO organizations (id, name) VALUES ('org_1', 'One');
    INSERT INTO users (id, email, name, password_hash) VALUES ('usr_1', 'a@example.com', 'A', 'x');
    INSERT INTO api_keys (id, organization_id, environment, name, digest, pepper_version, prefix, tail)
      VALUES ('key_1', 'org_1', 'live', 'One', decode(repeat('00', 32), 'hex'), 1, 'sk_live_abcd', 'wxyz')`);
});
afterAll(() => pool.end());

/** Runs a job twice: what it changed, what is left by `look`, and that the second run finds nothing. */
async function runTwice(job: Job, look: string): Promise<{ changed: number; left: unknown[] }> {
  const changed = await job.run(pool);
  expect(await job.run(pool)).toBe(0);
  const { rows } = await ownerPool().query({ text: look, rowMode: 'array' });
  return { changed, left: rows.flat() };
}

test('sessions end after 30 idle minutes, however many there are', async () => {
  await ownerPool().query(`
    INSERT INTO voice_sessions (id, organization_id, environment, api_key_id, mode, status, stream_expires_at, last_activity_at, ended_at)
    SELECT 'sess_' || n, 'org_1', 'live', 'key_1', 'ai_agent',
      CASE WHEN n = 2 THEN 'ended' WHEN n = 3 THEN 'active' ELSE 'created' END::voice_session_status,
      now(), now() - CASE WHEN n = 1 THEN interval '29 minutes' ELSE interval '31 minutes' END,
      CASE WHEN n = 2 THEN timestamptz '2020-01-01' END
    FROM generate_series(1, 1500) AS n`);
  const { changed, left } = await runTwice(
    endIdleSessions,
    `SELECT id FROM voice_sessions WHERE status <> 'ended'`,
  );
  expect([changed, left]).toEqual([1498, ['sess_1']]);
  const { rows } = await ownerPool().query(`SELECT
    (SELECT ended_at = timestamptz '2020-01-01' FROM voice_sessions WHERE id = 'sess_2') AS untouched,
    (SELECT ended_at = last_activity_at + interval '30 minutes' FROM voice_sessions WHERE id = 'sess_3') AS noted`);
  expect(rows).toEqual([{ untouched: true, noted: true }]);
});

test('idempotency records go an hour after their end', async () => {
  await ownerPool().query(`
    INSERT INTO idempotency_records (id, fingerprint, status, kept, expires_at)
    SELECT lpad(n::text, 32, '0')::uuid, '\\x00', 201, '', now() + at
    FROM (VALUES (1, interval '-61 minutes'), (2, interval '-59 minutes'), (3, interval '1 hour')) AS row (n, at)`);
  expect(
    await runTwice(
      purgeIdempotencyRecords,
      `SELECT right(id::text, 2) FROM idempotency_records ORDER BY 1`,
    ),
  ).toEqual({ changed: 1, left: ['02', '03'] });
});

test('sign-ins go 30 days after they ended', async () => {
  await ownerPool().query(`
    INSERT INTO user_sessions (id, user_id, ip, user_agent, expires_at, ended_at)
    SELECT id, 'usr_1', '', '', now() + expires, now() + ended FROM (VALUES
      ('uss_open', interval '1 day', NULL::interval),
      ('uss_ended', interval '-40 days', interval '-31 days'),
      ('uss_recent', interval '1 day', interval '-29 days'),
      ('uss_expired', interval '-31 days', NULL)) AS row (id, expires, ended)`);
  expect(await runTwice(purgeUserSessions, 'SELECT id FROM user_sessions ORDER BY 1')).toEqual({
    changed: 2,
    left: ['uss_open', 'uss_recent'],
  });
});

test('counters of failed sign-ins go an hour after they ran out', async () => {
  await ownerPool().query(`
    INSERT INTO sign_in_throttles (key, points, expire)
    SELECT key, 1, extract(epoch FROM now() + at) * 1000 FROM (VALUES
      ('past', interval '-61 minutes'), ('recent', interval '-59 minutes'), ('running', interval '1 minute'))
      AS row (key, at)`);
  await ownerPool().query(`INSERT INTO sign_in_throttles (key, points) VALUES ('forever', 1)`);
  expect(
    await runTwice(purgeSignInThrottles, 'SELECT key FROM sign_in_throttles ORDER BY 1'),
  ).toEqual({
    changed: 1,
    left: ['forever', 'recent', 'running'],
  });
});

test('gates go after a day of silence', async () => {
  await ownerPool().query(`
    INSERT INTO gate_instances (id, listen, heartbeat_at)
    VALUES ('gate_old', '', now() - interval '25 hours'), ('gate_new', '', now() - interval '23 hours')`);
  expect(await runTwice(purgeGateInstances, 'SELECT id FROM gate_instances')).toEqual({
    changed: 1,
    left: ['gate_new'],
  });
});

test('credit periods that are over are rolled, the others stay', async () => {
  await ownerPool().query(`
    INSERT INTO credit_accounts (id, organization_id, environment, balance, included, purchased, period_start, period_end)
    VALUES ('acct_due', 'org_1', 'live', 0, 0, 0, now() - interval '2 months', now() - interval '1 month'),
           ('acct_new', 'org_1', 'test', 0, 0, 0, now(), now() + interval '1 month')`);
  expect(
    await runTwice(
      rollCreditPeriods,
      `SELECT id FROM credit_accounts WHERE period_end > now() AND balance > 0`,
    ),
  ).toEqual({ changed: 1, left: ['acct_due'] });
});

test('alerts go with their deliveries 90 days after they were over, test-sends as well', async () => {
  await ownerPool().query(`
    INSERT INTO alert_rules (id, organization_id, environment, kind, name, settings)
      VALUES ('arl_1', 'org_1', 'live', 'credits_low', 'Low', '{}');
    INSERT INTO alert_channels (id, organization_id, kind, name) VALUES ('ach_1', 'org_1', 'email', 'Mail');
    INSERT INTO alerts (id, rule_id, organization_id, environment, kind, subject, evidence, fired_at, resolved_at)
    SELECT id, 'arl_1', 'org_1', 'live', 'credits_low', id, '{}', now() - interval '200 days', now() + resolved FROM (VALUES
      ('alt_old', interval '-91 days'), ('alt_recent', interval '-89 days'), ('alt_firing', NULL)) AS row (id, resolved);
    INSERT INTO alert_deliveries (id, channel_id, alert_id, event, status, settled_at)
    SELECT id, 'ach_1', alert, event::alert_delivery_event, 'sent', now() + settled FROM (VALUES
      ('adl_old', 'alt_old', 'firing', interval '-100 days'), ('adl_kept', 'alt_firing', 'firing', interval '-200 days'),
      ('adl_test', NULL, 'test', interval '-91 days'), ('adl_new', NULL, 'test', interval '-89 days'))
      AS row (id, alert, event, settled)`);
  expect(
    await runTwice(
      purgeAlerts,
      'SELECT id FROM alerts UNION ALL SELECT id FROM alert_deliveries ORDER BY 1',
    ),
  ).toEqual({ changed: 2, left: ['adl_kept', 'adl_new', 'alt_firing', 'alt_recent'] });
});

test('an address of no channel and no member is forgotten after 90 days, unless it withdrew', async () => {
  await ownerPool().query(`
    INSERT INTO organizations (id, name) VALUES ('org_2', 'Two');
    INSERT INTO alert_channels (id, organization_id, kind, name, recipients)
      VALUES ('ach_mail', 'org_1', 'email', 'Outside', '{named@example.com}');
    INSERT INTO alert_recipients (organization_id, email, created_at)
    SELECT organization, email, now() - age::interval FROM (VALUES
      ('org_1', 'named@example.com', '91 days'),
      ('org_1', 'gone@example.com', '91 days'),
      ('org_1', 'new@example.com', '89 days'),
      ('org_1', 'withdrew@example.com', '91 days'),
      ('org_1', 'member@example.com', '91 days'),
      ('org_2', 'named@example.com', '91 days')) AS row (organization, email, age);
    UPDATE alert_recipients SET withdrawn_at = now() WHERE email = 'withdrew@example.com';
    INSERT INTO users (id, email, name, password_hash) VALUES ('usr_member', 'member@example.com', 'M', 'x');
    INSERT INTO memberships (organization_id, user_id, role) VALUES ('org_1', 'usr_member', 'owner')`);
  expect(
    await runTwice(
      purgeAlerts,
      "SELECT organization_id || ' ' || email FROM alert_recipients ORDER BY 1",
    ),
  ).toEqual({
    changed: 2,
    left: ['member', 'named', 'new', 'withdrew'].map((name) => `org_1 ${name}@example.com`),
  });
});

test('that an address got a mail is forgotten after 90 days', async () => {
  await ownerPool().query(`
    INSERT INTO alert_mails (email, about, kind, taken_at)
    VALUES ('a@example.com', 'old', 'alert', now() - interval '91 days'),
      ('a@example.com', 'new', 'link', now() - interval '89 days')`);
  expect(await runTwice(purgeAlerts, 'SELECT about FROM alert_mails')).toEqual({
    changed: 1,
    left: ['new'],
  });
});

test('recordings go at their end with their sound, however many there are; others stay', async () => {
  await ownerPool().query(`
    INSERT INTO recordings (id, session_id, sample_rate, expires_at)
      SELECT 'rec_' || n, 'sess_1', 8000, now() - interval '1 s' FROM generate_series(1, 45) n;
    INSERT INTO recordings (id, session_id, sample_rate, expires_at) VALUES ('rec_young', 'sess_1', 8000, now() + interval '1 min');
    INSERT INTO recording_chunks (recording_id, number, samples) SELECT id, 0, 'x' FROM recordings`);
  expect(
    await runTwice(
      purgeRecordings,
      'SELECT r.id, c.recording_id FROM recordings r FULL JOIN recording_chunks c ON c.recording_id = r.id',
    ),
  ).toEqual({ changed: 45, left: ['rec_young', 'rec_young'] });
});
