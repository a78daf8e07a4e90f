import type { APIRequestContext, Page } from '@playwright/test';
import { db } from '#lib/db/prisma';
import { checkoutEvent, signatureOf } from '#test/stripe-event';
import { expect, test } from './fixtures.ts';
import { portalUrl } from './product.ts';

const PACK = { name: 'Buy 10,000 credits, pay on the next page', price: 8_000, credits: 10_000 };

/** Stands for the provider's payment page; resolves with the checkout that the browser was sent to. */
async function buy(page: Page): Promise<string> {
  await page.route('https://checkout.stripe.com/**', (route) =>
    route.fulfill({ contentType: 'text/html', body: '<h1>Pay here</h1>' }),
  );
  await page.getByRole('button', { name: PACK.name }).click();
  await expect(page.getByRole('heading', { name: 'Pay here' })).toBeVisible();
  return new URL(page.url()).pathname.split('/').at(-1) ?? '';
}

/** What the provider tells the portal about a checkout; resolves with the answer's status and result. */
async function tell(request: APIRequestContext, type: string, reference: string, over = {}) {
  const purchase = await db().creditPurchase.findFirstOrThrow({ where: { reference } });
  const fields = {
    client_reference_id: purchase.id,
    'line_items[0][price_data][unit_amount]': String(PACK.price),
    'line_items[0][price_data][currency]': 'usd',
  };
  const { body } = checkoutEvent(type, { id: reference, fields, idempotencyKey: '' }, over);
  const headers = { 'stripe-signature': signatureOf(body), 'content-type': 'application/json' };
  const response = await request.post('/api/payments/stripe', { data: body, headers });
  return { status: response.status(), back: `/live/credits?purchase=${purchase.id}` };
}

test('credits are bought: paid elsewhere, confirmed by the provider, in balance and ledger', async ({
  owner,
  request,
}) => {
  await owner.goto('/live/credits');
  await expect(owner.getByText(/ 0 purchased or granted/)).toBeVisible();
  const reference = await buy(owner);
  const { id } = await db().creditPurchase.findFirstOrThrow({ where: { reference } });
  await owner.goto(`/live/credits?purchase=${id}`);
  await expect(owner.getByText('Payment is being confirmed')).toBeVisible();

  const told = await tell(request, 'checkout.session.completed', reference);
  expect(told).toEqual({ status: 200, back: `/live/credits?purchase=${id}` });
  // The page asks by itself until the confirmation is there.
  await expect(owner.getByText('Paid: 10,000 credits were added')).toBeVisible({ timeout: 20_000 });
  await expect(owner.getByText(/ 10,000 purchased or granted/)).toBeVisible();
  await expect(owner.getByRole('row', { name: /Purchase/ })).toContainText('+10,000');
  const bought = owner.getByRole('table', { name: 'Purchases, newest first' });
  await expect(bought.getByRole('row')).toHaveCount(2);
  await expect(owner.getByText('Ledger and balance agree: 2 entries')).toBeVisible();

  await tell(request, 'checkout.session.completed', reference);
  await owner.reload();
  await expect(owner.getByText('Ledger and balance agree: 2 entries')).toBeVisible();
  await owner.getByRole('link', { name: 'Dismiss' }).click();
  await owner.waitForURL('/live/credits');
});

test('whoever turns back or lets a checkout lapse is charged nothing and told so', async ({
  owner,
  request,
}) => {
  await owner.goto('/live/credits');
  const reference = await buy(owner);
  const { id } = await db().creditPurchase.findFirstOrThrow({ where: { reference } });
  await owner.goto(`/live/credits?purchase=${id}&cancelled=1`);
  await expect(owner.getByText('Cancelled, nothing was charged')).toBeVisible();
  await tell(request, 'checkout.session.expired', reference, { payment_status: 'unpaid' });
  await owner.reload();
  await expect(owner.getByText('This purchase ended without payment')).toBeVisible();
  const state = owner.getByText('Ended without payment', { exact: true });
  await expect(state).toBeHidden();
  await owner.getByText('1 purchase without payment').click();
  await expect(state).toBeVisible();
  await expect(owner.getByText('Ledger and balance agree: 1 entry')).toBeVisible();
});

test('a viewer sees the packs without a way to buy, test credits are not sold', async ({
  pageOf,
  tenant,
}) => {
  const viewer = await pageOf(tenant, 'viewer');
  await viewer.goto('/live/credits');
  await expect(viewer.getByText('Your role can’t buy credits.', { exact: false })).toBeVisible();
  await expect(viewer.getByRole('button', { name: /^Buy/ })).toHaveCount(0);
  await viewer.goto('/test/credits');
  await expect(viewer.getByText('Test credits are not sold', { exact: false })).toBeVisible();
});

test('a payment that nobody signed counts for nothing', async ({ request }) => {
  const { body } = checkoutEvent('checkout.session.completed', {
    id: 'cs_test_forged',
    fields: {},
    idempotencyKey: '',
  });
  const headers = { 'stripe-signature': signatureOf(body, 'whsec_somebody_elses') };
  const response = await request.post(`${portalUrl}/api/payments/stripe`, { data: body, headers });
  expect(response.status()).toBe(400);
});
