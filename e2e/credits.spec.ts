import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { gateUrl } from './product.ts';

test('the ledger shows what a call cost, and agrees with the balance', async ({
  owner,
  tenant,
}) => {
  const { key, secret } = await makeKey(tenant);
  const response = await fetch(`${gateUrl.test}/v1/sessions`, {
    method: 'POST',
    headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
    body: JSON.stringify({ mode: 'ai_agent' }),
  });
  expect(response.status).toBe(201);
  const requestId = response.headers.get('x-request-id') ?? '';
  const left = Number(response.headers.get('x-api-credits-remaining'));

  await owner.goto('/test/credits');
  await expect(owner.getByText('Ledger and balance agree: 2 entries')).toBeVisible();
  const row = owner.getByRole('row', { name: /Session created/ });
  await expect(row).toContainText('−1');
  await expect(row).toContainText(left.toLocaleString('en-GB'));
  await expect(row).toContainText(requestId);
  await row.getByRole('link').click();
  await owner.waitForURL(`/test/keys/${key.id}`);
  await expect(owner.getByText('POST /v1/sessions')).toBeVisible();

  await owner.goto('/live/credits');
  await expect(owner.getByText('Ledger and balance agree: 1 entry')).toBeVisible();
  await expect(owner.getByRole('row', { name: /Session created/ })).toHaveCount(0);
});
