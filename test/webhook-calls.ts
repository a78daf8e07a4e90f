import { expect } from 'vitest';
import { webhookCreatedAnswer } from '#lib/api/webhooks/answer';
import { callGate, type GateResponse } from '#test/gate-call';
import type { SeededKey } from '#test/gate-data';

export type WebhookCall = {
  readonly by: SeededKey;
  readonly method?: string;
  readonly body?: unknown;
  readonly headers?: Record<string, string>;
};

export const hookUrl = 'https://93.184.216.34/hooks';
export const wantedHook = {
  url: hookUrl,
  events: ['session.ended', 'session.created'],
  description: 'Billing',
};

/** Calls `/v1/webhooks` and what is below it. */
export function callWebhooks(
  port: number,
  path: string,
  { by, ...sent }: WebhookCall,
): Promise<GateResponse> {
  return callGate(port, `/v1/webhooks${path}`, { key: by.text, ...sent });
}

/** Makes an endpoint; what the call answered. */
export async function createWebhook(port: number, by: SeededKey, body: unknown = wantedHook) {
  const response = await callWebhooks(port, '', { by, body });
  expect(response.status, response.text).toBe(201);
  return webhookCreatedAnswer.parse(JSON.parse(response.text));
}

export const codeOf = (response: GateResponse) => [response.status, response.error?.code];
