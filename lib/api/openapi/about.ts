import type { RouteDocument } from '#lib/api/document';
import type { RouteHead } from '#lib/api/route';

export const openapiHead: RouteHead = {
  method: 'GET',
  path: '/v1/openapi.json',
  permission: null,
  credits: 0,
  open: true,
};

export const openapiDocument: RouteDocument = {
  head: openapiHead,
  id: 'getOpenApi',
  tag: 'API',
  summary: 'This description',
  description: 'The API described in OpenAPI 3.1. No key is needed.',
  answer: {
    status: 200,
    description: 'An OpenAPI 3.1 document.',
    schema: null,
    type: 'application/json',
  },
  errors: [],
};
