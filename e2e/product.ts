import { settingNames, settings } from '#lib/env';

/** As in `playwright.config.ts`, which starts the product with these. */
const given: Readonly<Record<string, string>> = {
  DATA_DIR: '.cache/e2e',
  PORTAL_PORT: '3100',
  GATE_LISTEN: '4100:live,4101:test',
  WEBHOOK_ALLOW_LOOPBACK: '1',
};
for (const name of settingNames) {
  if (name === 'CHROMIUM_PATH') continue;
  process.env[name] = name in given ? (process.env[name] ?? given[name]) : '';
}

/** Origins of the product under test: the portal's, and the gate's by environment. */
export const { portalUrl, gateUrl } = settings();

/** Everything that the product printed since its start, each process of it, at the most talkative level. */
export const outputFile = `${settings().dataDir}.output`;

type Answer = { readonly status: number; readonly code: string | null };

/** What the gate answers to `GET /v1/me` with this key: its status, and the error's code or null. */
export async function callMe(environment: 'live' | 'test', secret: string): Promise<Answer> {
  const response = await fetch(`${gateUrl[environment]}/v1/me`, {
    headers: { authorization: `Bearer ${secret}` },
  });
  const body = (await response.json()) as { error?: { code: string } };
  return { status: response.status, code: body.error?.code ?? null };
}
