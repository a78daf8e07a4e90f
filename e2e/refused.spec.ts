import { expect, test } from './fixtures.ts';
import { refused } from './refused.ts';

/** By code: the check that is shown as failed, a piece of what is said, and the button that mends it. */
const shown: Readonly<Record<string, readonly [check: string, said: string, button?: string]>> = {
  api_key_invalid: ['Known key', 'one that does not exist', 'Create a test key'],
  api_key_expired: ['State of the key', 'come to its end', 'Create a test key'],
  api_key_revoked: ['State of the key', 'revoked the key', 'Create a test key'],
  api_key_wrong_environment: ['State of the key', 'to the test address', 'See the right address'],
  ip_not_allowed: ['Address', 'from certain addresses', 'Change its allowlist'],
  rate_limit_exceeded: ['Rate limit', 'than the limit allows', 'Raise the key’s limit'],
  insufficient_permissions: ['Permission', 'does not carry the permission', 'Add the permission'],
  malformed_request: ['Body', 'no valid JSON'],
  body_too_large: ['Request', 'larger than 256 KiB'],
  unsupported_media_type: ['Request', 'not announced as JSON'],
  invalid_request: ['Body', 'not what this route takes'],
  routing_not_configured: ['Body', 'no carrier is connected'],
  route_not_found: ['Request', 'no such route'],
  method_not_allowed: ['Request', 'takes another method'],
  session_not_found: ['Effect', 'no such session'],
  idempotency_mismatch: ['Idempotency', 'with another body'],
  idempotency_conflict: ['Idempotency', 'still being worked on'],
  insufficient_api_credits: ['Credits', 'did not cover the call', 'Add credits'],
  organization_inactive: ['Organization', 'subscription is inactive', 'See the organization'],
};

/** Any button that mends something. */
const REMEDIES = new RegExp(
  Object.values(shown)
    .flatMap(([, , button]) => button ?? [])
    .join('|'),
);

test('a refused call of each code is explained on screen', async ({ owner, tenant }) => {
  test.setTimeout(180_000);
  expect(Object.keys(refused).sort()).toEqual(Object.keys(shown).sort());
  const made: { code: string; id: string }[] = [];
  for (const [code, refuse] of Object.entries(refused)) {
    const answer = await refuse(tenant);
    expect(answer.code).toBe(code);
    made.push({ code, id: answer.id });
  }
  for (const { code, id } of made) {
    await test.step(code, async () => {
      const [check = '', said = '', button] = shown[code] ?? [];
      await expect(async () => {
        await owner.goto(`/test/requests/${id}`);
        await expect(owner.getByText(code).first()).toBeVisible({ timeout: 3_000 });
      }).toPass({ timeout: 20_000 });
      const heading = owner.getByRole('heading', { name: 'Why was this call refused?' });
      await expect(heading).toBeVisible();
      const failed = owner.getByRole('listitem').filter({ hasText: /failed$/ });
      await expect(failed).toHaveCount(1);
      await expect(failed).toContainText(`. ${check}`);
      await expect(owner.getByText(said).first()).toBeVisible();
      const mends = owner.getByRole('main').getByRole('link', { name: button ?? REMEDIES });
      await expect(mends).toHaveCount(button === undefined ? 0 : 1);
    });
  }
});
