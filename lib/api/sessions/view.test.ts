import { createSecretKey } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { asOf, IDLE_MS, type SessionRow } from './row.ts';
import { STREAM_TOKEN_MS, streamToken } from './token.ts';
import { endedBody, sessionBody, toIso } from './view.ts';

const CREATED = Date.parse('2026-11-24T12:00:00.123Z');
const ID = `sess_${'0'.repeat(26)}`;
const secret = createSecretKey(Buffer.alloc(32, 'a'));

const row: SessionRow = {
  id: ID,
  organization_id: `org_${'0'.repeat(26)}`,
  environment: 'live',
  mode: 'ai_agent',
  source_language: 'de',
  target_language: null,
  status: 'created',
  recording_enabled: true,
  metadata: { order: '42' },
  created_at: CREATED,
  started_at: null,
  ended_at: null,
  last_activity_at: CREATED,
};

const stream = {
  url: `ws://localhost:4000/v1/sessions/${ID}/connect`,
  token: 'kst_live_x',
  expires_at: toIso(CREATED + STREAM_TOKEN_MS),
};

describe('a session as JSON', () => {
  test('has the fields of the contract in their order, and the stream only where it is made', () => {
    const shown = JSON.parse(sessionBody(row, 'sandbox'));
    expect(shown).toEqual({
      id: ID,
      object: 'session',
      status: 'created',
      environment: 'live',
      mode: 'ai_agent',
      source_language: 'de',
      target_language: null,
      engine: 'sandbox',
      recording: { enabled: true },
      metadata: { order: '42' },
      created_at: '2026-11-24T12:00:00.123Z',
      started_at: null,
      ended_at: null,
    });
    expect(Object.keys(JSON.parse(sessionBody(row, 'external', stream)))[8]).toBe('stream');
    // As a record says it that is older than the field.
    expect(Object.keys(JSON.parse(sessionBody(row, undefined)))).not.toContain('engine');
  });

  test('ended: whole seconds since the start, none when it never started', () => {
    const ended: SessionRow = { ...row, status: 'ended', ended_at: CREATED + 61_999 };
    expect(JSON.parse(endedBody(ended))).toEqual({
      id: ID,
      object: 'session',
      status: 'ended',
      duration_seconds: 0,
      ended_at: toIso(CREATED + 61_999),
    });
    const streamed = { ...ended, started_at: CREATED + 1_000 };
    expect(JSON.parse(endedBody(streamed)).duration_seconds).toBe(60);
  });

  test('idle for 30 minutes is ended, to the millisecond', () => {
    expect(asOf(row, CREATED + IDLE_MS - 1)).toBe(row);
    const end = CREATED + IDLE_MS;
    expect(asOf(row, end)).toEqual({ ...row, status: 'ended', ended_at: end });
    const ended: SessionRow = { ...row, status: 'ended', ended_at: CREATED + 5 };
    expect(asOf(ended, end)).toBe(ended);
  });
});

describe('the stream token', () => {
  const expiresAt = CREATED + STREAM_TOKEN_MS;

  test('is the same again, and another one for another session, end, environment or secret', () => {
    const base = { id: ID, environment: 'live', expiresAt } as const;
    const other = createSecretKey(Buffer.alloc(32, 'b'));
    const tokens = [
      streamToken(secret, base),
      streamToken(secret, { ...base, id: `${ID}X` }),
      streamToken(secret, { ...base, expiresAt: expiresAt + 1 }),
      streamToken(secret, { ...base, environment: 'test' }),
      streamToken(other, base),
    ];
    expect(new Set(tokens).size).toBe(tokens.length);
    expect(streamToken(secret, base)).toBe(tokens[0]);
    expect(tokens[0]).toMatch(/^kst_live_[A-Za-z0-9_-]{43}$/);
    expect(tokens[3]).toMatch(/^kst_test_[A-Za-z0-9_-]{43}$/);
  });
});
