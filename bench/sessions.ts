import { freePort } from '#lib/db/embedded/port';
import { startProcess } from './process.ts';
import { alternate, median, medianRatio, type Rounds } from './rounds.ts';
import { seedBench } from './seed.ts';
import { perSecondText, type Row, type Stage, type Suite } from './suite.ts';

const GOAL_OF_HELLO = 0.35;
const GOAL_OF_PRISMA = 15;
const GOAL_WITH_KEY = 0.85;

const body = JSON.stringify({
  mode: 'bidirectional_translation',
  source_language: 'de',
  target_language: 'en',
});

/** Billable writes, each flushed to disk before its answer. */
export const sessionsSuite: Suite = {
  name: 'POST /v1/sessions',
  async run(stage: Stage): Promise<Row[]> {
    const prismaUrl = `http://127.0.0.1:${await freePort()}`;
    const prisma = await startPrisma(stage, prismaUrl);
    const headers = {
      Authorization: `Bearer ${stage.seeded.secret}`,
      'Content-Type': 'application/json',
    };
    const post = { url: `${stage.gateUrl}/v1/sessions`, method: 'POST', headers, body } as const;
    try {
      const { perSecond, failures } = await alternate({
        hello: { url: stage.helloUrl },
        post,
        keyed: { ...post, numbered: { name: 'Idempotency-Key' } },
        prisma: { ...post, url: prismaUrl },
      });
      if (failures > 0) throw new Error(`${failures} calls of POST /v1/sessions failed`);
      return rows(perSecond);
    } finally {
      await prisma.stop();
    }
  },
};

/** The usual way, as a server of its own with an account of its own. */
async function startPrisma({ database }: Stage, url: string) {
  const { keyId } = await seedBench(database);
  return startProcess(
    ['bench/prisma-server.ts', new URL(url).port, keyId],
    database.variables,
    url,
  );
}

function rows(perSecond: Rounds<'hello' | 'post' | 'keyed' | 'prisma'>['perSecond']): Row[] {
  const { hello, post, keyed, prisma } = perSecond;
  const [of, by, at] = [
    medianRatio(post, hello),
    medianRatio(post, prisma),
    medianRatio(keyed, post),
  ];
  const text = (values: readonly number[]) => perSecondText(median(values));
  return [
    {
      what: 'gate `POST /v1/sessions`, durable, fsync on, against the same bare hello',
      measured: `${of.toFixed(2)} (${text(post)} and ${text(hello)})`,
      goal: `≥ ${GOAL_OF_HELLO.toFixed(2)}`,
      met: of >= GOAL_OF_HELLO,
    },
    {
      what: 'the same POST against one interactive Prisma transaction per request',
      measured: `${by.toFixed(1)} × (${text(prisma)})`,
      goal: `≥ ${GOAL_OF_PRISMA} ×`,
      met: by >= GOAL_OF_PRISMA,
    },
    {
      what: 'POST with an Idempotency-Key against without',
      measured: `${at.toFixed(2)} (${text(keyed)})`,
      goal: `≥ ${GOAL_WITH_KEY.toFixed(2)}`,
      met: at >= GOAL_WITH_KEY,
    },
  ];
}
