import { z } from 'zod';
import type { WebhookEndpoint } from '#lib/db/generated/client';
import { databaseNow } from '#lib/db/now';
import { db, type Tx } from '#lib/db/prisma';
import { environmentField, idField } from '#lib/fields';
import { done, type Result } from '#lib/result';
import { defineVerb, notFound } from '#lib/verb';
import { type EndpointView, endpointView } from './view.ts';

export const listEndpointsInput = z.strictObject({ environment: environmentField });
export const endpointInput = z.strictObject({ endpointId: idField('wh') });

/** The endpoints of an environment, the newest first. */
export const listEndpoints = defineVerb({
  name: null,
  can: 'webhook.read',
  input: listEndpointsInput,
  run: async ({ organizationId }, { environment }): Promise<Result<readonly EndpointView[]>> => {
    const [rows, now] = await Promise.all([
      db().webhookEndpoint.findMany({
        where: { organizationId, environment, deletedAt: null },
        orderBy: [{ createdAt: 'desc' }, { id: 'desc' }],
      }),
      databaseNow(db()),
    ]);
    return done(rows.map((row) => endpointView(row, now)));
  },
});

/** One endpoint. */
export const showEndpoint = defineVerb({
  name: null,
  can: 'webhook.read',
  input: endpointInput,
  run: async ({ organizationId }, { endpointId: id }): Promise<Result<EndpointView>> => {
    const row = await db().webhookEndpoint.findUnique({
      where: { id, organizationId, deletedAt: null },
    });
    return row === null ? notFound('endpoint') : done(endpointView(row, await databaseNow(db())));
  },
});

/** An endpoint of this organization, its row locked until the transaction ends; null for any other id. */
export async function lockEndpoint(
  tx: Tx,
  organizationId: string,
  id: string,
): Promise<WebhookEndpoint | null> {
  await tx.$queryRaw`
    SELECT 1 FROM webhook_endpoints WHERE id = ${id} AND organization_id = ${organizationId} FOR UPDATE`;
  return tx.webhookEndpoint.findUnique({ where: { id, organizationId, deletedAt: null } });
}
