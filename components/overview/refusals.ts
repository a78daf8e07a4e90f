import type { OutcomeUsage } from '#lib/usage/show-usage';

/** Calls that were not answered as asked, and the code that most of them had. */
export type Refusals = {
  readonly word: 'refused' | 'failed on our side';
  readonly calls: number;
  readonly code: string;
  readonly ofCode: number;
};

/** What was refused, and what failed, of these outcomes; nothing where nothing was. */
export function refusalsOf(outcomes: readonly OutcomeUsage[]): Refusals[] {
  const bad = outcomes.filter(({ code }) => code !== '');
  return [
    ...group(
      'refused',
      bad.filter(({ status }) => status < 500),
    ),
    ...group(
      'failed on our side',
      bad.filter(({ status }) => status >= 500),
    ),
  ];
}

function group(word: Refusals['word'], outcomes: readonly OutcomeUsage[]): Refusals[] {
  const [main] = outcomes.toSorted((one, other) => other.requests - one.requests);
  if (main === undefined) return [];
  const calls = outcomes.reduce((sum, { requests }) => sum + requests, 0);
  return [{ word, calls, code: main.code, ofCode: main.requests }];
}
