import { openApiDocument } from '#lib/api/openapi/document';
import { type Events, eventsOf } from '#lib/reference/events';
import { type Resource, resourcesOf } from '#lib/reference/operations';
import { baseUrlOf, type DocsPage, type Reader } from './page.ts';
import { eventsText, markdownOf } from './reference-markdown.ts';

/** What the reference speaks of, from the OpenAPI file of the reader's gate. */
export function referenceOf({ gateUrl }: Reader): {
  readonly resources: readonly Resource[];
  readonly events: Events;
} {
  const document = openApiDocument(gateUrl);
  const resources = resourcesOf(document);
  return { resources, events: eventsOf(document, resources) };
}

/** The reference as a page of the documentation; people see it drawn by `Reference`. */
export const reference: DocsPage = {
  slug: 'reference',
  title: 'API reference',
  description: 'Every route, from the OpenAPI file.',
  markdown(reader) {
    const file = `[\`/v1/openapi.json\`](${baseUrlOf(reader)}/v1/openapi.json)`;
    const { resources, events } = referenceOf(reader);
    const parts = [markdownOf(resources, reader), eventsText(events)];
    return `Made from ${file}, which needs no key.\n\n${parts.join('\n\n')}\n`;
  },
};
