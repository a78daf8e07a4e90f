import { hash } from 'node:crypto';
import { cpSync, mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Client } from 'pg';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { migrate } from '#lib/db/migrate/run';
import type { Call } from '#lib/gate/call';
import { createTestDatabase, type TestDatabase } from '#test/database';
import { recordKey } from './record.ts';

const ID = 'sess_01JDFEFEFEFEFEFEFEFEFEFEFE';
const CREATED = '2026-11-24T12:00:00.123Z';

let empty: TestDatabase;
let folder: string;
let client: Client;

beforeEach(async () => {
  empty = await createTestDatabase('template1');
  folder = mkdtempSync(join(tmpdir(), 'migrations-'));
  cpSync('prisma/migrations', folder, { recursive: true });
  client = new Client(empty.ownerUrl);
  await client.connect();
});
afterEach(async () => {
  await client.end();
  rmSync(folder, { recursive: true });
  await empty.drop();
});

const run = () => migrate({ ownerUrl: empty.ownerUrl, appUrl: empty.appUrl, folder });

test('a record that was written by the version before is found, and answers the same', async () => {
  const name = readdirSync(folder).find((entry) => entry.endsWith('smaller_idempotency_records'));
  rmSync(join(folder, name ?? 'missing'), { recursive: true });
  await run();
  const stream = { url: `wss://gate.test/v1/sessions/${ID}/connect`, token: null };
  const bodies = {
    'POST /v1/sessions': JSON.stringify({ id: ID, object: 'session', stream, created_at: CREATED }),
    'POST /v1/sessions/:id/end': JSON.stringify({ id: ID, object: 'session', status: 'ended' }),
  };
  for (const [route, body] of Object.entries(bodies)) {
    await client.query(
      `INSERT INTO idempotency_records (organization_id, environment, route, key_hash, fingerprint, status, body, expires_at)
       VALUES ('org_1', 'test', $1, decode($2, 'hex'), '\\x00', 201, $3, now() + interval '1 hour')`,
      [route, hash('sha256', route), body],
    );
  }
  cpSync('prisma/migrations', folder, { recursive: true });
  await run();
  const { rows } = await client.query('SELECT id, kept FROM idempotency_records');
  const kept = new Map(rows.map((row) => [row.id.replaceAll('-', ''), row.kept]));
  const key = { organizationId: 'org_1', environment: 'test' };
  const found = Object.keys(bodies).map((idempotencyKey) => {
    const call = { idempotencyKey, snapshot: { key }, route: '', path: '', json: {} };
    return kept.get(recordKey(call as unknown as Call)?.id);
  });
  expect(found).toEqual([
    `${ID} ${Date.parse(CREATED)} https://gate.test`,
    bodies['POST /v1/sessions/:id/end'],
  ]);
});
