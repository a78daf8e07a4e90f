import { z } from 'zod';
import { db } from '#lib/db/prisma';
import { checks } from '#lib/gate/checks';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { askGates } from './ask.ts';

/** Calls shown at most, of all gates together. */
const RECENT = 50;

const gateCall = z.strictObject({
  requestId: z.string(),
  at: z.number(),
  method: z.string(),
  path: z.string(),
  status: z.number(),
  code: z.string().nullable(),
  check: z.enum(checks).nullable(),
  milliseconds: z.number(),
  ip: z.string(),
  client: z.string(),
  creditsRemaining: z.number().nullable(),
  rateLimitRemaining: z.number().nullable(),
});

const gateActivity = z.strictObject({
  requests: z.number(),
  byCode: z.record(z.string(), z.number()),
  recent: z.array(gateCall),
});

/** One remembered call; `code` and `check` are null for a success, `at` is an ISO time. */
export type RecentCall = Omit<z.infer<typeof gateCall>, 'at'> & { at: string };

/** What the running gates counted for a key since their start, merged. */
export type KeyActivity = {
  requests: number;
  /** Calls by outcome: `ok` or the error's code. */
  byCode: Record<string, number>;
  /** Newest first. */
  recent: RecentCall[];
  /** Gates that run, and those of them that answered; what the others remember is missing. */
  gates: { expected: number; answered: number };
};

export const keyActivityInput = z.strictObject({ keyId: z.string() });

/** Who used a key lately, and what became of the calls: from the memory of the gates. */
export const keyActivity = defineVerb({
  name: null,
  can: 'api_key.read',
  input: keyActivityInput,
  run: async (ctx, { keyId }): Promise<Result<KeyActivity>> => {
    const { organizationId } = ctx;
    const key = await db().apiKey.findFirst({
      where: { id: keyId, organizationId },
      select: { id: true },
    });
    if (key === null) return notFound('key');
    const { expected, answers } = await askGates({ kind: 'activity', keyId });
    const merged = merge([...answers.values()].map((answer) => gateActivity.parse(answer)));
    return done({ ...merged, gates: { expected: expected.length, answered: answers.size } });
  },
});

function merge(activities: readonly z.infer<typeof gateActivity>[]): Omit<KeyActivity, 'gates'> {
  const byCode: Record<string, number> = {};
  for (const [code, calls] of activities.flatMap((one) => Object.entries(one.byCode))) {
    byCode[code] = (byCode[code] ?? 0) + calls;
  }
  const recent = activities
    .flatMap((one) => one.recent)
    .sort((one, other) => other.at - one.at)
    .slice(0, RECENT)
    .map((call) => ({ ...call, at: new Date(call.at).toISOString() }));
  const requests = activities.reduce((sum, one) => sum + one.requests, 0);
  return { requests, byCode, recent };
}
