import { notFound, redirect } from 'next/navigation';
import { cache } from 'react';
import { requireContext, requireSession } from '#lib/auth/current-session';
import { type Action, can } from '#lib/auth/policy';
import type { Environment } from '#lib/db/generated/enums';
import { showKey } from '#lib/keys/show';
import type { KeyView } from '#lib/keys/view';

/** The environment that a page's address names; anything else is not found. */
export async function environmentFrom(
  params: Promise<{ readonly environment: string }>,
): Promise<Environment> {
  const { environment } = await params;
  return environment === 'live' || environment === 'test' ? environment : notFound();
}

/**
 * The key that a page's address names, with the session that asks. A key of another organization or
 * of the other environment is not found.
 */
export async function loadKey(params: Promise<{ environment: string; keyId: string }>) {
  const environment = await environmentFrom(params);
  const session = await requireSession();
  const key = await readKey((await params).keyId);
  if (key === null || key.environment !== environment) notFound();
  return { key, session };
}

/** The organization's key with this id, or null for any other id or none. */
export async function findKey(keyId: string | readonly string[] | null | undefined) {
  return typeof keyId === 'string' ? readKey(keyId) : null;
}

/** What a page for several keys is given: they are named as `key=`. */
export type ChosenKeysProps = {
  params: Promise<{ environment: string }>;
  searchParams: Promise<{ key?: string | string[] }>;
};

/**
 * The keys that a page for several names, a page of the list at most, the one used last on top; null for
 * a role that may not do this to a key. Ids of another organization or environment are left out; without
 * any the list is shown instead.
 */
export async function loadChosenKeys({ params, searchParams }: ChosenKeysProps, action: Action) {
  const environment = await environmentFrom(params);
  const listHref = `/${environment}/keys`;
  const { role } = await requireSession();
  const keys = can(role, action) ? await readKeys(environment, searchParams) : null;
  if (keys?.length === 0) redirect(listHref);
  return { environment, listHref, keys };
}

async function readKeys(
  environment: Environment,
  searchParams: ChosenKeysProps['searchParams'],
): Promise<KeyView[]> {
  const ids = new Set([(await searchParams).key ?? []].flat().slice(0, 25));
  const found = await Promise.all([...ids].map(readKey));
  return found
    .filter((key) => key !== null)
    .filter((key) => key.environment === environment)
    .sort((a, b) => (b.lastUsedAt ?? '').localeCompare(a.lastUsedAt ?? ''));
}

/** Read once a request, for the page's title and its content. */
const readKey = cache(async (keyId: string) => {
  const shown = await showKey(await requireContext(), { keyId });
  return shown.ok ? shown.data : null;
});
