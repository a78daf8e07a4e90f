import { Option } from 'commander';
import { answering, noun, wholeNumber } from '#lib/admin/command';
import { expectDone, operatorContext } from '#lib/admin/operator';
import { grantCredits } from '#lib/credits/grant';
import { setBalance } from '#lib/credits/set-balance';
import type { Environment } from '#lib/db/generated/enums';

type Place = { org: string; env: Environment };
type Grant = Place & { amount: number; note: string };
type SetOptions = Place & { balance: number };

/** `credits grant|set`. */
export function creditsCommand() {
  const credits = noun('credits', 'credits of an organization');
  const environment = () =>
    new Option('--env <environment>').choices(['live', 'test']).makeOptionMandatory();
  answering<Grant>(
    credits
      .command('grant')
      .description('add credits that do not lapse')
      .requiredOption('--org <id>')
      .addOption(environment())
      .requiredOption('--amount <credits>', 'how many to add', wholeNumber)
      .option('--note <text>', '', ''),
    async ({ org, env, amount, note }) => {
      const wanted = { environment: env, amount, note };
      const { balance } = expectDone(await grantCredits(operatorContext(org), wanted));
      return { output: { organizationId: org, environment: env, granted: amount, balance } };
    },
  );
  answering<SetOptions>(
    credits
      .command('set')
      .description('move the balance to a figure by an adjusting entry')
      .requiredOption('--org <id>')
      .addOption(environment())
      .requiredOption('--balance <credits>', 'what it shall be', wholeNumber),
    async ({ org, env, balance }) => {
      expectDone(await setBalance(operatorContext(org), { environment: env, balance }));
      return { output: { organizationId: org, environment: env, balance } };
    },
  );
  return credits;
}
