import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { newId } from '#lib/ids';
import { type Permission, permissions } from '#lib/keys/scopes';
import { ownerPool } from '#test/database';
import { callGate } from '#test/gate-call';
import { seedKey } from '#test/gate-data';
import { expectKeyHeaders, expectRefusal } from '#test/gate-expect';
import { startTestGate, type TestGate } from '#test/running-gate';
import { type Spender, seedSpender, seedSpenderIn } from '#test/spender';
import { makeSession, seedRecording, speak } from '#test/spoken-session';

let at: TestGate;
let victim: Spender;
const ids = { session: '', recording: '', analysis: '' };

beforeAll(async () => {
  at = await startTestGate();
  victim = await seedSpender(ownerPool(), 1_000, { requestsPerMinute: 1_000_000 });
  ids.session = await makeSession(at.any, victim);
  await speak(ownerPool(), ids.session, [{}]);
  ids.recording = await seedRecording(ownerPool(), ids.session, { samples: Buffer.alloc(9) });
  const path = `/v1/sessions/${ids.session}/analysis`;
  const made = await callGate(at.any, path, { key: victim.keyText, method: 'POST' });
  ids.analysis = JSON.parse(made.text).id;
});
afterAll(() => at.gate.close());

type Row = {
  readonly method: 'GET' | 'POST';
  readonly path: (id: string) => string;
  readonly resource: keyof typeof ids;
  readonly permission: Permission;
  /** Of its owner's call. */
  readonly status: number;
};

const rows: readonly Row[] = [
  {
    method: 'POST',
    path: (id) => `/v1/sessions/${id}/stream_token`,
    resource: 'session',
    permission: 'sessions:write',
    status: 409,
  },
  {
    method: 'GET',
    path: (id) => `/v1/sessions/${id}/transcript`,
    resource: 'session',
    permission: 'sessions:read',
    status: 200,
  },
  {
    method: 'GET',
    path: (id) => `/v1/sessions/${id}/recordings`,
    resource: 'session',
    permission: 'recordings:read',
    status: 200,
  },
  {
    method: 'GET',
    path: (id) => `/v1/recordings/${id}`,
    resource: 'recording',
    permission: 'recordings:read',
    status: 200,
  },
  {
    method: 'GET',
    path: (id) => `/v1/recordings/${id}/audio`,
    resource: 'recording',
    permission: 'recordings:read',
    status: 200,
  },
  {
    method: 'POST',
    path: (id) => `/v1/sessions/${id}/analysis`,
    resource: 'session',
    permission: 'analysis:write',
    status: 202,
  },
  {
    method: 'GET',
    path: (id) => `/v1/analyses/${id}`,
    resource: 'analysis',
    permission: 'analysis:read',
    status: 200,
  },
];
const prefixes = { session: 'sess', recording: 'rec', analysis: 'anl' } as const;
const missing = {
  session: 'session_not_found',
  recording: 'recording_not_found',
  analysis: 'analysis_not_found',
} as const;

const everything = () =>
  ownerPool().query(
    `SELECT (SELECT json_agg(v ORDER BY id) FROM voice_sessions v) AS sessions,
       (SELECT json_agg(a ORDER BY id) FROM analyses a) AS analyses,
       (SELECT json_agg(c ORDER BY id) FROM credit_accounts c WHERE organization_id = $1) AS accounts`,
    [victim.organizationId],
  );

describe.each(rows)('$method $permission $resource', (row) => {
  const call = (keyText: string, id = ids[row.resource]) =>
    callGate(at.any, row.path(id), { key: keyText, method: row.method });

  test('is for its owner', async () => {
    const answer = await call(victim.keyText);
    expect(answer.status).toBe(row.status);
    expectKeyHeaders(answer);
  });

  test('is not there for another organization, which changes nothing', async () => {
    const stranger = await seedSpender(ownerPool(), 5);
    const before = (await everything()).rows;
    expectRefusal(await call(stranger.keyText), missing[row.resource]);
    expect((await everything()).rows).toEqual(before);
  });

  test('names the other environment of its own organization', async () => {
    const other = await seedSpenderIn(ownerPool(), victim.organizationId, 'test');
    const before = (await everything()).rows;
    const refused = await call(other.keyText);
    expectRefusal(refused, 'api_key_wrong_environment');
    expect(refused.error?.message).toContain('http://localhost:4000');
    expect((await everything()).rows).toEqual(before);
  });

  test('needs its permission and no other', async () => {
    const others = permissions.filter((permission) => permission !== row.permission);
    const lacking = await seedKey(ownerPool(), victim.organizationId, { permissions: others });
    const refused = await call(lacking.text);
    expectRefusal(refused, 'insufficient_permissions');
    expect(refused.headers['www-authenticate']).toContain(`scope="${row.permission}"`);
    const only = await seedKey(ownerPool(), victim.organizationId, {
      permissions: [row.permission],
    });
    expect((await call(only.text)).status).toBe(row.status);
  });

  test.each(['never', 'shape', 'NUL', 'other kind'])(
    'finds no id of the kind "%s"',
    async (kind) => {
      const other = row.resource === 'session' ? ids.recording : ids.session;
      const id = {
        never: newId(prefixes[row.resource]),
        shape: `${prefixes[row.resource]}_x`,
        NUL: `${ids[row.resource]}%00`,
        'other kind': other,
      }[kind];
      expectRefusal(await call(victim.keyText, id), missing[row.resource]);
    },
  );
});
