import { History } from 'lucide-react';
import { Card } from '#components/ui/card';
import { DenialNote } from '#components/ui/denial-note';
import { EmptyState } from '#components/ui/empty-state';
import { Pagination } from '#components/ui/pagination';
import { Table, Td, Th, Tr } from '#components/ui/table';
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
  if (!listed.ok) return <DenialNote denial={listed.denial} />;
  const { items, total, nextCursor, previousCursor } = listed.data;
  const step = (cursor: string | null) => cursor && `/${environment}/alerts?resolved=${cursor}`;
  return (
    <Card title="Resolved" description="Alerts that are over, the newest first." flush>
      {items.length === 0 ? (
        <div className="p-4">
          <EmptyState icon={History} title="Nothing is over yet">
            An alert moves here when what it told of has ended.
          </EmptyState>
        </div>
      ) : (
        <>
          <Table
            label={`Resolved alerts, ${environment}`}
            className="rounded-none! border-0!"
            head={
              <>
                <Th>Alert</Th>
                <Th>Fired</Th>
                <Th>Over</Th>
                <Th>Why</Th>
              </>
            }
          >
            {items.map((alert) => (
              <Tr key={alert.id}>
                <Td>
                  <TextLink href={`/${environment}/alerts/${alert.id}`}>
                    {alert.words.title}
                  </TextLink>
                </Td>
                <Td label="Fired">
                  <Time iso={alert.firedAt} />
                </Td>
                <Td label="Over">{alert.resolvedAt && <Time iso={alert.resolvedAt} />}</Td>
                <Td label="Why">{alert.resolution}</Td>
              </Tr>
            ))}
          </Table>
          <div className="border-line border-t px-4">
            <Pagination
              previousHref={step(previousCursor)}
              nextHref={step(nextCursor)}
              summary={`${items.length} of ${total.toLocaleString('en-GB')} resolved`}
            />
          </div>
        </>
      )}
    </Card>
  );
}
