import { z } from 'zod';

/** What the portal and the admin command ask of all gates, as sent behind the word `ask`. */
const askMessage = z.strictObject({
  id: z.string(),
  question: z.strictObject({ kind: z.literal('confirm') }),
});
export type Ask = z.infer<typeof askMessage>;

/** The question in a message of the channel, or null when it is none. */
export function readAsk(message: string): Ask | null {
  if (!message.startsWith('ask ')) return null;
  const parsed = askMessage.safeParse(parse(message.slice('ask '.length)));
  return parsed.success ? parsed.data : null;
}

/**
 * A gate's answer, `question gate`. It says that every change committed before the question was applied:
 * the question came through the same ordered channel.
 */
export function answerTo(gateId: string, { id }: Ask): string {
  return `${id} ${gateId}`;
}

function parse(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
