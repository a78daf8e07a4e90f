import type { BenchDatabase } from './database.ts';
import type { BenchProcess } from './process.ts';
import type { Seeded } from './seed.ts';

/** What every suite may use: all of it runs already. */
export type Stage = {
  readonly database: BenchDatabase;
  readonly seeded: Seeded;
  /** Address of the gate, for live keys. */
  readonly gateUrl: string;
  readonly gate: BenchProcess;
  /** Address of the bare server that everything is compared with. */
  readonly helloUrl: string;
};

/** One line of the results. */
export type Row = {
  readonly what: string;
  /** What was measured, for people. */
  readonly measured: string;
  readonly goal: string;
  readonly met: boolean;
};

export type Suite = { readonly name: string; run(stage: Stage): Promise<Row[]> };

/** Rounded for people: 28,400. */
export function perSecondText(value: number): string {
  return `${(Math.round(value / 10) * 10).toLocaleString('en-GB')}/s`;
}
