import { Option } from 'commander';
import type { z } from 'zod';
import { answering, noun, numberOrPlan } from '#lib/admin/command';
import { AdminFailure } from '#lib/admin/failure';
import { expectDone, operatorContext } from '#lib/admin/operator';
import type { Plan } from '#lib/db/generated/enums';
import { createOrganization } from '#lib/orgs/create';
import { listOrganizations } from '#lib/orgs/list';
import { setOrganization, type setOrganizationInput } from '#lib/orgs/set';

const PLANS = ['free', 'starter', 'pro', 'enterprise'] as const;
const COLUMNS = ['id', 'name', 'plan', 'status', 'createdAt'];

type Create = { name: string; plan: Plan; ownerEmail?: string; ownerPassword?: string };
type Changes = z.input<typeof setOrganizationInput>;
type Figure = number | 'plan' | undefined;
type SetOptions = Pick<Changes, 'status' | 'plan'> & {
  org: string;
  rateLimit?: Figure;
  concurrentSessions?: Figure;
  creditsPerPeriod?: Figure;
};

/** `org create|set|list`. */
export function orgCommand() {
  const org = noun('org', 'organizations');
  answering<Create>(
    org
      .command('create')
      .description('make an organization with its credit accounts')
      .requiredOption('--name <name>')
      .addOption(new Option('--plan <plan>').choices(PLANS).makeOptionMandatory())
      .option('--owner-email <email>', 'a person who becomes its owner')
      .option('--owner-password <password>', 'needed when there is no such person yet'),
    create,
  );
  answering<SetOptions>(
    org
      .command('set')
      .description('suspend, reactivate or re-plan an organization')
      .requiredOption('--org <id>')
      .addOption(new Option('--status <status>').choices(['active', 'inactive']))
      .addOption(new Option('--plan <plan>').choices(PLANS))
      .option('--rate-limit <requests>', 'requests a minute, or "plan"', numberOrPlan)
      .option('--concurrent-sessions <sessions>', 'streaming at once, or "plan"', numberOrPlan)
      .option('--credits-per-period <credits>', 'included credits, or "plan"', numberOrPlan),
    set,
  );
  answering(org.command('list').description('every organization'), async () => ({
    output: expectDone(await listOrganizations(operatorContext(''), {})),
    columns: COLUMNS,
  }));
  return org;
}

async function create({ name, plan, ownerEmail, ownerPassword }: Create) {
  if (ownerEmail === undefined && ownerPassword !== undefined) {
    throw new AdminFailure('--owner-password needs --owner-email.');
  }
  const owner =
    ownerEmail === undefined ? null : { email: ownerEmail, password: ownerPassword ?? null };
  return {
    output: expectDone(await createOrganization(operatorContext(''), { name, plan, owner })),
  };
}

async function set({ org, status, plan, ...figures }: SetOptions) {
  const changes: Changes = {
    status,
    plan,
    rateLimitPerMinute: ownFigure(figures.rateLimit),
    concurrentSessions: ownFigure(figures.concurrentSessions),
    creditsPerPeriod: ownFigure(figures.creditsPerPeriod),
  };
  if (Object.values(changes).every((value) => value === undefined)) {
    throw new AdminFailure('Name what to set: --status, --plan or a limit.');
  }
  const { organization, receipt } = expectDone(
    await setOrganization(operatorContext(org), changes),
  );
  return { output: receipt === null ? organization : { ...organization, ...receipt } };
}

function ownFigure(figure: Figure): number | null | undefined {
  return figure === 'plan' ? null : figure;
}
