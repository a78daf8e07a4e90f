import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { listEntries } from '#lib/credits/list-entries';
import { showCredits } from '#lib/credits/show';
import { db } from '#lib/db/prisma';
import { resetEnv } from '#lib/env';
import { newId } from '#lib/ids';
import { listPurchases } from '#lib/payments/list';
import { packsOnOffer } from '#lib/payments/packs';
import { startCheckout } from '#lib/payments/start-checkout';
import { ownerPool } from '#test/database';
import { ledgerFaults } from '#test/ledger';
import { checkoutEvent, signatureOf } from '#test/stripe-event';
import type { OpenedCheckout } from '#test/stripe-server';
import { openStripeShop } from '#test/stripe-shop';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { POST } from './route.ts';

const live = { environment: 'live' as const };
const COMPLETED = 'checkout.session.completed';
const stripe = openStripeShop();
let tenant: Tenant;

beforeEach(async () => {
  tenant = await makeTenant();
});
afterEach(async () => expect(await ledgerFaults(ownerPool())).toEqual([]));

async function begin(pack = '1000:999:eur'): Promise<OpenedCheckout> {
  dataOf(await startCheckout(tenant.as('billing'), { ...live, pack }));
  const opened = stripe.opened.at(-1);
  if (opened === undefined) throw new Error('no checkout was opened');
  return opened;
}

function deliver(body: string, signature = signatureOf(body)): Promise<Response> {
  const headers = { 'stripe-signature': signature };
  return POST(new Request('http://portal.test', { method: 'POST', body, headers }));
}

async function send(...event: Parameters<typeof checkoutEvent>): Promise<string> {
  const response = await deliver(checkoutEvent(...event).body);
  expect(response.status).toBe(200);
  return String(((await response.json()) as { result: string }).result);
}

const balance = async () => dataOf(await showCredits(tenant.as('viewer'), live)).balance;
const purchases = async () => {
  const { paid, unpaid } = dataOf(await listPurchases(tenant.as('viewer'), live));
  return [...paid, ...unpaid];
};
const audits = (action: string) =>
  db().auditEvent.findMany({ where: { organizationId: tenant.organizationId, action } });

describe('a payment', () => {
  test('adds our row’s credits to the ledger, once, and says so in the audit log', async () => {
    const opened = await begin();
    expect(await send(COMPLETED, opened)).toBe('paid');
    expect(await balance()).toBe(11_000);
    const { items } = dataOf(await listEntries(tenant.as('viewer'), live));
    const [purchase] = await purchases();
    expect(items[0]).toMatchObject({ kind: 'purchase', amount: 1_000, note: purchase?.id });
    expect(purchase).toMatchObject({ status: 'paid', settledAt: expect.any(String) });
    expect(await audits('credits.purchase')).toMatchObject([
      { actorKind: 'system', outcome: 'done', targetId: purchase?.id },
    ]);
  });

  test('that is sent again, or told by two events, is counted once', async () => {
    const opened = await begin();
    const { body } = checkoutEvent(COMPLETED, opened);
    expect((await deliver(body)).status).toBe(200);
    expect(await (await deliver(body)).json()).toEqual({ result: 'known' });
    expect(await send(COMPLETED, opened)).toBe('known');
    expect(await send('checkout.session.async_payment_succeeded', opened)).toBe('known');
    expect(await balance()).toBe(11_000);
  });

  test('that arrives twenty times at once is counted once', async () => {
    const opened = await begin();
    const { body } = checkoutEvent(COMPLETED, opened);
    const others = Array.from({ length: 10 }, () => checkoutEvent(COMPLETED, opened).body);
    const answers = await Promise.all(
      [...Array<string>(10).fill(body), ...others].map((one) => deliver(one)),
    );
    const results = await Promise.all(answers.map(async (one) => (await one.json()).result));
    expect(results.sort()).toEqual([...Array(19).fill('known'), 'paid']);
    expect(await balance()).toBe(11_000);
  });

  test('that comes late is waited for: completed, then succeeded', async () => {
    const opened = await begin();
    expect(await send(COMPLETED, opened, { payment_status: 'unpaid' })).toBe('ignored');
    expect(await balance()).toBe(10_000);
    expect(await send('checkout.session.async_payment_succeeded', opened)).toBe('paid');
    expect(await balance()).toBe(11_000);
  });

  test('outlives news that are older than it, and ends a wait that was given up', async () => {
    const first = await begin();
    expect(await send(COMPLETED, first)).toBe('paid');
    expect(await send('checkout.session.expired', first, { payment_status: 'unpaid' })).toBe(
      'known',
    );
    const second = await begin();
    expect(await send('checkout.session.async_payment_failed', second)).toBe('lapsed');
    expect(await send(COMPLETED, second)).toBe('paid');
    expect((await purchases()).map(({ status }) => status)).toEqual(['paid', 'paid']);
    expect(await balance()).toBe(12_000);
  });

  test.each(['checkout.session.expired', 'checkout.session.async_payment_failed'])(
    '%s ends a purchase without credits',
    async (type) => {
      const opened = await begin();
      expect(await send(type, opened, { payment_status: 'unpaid' })).toBe('lapsed');
      expect(await purchases()).toMatchObject([{ status: 'lapsed' }]);
      expect(await balance()).toBe(10_000);
    },
  );

  test('whose balance has no room is sent again until there is some', async () => {
    const opened = await begin();
    await ownerPool().query(
      `UPDATE credit_accounts SET balance = 2147483647, purchased = 2147483647 - included
       WHERE organization_id = $1 AND environment = 'live'`,
      [tenant.organizationId],
    );
    const { body } = checkoutEvent(COMPLETED, opened);
    expect((await deliver(body)).status).toBe(500);
    await ownerPool().query(
      `UPDATE credit_accounts SET balance = 10000, purchased = 0 WHERE organization_id = $1`,
      [tenant.organizationId],
    );
    expect(await (await deliver(body)).json()).toEqual({ result: 'paid' });
    expect(await balance()).toBe(11_000);
  });
});

describe('what is not to be believed adds nothing', () => {
  test.each([
    ['another amount', { amount_total: 1 }],
    ['no amount', { amount_total: null }],
    ['another currency', { currency: 'jpy' }],
    ['another checkout', { id: 'cs_test_other' }],
  ])('%s', async (_, over) => {
    const opened = await begin();
    expect(await send(COMPLETED, opened, over)).toBe('mismatch');
    expect(await balance()).toBe(10_000);
    expect(await purchases()).toMatchObject([{ status: 'open' }]);
    expect(await audits('credits.purchase')).toMatchObject([
      { outcome: 'refused', after: { reason: 'mismatch' } },
    ]);
  });

  test.each([
    ['a purchase that is not there', { client_reference_id: newId('pur') }],
    ['no purchase', { client_reference_id: null }],
    ['a purchase of nobody’s', { client_reference_id: "' OR true --" }],
    ['another object', { object: 'invoice' }],
  ])('%s', async (_, over) => {
    expect(await send(COMPLETED, await begin(), over)).toBe('ignored');
    expect(await balance()).toBe(10_000);
  });

  test('a type that we know nothing of', async () => {
    expect(await send('checkout.session.surprise', await begin())).toBe('ignored');
    expect(await balance()).toBe(10_000);
  });

  test.each([
    ['no signature', () => ''],
    ['another secret', (body: string) => signatureOf(body, 'whsec_forged')],
    ['a body of an hour ago', (body: string) => signatureOf(body, undefined, 3_600)],
    ['the signature of another body', () => signatureOf('{}')],
    ['nonsense', () => 't=1,v1=e'],
  ])('%s is 400', async (_, sign) => {
    const { id, body } = checkoutEvent(COMPLETED, await begin());
    expect((await deliver(body, sign(body))).status).toBe(400);
    expect(await balance()).toBe(10_000);
    expect(await db().paymentEvent.count({ where: { id } })).toBe(0);
  });

  test('a body beyond 128 KiB is 413, however it is signed', async () => {
    const body = ' '.repeat(128 * 1024 + 1);
    expect((await deliver(body)).status).toBe(413);
  });
});

test('however many checkouts were left, a paid purchase is shown', async () => {
  expect(await send(COMPLETED, await begin())).toBe('paid');
  await ownerPool().query(
    `INSERT INTO credit_purchases (id, organization_id, environment, credits, amount, currency, provider, reference, status, created_at)
     SELECT 'pur_' || n, $1, 'live', 1000, 999, 'eur', 'stripe', 'cs_left_' || $1 || n,
       (CASE WHEN n = 1 THEN 'open' ELSE 'lapsed' END)::purchase_status, now() + n * interval '1 second'
     FROM generate_series(1, 25) AS n`,
    [tenant.organizationId],
  );
  const shown = dataOf(await listPurchases(tenant.as('viewer'), live));
  expect(shown.paid).toHaveLength(1);
  expect(shown.unpaid).toHaveLength(20);
  expect(shown.unpaid[0]?.id).toBe('pur_25');
});

test('a purchase of another organization is none', async () => {
  await begin();
  const [purchase] = await purchases();
  const stranger = await makeTenant('Stranger');
  const asked = await listPurchases(stranger.as('owner'), { ...live, purchaseId: purchase?.id });
  expect(dataOf(asked)).toEqual({ paid: [], unpaid: [], asked: null });
  const own = await listPurchases(tenant.as('viewer'), { ...live, purchaseId: purchase?.id });
  expect(dataOf(own).asked).toEqual(purchase);
});

test('without Stripe nothing is on offer, and its webhook is not there', async () => {
  vi.stubEnv('STRIPE_SECRET_KEY', '');
  vi.stubEnv('STRIPE_WEBHOOK_SECRET', '');
  resetEnv();
  expect(packsOnOffer()).toEqual([]);
  const result = await startCheckout(tenant.as('owner'), { ...live, pack: '1000:999:eur' });
  expect(codeOf(result)).toBe('unavailable');
  expect((await deliver('{}')).status).toBe(404);
});
