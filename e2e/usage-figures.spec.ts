import type { Page } from '@playwright/test';
import { Pool } from 'pg';
import { clock } from '#lib/clock';
import { env } from '#lib/env';
import { rollRange, rollUsage } from '#lib/usage/roll';
import { insertUsage, type UsageRow } from '#test/usage-rows';
import { expectFit } from './fit.ts';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';

const MINUTE = 60_000;
const LIMIT = 600;

/** Writes calls into the records as a gate would have. */
async function record(rows: readonly UsageRow[]): Promise<void> {
  const pool = new Pool({
    connectionString: env().databaseUrl,
    options: '-c role=portal_app -c timezone=UTC',
    max: 1,
  });
  await insertUsage(pool, rows);
  // What lies before the last full hour is shown once it is rolled.
  await rollUsage(pool);
  // Its hour may have been rolled before these rows came.
  for (const id of new Set(rows.map((row) => row.organizationId))) await rollRange(pool, id);
  await pool.end();
}

function calls(organizationId: string, keyId: string, change: Partial<UsageRow>): UsageRow {
  return {
    organizationId,
    environment: 'test',
    start: Math.floor(clock.now() / MINUTE) * MINUTE - 2 * MINUTE,
    keyId,
    route: 'GET /v1/me',
    status: 200,
    code: '',
    requests: 1,
    slot: 8,
    peak: 10,
    peakLimit: LIMIT,
    keyPeak: 0,
    keyLimit: 0,
    ...change,
  };
}

/** The rows of a chart's table in which something was called, without the time; numbers as shown. */
async function figures(page: Page, chart: string): Promise<string[][]> {
  const card = page.locator('section').filter({ has: page.getByRole('heading', { name: chart }) });
  await card.getByText('Show as a table').first().click();
  const rows = page.getByRole('table', { name: `${chart}, as a table` }).locator('tbody tr');
  await expect(rows.first()).toBeVisible();
  const all = await rows.evaluateAll((list) =>
    list.map((one) => [...one.querySelectorAll('td')].slice(1).map((cell) => cell.textContent)),
  );
  return all.filter(([first]) => first !== '0');
}

test('usage shows exactly what was recorded, as a chart, as a table and as CSV', async ({
  owner,
  tenant,
}) => {
  test.slow();
  const { key } = await makeKey(tenant, { name: '=Backend' });
  const of = (change: Partial<UsageRow>) => calls(tenant.organizationId, key.id, change);
  await record([
    of({ requests: 1204 }),
    of({ requests: 7, status: 429, code: 'rate_limit_exceeded' }),
    of({ requests: 3, status: 422, code: 'invalid_request' }),
    of({ requests: 2, status: 500, code: 'internal_error' }),
  ]);
  await owner.goto('/test/usage?range=1h');
  await expect(owner.getByText(/Data as of \d\d:\d\d:\d\d, /)).toBeVisible();
  expect(await figures(owner, 'Requests by outcome')).toEqual([['1,216', '1,204', '7', '3', '2']]);
  const byKey = owner.getByRole('table', { name: 'Requests by key' });
  await expect(byKey.getByRole('row', { name: /=Backend/ })).toContainText('1,216');

  const chart = owner.getByRole('slider', { name: /Requests by outcome/ });
  await chart.focus();
  await owner.keyboard.press('Home');
  await expect(chart).toHaveAttribute('aria-valuetext', /0 in all/);
  await owner.keyboard.press('End');
  await expect(chart).toHaveAttribute('aria-valuetext', /not over yet/);
  await expectFit(owner);

  const csv = await owner.request.get('/api/usage/test/keys?range=1h');
  expect(await csv.text()).toContain(`${key.id},'=Backend,1216,1204,7,3,2\r\n`);
  await owner.context().clearCookies();
  expect((await owner.request.get('/api/usage/test/keys?range=1h')).status()).toBe(401);
});

test('rate limits show the fullest minute, near misses and who did not wait', async ({
  owner,
  tenant,
}) => {
  test.slow();
  const { key } = await makeKey(tenant);
  const start = Math.floor(clock.now() / MINUTE) * MINUTE;
  const of = (change: Partial<UsageRow>) => calls(tenant.organizationId, key.id, change);
  const over = { start: start - 5 * MINUTE, peak: 650 };
  await record([
    of({ start: start - 9 * MINUTE, peak: 480, requests: 480 }),
    of({ ...over, requests: 600 }),
    of({ ...over, requests: 50, status: 429, code: 'rate_limit_exceeded' }),
  ]);
  await owner.goto('/test/limits?range=1h');
  expect(await figures(owner, 'Share of the limit')).toEqual([
    ['480', '600', '80', '1', '1', '0', '0', '0'],
    ['650', '600', '108.3', '1', '0', '1', '50', '49'],
  ]);
  const needs = owner.getByRole('table', { name: 'Limits that would have been enough' });
  await expect(needs.getByRole('row', { name: /The organization/ })).toContainText('was too low');
  await expectFit(owner);
});

test('a key’s own limit and the organization’s are told apart, and a key without one has no chart', async ({
  owner,
  tenant,
}) => {
  test.slow();
  const { key } = await makeKey(tenant, { name: 'Capped', rateLimit: 40 });
  const { key: plain } = await makeKey(tenant, { name: 'Plain' });
  const start = Math.floor(clock.now() / MINUTE) * MINUTE - 5 * MINUTE;
  const of = (change: Partial<UsageRow>) =>
    calls(tenant.organizationId, key.id, { start, keyPeak: 50, keyLimit: 40, peak: 40, ...change });
  await record([
    of({ requests: 40 }),
    of({ requests: 10, status: 429, code: 'rate_limit_exceeded' }),
  ]);
  await owner.goto('/test/limits?range=1h');
  await expect(owner.getByText('Keys’ own limits refused 10 requests besides.')).toBeVisible();
  const needs = owner.getByRole('table', { name: 'Limits that would have been enough' });
  await expect(needs.getByRole('row', { name: /The organization/ })).toContainText('enough');
  await expect(needs.getByRole('row', { name: /Capped/ })).toContainText('was too low');
  const shares = owner.getByRole('table', { name: /Requests by key/ });
  await expect(shares).toContainText('10 by its own limit');
  const whose = owner.getByLabel('Limit of');
  await expect(whose.getByRole('option')).toHaveText([
    'The organization’s limit',
    'Own limit of Capped',
  ]);
  await expectFit(owner);
  await owner.goto(`/test/limits?range=1h&key=${plain.id}`);
  await expect(owner.getByText('so there is no chart to show')).toBeVisible();
});

test('the overview shows refusals that no alert tells, and leads to them', async ({
  owner,
  tenant,
}) => {
  const { key } = await makeKey(tenant);
  const of = (change: Partial<UsageRow>) => calls(tenant.organizationId, key.id, change);
  await record([
    of({ requests: 97 }),
    of({ requests: 2, status: 403, code: 'insufficient_permissions' }),
    of({ requests: 1, status: 422, code: 'invalid_request' }),
  ]);
  await owner.goto('/test/overview');
  await expect(owner.getByText('3 refused')).toBeVisible();
  await expectFit(owner);
  await owner.getByRole('link', { name: 'insufficient_permissions' }).click();
  await owner.waitForURL('/test/requests?code=insufficient_permissions&within=1440');
});

test('an environment without calls leads to the first one', async ({ owner }) => {
  for (const page of ['usage', 'limits']) {
    await owner.goto(`/live/${page}`);
    await owner.getByRole('main').getByRole('link', { name: 'Make the first call' }).click();
    await owner.waitForURL('/live/first-call');
  }
});

test('the page says the zone of the browser, and begins days with its midnight', async ({
  browser,
  owner,
}) => {
  const context = await browser.newContext({ timezoneId: 'Asia/Kolkata' });
  await context.addCookies(await owner.context().cookies());
  const page = await context.newPage();
  await page.goto(`${env().portalUrl}/live/usage?range=30d`);
  await expect(page.getByText(/, Asia\/(Kolkata|Calcutta), whose midnight/)).toBeVisible();
  await context.close();
});
