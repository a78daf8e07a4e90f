import type { Attribute } from '#lib/reference/attributes';
import type { EventData, Events } from '#lib/reference/events';
import {
  type Operation,
  type Parameter,
  type Resource,
  statusesOf,
} from '#lib/reference/operations';
import { requestSample } from '#lib/reference/request-sample';
import { dataTitle } from './event-table.ts';
import { anchorOf } from './markdown.tsx';
import type { Reader } from './page.ts';
import { fences } from './sample.tsx';

/** The reference for programs that read: fields within fields are told by their paths. */
export function markdownOf(resources: readonly Resource[], reader: Reader): string {
  const sections = resources.map(({ name, description, operations }) => {
    const texts = operations.map((operation) => operationText(operation, reader));
    return [`## ${name}`, description, ...texts].join('\n\n');
  });
  return sections.join('\n\n');
}

/** The events of webhooks: what they have in common, then each shape of their data. */
export function eventsText({ types, headers, body, data }: Events): string {
  const lines = types.map(({ type, description }) => `| \`${type}\` | ${description} |`);
  return [
    '## Webhook events',
    'Posted to your endpoints; [Webhooks](/docs/webhooks) tells how they are signed and sent again.',
    ['| event | when |', '| --- | --- |', ...lines].join('\n'),
    tableOf('body', body.flatMap(rowsOf)),
    tableOf('header', headers.map(parameterRow)),
    ...data.map(dataText),
  ].join('\n\n');
}

function dataText({ name, types, attributes, sameAs }: EventData): string {
  const operation = sameAs && `[\`${sameAs.method} ${sameAs.path}\`](#${anchorOf(sameAs.summary)})`;
  return [
    `### ${dataTitle(name)}`,
    `\`data\` of ${types.map((type) => `\`${type}\``).join(', ')}.`,
    operation === null
      ? tableOf('data', attributes.flatMap(rowsOf))
      : `It is what ${operation} answers.`,
  ].join('\n\n');
}

function operationText(operation: Operation, reader: Reader): string {
  const { summary, method, path, description, parameters, body, answer, errors } = operation;
  return [
    `### ${summary}`,
    `\`${method} ${path}\``,
    description,
    tableOf('parameter', parameters.map(parameterRow)),
    body === null ? '' : tableOf('body', body.attributes.flatMap(rowsOf)),
    fences(requestSample(operation), reader),
    `**Answer ${answer.status}.** ${answer.description}`,
    tableOf('answer', answer.attributes.flatMap(rowsOf)),
    jsonOf(answer.example),
    errorTable(errors),
  ]
    .filter((text) => text !== '')
    .join('\n\n');
}

/** Longer lists are in the OpenAPI file, such as that of every error. */
const MOST_VALUES = 24;

type Row = { readonly name: string; readonly type: string; readonly text: string };

function parameterRow(parameter: Parameter): Row {
  const { name, type, text } = rowOf(parameter, '');
  return { name, type: `${parameter.place}, ${type}`, text };
}

function rowsOf(attribute: Attribute): Row[] {
  return rowsUnder(attribute, '');
}

function rowsUnder(attribute: Attribute, prefix: string): Row[] {
  const under = `${prefix}${attribute.name}.`;
  const inner = attribute.inner.flatMap((one) => rowsUnder(one, under));
  return [rowOf(attribute, prefix), ...inner];
}

function rowOf({ name, type, required, text, values, limits }: Attribute, prefix: string): Row {
  const notes = [text, limits.length === 0 ? '' : `(${limits.join('; ')})`];
  if (values.length > MOST_VALUES) notes.push(`One of ${values.length} values.`);
  else if (values.length > 0) notes.push(values.map((value) => `\`${value}\``).join(', '));
  return {
    name: `${prefix}${name}`,
    type: required ? type : `${type}, optional`,
    text: notes.filter((note) => note !== '').join(' '),
  };
}

function tableOf(title: string, rows: readonly Row[]): string {
  if (rows.length === 0) return '';
  const lines = rows.map(({ name, type, text }) => `| \`${name}\` | ${type} | ${text} |`);
  return [`| ${title} | type | meaning |`, '| --- | --- | --- |', ...lines].join('\n');
}

function jsonOf(example: unknown): string {
  return example === undefined ? '' : `\`\`\`json\n${JSON.stringify(example, null, 2)}\n\`\`\``;
}

/** Codes lead to where they are explained. */
function errorTable(errors: Operation['errors']): string {
  const lines = statusesOf(errors).map(([status, codes]) => {
    const links = codes.map(({ code }) => `[\`${code}\`](/docs/errors#${code})`);
    return `| ${status} | ${links.join(', ')} |`;
  });
  return ['| status | errors |', '| --- | --- |', ...lines].join('\n');
}
