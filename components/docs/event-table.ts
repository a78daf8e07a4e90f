import { webhookEvents, webhookEventTypes } from '#lib/webhooks/events';

/** Every type of event and when it happens, as Markdown. */
export const eventTable = [
  '| type | when |',
  '| --- | --- |',
  ...webhookEventTypes.map((type) => `| \`${type}\` | ${webhookEvents[type]} |`),
].join('\n');

/** Where a shape of the data of events is told of. */
export function dataTitle(name: string): string {
  return `Data of ${name}`;
}
