import { Option } from 'commander';
import { answering, list, noun, wholeNumber } from '#lib/admin/command';
import { parseDuration } from '#lib/admin/duration';
import { AdminFailure } from '#lib/admin/failure';
import { expectDone, operatorContext } from '#lib/admin/operator';
import type { Environment, RevokeReason } from '#lib/db/generated/enums';
import { verifyPeppers } from '#lib/db/peppers';
import { db } from '#lib/db/prisma';
import { issueKey } from '#lib/keys/create';
import { listKeys } from '#lib/keys/list';
import { revokeKey } from '#lib/keys/revoke';
import { type Permission, permissions } from '#lib/keys/scopes';
import type { KeyView } from '#lib/keys/view';
import { showOrganization } from '#lib/orgs/show';

const ENVIRONMENTS = ['live', 'test'] as const;
const COLUMNS = ['id', 'environment', 'name', 'state', 'prefix', 'tail', 'endsAt', 'lastUsedAt'];

type Create = {
  org: string;
  env: Environment;
  name: string;
  note: string;
  permissions?: string[];
  expiresIn: string;
  ipAllow: string[];
  rateLimit?: number;
};
type Revoke = { key: string; reason: RevokeReason };
type List = { org: string; env?: Environment };

/** `key create|revoke|list`. */
export function keyCommand() {
  const key = noun('key', 'API keys');
  answering<Create>(
    key
      .command('create')
      .description('make a key; its secret is printed this once')
      .requiredOption('--org <id>')
      .addOption(new Option('--env <environment>').choices(ENVIRONMENTS).makeOptionMandatory())
      .requiredOption('--name <name>')
      .option('--note <text>', '', '')
      .option('--permissions <list>', `some of ${permissions.join(',')} (all of them)`, list)
      .option('--expires-in <time>', 'such as 1s, 2h or 90d', 'never')
      .option('--ip-allow <list>', 'addresses or CIDR blocks', list, [])
      .option('--rate-limit <requests>', 'its own requests a minute', wholeNumber),
    create,
  );
  answering<Revoke>(
    key
      .command('revoke')
      .description('revoke a key for good and wait for every gate')
      .requiredOption('--key <id>')
      .addOption(
        new Option('--reason <reason>')
          .choices(['rotated', 'unused', 'compromised', 'other'])
          .makeOptionMandatory(),
      ),
    revoke,
  );
  answering<List>(
    key
      .command('list')
      .description('the keys of an organization, the newest first')
      .requiredOption('--org <id>')
      .addOption(new Option('--env <environment>').choices(ENVIRONMENTS)),
    async ({ org, env }) => ({ output: await listAll(org, env), columns: COLUMNS }),
  );
  return key;
}

async function create(options: Create) {
  await verifyPeppers();
  const { key, secret } = expectDone(
    await issueKey(operatorContext(options.org), {
      environment: options.env,
      name: options.name,
      note: options.note,
      permissions: permissionsOf(options.permissions ?? [...permissions]),
      expiresInSeconds: parseDuration(options.expiresIn),
      ipAllowlist: options.ipAllow,
      rateLimit: options.rateLimit ?? null,
    }),
  );
  const { id, ...rest } = key;
  return { output: { id, secret, ...rest } };
}

async function revoke({ key: keyId, reason }: Revoke) {
  const owner = await db().apiKey.findUnique({
    where: { id: keyId },
    select: { organizationId: true },
  });
  const ctx = operatorContext(owner?.organizationId ?? '');
  const receipt = expectDone(await revokeKey(ctx, { keyId, reason }));
  return { output: { id: keyId, ...receipt } };
}

async function listAll(org: string, env: Environment | undefined): Promise<KeyView[]> {
  const ctx = operatorContext(org);
  expectDone(await showOrganization(ctx, {}));
  const keys: KeyView[] = [];
  for (const environment of ENVIRONMENTS.filter((one) => env === undefined || one === env)) {
    let cursor: string | undefined;
    do {
      const page = expectDone(await listKeys(ctx, { environment, cursor, limit: 100 }));
      keys.push(...page.items);
      cursor = page.nextCursor ?? undefined;
    } while (cursor !== undefined);
  }
  return keys;
}

function permissionsOf(names: readonly string[]): Permission[] {
  return names.map((name) => {
    const found = permissions.find((permission) => permission === name);
    if (found !== undefined) return found;
    throw new AdminFailure(`"${name}" is no permission; there are ${permissions.join(', ')}.`);
  });
}
