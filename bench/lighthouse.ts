import lighthouse, { desktopConfig, type Result } from 'lighthouse';
import { withChromium } from './chromium.ts';
import type { PortalSession } from './portal-session.ts';
import { median } from './rounds.ts';
import type { Row } from './suite.ts';

const PAGES = ['/live/overview', '/live/keys', '/live/usage'];
const ROUNDS = 5;
const GOALS = { performance: 95, accessibility: 100 } as const;

type Scores = Record<keyof typeof GOALS, number>;

/** What Lighthouse says of the pages that people open first, for a desktop, each time in a new Chromium. */
export async function lighthouseRows(session: PortalSession): Promise<Row[]> {
  const rows: Row[] = [];
  for (const page of PAGES) {
    const rounds: Scores[] = [];
    for (let round = 0; round < ROUNDS; round++) rounds.push(await scores(session, page));
    const performance = rounds.map((round) => round.performance);
    const accessibility = Math.min(...rounds.map((round) => round.accessibility));
    const [low, middle, high] = [
      Math.min(...performance),
      median(performance),
      Math.max(...performance),
    ];
    rows.push({
      what: `Lighthouse, desktop, portal page \`${page}\`: performance and accessibility`,
      measured: `${middle} (${low} to ${high}) and ${accessibility}`,
      goal: `≥ ${GOALS.performance} and ${GOALS.accessibility}`,
      met: middle >= GOALS.performance && accessibility >= GOALS.accessibility,
    });
  }
  return rows;
}

async function scores(session: PortalSession, page: string): Promise<Scores> {
  await session.load(page);
  const settings = {
    ...desktopConfig.settings,
    onlyCategories: Object.keys(GOALS),
    extraHeaders: { Cookie: session.cookie() },
  };
  const run = await withChromium((_browser, port) =>
    lighthouse(
      session.origin + page,
      { port, logLevel: 'error' },
      { extends: 'lighthouse:default', settings },
    ),
  );
  if (run === undefined) throw new Error(`Lighthouse has no result for ${page}`);
  return {
    performance: score(run.lhr, 'performance'),
    accessibility: score(run.lhr, 'accessibility'),
  };
}

/** Of 100. @throws when the page could not be judged */
function score({ categories, runtimeError }: Result, category: string): number {
  const value = categories[category]?.score;
  if (typeof value !== 'number') throw new Error(runtimeError?.message ?? `no score: ${category}`);
  return Math.round(value * 100);
}
