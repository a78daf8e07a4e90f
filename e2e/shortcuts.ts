import type { Locator, Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Presses a shortcut until what it opens is there: a page just loaded may not listen yet. */
export async function pressFor(page: Page, keys: string, opened: Locator): Promise<void> {
  await expect(async () => {
    await page.keyboard.press(keys);
    await expect(opened).toBeVisible({ timeout: 2000 });
  }).toPass({ timeout: 20_000 });
}

/** Opens the palette by its keys and types. */
export async function search(page: Page, text: string): Promise<void> {
  const field = page.getByRole('combobox', { name: 'Commands' });
  await pressFor(page, 'ControlOrMeta+k', field);
  await expect(field).toBeFocused();
  await page.keyboard.type(text);
}
