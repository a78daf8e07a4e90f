import { type Attribute, attributesOf } from './attributes.ts';
import { type Operation, type Parameter, parameterOf, type Resource } from './operations.ts';
import { at, entriesAt, listAt, resolve, textAt } from './part.ts';

/** A shape that `data` has, and the types of the events that bring it. */
export type EventData = {
  /** `api_key`; of alerts with their kind, such as `alert credits_low`. */
  readonly name: string;
  readonly types: readonly string[];
  readonly attributes: readonly Attribute[];
  /** The operation that answers the very same; null when there is none. */
  readonly sameAs: Pick<Operation, 'method' | 'path' | 'summary'> | null;
};

/** What an OpenAPI document says of its webhooks, which differ by their type and their data. */
export type Events = {
  readonly types: readonly { readonly type: string; readonly description: string }[];
  readonly headers: readonly Parameter[];
  /** The fields around the data. */
  readonly body: readonly Attribute[];
  readonly data: readonly EventData[];
};

/** The webhooks of an OpenAPI document; `resources` are its operations. */
export function eventsOf(document: unknown, resources: readonly Resource[]): Events {
  const webhooks = entriesAt(document, 'webhooks');
  const [, first] = webhooks[0] ?? [];
  const shapes = Map.groupBy(webhooks, ([, item]) => JSON.stringify(dataOf(document, item)));
  return {
    types: webhooks.map(([type, item]) => ({
      type,
      description: textAt(item, 'post', 'description'),
    })),
    headers: listAt(first, 'post', 'parameters').map(parameterOf),
    body: attributesOf(bodyOf(document, first)).map(withoutOwn),
    data: [...shapes.values()].map((same) => shapeOf(document, same, resources)),
  };
}

function bodyOf(document: unknown, webhook: unknown): unknown {
  const schema = at(webhook, 'post', 'requestBody', 'content', 'application/json', 'schema');
  return resolve(document, schema);
}

function dataOf(document: unknown, webhook: unknown): unknown {
  return resolve(document, at(bodyOf(document, webhook), 'properties', 'data'));
}

/** What one event has of its own is told elsewhere: its type by the list, its data by its shape. */
function withoutOwn(attribute: Attribute): Attribute {
  if (attribute.name === 'type') return { ...attribute, values: [] };
  return attribute.name === 'data' ? { ...attribute, inner: [] } : attribute;
}

function shapeOf(
  document: unknown,
  webhooks: readonly [string, unknown][],
  resources: readonly Resource[],
): EventData {
  const schema = dataOf(document, webhooks[0]?.[1]);
  const kind = textAt(schema, 'properties', 'kind', 'const');
  const object = textAt(schema, 'properties', 'object', 'const');
  const attributes = attributesOf(schema);
  const answers = (operation: Operation) =>
    operation.method === 'GET' &&
    JSON.stringify(operation.answer.attributes) === JSON.stringify(attributes);
  return {
    name: `${object} ${kind}`.trim(),
    types: webhooks.map(([type]) => type),
    attributes,
    sameAs: resources.flatMap(({ operations }) => operations).find(answers) ?? null,
  };
}
