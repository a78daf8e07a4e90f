import { expect } from 'vitest';
import { type ErrorCode, errorEntry } from '#lib/errors';
import { isId } from '#lib/ids';
import type { GateResponse } from '#test/gate-call';

/** What every refusal has, whatever it refuses. */
export function expectRefusal(response: GateResponse, code: ErrorCode) {
  const { status, type } = errorEntry(code);
  expect({ status: response.status, error: response.error }).toMatchObject({
    status,
    error: { type, code, request_id: response.headers['x-request-id'] },
  });
  expect(isId('req', String(response.headers['x-request-id']))).toBe(true);
  expect(response.headers['content-type']).toBe('application/json');
  expect(response.headers['cache-control']).toBe('no-store');
  expect(response.headers['www-authenticate'] !== undefined).toBe(
    status === 401 || code === 'insufficient_permissions',
  );
}

/** What every answer to a known key has; for a key without a limit of its own. */
export function expectKeyHeaders({ headers }: GateResponse) {
  const limit = Number(headers['x-ratelimit-limit']);
  const left = Number(headers['x-ratelimit-remaining']);
  const reset = Number(headers['x-ratelimit-reset']);
  expect(reset % 60).toBe(0);
  expect(headers['ratelimit-policy']).toBe(`"default";q=${limit};w=60`);
  expect(headers.ratelimit).toMatch(new RegExp(`^"default";r=${left};t=\\d+$`));
  expect(headers['x-api-credits-remaining']).toMatch(/^\d+$/);
  expect(headers['x-api-credits-used']).toMatch(/^\d+$/);
}

/** What no answer to an unknown key has. */
export function expectNoKeyHeaders({ headers }: GateResponse) {
  const names = Object.keys(headers).filter((name) => /ratelimit|credits/.test(name));
  expect(names).toEqual([]);
}
