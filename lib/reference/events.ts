import { type Attribute, attributesOf } from './attributes.ts';
import { type Parameter, parameterOf } from './operations.ts';
import { at, entriesAt, listAt, resolve, textAt } from './part.ts';

/** What an OpenAPI document says of its webhooks, which differ by their type alone. */
export type Events = {
  readonly types: readonly { readonly type: string; readonly description: string }[];
  readonly headers: readonly Parameter[];
  readonly body: readonly Attribute[];
};

/** The webhooks of an OpenAPI document. */
export function eventsOf(document: unknown): Events {
  const webhooks = entriesAt(document, 'webhooks');
  const [, first] = webhooks[0] ?? [];
  const schema = at(first, 'post', 'requestBody', 'content', 'application/json', 'schema');
  return {
    types: webhooks.map(([type, item]) => ({
      type,
      description: textAt(item, 'post', 'description'),
    })),
    headers: listAt(first, 'post', 'parameters').map(parameterOf),
    body: attributesOf(resolve(document, schema)),
  };
}
