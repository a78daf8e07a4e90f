import { type Attribute, attributeOf, attributesOf } from './attributes.ts';
import { at, entriesAt, isPart, listAt, resolve, textAt } from './part.ts';

/** A parameter of a path, a query or a header. */
export type Parameter = Attribute & { readonly place: string };

/** What a call is answered with when it succeeds. */
export type Answer = {
  readonly status: number;
  readonly description: string;
  /** Its media type; null when it has no body. */
  readonly type: string | null;
  readonly headers: readonly Attribute[];
  readonly attributes: readonly Attribute[];
  readonly example: unknown;
};

export type Operation = {
  readonly id: string;
  readonly method: string;
  /** With its parameters in braces. */
  readonly path: string;
  /** The path of an example. */
  readonly examplePath: string;
  readonly summary: string;
  /** Markdown. */
  readonly description: string;
  readonly needsKey: boolean;
  readonly parameters: readonly Parameter[];
  readonly body: { readonly attributes: readonly Attribute[]; readonly example: unknown } | null;
  readonly answer: Answer;
  /** In the order of their statuses. */
  readonly errors: readonly OperationError[];
};

type OperationError = {
  readonly status: number;
  readonly code: string;
  readonly message: string;
};

/** The operations of one resource. */
export type Resource = {
  readonly name: string;
  readonly description: string;
  readonly operations: readonly Operation[];
};

/** The operations of an OpenAPI document, in its order, by the tag that each has. */
export function resourcesOf(document: unknown): Resource[] {
  const all = entriesAt(document, 'paths').flatMap(([path, item]) =>
    entriesAt(item).map(([method, part]) => ({ method, path, part })),
  );
  return listAt(document, 'tags').map((tag) => {
    const name = textAt(tag, 'name');
    const own = all.filter(({ part }) => listAt(part, 'tags').includes(name));
    const operations = own.map((found) => operationOf(document, found));
    return { name, description: textAt(tag, 'description'), operations };
  });
}

/** The errors of an operation by their statuses. */
export function statusesOf(errors: readonly OperationError[]): [number, OperationError[]][] {
  return [...Map.groupBy(errors, ({ status }) => status)];
}

type Found = { readonly method: string; readonly path: string; readonly part: unknown };

function operationOf(document: unknown, { method, path, part }: Found): Operation {
  const body = at(part, 'requestBody', 'content', 'application/json');
  const parameters = listAt(part, 'parameters').map((one) => resolve(document, one));
  return {
    id: textAt(part, 'operationId'),
    method: method.toUpperCase(),
    path,
    examplePath: path.replace(/(.*?\{\w+\})/g, (prefix) => exampleOfPath(document, prefix)),
    summary: textAt(part, 'summary'),
    description: textAt(part, 'description'),
    needsKey: at(part, 'security') === undefined,
    parameters: parameters.map(parameterOf),
    body: isPart(body)
      ? { attributes: attributesOf(resolve(document, body.schema)), example: body.example }
      : null,
    answer: answerOf(document, at(part, 'responses')),
    errors: errorsOf(at(part, 'responses')),
  };
}

/** `/v1/sessions/{id}` with the id of the session that is the example of that path. */
function exampleOfPath(document: unknown, path: string): string {
  const responses = at(document, 'paths', path, 'get', 'responses');
  const id = textAt(at(responses, '200', 'content', 'application/json', 'example'), 'id');
  if (id === '') throw new Error(`the OpenAPI document has no example of ${path}`);
  return path.replace(/\{\w+\}$/, id);
}

/** A parameter, by its part of an OpenAPI document. */
export function parameterOf(parameter: unknown): Parameter {
  const { schema } = isPart(parameter) ? parameter : {};
  const required = at(parameter, 'required') === true;
  const attribute = attributeOf(textAt(parameter, 'name'), schema, required);
  const text = textAt(parameter, 'description') || attribute.text;
  return { ...attribute, text, place: textAt(parameter, 'in') };
}

function answerOf(document: unknown, responses: unknown): Answer {
  const [status, response] = entriesAt(responses).find(([code]) => code.startsWith('2')) ?? [];
  const [type, content] = entriesAt(response, 'content')[0] ?? [];
  const headers = entriesAt(response, 'headers').map(([name, header]) => {
    const part = resolve(document, header);
    const attribute = attributeOf(name, at(part, 'schema'), false);
    return { ...attribute, text: textAt(part, 'description') };
  });
  return {
    status: Number(status),
    description: textAt(response, 'description'),
    type: type ?? null,
    headers,
    attributes: attributesOf(resolve(document, at(content, 'schema'))),
    example: at(content, 'example'),
  };
}

function errorsOf(responses: unknown): OperationError[] {
  return entriesAt(responses).flatMap(([status, response]) =>
    entriesAt(response, 'content', 'application/json', 'examples').map(([code, example]) => ({
      status: Number(status),
      code,
      message: textAt(example, 'summary'),
    })),
  );
}
