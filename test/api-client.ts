import createClient from 'openapi-fetch';
import type { paths } from '#test/api-types/openapi';

/** A client of the API as the docs tell to make one, by the types of the OpenAPI file. */
export function apiClient(baseUrl: string, key?: string) {
  const headers = key === undefined ? {} : { Authorization: `Bearer ${key}` };
  return createClient<paths>({ baseUrl, headers });
}
