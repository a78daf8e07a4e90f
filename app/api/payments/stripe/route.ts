import { paymentProvider } from '#lib/payments/current';
import { takeEvent } from '#lib/payments/take-event';

/** Stripe's webhook. It has no session: its signature is what it is believed by. */
export async function POST(request: Request): Promise<Response> {
  const provider = paymentProvider();
  if (provider === null) return new Response(null, { status: 404 });
  const signature = request.headers.get('stripe-signature') ?? '';
  const { status, result } = await takeEvent(provider, request.body, signature);
  return Response.json({ result }, { status });
}
