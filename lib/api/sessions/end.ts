import type { Caller, GateUrls } from '#lib/api/owner';
import type { Effect, EffectKind } from '#lib/gate/writer/effect';
import { lineOf, lines } from '#lib/gate/writer/statement';
import { isId } from '#lib/ids';
import { refuseSession } from './find.ts';
import { lockSessions, toLocked } from './lock.ts';
import { asOf, type SessionRow } from './row.ts';
import { endedBody, toIso } from './view.ts';

const end: EffectKind = {
  load: lockSessions,
  store: {
    name: 'end_sessions',
    text: `
    UPDATE voice_sessions v SET status = 'ended', ended_at = f[2]::timestamptz, last_activity_at = $2
    FROM ${lines} WHERE v.id = f[1] AND v.status <> 'ended'`,
  },
};

/** The write of `POST /v1/sessions/{id}/end`; ending an ended session changes nothing and says when it ended. */
export function endSession(caller: Caller, id: string, urls: GateUrls): Effect {
  return {
    kind: end,
    target: isId('sess', id) ? id : null,
    obstacle: (row) => refuseSession(toLocked(row), caller, urls),
    perform(row, now) {
      const found = toLocked(row);
      if (found === undefined) throw new Error(`session ${id} was not loaded`);
      const before = asOf(found, now);
      const ended: SessionRow =
        before.status === 'ended' ? before : { ...before, status: 'ended', ended_at: now };
      const isEnded = found.status === 'ended';
      const stored = isEnded ? null : lineOf([id, toIso(ended.ended_at ?? now)]);
      return { status: 200, kept: endedBody(ended), row: stored, voiceSessionId: null };
    },
    answer: (kept) => kept,
  };
}
