import type { Route } from '#lib/api/route';
import { openapiHead } from './about.ts';
import { openApiDocument } from './document.ts';

/** `GET /v1/openapi.json`: the same text for everybody, made at the first call. */
export function openapiRoutes(servers: Parameters<typeof openApiDocument>[0]): readonly Route[] {
  let text: string | null = null;
  const handler = () => {
    text ??= JSON.stringify(openApiDocument(servers));
    return { kind: 'success', status: 200, body: text } as const;
  };
  return [{ ...openapiHead, body: null, handler, openly: handler }];
}
