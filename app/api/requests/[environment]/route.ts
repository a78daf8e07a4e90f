import { headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import { listInput, parseRequestQuery } from '#components/requests/request-query';
import { callOrigin } from '#lib/auth/caller';
import { contextOf, peekSession } from '#lib/auth/current-session';
import { clock } from '#lib/clock';
import { env } from '#lib/env';
import { listRequests } from '#lib/requests/list';

/** The newest calls of an environment, for who follows along: `{items, asOf}`. Not activity of the person. */
export async function GET(
  request: NextRequest,
  { params }: { params: Promise<{ environment: string }> },
): Promise<Response> {
  const session = await peekSession();
  if (session === null) return refusal(401, 'You are signed out. Sign in again.');
  const { environment } = await params;
  if (environment !== 'live' && environment !== 'test') return refusal(404, 'No such environment.');
  const query = parseRequestQuery(Object.fromEntries(request.nextUrl.searchParams));
  const ctx = contextOf(session, callOrigin(await headers(), env().trustedProxies));
  const input = { environment, ...listInput({ ...query, cursor: '' }, clock.now()) } as const;
  const page = await listRequests(ctx, input);
  if (!page.ok) return refusal(page.denial.code === 'forbidden' ? 403 : 503, page.denial.message);
  return Response.json({ items: page.data.items, asOf: page.data.asOf });
}

function refusal(status: number, message: string): Response {
  return Response.json({ message }, { status });
}
