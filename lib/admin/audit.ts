import { answering, noun, wholeNumber } from '#lib/admin/command';
import { expectDone, operatorContext } from '#lib/admin/operator';
import { listAudit } from '#lib/audit/list';
import { showOrganization } from '#lib/orgs/show';

const COLUMNS = ['createdAt', 'actorLabel', 'action', 'outcome', 'targetId', 'targetLabel'];

type List = { org: string; target?: string; limit: number };

/** `audit list`. */
export function auditCommand() {
  const audit = noun('audit', 'what happened');
  answering<List>(
    audit
      .command('list')
      .description('the newest events of an organization')
      .requiredOption('--org <id>')
      .option('--target <id>', 'only what happened to this key, person or session')
      .option('--limit <events>', 'how many', wholeNumber, 100),
    async ({ org, target, limit }) => {
      const ctx = operatorContext(org);
      expectDone(await showOrganization(ctx, {}));
      const events = expectDone(await listAudit(ctx, { targetId: target, limit }));
      return { output: events, columns: COLUMNS };
    },
  );
  return audit;
}
