import { expect, test } from './fixtures.ts';
import { refused } from './refused.ts';

/** By code: the check that is shown as failed, and the button that mends it. */
const shown: Readonly<Record<string, readonly [check: string, button?: string]>> = {
  api_key_invalid: ['Known key', 'Create a test key'],
  api_key_expired: ['State of the key', 'Create a test key'],
  api_key_revoked: ['State of the key', 'Create a test key'],
  api_key_wrong_environment: ['State of the key', 'See the right address'],
  ip_not_allowed: ['Address', 'Change its allowlist'],
  rate_limit_exceeded: ['Rate limit', 'Raise the key’s limit'],
  insufficient_permissions: ['Permission', 'Add the permission'],
  malformed_request: ['Body'],
  body_too_large: ['Request'],
  unsupported_media_type: ['Request'],
  invalid_request: ['Body'],
  routing_not_configured: ['Body'],
  route_not_found: ['Request'],
  method_not_allowed: ['Request'],
  session_not_found: ['Effect'],
  idempotency_mismatch: ['Idempotency'],
  idempotency_conflict: ['Idempotency'],
  insufficient_api_credits: ['Credits', 'Add credits'],
  organization_inactive: ['Organization', 'See the organization'],
};

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
      const [check, button] = shown[code] ?? [];
      await expect(async () => {
        await owner.goto(`/test/requests/${id}`);
        await expect(owner.getByText(code).first()).toBeVisible({ timeout: 3_000 });
      }).toPass({ timeout: 20_000 });
      const heading = owner.getByRole('heading', { name: 'Why was this call refused?' });
      await expect(heading).toBeVisible();
      const failed = owner.getByRole('listitem').filter({ hasText: /failed$/ });
      await expect(failed).toHaveCount(1);
      await expect(failed).toContainText(`. ${check}`);
      const mend = owner.getByRole('main').getByRole('link', { name: button ?? / / });
      if (button !== undefined) await expect(mend.first()).toBeVisible();
    });
  }
});
