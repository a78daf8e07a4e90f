import { once } from 'node:events';
import { globSync } from 'node:fs';
import { get, type IncomingMessage } from 'node:http';
import { buffer } from 'node:stream/consumers';
import type { Browser } from '@playwright/test';
import { withChromium } from './chromium.ts';
import type { PortalSession } from './portal-session.ts';
import type { Row } from './suite.ts';

const GOAL_BYTES = 180_000;
const START = ['/live/overview', '/live/requests/explain'];

/** The compressed scripts that each page of the portal loads, its links followed until each was seen. */
export async function scriptRow(session: PortalSession): Promise<Row> {
  const weights = await withChromium((browser) => weigh(browser, session));
  const [heaviest] = [...weights].sort((one, other) => other.bytes - one.bytes);
  const { path, bytes } = heaviest ?? { path: 'none', bytes: Number.NaN };
  return {
    what: `compressed JavaScript of the heaviest of ${weights.length} portal pages, \`${path}\``,
    measured: `${(bytes / 1000).toFixed(1)} kB`,
    goal: `≤ ${GOAL_BYTES / 1000} kB`,
    met: bytes <= GOAL_BYTES,
  };
}

type Weight = { readonly path: string; readonly bytes: number };

/** One address of each page below `app/(portal)`. @throws when there are pages that no link leads to */
async function weigh(browser: Browser, session: PortalSession): Promise<Weight[]> {
  const missing = new Map(portalPages().map((page) => [page, patternOf(page)]));
  const weights: Weight[] = [];
  const queue = [...START];
  for (const address of queue) {
    const path = address.replace(/\?.*/, '');
    const page = [...missing].find(([, pattern]) => pattern.test(path))?.[0];
    if (page === undefined) continue;
    missing.delete(page);
    const { bytes, links } = await visit(browser, session, address);
    weights.push({ path: page, bytes });
    queue.push(...links);
    const keyId = /key_\w+$/.exec(path)?.[0];
    if (keyId) queue.push(...forSeveral(keyId));
  }
  if (missing.size > 0) throw new Error(`no link leads to ${[...missing.keys()].join(', ')}`);
  return weights;
}

/** No link leads to what is done with several keys: the list's form does. */
function forSeveral(keyId: string): string[] {
  return [`/live/keys/revoke?key=${keyId}`, `/live/keys/rotate?key=${keyId}`];
}

/** Routes such as `/[environment]/keys/[keyId]`; groups of routes are no part of an address. */
function portalPages(): string[] {
  return globSync('app/(portal)/**/page.tsx').map((file) =>
    file.slice('app'.length, -'/page.tsx'.length).replaceAll(/\/\(\w+\)/g, ''),
  );
}

function patternOf(page: string): RegExp {
  const path = page.replace('/[environment]', '/live').replaceAll(/\[\w+\]/g, '[a-z]+_\\w+');
  return new RegExp(`^${path}$`);
}

async function visit(browser: Browser, { origin, cookie }: PortalSession, path: string) {
  const context = await browser.newContext({ extraHTTPHeaders: { Cookie: cookie() } });
  const scripts = new Set<string>();
  context.on('request', (request) => {
    if (request.resourceType() === 'script') scripts.add(request.url());
  });
  try {
    const page = await context.newPage();
    await page.goto(origin + path, { waitUntil: 'networkidle' });
    const links = await page
      .locator('a[href^="/"]')
      .evaluateAll((found) =>
        found.map((link) => new URL((link as HTMLAnchorElement).href).pathname),
      );
    const sizes = await Promise.all([...scripts].map(compressedBytes));
    const bytes = sizes.reduce((sum, size) => sum + size, 0);
    return { bytes, links };
  } finally {
    await context.close();
  }
}

/** A file's size as a browser is sent it. DevTools' own figure is at times 0 for a file loaded ahead. */
async function compressedBytes(url: string): Promise<number> {
  const headers = { 'Accept-Encoding': 'gzip, deflate, br, zstd' };
  const [response] = (await once(get(url, { headers }), 'response')) as [IncomingMessage];
  return (await buffer(response)).length;
}
