import AxeBuilder from '@axe-core/playwright';
import type { Page } from '@playwright/test';
import { expect } from './fixtures.ts';

/** Impacts that no page may have. */
const GRAVE: readonly (string | null | undefined)[] = ['serious', 'critical'];

/** Only colours differ between the themes. */
const COLOURS = ['color-contrast'];

/** What axe finds, gravely, as one line a finding. */
export async function findings(page: Page, rules?: string[]): Promise<string[]> {
  // Without frames its "legacy mode" finds the same, and saves a second page for putting frames together.
  const axe = new AxeBuilder({ page }).setLegacyMode().options({
    resultTypes: ['violations'],
    ...(rules ? { runOnly: rules } : {}),
  });
  const { violations } = await axe.analyze();
  return violations
    .filter(({ impact }) => GRAVE.includes(impact))
    .flatMap(({ id, nodes }) => nodes.map(({ html }) => `${id}: ${html}`));
}

/** From the narrowest phone over a tablet, where tables are cramped, to a wide screen, in CSS pixels. */
const WIDTHS = [360, 390, 820, 1920, 1280] as const;

/** How far the page can be scrolled sideways, for each width where it can at all. */
async function overflows(page: Page): Promise<string[]> {
  const wide: string[] = [];
  for (const width of WIDTHS) {
    await page.setViewportSize({ width, height: 800 });
    const by = await page.evaluate(
      () => document.documentElement.scrollWidth - document.documentElement.clientWidth,
    );
    if (by > 0) wide.push(`${by} px at ${width} px`);
  }
  return wide;
}

/** Fails when the page as it stands is gravely inaccessible in either theme, or wider than a screen. */
export async function expectFit(page: Page): Promise<void> {
  await page.emulateMedia({ colorScheme: 'light', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveClass(/light/);
  expect(await findings(page)).toEqual([]);
  expect(await overflows(page)).toEqual([]);

  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' });
  await expect(page.locator('html')).toHaveClass(/dark/);
  expect(await findings(page, COLOURS)).toEqual([]);
}
