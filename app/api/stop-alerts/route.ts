import { headers } from 'next/headers';
import type { NextRequest } from 'next/server';
import { withdrawRecipient } from '#lib/alerts/withdraw-recipient';
import { callOrigin } from '#lib/auth/caller';
import { env } from '#lib/env';

/** The one click of mail programs (RFC 8058). They come from anywhere, and the token is what they are believed by. */
export async function POST(request: NextRequest): Promise<Response> {
  const token = request.nextUrl.searchParams.get('token') ?? '';
  const origin = callOrigin(await headers(), env().trustedProxies);
  const { ok } = await withdrawRecipient({ token, withdraw: true }, origin);
  return new Response(null, { status: ok ? 200 : 404 });
}

/** People whose program opens the address get the page with the button; nothing changes. */
export function GET(request: NextRequest): Response {
  const location = `/stop-alerts?${request.nextUrl.searchParams}`;
  return new Response(null, { status: 303, headers: { location } });
}
