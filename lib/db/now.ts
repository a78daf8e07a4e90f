import type { Tx } from '#lib/db/prisma';

/** The database's clock, to the millisecond; what expires is judged by it. */
export async function databaseNow(tx: Tx): Promise<Date> {
  const [row] = await tx.$queryRaw<
    { now: Date }[]
  >`SELECT clock_timestamp()::timestamptz(3) AS now`;
  if (row === undefined) throw new Error('the database did not tell its time');
  return row.now;
}
