import type { AnalysisPart } from '#lib/analysis/parts';
import type { GateUrls } from '#lib/api/owner';
import { refuseSession } from '#lib/api/sessions/find';
import { lockSessions, toLocked } from '#lib/api/sessions/lock';
import { asOf } from '#lib/api/sessions/row';
import type { Snapshot } from '#lib/gate/snapshot';
import type { Effect, EffectKind } from '#lib/gate/writer/effect';
import { lineOf, lines } from '#lib/gate/writer/statement';
import { isId, newId } from '#lib/ids';
import { analysisBody } from './view.ts';

const NOTHING_SAID = 'Nobody spoke in the session, so there is nothing to analyse.';

const insert: EffectKind = {
  load: lockSessions,
  store: {
    name: 'insert_analyses',
    text: `
    INSERT INTO analyses (id, session_id, organization_id, environment, api_key_id, include, created_at)
    SELECT f[1], f[2], f[3], f[4]::environment, f[5], string_to_array(f[6], ' '), $2 FROM ${lines}`,
  },
};

/**
 * The write of `POST /v1/sessions/{id}/analysis`. Only what is finished is analysed, so the session must
 * have ended, and something must have been said in it. The analysis' id and time are kept.
 */
export function createAnalysis(
  key: Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>,
  asked: { readonly sessionId: string; readonly include: readonly AnalysisPart[] },
  urls: GateUrls,
): Effect {
  const { sessionId, include } = asked;
  const id = newId('anl');
  return {
    kind: insert,
    target: isId('sess', sessionId) ? sessionId : null,
    obstacle(row, now) {
      const session = toLocked(row);
      const refused = refuseSession(session, key, urls);
      if (refused !== null || session === undefined) return refused;
      const hasEnded = asOf(session, now).status === 'ended';
      if (hasEnded && session.has_turns) return null;
      return { code: 'transcript_not_ready', ...(hasEnded && { message: NOTHING_SAID }) };
    },
    perform: (_row, now) => ({
      status: 202,
      kept: `${id} ${now}`,
      row: lineOf([id, sessionId, key.organizationId, key.environment, key.id, include.join(' ')]),
      voiceSessionId: null,
      analysisId: id,
    }),
    answer(kept) {
      const [keptId = '', time] = kept.split(' ');
      return analysisBody({
        id: keptId,
        session_id: sessionId,
        include,
        status: 'processing',
        results: null,
        error: '',
        created_at: Number(time),
        completed_at: null,
      });
    },
  };
}
