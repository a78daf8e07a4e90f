import { beforeEach, expect, test } from 'vitest';
import { showCredits } from '#lib/credits/show';
import { db } from '#lib/db/prisma';
import { ownerPool } from '#test/database';
import { openStripeShop } from '#test/stripe-shop';
import { codeOf, dataOf, makeTenant, type Tenant } from '#test/tenant';
import { listPurchases } from './list.ts';
import { settlePurchase } from './settle.ts';
import { startCheckout } from './start-checkout.ts';

const live = { environment: 'live' as const };
const stripe = openStripeShop();
let tenant: Tenant;

beforeEach(async () => {
  tenant = await makeTenant();
});

const begin = () => startCheckout(tenant.as('owner'), { ...live, pack: '1000:999:eur' });
const balance = async () => dataOf(await showCredits(tenant.as('viewer'), live)).balance;
const purchases = async () => {
  const { paid, unpaid } = dataOf(await listPurchases(tenant.as('viewer'), live));
  return [...paid, ...unpaid];
};
const places = () =>
  db().creditPurchase.findMany({ where: { organizationId: tenant.organizationId } });
const audits = () =>
  db().auditEvent.findMany({
    where: { organizationId: tenant.organizationId, action: 'credits.checkout' },
  });

test('opening a checkout tells Stripe what, how much, for whom and where to go back to', async () => {
  const started = dataOf(
    await startCheckout(tenant.as('billing'), { ...live, pack: '5000:4500:eur' }),
  );
  const opened = stripe.opened.at(-1);
  expect(started.url).toBe(`https://checkout.stripe.com/c/pay/${opened?.id}`);
  const [purchase] = await purchases();
  const id = purchase?.id ?? '';
  expect(purchase).toMatchObject({
    credits: 5_000,
    amount: 4_500,
    currency: 'eur',
    status: 'open',
    by: 'The billing',
  });
  expect(opened?.idempotencyKey).toBe(id);
  expect(opened?.fields).toMatchObject({
    mode: 'payment',
    client_reference_id: id,
    'metadata[purchase]': id,
    'line_items[0][quantity]': '1',
    'line_items[0][price_data][unit_amount]': '4500',
    'line_items[0][price_data][currency]': 'eur',
    success_url: `http://localhost:3000/live/credits?purchase=${id}`,
    cancel_url: `http://localhost:3000/live/credits?purchase=${id}&cancelled=1`,
  });
  expect(await audits()).toMatchObject([{ targetId: id, outcome: 'done' }]);
  expect(await balance()).toBe(10_000);
});

test.each([
  [{ ...live, pack: '1000:1:eur' }, 'conflict'],
  [{ ...live, pack: '' }, 'conflict'],
  [{ environment: 'test' as const, pack: '1000:999:eur' }, 'invalid_input'],
])('%o is refused: %s', async (input, code) => {
  const before = stripe.opened.length;
  expect(codeOf(await startCheckout(tenant.as('owner'), input))).toBe(code);
  expect(stripe.opened).toHaveLength(before);
  expect(await purchases()).toEqual([]);
});

test('where Stripe fails for a moment it is asked again, as the same purchase', async () => {
  stripe.failures.push(503);
  await begin();
  expect(await purchases()).toHaveLength(1);
});

test('where Stripe refuses nothing is kept', async () => {
  stripe.failures.push(400);
  const result = await begin();
  expect(result).toMatchObject({ denial: { code: 'unavailable' } });
  expect(await places()).toEqual([]);
});

test('where Stripe’s answer is lost the place stays taken, unseen, until the checkout lapses', async () => {
  stripe.failures.push(503, 503, 503);
  const result = await begin();
  expect(result).toMatchObject({ denial: { code: 'unavailable' } });
  const [place] = await places();
  expect(place).toMatchObject({ status: 'open', reference: null });
  expect(await purchases()).toEqual([]);
  expect(await audits()).toEqual([]);
  const lost = { purchaseId: place?.id ?? '', reference: 'cs_lost', amount: 999, currency: 'eur' };
  const told = (outcome: 'paid' | 'lapsed') =>
    settlePurchase(
      'stripe',
      { ...lost, id: `${lost.purchaseId} ${outcome}`, type: 'test', outcome },
      'req_test',
    );
  expect(await told('paid')).toBe('mismatch');
  expect(await told('lapsed')).toBe('lapsed');
  expect(await purchases()).toEqual([]);
});

test('a place that nothing came of is cleared away after an hour', async () => {
  await begin();
  await ownerPool().query(
    `UPDATE credit_purchases SET reference = NULL, created_at = now() - interval '61 minutes'`,
  );
  await begin();
  expect(await places()).toHaveLength(1);
});

test('no organization opens checkouts without end', async () => {
  const codes: string[] = [];
  for (let i = 0; i < 31; i++) {
    codes.push(codeOf(await begin()));
  }
  expect(codes).toEqual([...Array(30).fill('done'), 'rate_limited']);
});

test('nor many at once', async () => {
  const before = stripe.opened.length;
  const all = Array.from({ length: 36 }, () => begin());
  const codes = (await Promise.all(all)).map(codeOf).sort();
  expect(codes).toEqual([...Array(30).fill('done'), ...Array(6).fill('rate_limited')]);
  expect(await places()).toHaveLength(30);
  expect(stripe.opened).toHaveLength(before + 30);
});
