import type { RouteDocument } from './document.ts';
import { meHead } from './me.ts';
import { meAnswer } from './me-answer.ts';

export const meDocument: RouteDocument = {
  head: meHead,
  id: 'getMe',
  tag: 'Key',
  summary: 'Show the key',
  description:
    'Says what the presented key is and may do, what is left of its credits and of this minute’s calls. Every valid key may ask, and it is free.',
  answer: {
    status: 200,
    description: 'The key.',
    schema: meAnswer,
    name: 'Key',
    example: {
      object: 'api_key',
      id: 'key_01JEXAMPLE0000000000000000',
      name: 'Backend',
      organization: { id: 'org_01JEXAMPLE0000000000000000', name: 'Acme', plan: 'pro' },
      environment: 'test',
      permissions: ['sessions:read', 'sessions:write'],
      expires_at: null,
      credits: { remaining: 99, used: 1 },
      rate_limit: { limit: 600, remaining: 599, reset: 1767225600 },
    },
  },
  errors: [],
};
