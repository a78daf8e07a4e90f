import { setBalance } from '#lib/credits/set-balance';
import { db } from '#lib/db/prisma';
import type { ErrorCode } from '#lib/errors';
import { mintKey } from '#lib/keys/format';
import { revokeKey } from '#lib/keys/revoke';
import { setOrganization } from '#lib/orgs/set';
import { asOperator, dataOf, type Tenant } from '#test/tenant';
import { makeKey } from './keys.ts';
import { gateUrl } from './product.ts';

export type Call = {
  readonly path?: string;
  readonly method?: string;
  readonly secret?: string;
  /** Sent as JSON; a text as it is. */
  readonly body?: unknown;
  readonly headers?: Readonly<Record<string, string>>;
};
type Answer = { readonly id: string; readonly code: string | undefined };

/** Calls the test gate; the request's id and, when it was refused, the code. */
export async function call({ path = '/v1/me', method, secret, body, headers }: Call) {
  const text = typeof body === 'string' ? body : JSON.stringify(body);
  const response = await fetch(gateUrl.test + path, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      'content-type': 'application/json',
      ...(secret === undefined ? {} : { authorization: `Bearer ${secret}` }),
      ...headers,
    },
    ...(body === undefined ? {} : { body: text }),
  });
  const answer = (await response.json()) as { id?: string; error?: { code: string } };
  return {
    id: response.headers.get('x-request-id') ?? '',
    code: answer.error?.code,
    /** The id of what a POST made. */
    made: answer.id ?? '',
  };
}

const SESSION = { path: '/v1/sessions', body: { mode: 'ai_agent' } };

/** Calls that the gate refuses, by code: it is made what it must be for that, and called. */
export const refused: Readonly<Partial<Record<ErrorCode, (tenant: Tenant) => Promise<Answer>>>> = {
  api_key_invalid: () => call({ secret: mintKey('test') }),
  api_key_expired: async (tenant) => {
    const { key, secret } = await makeKey(tenant);
    await db().apiKey.update({ where: { id: key.id }, data: { expiresAt: new Date(0) } });
    return call({ secret });
  },
  api_key_revoked: async (tenant) => {
    const { key, secret } = await makeKey(tenant);
    dataOf(await revokeKey(tenant.as('owner'), { keyId: key.id, reason: 'unused' }));
    return call({ secret });
  },
  api_key_wrong_environment: async (tenant) =>
    call({ secret: (await makeKey(tenant, { environment: 'live' })).secret }),
  ip_not_allowed: async (tenant) =>
    call({ secret: (await makeKey(tenant, { ipAllowlist: ['192.0.2.1'] })).secret }),
  rate_limit_exceeded: async (tenant) => {
    const { secret } = await makeKey(tenant, { rateLimit: 1 });
    // The second may fall into the next minute, the third then doesn't.
    const answers = [await call({ secret }), await call({ secret }), await call({ secret })];
    return answers.find(({ code }) => code !== undefined) ?? { id: '', code: undefined };
  },
  insufficient_permissions: async (tenant) =>
    call({
      secret: (await makeKey(tenant, { permissions: ['sessions:read'] })).secret,
      ...SESSION,
    }),
  malformed_request: (tenant) => post(tenant, { body: '{"mode":' }),
  body_too_large: (tenant) => post(tenant, { body: ' '.repeat(256 * 1024 + 1) }),
  unsupported_media_type: (tenant) => post(tenant, { headers: { 'content-type': 'text/plain' } }),
  invalid_request: (tenant) => post(tenant, { body: { mode: 'none' } }),
  routing_not_configured: (tenant) =>
    post(tenant, { body: { mode: 'ai_agent', routing: { to: '+4930123456' } } }),
  route_not_found: (tenant) => post(tenant, { path: '/v1/nowhere' }),
  method_not_allowed: (tenant) => post(tenant, { method: 'PUT' }),
  session_not_found: (tenant) => post(tenant, { path: '/v1/sessions/sess_1/end', body: {} }),
  idempotency_mismatch: async (tenant) => {
    const { secret } = await makeKey(tenant);
    const headers = { 'idempotency-key': 'once' };
    await call({ secret, ...SESSION, headers });
    return call({ secret, ...SESSION, headers, body: { mode: 'bidirectional_translation' } });
  },
  idempotency_conflict: async (tenant) => {
    const { secret } = await makeKey(tenant);
    const headers = { 'idempotency-key': 'at once' };
    const one = () => call({ secret, ...SESSION, headers });
    const answers = await Promise.all([one(), one(), one()]);
    return answers.find(({ code }) => code !== undefined) ?? { id: '', code: undefined };
  },
  insufficient_api_credits: async (tenant) => {
    const operator = asOperator(tenant.organizationId);
    dataOf(await setBalance(operator, { environment: 'test', balance: 0 }));
    return post(tenant, {});
  },
  // The last one: from here on the organization gets nothing else.
  organization_inactive: async (tenant) => {
    dataOf(await setOrganization(asOperator(tenant.organizationId), { status: 'inactive' }));
    return post(tenant, {});
  },
};

async function post(tenant: Tenant, change: Call): Promise<Answer> {
  return call({ secret: (await makeKey(tenant)).secret, ...SESSION, ...change });
}
