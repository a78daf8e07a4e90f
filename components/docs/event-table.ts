import { webhookEvents, webhookEventTypes } from '#lib/webhooks/events';

/** Every type of event and when it happens, as Markdown. */
export const eventTable = [
  '| type | when |',
  '| --- | --- |',
  ...webhookEventTypes.map((type) => `| \`${type}\` | ${webhookEvents[type]} |`),
].join('\n');
