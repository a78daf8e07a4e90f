import { randomUUID } from 'node:crypto';
import { alternate, median, medianRatio, type Rounds } from './rounds.ts';
import { perSecondText, type Row, type Stage, type Suite } from './suite.ts';

const GOAL = 0.5;
/** Sessions that are asked for again: more than connections, so that no two calls are for the same one at once. */
const SESSIONS = 2_000;
const AT_ONCE = 50;

const body = JSON.stringify({ mode: 'bidirectional_translation' });

type Post = {
  readonly url: string;
  readonly method: 'POST';
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
};

/** What a client that retries costs: a POST whose answer is kept, against a read of the same session. */
export const replaysSuite: Suite = {
  name: 'replays',
  async run({ gateUrl, seeded }: Stage): Promise<Row[]> {
    const authorization = { Authorization: `Bearer ${seeded.secret}` };
    const headers = { ...authorization, 'Content-Type': 'application/json' };
    const post: Post = { url: `${gateUrl}/v1/sessions`, method: 'POST', headers, body };
    const start = `${randomUUID()}-`;
    const sessionId = await keepAnswers(post, start);
    const { perSecond, failures } = await alternate({
      me: { url: `${gateUrl}/v1/me`, headers: authorization },
      session: { url: `${gateUrl}/v1/sessions/${sessionId}`, headers: authorization },
      replay: { ...post, numbered: { name: 'Idempotency-Key', start, count: SESSIONS } },
    });
    if (failures > 0) throw new Error(`${failures} calls failed`);
    await expectReplay(post, `${start}0`);
    return [rowOf(perSecond)];
  },
};

function rowOf({ me, session, replay }: Rounds<'me' | 'session' | 'replay'>['perSecond']): Row {
  const ratio = medianRatio(replay, session);
  const [answers, reads, checks] = [replay, session, me].map((each) => perSecondText(median(each)));
  return {
    what: 'replay of `POST /v1/sessions` against `GET /v1/sessions/{id}`, and beside it `GET /v1/me`, which asks no database',
    measured: `${ratio.toFixed(2)} (${answers} and ${reads}; ${medianRatio(replay, me).toFixed(2)} of ${checks})`,
    goal: `≥ ${GOAL.toFixed(2)}`,
    met: ratio >= GOAL,
  };
}

/** Makes the sessions, each with an Idempotency-Key of its own; resolves with the id of one. */
async function keepAnswers(post: Post, start: string): Promise<string> {
  let sessionId = '';
  for (let first = 0; first < SESSIONS; first += AT_ONCE) {
    const numbers = Array.from({ length: AT_ONCE }, (_, index) => first + index);
    const answers = await Promise.all(numbers.map((number) => send(post, `${start}${number}`)));
    for (const { response, id } of answers) {
      if (response.status !== 201) throw new Error(`POST /v1/sessions said ${response.status}`);
      sessionId = id;
    }
  }
  return sessionId;
}

async function expectReplay(post: Post, idempotencyKey: string): Promise<void> {
  const { response } = await send(post, idempotencyKey);
  if (response.headers.get('idempotent-replayed') !== 'true') {
    throw new Error('what was measured was no replay');
  }
}

async function send({ url, ...rest }: Post, idempotencyKey: string) {
  const headers = { ...rest.headers, 'Idempotency-Key': idempotencyKey };
  const response = await fetch(url, { ...rest, headers });
  const { id } = (await response.json()) as { id: string };
  return { response, id };
}
