import { alternate, median, medianRatio } from './rounds.ts';
import { perSecondText, type Row, type Stage, type Suite } from './suite.ts';

const GOAL = 0.8;

/** All checks of the gate on a read, against a server that checks nothing. */
export const meSuite: Suite = {
  name: 'GET /v1/me',
  async run({ gateUrl, helloUrl, seeded }: Stage): Promise<Row[]> {
    const { perSecond, failures } = await alternate({
      hello: { url: helloUrl },
      me: { url: `${gateUrl}/v1/me`, headers: { Authorization: `Bearer ${seeded.secret}` } },
    });
    if (failures > 0) throw new Error(`${failures} calls of GET /v1/me failed`);
    const ratio = medianRatio(perSecond.me, perSecond.hello);
    const [me, hello] = [
      perSecondText(median(perSecond.me)),
      perSecondText(median(perSecond.hello)),
    ];
    return [
      {
        what: 'gate `GET /v1/me`, all checks, against a bare node:http hello',
        measured: `${ratio.toFixed(2)} (${me} and ${hello})`,
        goal: `≥ ${GOAL.toFixed(2)}`,
        met: ratio >= GOAL,
      },
    ];
  },
};
