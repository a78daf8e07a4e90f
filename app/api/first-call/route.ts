import { headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import { callOrigin } from '#lib/auth/caller';
import { contextOf, peekSession } from '#lib/auth/current-session';
import { env } from '#lib/env';
import { isId } from '#lib/ids';
import { keyActivity } from '#lib/requests/key-activity';

/** The newest call of a key as the gates remember it: `{call}`, null before the first. */
export async function GET(request: NextRequest): Promise<Response> {
  const keyId = request.nextUrl.searchParams.get('key') ?? '';
  const session = await peekSession();
  if (session === null) return refusal(401, 'You are signed out. Sign in again.');
  if (!isId('key', keyId)) return refusal(404, 'There is no such key.');
  const ctx = contextOf(session, callOrigin(await headers(), env().trustedProxies));
  const activity = await keyActivity(ctx, { keyId });
  if (!activity.ok) return refusal(404, activity.denial.message);
  return Response.json({ call: activity.data.recent[0] ?? null });
}

function refusal(status: number, message: string): Response {
  return Response.json({ message }, { status });
}
