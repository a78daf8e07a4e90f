import { askPage, listBody, listStatements, pageOf } from '#lib/api/list/page';
import type { ListQuery } from '#lib/api/list/query';
import type { GateUrls } from '#lib/api/owner';
import { type Call, type GateServices, type Outcome, refuse } from '#lib/gate/call';
import { within } from '#lib/gate/within';
import { isId } from '#lib/ids';
import { refuseWebhook } from './find.ts';
import { type WebhookRow, webhookColumns } from './row.ts';
import { webhookView } from './view.ts';

const one = {
  name: 'read_webhook',
  text: `SELECT ${webhookColumns} FROM webhook_endpoints WHERE id = $1 AND deleted_at IS NULL`,
};
const list = listStatements('list_webhooks', {
  select: `SELECT ${webhookColumns} FROM webhook_endpoints
    WHERE organization_id = $1 AND environment = $2::environment AND deleted_at IS NULL`,
  own: 2,
  id: 'id',
});

/** `GET /v1/webhooks/{id}`. */
export async function readWebhook(
  call: Call,
  { pool }: Pick<GateServices, 'pool'>,
  urls: GateUrls,
): Promise<Outcome> {
  const id = call.params.id ?? '';
  const { rows } = isId('wh', id)
    ? await within(call.deadline, pool.query<WebhookRow>({ ...one, values: [id] }))
    : { rows: [] };
  const [row] = rows;
  const obstacle = refuseWebhook(row, call.snapshot.key, urls);
  if (obstacle !== null || row === undefined) {
    const message = obstacle?.message;
    const code = obstacle?.code ?? 'webhook_not_found';
    return refuse('effect', code, message === undefined ? undefined : { message });
  }
  return { kind: 'success', status: 200, body: JSON.stringify(webhookView(row)) };
}

/** `GET /v1/webhooks`, the newest first. */
export async function listWebhooks(
  call: Call<unknown, ListQuery>,
  { pool }: Pick<GateServices, 'pool'>,
): Promise<Outcome> {
  const { organizationId, environment } = call.snapshot.key;
  const asked = askPage(list, [organizationId, environment], call.query);
  const { rows } = await within(call.deadline, pool.query<WebhookRow>(asked));
  const page = pageOf(rows, call.query);
  const data = page.rows.map((row) => JSON.stringify(webhookView(row)));
  return { kind: 'success', status: 200, body: listBody(data, page.hasMore, call.path) };
}
