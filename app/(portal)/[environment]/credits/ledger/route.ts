import { headers } from 'next/headers';
import { callOrigin } from '#lib/auth/caller';
import { contextOf, currentSession } from '#lib/auth/current-session';
import { exportLedger } from '#lib/credits/export-ledger';
import { ledgerFileName, ledgerStream } from '#lib/credits/ledger-csv';
import { env } from '#lib/env';

/** The whole ledger of one environment as a CSV file, oldest entry first. */
export async function GET(
  _request: Request,
  { params }: { params: Promise<{ environment: string }> },
): Promise<Response> {
  const { environment } = await params;
  if (environment !== 'live' && environment !== 'test') return refusal(404, 'Not found.');
  const session = await currentSession();
  if (session === null) return refusal(401, 'You are signed out. Sign in again.');
  const ctx = contextOf(session, callOrigin(await headers(), env().trustedProxies));
  const ledger = await exportLedger(ctx, { environment });
  if (!ledger.ok) return refusal(403, ledger.denial.message);
  return new Response(ledgerStream(ledger.data), {
    headers: {
      'Content-Type': 'text/csv; charset=utf-8',
      'Content-Disposition': `attachment; filename="${ledgerFileName(ledger.data, environment)}"`,
    },
  });
}

function refusal(status: number, message: string): Response {
  return new Response(`${message}\n`, {
    status,
    headers: { 'Content-Type': 'text/plain; charset=utf-8' },
  });
}
