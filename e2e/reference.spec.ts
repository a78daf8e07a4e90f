import { routeDocuments } from '#lib/api/documents';
import { expectFit } from './fit.ts';
import { expect, test } from './fixtures.ts';

test('the reference shows every operation, and asks no other host for anything', async ({
  page,
}) => {
  const hosts = new Set<string>();
  page.on('request', (request) => hosts.add(new URL(request.url()).host));
  await page.goto('/docs/reference', { waitUntil: 'networkidle' });
  for (const { summary, head } of routeDocuments) {
    const section = page.getByRole('region', { name: summary, exact: true });
    await expect(section.getByRole('heading', { level: 3, name: summary })).toBeVisible();
    await expect(section).toContainText(`${head.method}${head.path.replace(/:(\w+)/g, '{$1}')}`);
    await expect(section.getByRole('region', { name: `curl sample: ${summary}` })).toBeVisible();
  }
  expect([...hosts]).toEqual([new URL(page.url()).host]);
});

test('all of it can be read in both themes and on every screen, unfolded', async ({ page }) => {
  test.slow();
  await page.goto('/docs/reference');
  await page.evaluate(() => {
    for (const fold of document.querySelectorAll('details')) {
      fold.removeAttribute('name');
      fold.open = true;
    }
  });
  await expect(page.getByText('Fields of speakers').first()).toBeVisible();
  await expectFit(page);
});

test('an operation is found with the keyboard alone', async ({ page }) => {
  await page.goto('/docs/reference');
  const operations = page.getByRole('navigation', { name: 'Operations' });
  const filter = operations.getByRole('searchbox', { name: 'Filter operations' });
  await filter.focus();
  await page.keyboard.type('delete webhook');
  await expect(operations.getByRole('link')).toHaveText([/Remove/]);
  await expect(operations.getByRole('status')).toHaveText('1 operation found');
  await page.keyboard.press('Enter');
  const [removed] = routeDocuments.filter(({ head }) => head.method === 'DELETE');
  const heading = page.getByRole('heading', { name: removed?.summary ?? '', exact: true });
  await expect(heading).toBeInViewport();
  await filter.fill('nothing of the kind');
  await expect(operations.getByRole('status')).toHaveText('No operations found');
});

test.describe('without a script', () => {
  test.use({ javaScriptEnabled: false });

  test('the reference is read, unfolded and filtered all the same', async ({ page }) => {
    await page.goto('/docs/reference');
    const summary = 'Create a session';
    const section = page.getByRole('region', { name: summary, exact: true });
    await section.getByText('Python', { exact: true }).click();
    const python = section.getByRole('region', { name: `Python sample: ${summary}` });
    await expect(python).toContainText('urllib.request');
    await section.getByText(/^Fields of stream/).click();
    await expect(section.getByText('Opens one connection, within 5 minutes.')).toBeVisible();
    await section.getByText(/^Errors/).click();
    const link = section.getByRole('link', { name: 'insufficient_api_credits' });
    await expect(link).toHaveAttribute('href', '/docs/errors#insufficient_api_credits');

    const operations = page.getByRole('navigation', { name: 'Operations' });
    await operations.getByRole('searchbox').fill('recordings');
    await operations.getByRole('searchbox').press('Enter');
    await expect(page).toHaveURL(/\?filter=recordings$/);
    await expect(operations.getByRole('link')).toHaveCount(3);
  });
});
