import AxeBuilder from '@axe-core/playwright';
import { ensurePartitions } from '#lib/usage/partitions';
import { usagePool } from '#lib/usage/pool';
import { rollRange } from '#lib/usage/roll';
import { insertUsage } from '#test/usage-rows';
import { expect, test } from './fixtures.ts';
import { makeKey } from './keys.ts';

const MINUTE = 60_000;

test('the charts of usage and limits show exactly what was recorded, as tables too', async ({
  owner,
  tenant,
}) => {
  const { key } = await makeKey(tenant, { name: 'Counted' });
  const now = Math.floor(Date.now() / MINUTE) * MINUTE;
  await ensurePartitions(usagePool(), now);
  const row = (minutesAgo: number, code: string, status: number, requests: number) => ({
    organizationId: tenant.organizationId,
    environment: 'test' as const,
    start: now - minutesAgo * MINUTE,
    keyId: key.id,
    route: 'GET /v1/me',
    status,
    code,
    requests,
    slot: 5,
    peak: 83,
    peakLimit: 100,
    keyPeak: 0,
    keyLimit: 0,
  });
  await insertUsage(usagePool(), [
    row(10, '', 200, 1_234),
    row(11, 'rate_limit_exceeded', 429, 17),
    row(12, 'api_key_expired', 401, 5),
  ]);
  // Soon after an hour's end that hour may be rolled already.
  await rollRange(usagePool(), tenant.organizationId);
  await owner.goto('/test/usage?range=1h');
  await expect(owner.getByText('1,256').first()).toBeVisible();
  const byKey = owner.getByRole('row').filter({ hasText: 'Counted' });
  await expect(byKey.first()).toContainText('1,256');
  await expect(
    owner.getByRole('row').filter({ hasText: 'rate_limit_exceeded' }).first(),
  ).toContainText('17');
  const axe = new AxeBuilder({ page: owner }).setLegacyMode();
  const grave = (await axe.analyze()).violations.filter(({ impact }) =>
    ['serious', 'critical'].includes(impact ?? ''),
  );
  expect(grave.map(({ id, nodes }) => `${id} ${nodes[0]?.html}`)).toEqual([]);
  await owner.goto('/test/limits?range=1h');
  await expect(owner.getByText('83').first()).toBeVisible();
  await expect(owner.getByText('17').first()).toBeVisible();
  const wide = await owner.evaluate(async () => {
    const { scrollWidth, clientWidth } = document.documentElement;
    return scrollWidth - clientWidth;
  });
  expect(wide).toBe(0);
});
