import { clock } from '#lib/clock';
import { within } from '#lib/gate/within';
import { newId } from '#lib/ids';
import { ASK_EXPECTED } from './registry.ts';
import { openReplyLine, type ReplyLine } from './reply-line.ts';

/** Which gates were expected to answer, and which did. */
export type GateAnswers = {
  readonly expected: readonly string[];
  readonly answered: ReadonlySet<string>;
  readonly milliseconds: number;
};

type Asking = {
  readonly answered: Set<string>;
  /** Called at each answer. */
  heard: () => void;
};

/** On globalThis, because a hot reload evaluates this module again and would leak its connection. */
const holder = globalThis as typeof globalThis & {
  portalReplyLine?: Promise<ReplyLine> | undefined;
  portalAsking?: Map<string, Asking> | undefined;
};

/**
 * Asks every running gate and waits until all have answered, at most `timeoutMs` from the call on, with
 * connecting and a second try included. The question travels in commit order behind every change
 * committed before, so an answer proves that the change was applied.
 * @throws when the question could not be sent in that time
 */
export async function askGates(timeoutMs = 2_000): Promise<GateAnswers> {
  const startedAt = clock.elapsed();
  const deadline = startedAt + timeoutMs;
  const id = newId('ask');
  const asking: Asking = { answered: new Set(), heard: () => undefined };
  pending().set(id, asking);
  const sent = send(`ask ${JSON.stringify({ id, question: { kind: 'confirm' } })}`, deadline);
  try {
    const expected = await within(deadline, sent);
    await allAnswered(asking, expected, deadline - clock.elapsed());
    return { expected, answered: asking.answered, milliseconds: clock.elapsed() - startedAt };
  } finally {
    pending().delete(id);
    sent.then(release, release);
  }
}

/** Ends the process's connection; the next question makes a new one. */
export async function closeAsking(): Promise<void> {
  const line = await holder.portalReplyLine?.catch(() => undefined);
  holder.portalReplyLine = undefined;
  line?.close();
}

/** Sends the question and returns the gates that must answer it; once more when the line was dead. */
async function send(message: string, deadline: number): Promise<string[]> {
  try {
    return await sendOnce(message);
  } catch (error) {
    if (clock.elapsed() >= deadline) throw error;
    return sendOnce(message);
  }
}

async function sendOnce(message: string): Promise<string[]> {
  const line = await openLine();
  line.hold(true);
  try {
    const rows = await line.query<{ id: string | null }>(ASK_EXPECTED, [message]);
    return rows.flatMap((row) => (row.id === null ? [] : [row.id]));
  } catch (error) {
    // It may hang; whoever comes next opens another.
    line.close();
    throw error;
  }
}

async function openLine(): Promise<ReplyLine> {
  const current = holder.portalReplyLine;
  if (current !== undefined) {
    const line = await current.catch(() => undefined);
    if (line?.isOpen()) return line;
  }
  // Somebody who waited beside us may have opened one already.
  if (holder.portalReplyLine === current || holder.portalReplyLine === undefined) {
    holder.portalReplyLine = openReplyLine(hear);
  }
  return holder.portalReplyLine;
}

/** An idle line keeps no process alive. */
async function release(): Promise<void> {
  const line = await holder.portalReplyLine?.catch(() => undefined);
  if (pending().size === 0) line?.hold(false);
}

function hear(payload: string): void {
  const [id = '', gate = ''] = payload.split(' ');
  const asking = pending().get(id);
  asking?.answered.add(gate);
  asking?.heard();
}

function allAnswered(asking: Asking, expected: string[], milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, milliseconds));
    asking.heard = () => {
      if (!expected.every((gate) => asking.answered.has(gate))) return;
      clearTimeout(timer);
      resolve();
    };
    asking.heard();
  });
}

function pending(): Map<string, Asking> {
  holder.portalAsking ??= new Map();
  return holder.portalAsking;
}
