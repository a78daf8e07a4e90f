import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { closeAsking } from '#lib/gates/ask';
import { revokeKey } from '#lib/keys/revoke';
import { ownerPool } from '#test/database';
import { seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';
import { dataOf } from '#test/tenant';
import { Link } from './link.ts';
import { Outbox } from './outbox.ts';

let at: TestGate;
beforeAll(async () => {
  at = await startTestGate();
});
afterAll(async () => {
  await at.gate.close();
  await closeAsking();
});

test('a revocation is confirmed only after the answers that wait have been sent', async () => {
  const organizationId = await seedOrganization(ownerPool());
  const { id } = await seedKey(ownerPool(), organizationId);
  const sent = vi.spyOn(Outbox.prototype, 'flush');
  const confirmed = vi.spyOn(Link.prototype, 'reply');
  const operator = { kind: 'operator', label: 'operator' } as const;
  const origin = { ip: '', userAgent: '', requestId: '' };
  dataOf(
    await revokeKey({ organizationId, actor: operator, origin }, { keyId: id, reason: 'unused' }),
  );
  expect(confirmed.mock.invocationCallOrder).toHaveLength(1);
  expect(sent.mock.invocationCallOrder[0] ?? Infinity).toBeLessThan(
    confirmed.mock.invocationCallOrder[0] ?? 0,
  );
});
