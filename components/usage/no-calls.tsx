import { ChartColumn, SearchX } from 'lucide-react';
import { EmptyState } from '#components/ui/empty-state';
import { LinkButton } from '#components/ui/link-button';
import type { Environment } from '#lib/db/generated/enums';
import { isNarrowed, type UsageQuery } from './usage-query.tsx';
import { rangeTexts } from './usage-texts.tsx';

/** Instead of charts without any calls: why, and what to do next. */
export function NoCalls({
  environment,
  path,
  query,
}: {
  environment: Environment;
  path: string;
  query: UsageQuery;
}) {
  const within = rangeTexts[query.range];
  if (isNarrowed(query)) {
    return (
      <EmptyState
        icon={SearchX}
        title="No call matches"
        actions={<LinkButton href={path}>Clear the filters</LinkButton>}
      >
        In the last {within} no {environment} call was like this.
      </EmptyState>
    );
  }
  return (
    <EmptyState
      icon={ChartColumn}
      title={`No ${environment} calls in the last ${within}`}
      actions={
        <>
          <LinkButton variant="primary" href={`/${environment}/first-call`}>
            Make the first call
          </LinkButton>
          {query.range !== '90d' && (
            <LinkButton href={`${path}?range=90d`}>Look back 90 days</LinkButton>
          )}
          <LinkButton href="/docs/quickstart">Documentation</LinkButton>
        </>
      }
    >
      Every call to this environment is counted here a second after its answer, refused ones too.
    </EmptyState>
  );
}
