import { expect, test } from 'vitest';
import { makeKey } from '#test/api-key';
import { dataOf, makeTenant } from '#test/tenant';
import { listKeyNames } from './names.ts';

test('where a limit is chosen, only keys with one of their own are offered, and the chosen one', async () => {
  const tenant = await makeTenant();
  const made = async (name: string, rateLimit: number | null) =>
    (await makeKey(tenant.as('owner'), { name, rateLimit })).key.id;
  await made('Limited', 40);
  const plain = await made('Plain', null);
  await made('Other', null);
  const names = async (limitedOr?: string | null) => {
    const input = { environment: 'live' as const, limitedOr };
    return dataOf(await listKeyNames(tenant.as('viewer'), input)).map(({ name }) => name);
  };
  expect(await names()).toHaveLength(3);
  expect(await names(null)).toEqual(['Limited']);
  expect((await names(plain)).sort()).toEqual(['Limited', 'Plain']);
});
