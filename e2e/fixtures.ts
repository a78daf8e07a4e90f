import { type BrowserContext, test as base, expect, type Page } from '@playwright/test';
import type { Role } from '#lib/auth/policy';
import { cookieName, sealSession } from '#lib/auth/session-cookie';
import { closeDb } from '#lib/db/prisma';
import { makeTenant, type Tenant } from '#test/tenant';
import { portalUrl } from './product.ts';

type TestFixtures = {
  /** What pages said against the content policy or threw; the test fails when there is any. */
  faults: string[];
  /** An organization of this test alone, with a signed-in person per role. */
  tenant: Tenant;
  /** Opens a page signed in as that role of a tenant, in a browser context of its own. */
  pageOf: (tenant: Tenant, role?: Role) => Promise<Page>;
  /** A page of the tenant's owner. */
  owner: Page;
};

export { expect };

export const test = base.extend<TestFixtures, { connections: undefined }>({
  connections: [
    async ({ playwright: _ }, use) => {
      await use(undefined);
      await closeDb();
    },
    { scope: 'worker', auto: true },
  ],
  faults: [
    async ({ browserName: _ }, use) => {
      const faults: string[] = [];
      await use(faults);
      expect(faults, 'faults that pages reported').toEqual([]);
    },
    { auto: true },
  ],
  context: async ({ context, faults }, use) => {
    watch(context, faults);
    await use(context);
  },
  tenant: async ({ browserName: _ }, use) => use(await makeTenant()),
  pageOf: async ({ browser, faults }, use) => {
    const opened: BrowserContext[] = [];
    await use(async (tenant, role = 'owner') => {
      const context = await browser.newContext({ baseURL: portalUrl });
      opened.push(context);
      watch(context, faults);
      await context.addCookies([await sessionCookie(tenant, role)]);
      return context.newPage();
    });
    for (const context of opened) await context.close();
  },
  owner: async ({ pageOf, tenant }, use) => use(await pageOf(tenant)),
});

/** The cookie of a person's session, as signing in would have set it. */
export async function sessionCookie(tenant: Tenant, role: Role) {
  const { actor } = tenant.as(role);
  const sessionId = actor.kind === 'user' ? actor.sessionId : undefined;
  if (sessionId === undefined) throw new Error('only people have sessions');
  return { name: cookieName(), value: await sealSession(sessionId), url: portalUrl };
}

/** Notes every exception and every error that a page reports, above all breaches of the policy. */
function watch(context: BrowserContext, faults: string[]): void {
  context.on('weberror', (fault) => faults.push(String(fault.error())));
  context.on('console', (message) => {
    const expected = message.text().startsWith('Failed to load resource');
    if (message.type() === 'error' && !expected) faults.push(message.text());
  });
}
