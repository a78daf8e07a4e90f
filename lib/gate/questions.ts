import { z } from 'zod';
import { type CallRecord, KeyTally, type TallyBook } from './tally.ts';

/** What the portal and the admin command may ask all gates. */
export const gateQuestion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('confirm') }),
  z.strictObject({ kind: z.literal('activity'), keyId: z.string() }),
]);
export type GateQuestion = z.infer<typeof gateQuestion>;

/** A question on its way, as sent behind the word `ask`. */
const askMessage = z.strictObject({ id: z.string(), question: gateQuestion });
export type Ask = z.infer<typeof askMessage>;

/** What one gate counted for one key since the gate's start. */
export type GateActivity = {
  readonly requests: number;
  readonly byCode: Record<string, number>;
  readonly recent: readonly CallRecord[];
};

/** Bytes of a notification that PostgreSQL takes, less room for our own prefix. */
const PIECE = 7_000;

/** The question in a message of the channel, or null when it is none. */
export function readAsk(message: string): Ask | null {
  if (!message.startsWith('ask ')) return null;
  const parsed = askMessage.safeParse(parse(message.slice('ask '.length)));
  return parsed.success ? parsed.data : null;
}

/**
 * A gate's answer, cut into pieces that fit a notification: `ask gate piece pieces json`, ASCII only.
 * Answering `confirm` with anything says that every change committed before the question was applied:
 * the question came through the same ordered channel.
 */
export function answerPieces(gateId: string, { id, question }: Ask, tallies: TallyBook): string[] {
  const answer = question.kind === 'confirm' ? {} : activityOf(tallies.find(question.keyId));
  const text = ascii(JSON.stringify(answer));
  const count = Math.ceil(text.length / PIECE);
  return Array.from({ length: count }, (_, index) => {
    const piece = text.slice(index * PIECE, (index + 1) * PIECE);
    return `${id} ${gateId} ${index} ${count} ${piece}`;
  });
}

function activityOf(tally: KeyTally = new KeyTally()): GateActivity {
  return { requests: tally.requests, byCode: tally.byCode, recent: tally.recent };
}

function ascii(json: string): string {
  return json.replace(
    /[\u0080-\uffff]/g,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`,
  );
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
