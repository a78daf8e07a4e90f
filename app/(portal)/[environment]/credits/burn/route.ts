import { csvAnswer, noFigures } from '#components/charts/csv-answer';
import { burnData } from '#components/credits/burn-data';
import { environmentOf } from '#components/shell/paths';
import { showBurn } from '#lib/credits/show-burn';
import { done } from '#lib/result';

/** The credits used by day as a CSV file. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ environment: string }> },
): Promise<Response> {
  const environment = environmentOf(`/${(await params).environment}`);
  if (environment === null) return noFigures();
  return csvAnswer(`credits-used-${environment}`, async (ctx) => {
    const burn = await showBurn(ctx, { environment });
    return burn.ok ? done(burnData(burn.data)) : burn;
  });
}
