import { type Route, route } from '#lib/api/route';
import type { SessionFinder } from '#lib/api/sessions/find';
import { transcriptHead } from './heads.ts';
import { readTranscript } from './read.ts';

/** The transcript of a session. */
export function transcriptRoutes(finder: SessionFinder): readonly Route[] {
  return [
    route({ ...transcriptHead, body: null, handler: (call) => readTranscript(call, finder) }),
  ];
}
