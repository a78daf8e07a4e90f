import { Badge } from '#components/ui/badge';
import { Card } from '#components/ui/card';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import { TimedText } from '#components/ui/timed-text';
import type { AuditView } from '#lib/audit/view';
import { auditSentence, changesOf } from './history-texts.ts';

/** What has been done to the key, the newest first: who, when, from where, before and after. */
export function KeyHistory({ events }: { events: readonly AuditView[] }) {
  return (
    <Card title="History" description="From the audit log. It can’t be changed or deleted.">
      <ol className="-my-2 divide-y divide-line">
        {events.map((event) => (
          <li key={event.id} className="flex flex-wrap items-baseline gap-x-4 gap-y-0.5 py-2.5">
            <div className="min-w-0 flex-[1_1_16rem]">
              <p>
                <span className="font-medium">{event.actorLabel}</span>{' '}
                {auditSentence(event.action)}
                {event.outcome === 'refused' && (
                  <Badge tone="warn" className="ml-2">
                    Refused
                  </Badge>
                )}
              </p>
              <Changes event={event} />
            </div>
            <div className="text-muted text-sm">
              <Time iso={event.createdAt} style="second" />
              {event.ip && <span className="block">from {event.ip}</span>}
            </div>
          </li>
        ))}
      </ol>
    </Card>
  );
}

function Changes({ event }: { event: AuditView }) {
  const changes = changesOf(event.before, event.after);
  if (changes.length === 0) return null;
  return (
    <ul className="mt-0.5 text-muted text-sm">
      {changes.map((change) => (
        <li key={change.field} className="break-words">
          {change.field}:{' '}
          {change.before !== null && (
            <>
              <Changed text={change.before} /> →{' '}
            </>
          )}
          <Changed text={change.after} />
        </li>
      ))}
    </ul>
  );
}

function Changed({ text }: { text: string }) {
  return (
    <Mono>
      <TimedText text={text} style="second" />
    </Mono>
  );
}
