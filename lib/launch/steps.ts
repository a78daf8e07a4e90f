import { clock } from '#lib/clock';

export type Steps = {
  /** Does the work of one visible step and says how long it took. */
  step: <Result>(title: string, work: () => Promise<Result>) => Promise<Result>;
  say: (line: string) => void;
  /** Seconds since the steps began. */
  elapsed: () => string;
};

/** Visible progress: each step's title while it runs, then its time. */
export function showSteps(write: (text: string) => void): Steps {
  const begun = clock.elapsed();
  const say = (line: string) => write(`${line}\n`);
  return {
    say,
    elapsed: () => seconds(begun),
    step: async (title, work) => {
      const since = clock.elapsed();
      say(`· ${title} …`);
      const result = await work();
      say(`✓ ${title} (${seconds(since)})`);
      return result;
    },
  };
}

function seconds(since: number): string {
  return `${((clock.elapsed() - since) / 1000).toFixed(1)} s`;
}
