import { existsSync, globSync, readFileSync } from 'node:fs';
import { lexer } from 'marked';
import { createElement } from 'react';
import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { routeHeads } from '#lib/api/heads';
import { errorCodes } from '#lib/errors';
import { webhookEvents } from '#lib/webhooks/events';
import { anchorOf, headingsOf, Markdown } from './markdown.tsx';
import { docsPages, findDocsPage } from './pages.tsx';
import { Reference } from './reference.tsx';
import { referenceOf } from './reference-page.ts';

const reader = {
  environment: 'test',
  gateUrl: { live: 'https://live.test', test: 'https://test.test' },
  keyName: null,
} as const;
const textOf = (slug: string) => findDocsPage(slug)?.markdown(reader) ?? '';

test('every error of the table is explained, with its cause and what to do', () => {
  const text = textOf('errors');
  for (const code of errorCodes) {
    const [, section = ''] = text.split(`\n### ${code}\n`);
    expect(section.split('\n##')[0], code).toMatch(/\*\*Cause\.\*\* .+\n\n\*\*What to do\.\*\* ./);
  }
});

test('every route is in the reference', () => {
  const text = textOf('reference');
  for (const { method, path } of routeHeads) {
    expect(text).toContain(`\`${method} ${path.replace(/:(\w+)/g, '{$1}')}\``);
  }
});

test('every page is drawn, and everything in it is known to the page’s look', () => {
  for (const page of docsPages) {
    const source = page.markdown(reader);
    const html = renderToStaticMarkup(createElement(Markdown, { source }));
    const headings = lexer(source).filter(({ type }) => type === 'heading');
    expect(html.split(/<h[23] /).length - 1, page.slug).toBe(headings.length);
    expect(html).not.toMatch(/<script|undefined|\[object/);
  }
});

test('the reference that people see has every operation and heading of its Markdown', () => {
  const html = renderToStaticMarkup(createElement(Reference, { reader, filter: '' }));
  const plain = html.replaceAll('<wbr/>', '');
  for (const { id } of headingsOf(textOf('reference'))) {
    expect(html.split(` id="${id}"`), id).toHaveLength(2);
    expect(html, id).toContain(`href="#${id}"`);
  }
  for (const { method, path } of routeHeads) {
    expect(html).toContain(`>${method}</span>`);
    expect(plain).toContain(`>${path.replace(/:(\w+)/g, '{$1}')}</code>`);
  }
  for (const type of Object.keys(webhookEvents)) expect(plain).toContain(`>${type}</code></dt>`);
  for (const code of html.matchAll(/href="\/docs\/errors#(\w+)"/g)) {
    expect(errorCodes).toContain(code[1]);
  }
  expect(html).not.toMatch(/<script|style="|undefined|\[object/);
});

test('links within the documentation lead somewhere', () => {
  const html = new Map(
    docsPages.map((page) => [
      page.slug,
      renderToStaticMarkup(createElement(Markdown, { source: page.markdown(reader) })),
    ]),
  );
  for (const [slug, text] of html) {
    for (const [, path = '', anchor] of text.matchAll(/href="(\/[^"#]*)(?:#([^"]+))?"/g)) {
      const docs = /^\/docs\/([\w-]+)$/.exec(path)?.[1];
      const target = docs === undefined ? undefined : html.get(docs);
      const page = path.replace(/^\/(live|test)\//, 'app/(portal)/[environment]/');
      const exists = target !== undefined || existsSync(`${page}/page.tsx`);
      expect(exists, `${slug}: ${path}`).toBe(true);
      if (anchor !== undefined) expect(target, `${slug}: #${anchor}`).toContain(`id="${anchor}"`);
    }
  }
});

test('the data of every event is in the reference, for people and for programs', () => {
  const html = renderToStaticMarkup(createElement(Reference, { reader, filter: '' }));
  const plain = html.replaceAll('<wbr/>', '');
  const text = textOf('reference');
  for (const { name, types, attributes, sameAs } of referenceOf(reader).events.data) {
    const id = anchorOf(`Data of ${name}`);
    const [, drawn = ''] = plain.split(` id="${id}"`);
    const [, told = ''] = text.split(`\n### Data of ${name}\n`);
    const [shown = '', written = ''] = [drawn.split('</section>')[0], told.split('\n##')[0]];
    for (const type of types) {
      expect(shown, type).toContain(`>${type}</code>`);
      expect(written, type).toContain(`\`${type}\``);
    }
    if (sameAs !== null) {
      const link = `#${anchorOf(sameAs.summary)}`;
      expect([shown.includes(`href="${link}"`), written.includes(`](${link})`)]).toEqual([
        true,
        true,
      ]);
      continue;
    }
    for (const field of attributes) {
      expect(shown, `${name}: ${field.name}`).toContain(`>${field.name}</code>`);
      expect(written, `${name}: ${field.name}`).toContain(`\n| \`${field.name}\` |`);
    }
  }
});

/** Files outside of the documentation that lead to it: path → link. */
function linksToDocs(): Map<string, string> {
  const files = globSync(['app/**/*.tsx', 'components/**/*.tsx'], {
    exclude: (path) => path.includes('docs'),
  });
  const links = files.flatMap((file) => {
    const found = /['"`](\/docs(?:\/[\w-]+)?(?:#[^'"`]+)?)['"`]/.exec(readFileSync(file, 'utf8'));
    return found?.[1] === undefined ? [] : [[file, found[1].replace(/\$\{\w+\}/, '…')] as const];
  });
  return new Map(links);
}

test('the portal leads to the page of the documentation that answers what one asks there', () => {
  expect(Object.fromEntries([...linksToDocs()].sort())).toEqual({
    'app/(portal)/[environment]/credits/page.tsx': '/docs/rate-limits#credits',
    'app/(portal)/[environment]/first-call/page.tsx': '/docs/quickstart',
    'app/(portal)/[environment]/limits/page.tsx': '/docs/rate-limits',
    'app/(portal)/[environment]/not-found.tsx': '/docs',
    'app/(portal)/[environment]/webhooks/page.tsx': '/docs/webhooks',
    'app/not-found.tsx': '/docs',
    'components/first-call/seen-call.tsx': '/docs/sessions',
    'components/keys/secret-once.tsx': '/docs/quickstart',
    'components/requests/request-list.tsx': '/docs/quickstart',
    'components/requests/verdict.tsx': '/docs/errors#…',
    'components/shell/fault.tsx': '/docs',
    'components/shell/navigation.tsx': '/docs',
    'components/usage/no-calls.tsx': '/docs/quickstart',
    'components/webhooks/secret-once.tsx': '/docs/webhooks#check-the-signature',
  });
  for (const [file, link] of linksToDocs()) {
    const [, slug, anchor] = /^\/docs(?:\/([\w-]+))?(?:#(.+))?$/.exec(link) ?? [];
    const page = findDocsPage(slug ?? 'quickstart');
    expect(page, file).toBeDefined();
    if (anchor === undefined || anchor === '…') continue;
    const ids = headingsOf(page?.markdown(reader) ?? '').map(({ id }) => id);
    expect(ids, file).toContain(anchor);
  }
});

test('who reads for the live environment gets live prefixes, and tries errors out in test', () => {
  const live = { ...reader, environment: 'live', keyName: 'Backend' } as const;
  for (const slug of ['quickstart', 'streams']) {
    expect(findDocsPage(slug)?.markdown(live)).toMatch(/export \w+=sk_live_…/);
  }
  const fences =
    findDocsPage('errors')
      ?.markdown(live)
      .match(/```bash\n[\s\S]*?```/g) ?? [];
  expect(fences.join()).toContain(reader.gateUrl.test);
  expect(fences.join()).not.toMatch(/live\.test|Backend/);
});
