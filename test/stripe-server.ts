import { createServer, type IncomingMessage, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { ulid } from '#lib/ids';

export const STRIPE_KEY = 'sk_test_of_the_tests';
export const STRIPE_WEBHOOK_SECRET = 'whsec_of_the_tests';

/** A checkout that the portal opened here. */
export type OpenedCheckout = {
  readonly id: string;
  /** The form fields as Stripe gets them, e.g. `line_items[0][quantity]`. */
  readonly fields: Readonly<Record<string, string>>;
  readonly idempotencyKey: string;
};

/** Speaks as much of Stripe's HTTP as opening a checkout takes. */
export class StripeServer {
  readonly opened: OpenedCheckout[] = [];
  /** The next answers, instead of a checkout. */
  readonly failures: number[] = [];
  readonly #server: Server;

  constructor() {
    this.#server = createServer((request, response) => {
      void this.#answer(request).then(({ status, body }) => {
        response.writeHead(status, { 'Content-Type': 'application/json' });
        response.end(JSON.stringify(body));
      });
    });
  }

  /** Listens on this machine; resolves with its address, for `STRIPE_API_URL`. */
  async listen(port = 0): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(port, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async close(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage): Promise<{ status: number; body: unknown }> {
    const sent = await text(request);
    const failure = this.failures.shift();
    if (failure !== undefined) return refusal(failure, 'api_error');
    if (request.headers.authorization !== `Bearer ${STRIPE_KEY}`) {
      return refusal(401, 'invalid_request_error');
    }
    if (request.method !== 'POST' || request.url !== '/v1/checkout/sessions') {
      return refusal(404, 'invalid_request_error');
    }
    const idempotencyKey = String(request.headers['idempotency-key']);
    const known = this.opened.find((checkout) => checkout.idempotencyKey === idempotencyKey);
    const id = known?.id ?? `cs_test_${ulid()}`;
    const fields = Object.fromEntries(new URLSearchParams(sent));
    if (known === undefined) this.opened.push({ id, fields, idempotencyKey });
    const url = `https://checkout.stripe.com/c/pay/${id}`;
    return { status: 200, body: { id, object: 'checkout.session', url } };
  }
}

function refusal(status: number, type: string) {
  return { status, body: { error: { type, message: `status ${status}` } } };
}
