import { listQuery } from '#lib/api/list/query';

/** The query of `GET /v1/webhooks`. */
export const webhooksQuery = listQuery('wh');
