import { openApiDocument } from '#lib/api/openapi/document';
import { at, type Field, fieldsOf, isPart, listAt } from './fields.ts';
import { baseUrlOf, type DocsPage } from './page.ts';

export const reference: DocsPage = {
  slug: 'reference',
  title: 'API reference',
  description: 'Every route, from the OpenAPI file.',
  markdown(reader) {
    const document = openApiDocument(reader.gateUrl);
    const operations = Object.entries(document.paths).flatMap(([path, item]) =>
      Object.entries(item).map(([method, operation]) => ({ method, path, operation })),
    );
    const sections = document.tags.map(({ name, description }) => {
      const own = operations.filter(({ operation }) => listAt(operation, 'tags').includes(name));
      const texts = own.map((one) => operationText(document, one));
      return `## ${name}\n\n${description}\n\n${texts.join('\n\n')}`;
    });
    return `Made from [\`/v1/openapi.json\`](${baseUrlOf(reader)}/v1/openapi.json), which needs no key.\n\n${sections.join('\n\n')}\n`;
  },
};

type Found = { readonly method: string; readonly path: string; readonly operation: unknown };

function operationText(document: unknown, { method, path, operation }: Found): string {
  const body = at(operation, 'requestBody', 'content', 'application/json');
  const parameters = listAt(operation, 'parameters').map((one) => resolve(document, one));
  return [
    `### ${String(at(operation, 'summary'))}`,
    `\`${method.toUpperCase()} ${path}\``,
    String(at(operation, 'description')),
    tableOf('Parameters', parameters.map(parameterField)),
    isPart(body) ? tableOf('Body', fieldsOf(resolve(document, body.schema))) : '',
    isPart(body) ? jsonOf(body.example) : '',
    responsesText(document, at(operation, 'responses')),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

function responsesText(document: unknown, responses: unknown): string {
  const lines: string[] = [];
  const successes: string[] = [];
  for (const [status, response] of Object.entries(isPart(responses) ? responses : {})) {
    const description = String(at(response, 'description'));
    if (status.startsWith('2')) {
      const content = at(response, 'content', 'application/json');
      successes.push(`**Answer ${status}.** ${description}`);
      if (isPart(content)) {
        successes.push(tableOf('Answer', fieldsOf(resolve(document, content.schema))));
        successes.push(jsonOf(content.example));
      }
    } else lines.push(`| ${status} | ${linked(description)} |`);
  }
  const errors = ['| status | errors |', '| --- | --- |', ...lines].join('\n');
  return [...successes.filter((text) => text !== ''), errors].join('\n\n');
}

/** Codes lead to where they are explained. */
function linked(codes: string): string {
  return codes.replace(/`(\w+)`/g, '[`$1`](/docs/errors#$1)');
}

function parameterField(parameter: unknown): Field {
  const name = String(at(parameter, 'name'));
  const place = String(at(parameter, 'in'));
  const text = at(parameter, 'description') ?? at(parameter, 'schema', 'description') ?? '';
  return { name, type: place, text: String(text) };
}

function tableOf(title: string, fields: readonly Field[]): string {
  if (fields.length === 0) return '';
  const rows = fields.map(({ name, type, text }) => `| \`${name}\` | ${type} | ${text} |`);
  return [`| ${title.toLowerCase()} | type | meaning |`, '| --- | --- | --- |', ...rows].join('\n');
}

function jsonOf(example: unknown): string {
  return example === undefined ? '' : `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``;
}

/** What a `$ref` of this document stands for. */
function resolve(document: unknown, part: unknown): unknown {
  const reference = isPart(part) ? part.$ref : undefined;
  if (typeof reference !== 'string') return part;
  return at(document, ...reference.slice(2).split('/'));
}
