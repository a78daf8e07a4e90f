import { expect, test } from 'vitest';
import { env } from '#lib/env';
import { routeHeads } from './heads.ts';
import { openResources } from './routes.ts';

test('the heads are those of the routes that run', async () => {
  const services = { databaseNow: () => 0, log: () => undefined } as unknown as Parameters<
    typeof openResources
  >[0];
  expect(env().gateUrl).toBeDefined();
  const resources = openResources(services);
  const heads = resources.routes.map(({ method, path, permission, credits, open, openly }) => ({
    method,
    path,
    permission,
    credits,
    ...(open === undefined ? {} : { open }),
    ...(openly === undefined ? {} : { open: true }),
  }));
  await resources.close();
  expect(heads).toEqual(routeHeads);
});
