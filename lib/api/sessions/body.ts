import { z } from 'zod';
import type { SessionMode } from '#lib/db/generated/enums';

export const modes = [
  'bidirectional_translation',
  'assistive_translation',
  'ai_agent',
  'help_chat_voice',
] as const satisfies readonly SessionMode[];

const MOST_METADATA = 20;
const METADATA_NAME = 40;
const METADATA_VALUE = 500;
/** The shape of a code; 35 characters is what RFC 5646 §4.4.1 asks to leave room for. */
const LANGUAGE = /^[A-Za-z0-9]{1,8}(-[A-Za-z0-9]{1,8})*$/;
const LANGUAGE_LENGTH = 35;

const language = z.string().transform((text, context) => {
  const canonical = canonicalLanguage(text);
  if (canonical !== null) return canonical;
  context.addIssue('Must be a BCP 47 language code such as de or en-US.');
  return z.NEVER;
});

const metadata = z
  .record(
    z.string().min(1).max(METADATA_NAME),
    z.string().max(METADATA_VALUE, `Must have at most ${METADATA_VALUE} characters.`),
    {
      error: (issue) =>
        issue.code === 'invalid_key'
          ? `A name must have 1 to ${METADATA_NAME} characters.`
          : undefined,
    },
  )
  .refine((pairs) => Object.keys(pairs).length <= MOST_METADATA, {
    error: `Must have at most ${MOST_METADATA} pairs.`,
  })
  // Whoever tries again may send them in another order, and gets the same answer.
  .transform(sorted);

/** The body of `POST /v1/sessions`; an unknown field is an error. Source: the /v1 contract, "Resources". */
export const createSessionBody = z.strictObject({
  mode: z.enum(modes).describe('What the session is for.'),
  source_language: language
    .nullish()
    .describe('What is spoken, a BCP 47 code such as de; left out, it is detected.'),
  target_language: language
    .nullish()
    .describe('What turns are translated into, a BCP 47 code such as en.'),
  recording: z
    .strictObject({ enabled: z.boolean().describe('Whether the sound is kept.') })
    .optional()
    .describe('Left out, nothing is recorded.'),
  metadata: metadata
    .optional()
    .describe(`Yours, shown again with the session: up to ${MOST_METADATA} pairs of text.`),
  routing: z
    .unknown()
    .refine((routing) => routing == null, { params: { code: 'routing_not_configured' } })
    .optional()
    .describe('Needs a connected carrier; without one it is refused as routing_not_configured.'),
  provider: z
    .never({ error: 'There is no field `provider`: use `routing` to choose a carrier.' })
    .optional(),
});

/** The body of `POST /v1/sessions/{id}/end`: nothing, or an object without fields. */
export const endSessionBody = z.strictObject({});

/** The body of `POST /v1/sessions/{id}/stream_token`: nothing, or an object without fields. */
export const streamTokenBody = z.strictObject({});

export type CreateSessionBody = z.output<typeof createSessionBody>;

function sorted(pairs: Record<string, string>): Record<string, string> {
  return Object.fromEntries(Object.entries(pairs).sort(([one], [other]) => (one < other ? -1 : 1)));
}

/** Canonical forms by what was sent, since Intl takes 7 µs for one; null when it is no code. */
const known = new Map<string, string | null>();
const MOST_KNOWN = 1_000;

function canonicalLanguage(text: string): string | null {
  if (text.length > LANGUAGE_LENGTH || !LANGUAGE.test(text)) return null;
  const remembered = known.get(text);
  if (remembered !== undefined) return remembered;
  const canonical = canonicalLocale(text);
  if (known.size >= MOST_KNOWN) known.clear();
  known.set(text, canonical);
  return canonical;
}

function canonicalLocale(text: string): string | null {
  try {
    return Intl.getCanonicalLocales(text)[0] ?? null;
  } catch {
    return null;
  }
}
