import { listQuery } from '#lib/api/list/query';

/** The query of `GET /v1/sessions/{id}/recordings`. */
export const recordingsQuery = listQuery('rec');
