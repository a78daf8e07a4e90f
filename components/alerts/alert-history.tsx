import { History } from 'lucide-react';
import { PagedCard } from '#components/ui/paged-card';
import { Td, Th, Tr } from '#components/ui/table';
import { TextLink } from '#components/ui/text-link';
import { Time } from '#components/ui/time';
import type { AlertView } from '#lib/alerts/view';
import type { Page } from '#lib/cursor';
import type { Environment } from '#lib/db/generated/enums';
import type { Result } from '#lib/result';

/** Alerts that are over, with why. */
export function AlertHistory({
  listed,
  environment,
}: {
  listed: Result<Page<AlertView>>;
  environment: Environment;
}) {
  return (
    <PagedCard
      title="Resolved"
      description="Alerts that are over, the newest first."
      label={`Resolved alerts, ${environment}`}
      empty={{
        icon: History,
        title: 'Nothing is over yet',
        text: 'An alert moves here when what it told of has ended.',
      }}
      head={
        <>
          <Th>Alert</Th>
          <Th>Fired</Th>
          <Th>Over</Th>
          <Th>Why</Th>
        </>
      }
      listed={listed}
      pageAt={(cursor) => `/${environment}/alerts?resolved=${cursor}`}
      order=" resolved"
    >
      {(alert) => (
        <Tr key={alert.id}>
          <Td>
            <TextLink href={`/${environment}/alerts/${alert.id}`}>{alert.words.title}</TextLink>
          </Td>
          <Td label="Fired">
            <Time iso={alert.firedAt} />
          </Td>
          <Td label="Over">{alert.resolvedAt && <Time iso={alert.resolvedAt} />}</Td>
          <Td label="Why">{alert.resolution}</Td>
        </Tr>
      )}
    </PagedCard>
  );
}
