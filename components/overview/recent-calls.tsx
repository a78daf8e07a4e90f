import { KeyRound, Terminal } from 'lucide-react';
import { Card } from '#components/ui/card';
import { EmptyState } from '#components/ui/empty-state';
import { Link } from '#components/ui/link';
import { LinkButton } from '#components/ui/link-button';
import { KeyText } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import type { KeyUse } from '#lib/overview/show';

/** The last call of each of the keys used last. */
export function RecentCalls({
  environment,
  uses,
  asOf,
}: {
  environment: Environment;
  uses: readonly KeyUse[];
  asOf: string;
}) {
  if (uses.length === 0) {
    return (
      <EmptyState
        icon={Terminal}
        title={`No call has come with a ${environment} key`}
        actions={
          <LinkButton variant="primary" href={`/${environment}/first-call`}>
            Make the first call
          </LinkButton>
        }
      >
        The guide has a ready command, and shows the answer as it arrives.
      </EmptyState>
    );
  }
  return (
    <Card
      title="Last calls"
      description="The latest call of each key, at most a minute behind."
      flush
      footer={
        <span>
          Data as of <Time iso={asOf} style="clock" />
        </span>
      }
    >
      <ul className="divide-y divide-line">
        {uses.map((use) => (
          <li key={use.id} className="flex flex-wrap items-center gap-x-4 gap-y-0.5 px-4 py-2.5">
            <span className="flex min-w-0 flex-[1_1_14rem] items-center gap-2.5">
              <KeyRound aria-hidden className="size-4 shrink-0 text-faint" />
              <Link
                href={`/${environment}/keys/${use.id}`}
                className="truncate rounded-sm font-medium hover:underline"
              >
                {use.name}
              </Link>
              <KeyText prefix={use.prefix} tail={use.tail} />
            </span>
            <span className="flex min-w-0 gap-x-4 text-muted text-sm max-sm:w-full max-sm:justify-between max-sm:pl-6.5">
              <span className="min-w-0 truncate">
                {[use.ip, use.client].filter(Boolean).join(' · ')}
              </span>
              <Time iso={use.at} style="relative" className="shrink-0" />
            </span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
