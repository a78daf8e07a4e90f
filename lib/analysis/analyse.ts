import { checkCompliance } from './compliance.ts';
import { findKeywords } from './keywords.ts';
import type { AnalysisPart } from './parts.ts';
import { measurePerformance } from './performance.ts';
import { rateSentiment } from './sentiment.ts';
import { summarise } from './summary.ts';
import type { SessionFacts, Turn } from './turn.ts';

/** A part by its name. */
export type AnalysisResults = Partial<Record<AnalysisPart, object>>;

/** The parts asked for, from a finished transcript. The same transcript always gives the same result. */
export function analyse(
  turns: readonly Turn[],
  facts: SessionFacts,
  include: readonly AnalysisPart[],
): AnalysisResults {
  const makers: Readonly<Record<AnalysisPart, () => object>> = {
    summary: () => summarise(turns),
    sentiment: () => rateSentiment(turns),
    compliance: () => checkCompliance(turns, facts),
    keywords: () => findKeywords(turns),
    performance: () => measurePerformance(turns),
  };
  return Object.fromEntries(include.map((part) => [part, makers[part]()]));
}
