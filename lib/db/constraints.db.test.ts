import { beforeAll, describe, expect, test } from 'vitest';
import { db } from '#lib/db/prisma';
import { newId } from '#lib/ids';
import { ownerPool } from '#test/database';
import { makeTenant } from '#test/tenant';

let organizationId: string;

beforeAll(async () => {
  ({ organizationId } = await makeTenant());
});

const account = `WHERE organization_id = $1 AND environment = 'live'`;
const entry = (amounts: string) =>
  `INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after, actor)
   SELECT id, 99, 'adjustment', ${amounts}, 'system' FROM credit_accounts ${account}`;

// Even the superuser, past every line of the product, cannot write these.
test.each([
  ['a negative balance', `UPDATE credit_accounts SET balance = -1 ${account}`],
  [
    'negative included credits',
    `UPDATE credit_accounts SET included = -1, balance = -1, purchased = 0 ${account}`,
  ],
  [
    'negative purchased credits',
    `UPDATE credit_accounts SET purchased = -1, balance = included - 1 ${account}`,
  ],
  [
    'a balance that is not its parts',
    `UPDATE credit_accounts SET balance = balance + 1 ${account}`,
  ],
  ['an entry below zero', entry('-1, -1, 0, -1')],
  ['an entry of nothing', entry('0, 0, 0, 5')],
  ['an entry that is not its parts', entry('2, 1, 0, 5')],
  ['a limit of nothing', `UPDATE organizations SET rate_limit_per_minute = 0 WHERE id = $1`],
])('the database refuses %s', async (_, statement) => {
  await expect(ownerPool().query(statement, [organizationId])).rejects.toThrow(
    /violates check constraint/,
  );
});

describe('an undefined value in a where', () => {
  // What a slip would give, such as a field that another type calls optional.
  const slip: { id: string } = JSON.parse('{}');

  test('is refused instead of meaning every row', async () => {
    const read = db().apiKey.findFirst({ where: { id: slip.id, organizationId } });
    await expect(read).rejects.toThrow(/explicitly `undefined` values are not allowed/);
    const change = db().userSession.updateMany({
      where: { userId: slip.id },
      data: { endReason: 'signed_out' },
    });
    await expect(change).rejects.toThrow(/explicitly `undefined` values are not allowed/);
    const removal = db().membership.deleteMany({ where: { userId: slip.id } });
    await expect(removal).rejects.toThrow(/explicitly `undefined` values are not allowed/);
    expect(await db().membership.count({ where: { organizationId } })).toBe(5);
  });

  test('is not the same as a value that nobody has', async () => {
    expect(await db().apiKey.findFirst({ where: { id: newId('key'), organizationId } })).toBeNull();
  });
});
