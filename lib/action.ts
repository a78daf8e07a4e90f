import { revalidatePath } from 'next/cache';
import { headers } from 'next/headers';
import type { z } from 'zod';
import { callOrigin } from '#lib/auth/caller';
import { contextOf, currentSession } from '#lib/auth/current-session';
import { isSameOrigin, wrongOriginText } from '#lib/auth/origin';
import type { CallOrigin } from '#lib/context';
import { env } from '#lib/env';
import { log } from '#lib/log';
import { denied, done, type Result } from '#lib/result';
import type { Verb } from '#lib/verb';

type Base<Schema extends z.ZodType, Output> = {
  /** The verb knows its own input schema and the right it asks for. */
  readonly verb: Verb<Schema, Output>;
  /** Pages to render anew after a success; a pattern such as `/[environment]/keys` covers all of it. */
  readonly revalidate?: readonly string[];
};

type Finishing<Output, Answer> = {
  /** After a success: work on cookies, and what of the data the browser gets. */
  readonly finish: (data: Output) => Promise<Answer>;
};

/** `shown` is the id of the organization that the page belongs to, for comparison only. */
export type ServerAction<Input, Output> = (input: Input, shown?: string) => Promise<Result<Output>>;

/**
 * Makes a server action of a verb: origin → session → input → right → verb → Result. Never throws;
 * a fault is logged and told by its request id only. The organization and the actor come from the
 * session, nothing of either from the input; a page that shows another organization is told so.
 */
export function defineAction<Schema extends z.ZodType, Output>(
  spec: Base<Schema, Output>,
): ServerAction<z.input<Schema>, Output>;
export function defineAction<Schema extends z.ZodType, Output, Answer>(
  spec: Base<Schema, Output> & Finishing<Output, Answer>,
): ServerAction<z.input<Schema>, Answer>;
export function defineAction<Schema extends z.ZodType, Output>(
  spec: Base<Schema, Output> & Partial<Finishing<Output, unknown>>,
): ServerAction<z.input<Schema>, unknown> {
  const action = (input: z.input<Schema>, shown?: string) =>
    guarded<unknown>(async (origin) => {
      const session = await currentSession();
      if (session === null) return denied('unauthenticated', 'You are signed out. Sign in again.');
      const { organization } = session;
      if (shown !== undefined && shown !== organization.id) return stale(organization.name);
      const result = await spec.verb(contextOf(session, origin), input);
      if (!result.ok) return result;
      for (const path of spec.revalidate ?? []) revalidatePath(path, 'page');
      return spec.finish === undefined ? result : done(await spec.finish(result.data));
    });
  return Object.assign(action, { verb: spec.verb });
}

/** As `defineAction`, for what people do before they have a session; `run` parses its own input. */
export function definePublicAction<Input, Output>(
  run: (input: Input, origin: CallOrigin) => Promise<Result<Output>>,
): (input: Input) => Promise<Result<Output>> {
  const action = (input: Input) => guarded((origin) => run(input, origin));
  return Object.assign(action, { verb: null });
}

/** The session serves all tabs of a browser, and a page drawn before a switch does not know of it. */
function stale(organization: string) {
  return denied(
    'conflict',
    `You switched organization in another tab: you now work in ${organization}, and this page shows another one. Nothing was changed. Reload the page, or switch back first.`,
  );
}

async function guarded<Output>(
  run: (origin: CallOrigin) => Promise<Result<Output>>,
): Promise<Result<Output>> {
  const sent = await headers();
  const origin = callOrigin(sent, env().trustedProxies);
  if (!isSameOrigin(sent, env().portalUrl)) {
    log().warn(
      { requestId: origin.requestId, ip: origin.ip },
      'action from another origin refused',
    );
    return denied('wrong_origin', wrongOriginText(env().portalUrl));
  }
  try {
    return await run(origin);
  } catch (error) {
    log().error({ err: error, requestId: origin.requestId }, 'action failed');
    const message = 'Something went wrong on our side. Nothing you typed was the cause; try again.';
    return { ok: false, denial: { code: 'internal', message, requestId: origin.requestId } };
  }
}
