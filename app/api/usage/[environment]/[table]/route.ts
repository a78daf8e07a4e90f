import type { NextRequest } from 'next/server';
import { csvAnswer, noFigures } from '#components/charts/csv-answer';
import { currentTimeZone } from '#components/shell/current-time-zone';
import { environmentOf } from '#components/shell/paths';
import { usageData, usageTables } from '#components/usage/usage-data';
import { parseUsageQuery, usageInput } from '#components/usage/usage-query';
import { done } from '#lib/result';
import { showUsage } from '#lib/usage/show-usage';

/** A table of the usage page as CSV, narrowed by the same address. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ environment: string; table: string }> },
): Promise<Response> {
  const asked = await params;
  const environment = environmentOf(`/${asked.environment}`);
  const table = usageTables.find((name) => name === asked.table);
  if (environment === null || table === undefined) return noFigures();
  const query = parseUsageQuery(Object.fromEntries(request.nextUrl.searchParams));
  const timeZone = await currentTimeZone();
  return csvAnswer(`usage-${table}-${environment}-${query.range}`, async (ctx) => {
    const shown = await showUsage(ctx, { environment, timeZone, ...usageInput(query) });
    return shown.ok ? done(usageData(shown.data, table)) : shown;
  });
}
