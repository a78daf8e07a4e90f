import type { z } from 'zod';
import { recordAudit } from '#lib/audit/record';
import { type Action, can } from '#lib/auth/policy';
import type { Context } from '#lib/context';
import { db } from '#lib/db/prisma';
import { type Denial, denied, type Result } from '#lib/result';

/** Who may call a verb: a right that a role must have, or only the operator and the system. */
export type Right = Action | 'operator';

type Spec<Schema extends z.ZodType, Output> = {
  /** `noun.verb` for the audit log; null for a verb that only reads. */
  readonly name: string | null;
  readonly can: Right | ((input: z.output<Schema>) => Right);
  readonly input: Schema;
  /** The id that the call is about, for the audit log of refused attempts. */
  readonly target?: (input: z.output<Schema>) => string;
  /** Does it: its transaction, with its audit event inside. */
  readonly run: (ctx: Context, input: z.output<Schema>) => Promise<Result<Output>>;
};

/** A verb of the domain; `verb(ctx, input)` checks input and rights itself, whoever calls. */
export type Verb<Schema extends z.ZodType = z.ZodType, Output = unknown> = ((
  ctx: Context,
  input: z.input<Schema>,
) => Promise<Result<Output>>) & {
  readonly verb: Pick<Spec<Schema, Output>, 'name' | 'can' | 'input'>;
};

/**
 * Makes a verb: parse → right → run. A refusal for want of a right, or of something that is not the
 * caller's, becomes an audit event when the verb changes things. Faults are thrown.
 */
export function defineVerb<Schema extends z.ZodType, Output>(
  spec: Spec<Schema, Output>,
): Verb<Schema, Output> {
  const call = async (ctx: Context, raw: z.input<Schema>): Promise<Result<Output>> => {
    const parsed = spec.input.safeParse(raw);
    if (!parsed.success) return invalid(parsed.error);
    const input = parsed.data;
    const right = typeof spec.can === 'function' ? spec.can(input) : spec.can;
    const result = allowed(ctx, right) ? await spec.run(ctx, input) : forbidden();
    if (!result.ok && spec.name !== null && isRefusal(result.denial)) {
      await noteRefusal(ctx, spec.name, spec.target?.(input), result.denial);
    }
    return result;
  };
  return Object.assign(call, { verb: { name: spec.name, can: spec.can, input: spec.input } });
}

/** Whether the context's actor has the right. */
export function allowed(ctx: Context, right: Right): boolean {
  if (ctx.actor.kind !== 'user') return true;
  return right !== 'operator' && can(ctx.actor.role, right);
}

/** The one answer to a missing right. */
export function forbidden(message = 'Your role does not allow this. Ask an owner or admin.') {
  return denied('forbidden', message);
}

/** The one answer to an id that does not exist or belongs to another organization. */
export function notFound(noun: string) {
  return denied('not_found', `There is no such ${noun}.`);
}

async function noteRefusal(
  ctx: Context,
  action: string,
  targetId: string | undefined,
  denial: Denial,
): Promise<void> {
  // An operator can name an organization that does not exist; a person's always does.
  const place =
    ctx.actor.kind === 'user'
      ? targetId === undefined
        ? {}
        : { targetId }
      : { organizationId: null, targetId: targetId ?? ctx.organizationId };
  await recordAudit(db(), ctx, {
    action,
    outcome: 'refused',
    after: { reason: denial.code },
    ...place,
  });
}

function isRefusal(denial: Denial): boolean {
  return denial.code === 'forbidden' || denial.code === 'not_found';
}

/** The answer to input of another shape: a message for each field. */
export function invalid(error: z.ZodError) {
  const fields: Record<string, string> = {};
  for (const issue of error.issues) {
    const name = issue.path.map(String).join('.') || unknownField(issue);
    fields[name] ??= issue.message;
  }
  // A cursor stands in an address, where no field shows its message.
  return denied('invalid_input', fields.cursor ?? 'Some fields need a change.', fields);
}

function unknownField(issue: z.core.$ZodIssue): string {
  return issue.code === 'unrecognized_keys' ? (issue.keys[0] ?? 'form') : 'form';
}
