import type { Page } from '@playwright/test';
import type { Role } from '#lib/auth/policy';
import { setPassword } from '#lib/auth/set-password';
import { asOperator, dataOf, type Tenant } from '#test/tenant';

export const PASSWORD = 'a passphrase of some length';

/** Gives one of the tenant's people a password, which ends their sessions; returns their e-mail address. */
export async function withPassword(tenant: Tenant, role: Role = 'owner'): Promise<string> {
  const email = tenant.as(role).actor.label;
  dataOf(await setPassword(asOperator(), { email, password: PASSWORD }));
  return email;
}

/** Fills in the sign-in form of the page that is open and sends it. */
export async function signIn(page: Page, email: string, password = PASSWORD): Promise<void> {
  await page.getByLabel('E-mail').fill(email);
  await page.getByLabel('Password', { exact: true }).fill(password);
  await page.getByRole('button', { name: 'Sign in' }).click();
}
