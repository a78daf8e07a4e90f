import { describe, expect, test } from 'vitest';
import { type MigrationRow, planMigrations } from './plan.ts';

const file = (name: string) => ({ name, sql: `-- ${name}`, checksum: `sum of ${name}` });
const row = (name: string, change: Partial<MigrationRow> = {}): MigrationRow => ({
  migration_name: name,
  checksum: `sum of ${name}`,
  finished_at: new Date(0),
  rolled_back_at: null,
  ...change,
});
const files = [file('1_a'), file('2_b'), file('3_c')];

describe('planMigrations', () => {
  test('leaves what has not been applied, in order', () => {
    expect(planMigrations(files, [row('1_a')])).toEqual({ ok: true, pending: files.slice(1) });
    expect(
      planMigrations(
        files,
        files.map((it) => row(it.name)),
      ),
    ).toEqual({ ok: true, pending: [] });
  });

  test('applies again what was rolled back', () => {
    const rows = [row('1_a'), row('2_b', { finished_at: null, rolled_back_at: new Date(0) })];
    expect(planMigrations(files, rows)).toEqual({ ok: true, pending: files.slice(1) });
  });

  test.each([
    ['changed', row('2_b', { checksum: 'another' }), /2_b was changed after it had been applied/],
    ['failed half-way', row('2_b', { finished_at: null }), /2_b failed half-way/],
    ['unknown', row('4_d'), /4_d, which this version does not know/],
  ])('refuses to go on from a migration that is %s', (_, bad, sentence) => {
    const plan = planMigrations(files, [row('1_a'), bad]);
    expect(plan).toEqual({ ok: false, problem: expect.stringMatching(sentence) });
  });
});
