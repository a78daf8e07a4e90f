import { type Browser, chromium } from '@playwright/test';
import { freePort } from '#lib/db/embedded/port';
import { BROWSER_FLAGS, findBrowser } from '#test/browser';

/** Runs `work` with a Chromium of its own that nobody used before. @param port where it can be debugged */
export async function withChromium<T>(
  work: (browser: Browser, port: number) => Promise<T>,
): Promise<T> {
  const found = await findBrowser((line) => process.stderr.write(`${line}\n`));
  const port = await freePort();
  const browser = await chromium.launch({
    args: [...BROWSER_FLAGS, `--remote-debugging-port=${port}`],
    ...(found === undefined ? {} : { executablePath: found }),
  });
  try {
    return await work(browser, port);
  } finally {
    await browser.close();
  }
}
