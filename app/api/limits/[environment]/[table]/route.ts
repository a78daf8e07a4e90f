import type { NextRequest } from 'next/server';
import { csvAnswer, noFigures } from '#components/charts/csv-answer';
import { limitsData, limitsTables } from '#components/limits/limits-data';
import { currentTimeZone } from '#components/shell/current-time-zone';
import { environmentOf } from '#components/shell/paths';
import { parseUsageQuery } from '#components/usage/usage-query';
import { done } from '#lib/result';
import { showLimits } from '#lib/usage/show-limits';

/** A table of the rate limits page as CSV, narrowed by the same address. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ environment: string; table: string }> },
): Promise<Response> {
  const asked = await params;
  const environment = environmentOf(`/${asked.environment}`);
  const table = limitsTables.find((name) => name === asked.table);
  if (environment === null || table === undefined) return noFigures();
  const { range, key } = parseUsageQuery(Object.fromEntries(request.nextUrl.searchParams));
  const timeZone = await currentTimeZone();
  return csvAnswer(`rate-limits-${table}-${environment}-${range}`, async (ctx) => {
    const input = { environment, range, timeZone, ...(key && { keyId: key }) };
    const shown = await showLimits(ctx, input);
    return shown.ok ? done(limitsData(shown.data, table)) : shown;
  });
}
