import { lexer, type Token, type Tokens } from 'marked';
import { createElement, Fragment, type ReactNode } from 'react';
import { CodeBlock } from '#components/ui/code-block';
import { Mono } from '#components/ui/mono';
import { TextLink } from '#components/ui/text-link';
import { type Language, languages } from './sample.tsx';
import { SampleTabs } from './sample-tabs.tsx';

/** A heading with the anchor that leads to it. */
export type Heading = { readonly id: string; readonly depth: number; readonly text: string };

/** The anchor of a heading: codes stay as they are, other words are joined by hyphens. */
export function anchorOf(text: string): string {
  return text
    .toLowerCase()
    .replace(/[^\w]+/g, '-')
    .replace(/^-|-$/g, '');
}

/** The second and third level of a page, for its table of contents. */
export function headingsOf(source: string): readonly Heading[] {
  return lexer(source).flatMap((token) =>
    token.type === 'heading'
      ? [{ id: anchorOf(token.text), depth: token.depth, text: token.text }]
      : [],
  );
}

/** Our own Markdown as elements: nothing in it becomes HTML by itself. */
export function Markdown({ source }: { source: string }) {
  return grouped(lexer(source)).map((group) => (
    <Fragment key={group.map(({ raw }) => raw).join()}>
      {group.length > 1 ? <SampleTabs options={group.flatMap(optionOf)} /> : blockOf(group[0])}
    </Fragment>
  ));
}

/** Samples that follow each other are one thing in several languages. */
function grouped(tokens: readonly Token[]): Token[][] {
  const groups: Token[][] = [];
  for (const token of tokens) {
    if (token.type === 'space') continue;
    const last = groups.at(-1)?.at(-1);
    if (isSample(token) && last !== undefined && isSample(last)) groups.at(-1)?.push(token);
    else groups.push([token]);
  }
  return groups;
}

function isSample(token: Token): token is Tokens.Code {
  return token.type === 'code' && token.lang in languages;
}

function optionOf(token: Token) {
  if (!isSample(token)) return [];
  const id = token.lang as Language;
  return [{ id, label: languages[id], code: token.text }];
}

function blockOf(token: Token | undefined): ReactNode {
  switch (token?.type) {
    case 'heading':
      return <Title text={token.text} depth={token.depth} />;
    case 'paragraph':
      return <p className="max-w-2xl">{inlines(token.tokens)}</p>;
    case 'code':
      return <CodeBlock code={token.text} label={labelOf(token.lang)} />;
    case 'table':
      return <MarkdownTable table={token as Tokens.Table} />;
    default:
      throw new Error(`the documentation has no look for ${token?.type}`);
  }
}

function labelOf(lang: string): string {
  return lang in languages ? `${languages[lang as Language]} sample` : `${lang} text`;
}

function Title({ text, depth }: { text: string; depth: number }) {
  const id = anchorOf(text);
  const link = (
    <a href={`#${id}`} className="rounded-sm hover:underline">
      {text}
    </a>
  );
  if (depth === 2) {
    return (
      <h2
        id={id}
        className="mt-8 border-line border-t pt-6 font-semibold text-xl tracking-tight first:mt-0 first:border-t-0 first:pt-0"
      >
        {link}
      </h2>
    );
  }
  return (
    <h3 id={id} className="wrap-anywhere mt-5 font-semibold text-lg">
      {link}
    </h3>
  );
}

const keyboardScroll = { tabIndex: 0 } as const;

/** Narrow screens scroll it inside its frame. */
function MarkdownTable({ table }: { table: Tokens.Table }) {
  return (
    <section
      {...keyboardScroll}
      aria-label={table.header.map(({ text }) => text).join(', ')}
      className="max-w-full overflow-x-auto rounded-lg border border-line bg-surface"
    >
      <table className="w-full border-collapse text-left">
        <thead className="border-line border-b bg-subtle">
          <tr>
            {table.header.map((cell) => (
              <th key={cell.text} scope="col" className="px-3 py-2 font-medium text-muted text-sm">
                {inlines(cell.tokens)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody className="divide-y divide-line">
          {table.rows.map((row) => (
            <tr key={row.map(({ text }) => text).join()}>
              {row.map((cell, column) => (
                <td
                  key={table.header[column]?.text}
                  className="min-w-38 px-3 py-2 align-top sm:first:min-w-0 sm:first:whitespace-nowrap"
                >
                  {inlines(cell.tokens)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

/** Parts of a text never change places, so they are children one by one instead of a list with keys. */
function inlines(tokens: readonly Token[] = []): ReactNode {
  return createElement(Fragment, null, ...tokens.map(inline));
}

function inline(token: Token): ReactNode {
  switch (token.type) {
    case 'codespan':
      return <Mono>{token.text}</Mono>;
    case 'strong':
      return <strong className="font-semibold">{inlines(token.tokens)}</strong>;
    case 'link':
      return <TextLink href={token.href}>{inlines(token.tokens)}</TextLink>;
    default:
      return 'text' in token ? token.text : token.raw;
  }
}
