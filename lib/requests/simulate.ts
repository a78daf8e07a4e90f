import { isIP } from 'node:net';
import { z } from 'zod';
import { routeHeads } from '#lib/api/heads';
import type { Environment } from '#lib/db/generated/enums';
import { env } from '#lib/env';
import type { ErrorCode } from '#lib/errors';
import { environmentField, idField, momentField } from '#lib/fields';
import { plainAddress } from '#lib/gate/address';
import type { Counters } from '#lib/gate/decide';
import { type LoadedSnapshot, loadSnapshotById } from '#lib/gate/load';
import { compileRoutes } from '#lib/gate/router';
import { rehearse, type TraceStep } from '#lib/gate/trace';
import { done, type Result } from '#lib/result';
import type { Facts } from '#lib/usage/facts';
import { usagePool } from '#lib/usage/pool';
import { defineVerb, notFound } from '#lib/verb';

const WINDOW_MS = 60_000;
const router = compileRoutes(routeHeads);

export const simulateInput = z.strictObject({
  keyId: idField('key'),
  method: z.enum(['GET', 'POST', 'PATCH', 'DELETE', 'PUT']),
  path: z
    .string()
    .trim()
    .max(200)
    .regex(/^\/[\x21-\x7e]*$/, 'Give a path such as /v1/sessions.')
    .transform((path) => path.split('?', 1)[0] ?? ''),
  /** From where the call comes. */
  ip: z
    .string()
    .trim()
    .refine((text) => isIP(text) !== 0, 'Give an IPv4 or IPv6 address.'),
  /** Which environment's address it is sent to; the key's own without it. */
  listener: environmentField.optional(),
  /** ISO time; now without it. */
  at: momentField.optional(),
});

/** What would be decided of a call, and by what. */
export type Simulated = {
  readonly keyName: string;
  readonly environment: Environment;
  readonly route: string | null;
  /** Null when it would pass. */
  readonly code: ErrorCode | null;
  /** The text that the caller would read, where it is not the table's own. */
  readonly message: string | null;
  readonly steps: readonly TraceStep[];
  readonly facts: Facts;
  /** What a success would cost. */
  readonly credits: number;
  readonly balance: number;
  readonly at: string;
};

/** Rehearses a call with the gate's own decisions: key, address, limits and permissions as they are now. */
export const simulateRequest = defineVerb({
  name: null,
  can: 'request.read',
  input: simulateInput,
  run: async ({ organizationId }, input): Promise<Result<Simulated>> => {
    const snapshot = await loadSnapshotById(usagePool(), organizationId, input.keyId);
    if (snapshot === null) return notFound('key');
    const now = input.at === undefined ? await databaseNow() : Date.parse(input.at);
    const counters = await countersAt(snapshot, now);
    const listener = input.listener ?? snapshot.key.environment;
    const ip = plainAddress(input.ip);
    const facts = { listener, ip, addresses: env().gateUrl };
    const { method, path } = input;
    const { route, refusal, steps } = rehearse(router, snapshot, {
      method,
      path,
      facts,
      counters,
      now,
    });
    return done({
      keyName: snapshot.key.name,
      environment: snapshot.key.environment,
      route: route === null ? null : `${route.method} ${route.path}`,
      code: refusal?.code ?? null,
      message: refusal?.message ?? null,
      steps,
      facts: {
        listener,
        endsAt: snapshot.key.endsAt,
        retiring: snapshot.key.retiring,
        revokedAt: snapshot.key.revokedAt,
        ...counters,
        needed: route?.permission ?? null,
        held: snapshot.key.permissions,
        balance: snapshot.account.balance,
      },
      credits: route?.credits ?? 0,
      balance: snapshot.account.balance,
      at: new Date(now).toISOString(),
    });
  },
});

async function databaseNow(): Promise<number> {
  const { rows } = await usagePool().query<{ now: Date }>('SELECT clock_timestamp() AS now');
  return rows[0]?.now.getTime() ?? 0;
}

/** The windows of that minute as the gates recorded them, with one more call counted. */
async function countersAt({ key, organization }: LoadedSnapshot, now: number): Promise<Counters> {
  const { rows } = await usagePool().query<{ peak: number; key_peak: number }>(COUNTED, [
    organization.id,
    key.environment,
    new Date(Math.floor(now / WINDOW_MS) * WINDOW_MS),
    key.id,
  ]);
  const own = (rows[0]?.key_peak ?? 0) + 1;
  // As in the gate: what is over the key's own limit takes nothing from the organization.
  const taken = key.rateLimit === null || own <= key.rateLimit ? 1 : 0;
  return {
    organization: {
      limit: organization.limits.requestsPerMinute,
      count: (rows[0]?.peak ?? 0) + taken,
    },
    key: key.rateLimit === null ? null : { limit: key.rateLimit, count: own },
    resetAt: ((Math.floor(now / WINDOW_MS) + 1) * WINDOW_MS) / 1000,
  };
}

const COUNTED = `SELECT coalesce(max(peak), 0) AS peak, coalesce(max(key_peak) FILTER (WHERE key_id = $4), 0) AS key_peak
  FROM records.usage_minutes WHERE organization_id = $1 AND environment = $2::environment AND start = $3`;
