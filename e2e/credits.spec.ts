import { readFile } from 'node:fs/promises';
import { db } from '#lib/db/prisma';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';
import { gateUrl, portalUrl } from './product.ts';

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

  const { id: sessionId } = (await response.json()) as { id: string };
  await db().voiceTurn.create({
    data: {
      sessionId,
      sequence: 1,
      speaker: 'agent',
      text: 'Hello.',
      offsetMs: 0,
      durationMs: 900,
    },
  });
  const call = { method: 'POST', headers: { authorization: `Bearer ${secret}` } };
  await fetch(`${gateUrl.test}/v1/sessions/${sessionId}/end`, call);
  const analysis = await fetch(`${gateUrl.test}/v1/sessions/${sessionId}/analysis`, call);
  expect(analysis.status).toBe(202);
  const { id: analysisId } = (await analysis.json()) as { id: string };

  await owner.goto('/test/credits');
  await expect(owner.getByText('Ledger and balance agree: 3 entries')).toBeVisible();
  const row = owner.getByRole('row', { name: /Session created/ });
  await expect(row).toContainText('−1');
  await expect(row).toContainText(left.toLocaleString('en-GB'));
  await expect(row.getByRole('link', { name: requestId })).toHaveAttribute(
    'href',
    `/test/requests?id=${requestId}`,
  );

  const charge = owner.getByRole('row', { name: /Analysis requested/ });
  await expect(charge).toContainText('−1');
  await expect(charge).toContainText(analysisId);

  await expect(owner.getByText('Too early to say')).toBeVisible();
  const refill = owner.locator('section', { hasText: 'Next refill' });
  await expect(refill).toContainText(/10,000\s*on 1 [A-Z][a-z]+/);
  await owner.getByText('Show as a table').click();
  const today = owner.getByRole('table', { name: 'Burn, as a table' }).getByRole('row').nth(1);
  await expect(today).toHaveText(/\(in part\).*2$/);

  const download = owner.waitForEvent('download');
  await owner.getByRole('link', { name: 'Download all as CSV' }).click();
  const file = await download;
  expect(file.suggestedFilename()).toMatch(/^credits-acme-test-\d{4}-\d\d-\d\d\.csv$/);
  const lines = (await readFile(await file.path(), 'utf8')).split('\r\n');
  expect(lines).toHaveLength(5);
  expect(lines[2]).toContain(`,debit,-1,-1,0,${left},${key.id},sess_`);
  expect(lines[2]).toContain(requestId);
  expect(lines[3]).toContain(`,debit,-1,-1,0,${left - 1},${key.id},,${analysisId},req_`);

  await row.getByRole('link', { name: key.name }).click();
  await owner.waitForURL(`/test/keys/${key.id}`);
  await expect(owner.getByText('POST /v1/sessions', { exact: true })).toBeVisible();

  await owner.goto('/live/credits');
  await expect(owner.getByText('Ledger and balance agree: 1 entry')).toBeVisible();
  await expect(owner.getByRole('row', { name: /Session created/ })).toHaveCount(0);
});

test('the ledger as a file is for people who are signed in', async ({ playwright }) => {
  const nobody = await playwright.request.newContext();
  const response = await nobody.get(`${portalUrl}/live/credits/ledger`);
  expect(response.status()).toBe(401);
  await nobody.dispose();
});
