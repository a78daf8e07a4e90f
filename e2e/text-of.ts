import type { Locator } from '@playwright/test';

/** The text of an element, as soon as there is one. */
export async function textOf(locator: Locator): Promise<string> {
  return (await locator.textContent()) ?? '';
}
