/** What an analysis can be asked for. Source: the /v1 contract, "Resources". */
export const analysisParts = [
  'summary',
  'sentiment',
  'compliance',
  'keywords',
  'performance',
] as const;

export type AnalysisPart = (typeof analysisParts)[number];
