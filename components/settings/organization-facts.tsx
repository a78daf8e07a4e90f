import { Badge } from '#components/ui/badge';
import { CopyButton } from '#components/ui/copy-button';
import { Facts } from '#components/ui/facts';
import { FormCard } from '#components/ui/form-card';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import { brand } from '#lib/brand';
import type { OrganizationView } from '#lib/orgs/view';

/** What an organization has but cannot change itself: plan, limits, status, id. */
export function OrganizationFacts({ organization }: { organization: OrganizationView }) {
  const { id, plan, status, limits, createdAt } = organization;
  const number = (value: number, unit: string) => `${value.toLocaleString('en')} ${unit}`;
  return (
    <FormCard
      title="Plan and limits"
      description={`Set by ${brand.supportLabel}. Limits hold for each environment on its own.`}
    >
      <Facts
        facts={[
          { label: 'Status', value: <OrganizationStatus status={status} /> },
          { label: 'Plan', value: <span className="capitalize">{plan}</span> },
          { label: 'Rate limit', value: number(limits.requestsPerMinute, 'requests a minute') },
          {
            label: 'Concurrent sessions',
            value: number(limits.concurrentSessions, 'streaming at once'),
          },
          { label: 'Included credits', value: number(limits.creditsPerPeriod, 'a billing period') },
          { label: 'Created', value: <Time iso={createdAt} /> },
          {
            label: 'Organization id',
            value: (
              <span className="flex items-center gap-1">
                <Mono>{id}</Mono>
                <CopyButton text={id} what="organization id" className="-my-1.5" />
              </span>
            ),
          },
        ]}
      />
    </FormCard>
  );
}

function OrganizationStatus({ status }: { status: OrganizationView['status'] }) {
  if (status === 'active') return <Badge tone="ok">Active</Badge>;
  return (
    <span className="flex flex-wrap items-center gap-2">
      <Badge tone="fail">Inactive</Badge>
      Every API call is refused with <Mono>organization_inactive</Mono>. Ask {brand.supportLabel}.
    </span>
  );
}
