import { afterEach, beforeEach, expect, test } from 'vitest';
import { verifyPeppers } from '#lib/db/peppers';
import { resetEnv } from '#lib/env';
import { ownerPool } from '#test/database';

const pepper = (text: string) => Buffer.alloc(32, text).toString('base64url');
const given = process.env.KEY_PEPPER;

function setPeppers(text: string): void {
  process.env.KEY_PEPPER = text;
  resetEnv();
}

beforeEach(() => setPeppers(`1:${pepper('a')}`));
afterEach(async () => {
  setPeppers(given ?? '');
  await ownerPool().query(
    'DELETE FROM api_keys; DELETE FROM organizations; DELETE FROM pepper_checks',
  );
});

async function addKey(version: number): Promise<void> {
  await ownerPool().query(`INSERT INTO organizations (id, name) VALUES ('org_1', 'One')`);
  await ownerPool().query(
    `INSERT INTO api_keys (id, organization_id, environment, name, digest, pepper_version, prefix, tail)
     VALUES ('key_1', 'org_1', 'live', 'One', decode(repeat('00', 32), 'hex'), $1, 'sk_live_abcd', 'wxyz')`,
    [version],
  );
}

test('the first start notes the pepper, the next finds it', async () => {
  await verifyPeppers();
  await verifyPeppers();
  const { rows } = await ownerPool().query('SELECT version FROM pepper_checks');
  expect(rows).toEqual([{ version: 1 }]);
});

test('a wrong pepper is refused, and stays refused', async () => {
  await verifyPeppers();
  setPeppers(`1:${pepper('b')}`);
  await expect(verifyPeppers()).rejects.toThrow(/KEY_PEPPER version 1 is not the pepper/);
  await expect(verifyPeppers()).rejects.toThrow(/KEY_PEPPER version 1 is not the pepper/);
});

test('a second version may be added', async () => {
  await verifyPeppers();
  setPeppers(`1:${pepper('a')},2:${pepper('b')}`);
  await verifyPeppers();
});

test('an old version may be left out only when no key needs it', async () => {
  await verifyPeppers();
  setPeppers(`2:${pepper('b')}`);
  await verifyPeppers();
  await addKey(1);
  await expect(verifyPeppers()).rejects.toThrow(/KEY_PEPPER lacks version 1/);
});
