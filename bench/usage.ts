import { clock } from '#lib/clock';
import { createPool } from '#lib/db/pool';
import { closeDb } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { ranges } from '#lib/usage/buckets';
import { usagePool } from '#lib/usage/pool';
import { showLimits } from '#lib/usage/show-limits';
import { showUsage } from '#lib/usage/show-usage';
import { makeTenant } from '#test/tenant';
import { openBenchDatabase } from './database.ts';
import { seedUsage } from './seed-usage.ts';

/** How long the pages' questions take over 90 days with 10 million calls: `node bench/usage.ts`. */
const ROUNDS = 5;
const ZONES = ['UTC', 'Europe/Berlin', 'America/New_York', 'Asia/Kolkata', 'Pacific/Auckland'];

const database = await openBenchDatabase();
Object.assign(process.env, database.variables);
const tenant = await makeTenant('Bench');
const pool = createPool({ max: 2, name: 'seed' });
const rows = await seedUsage(pool, {
  organizationId: tenant.organizationId,
  environment: 'live',
  keyIds: Array.from({ length: 12 }, () => newId('key')),
  days: 90,
  rowsPerMinute: 20,
  callsPerRow: 3,
});
console.info(`${rows.toLocaleString('en-GB')} rows of minutes`);

const ctx = tenant.as('viewer');
for (const range of ranges) {
  for (const timeZone of ZONES) {
    const input = { environment: 'live', range, timeZone } as const;
    const usage = await timed(() => showUsage(ctx, input));
    const limits = await timed(() => showLimits(ctx, input));
    console.info(`${range} ${timeZone}: usage ${usage}, limits ${limits} ms`);
  }
}
await Promise.all([pool.end(), usagePool().end(), closeDb()]);
await database.stop();

/** Median and slowest, milliseconds. */
async function timed(run: () => Promise<{ ok: boolean }>): Promise<string> {
  const times: number[] = [];
  for (let round = 0; round < ROUNDS; round++) {
    const started = clock.elapsed();
    if (!(await run()).ok) return 'too long';
    times.push(clock.elapsed() - started);
  }
  times.sort((one, other) => one - other);
  return `${times[2]?.toFixed(0)}–${times.at(-1)?.toFixed(0)}`;
}
