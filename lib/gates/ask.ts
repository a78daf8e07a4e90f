import { clock } from '#lib/clock';
import type { GateQuestion } from '#lib/gate/questions';
import { within } from '#lib/gate/within';
import { newId } from '#lib/ids';
import { ASK_EXPECTED } from './registry.ts';
import { openReplyLine, type ReplyLine } from './reply-line.ts';

export type { GateQuestion };

/** What the gates said: every gate that was expected to answer, and the parsed answers that came. */
export type GateAnswers = {
  readonly expected: readonly string[];
  /** By gate id. */
  readonly answers: ReadonlyMap<string, unknown>;
  readonly milliseconds: number;
};

type Asking = {
  readonly pieces: Map<string, string[]>;
  readonly answers: Map<string, unknown>;
  /** Called when a gate's answer is whole. */
  answered: () => void;
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
export async function askGates(question: GateQuestion, timeoutMs = 2_000): Promise<GateAnswers> {
  const startedAt = clock.elapsed();
  const deadline = startedAt + timeoutMs;
  const id = newId('ask');
  const asking: Asking = { pieces: new Map(), answers: new Map(), answered: () => undefined };
  pending().set(id, asking);
  const sent = send(`ask ${JSON.stringify({ id, question })}`, deadline);
  try {
    const expected = await within(deadline, sent);
    await allAnswered(asking, expected, deadline - clock.elapsed());
    return { expected, answers: asking.answers, milliseconds: clock.elapsed() - startedAt };
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
  const [, id = '', gate = '', index, count, text = ''] =
    /^(\S+) (\S+) (\d+) (\d+) (.*)$/s.exec(payload) ?? [];
  const asking = pending().get(id);
  if (asking === undefined) return;
  const pieces = asking.pieces.get(gate) ?? [];
  pieces[Number(index)] = text;
  asking.pieces.set(gate, pieces);
  // Notifications of one transaction arrive in order: the last piece makes the answer whole.
  if (Number(index) !== Number(count) - 1) return;
  asking.answers.set(gate, JSON.parse(pieces.join('')));
  asking.answered();
}

function allAnswered(asking: Asking, expected: string[], milliseconds: number): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, Math.max(0, milliseconds));
    asking.answered = () => {
      if (!expected.every((gate) => asking.answers.has(gate))) return;
      clearTimeout(timer);
      resolve();
    };
    asking.answered();
  });
}

function pending(): Map<string, Asking> {
  holder.portalAsking ??= new Map();
  return holder.portalAsking;
}
