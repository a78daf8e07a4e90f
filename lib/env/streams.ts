import { z } from 'zod';

/** How streams are served. */
export const streamShape = {
  STREAM_ORIGINS: z
    .string()
    .optional()
    .transform((text) => text?.split(/[\s,]+/).filter((part) => part !== ''))
    .refine((origins) => origins?.every(isOrigin) !== false, {
      error: 'is not a list of origins such as https://app.example.com, or * for any',
    }),
  SPEECH_ENGINE_URL: z
    .string()
    .optional()
    .refine((text) => text === undefined || /^wss?:$/.test(URL.parse(text)?.protocol ?? ''), {
      error: 'is not a ws:// or wss:// address',
    }),
};

export type StreamSettings = {
  /** Origins that a browser may connect from; `*` for any. */
  readonly origins: readonly string[];
  /** Where a real speech engine listens; without it the sandbox engine answers. May hold a secret. */
  readonly engineUrl: string | undefined;
};

/** @param portalUrl the portal's own origin, allowed when no list is given */
export function readStreams(
  raw: z.output<z.ZodObject<typeof streamShape>>,
  portalUrl: string,
): StreamSettings {
  return { origins: raw.STREAM_ORIGINS ?? [portalUrl], engineUrl: raw.SPEECH_ENGINE_URL };
}

function isOrigin(text: string): boolean {
  return text === '*' || URL.parse(text)?.origin === text;
}
