import { Card } from '#components/ui/card';
import { CodeBlock } from '#components/ui/code-block';
import { Facts } from '#components/ui/facts';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import { answerText, DeliveryState } from '#components/webhooks/delivery-state';
import type { AttemptView, DeliveryDetails as Details } from '#lib/webhooks/view';

/** One delivery: what was posted, and each answer. */
export function DeliveryDetails({ delivery }: { delivery: Details }) {
  const { eventId, id, payload, log, createdAt, nextAttemptAt, attempts, status } = delivery;
  return (
    <div className="flex flex-col gap-4">
      <Card title="Delivery">
        <Facts
          facts={[
            { label: 'State', value: <DeliveryState delivery={delivery} /> },
            { label: 'Event id', value: <Mono>{eventId}</Mono> },
            { label: 'Delivery id', value: <Mono>{id}</Mono> },
            { label: 'Time', value: <Time iso={createdAt} style="second" /> },
            ...(nextAttemptAt && attempts > 0
              ? [{ label: 'Next attempt', value: <Time iso={nextAttemptAt} style="second" /> }]
              : []),
            ...(status === 'failed' && attempts < 8
              ? [{ label: 'Given up because', value: 'The endpoint was switched off or gone.' }]
              : []),
          ]}
        />
      </Card>
      <Card title="Payload" description="What is posted, here with line breaks.">
        <CodeBlock code={pretty(payload)} copied={payload} label="Payload" wrap />
      </Card>
      <Card title="Attempts" description="The newest first; at most 64 kB of an answer are kept.">
        {log.length === 0 ? (
          <p className="text-muted">None yet.</p>
        ) : (
          <ol className="flex flex-col gap-4">
            {log.map((attempt) => (
              <Attempt key={attempt.number} attempt={attempt} />
            ))}
          </ol>
        )}
      </Card>
    </div>
  );
}

function Attempt({ attempt }: { attempt: AttemptView }) {
  const { number, at, duration, status, body, error } = attempt;
  return (
    <li>
      <p className="flex flex-wrap gap-x-3">
        <span className="font-medium">
          {number}. {answerText(status, number)}
        </span>
        <span className="text-muted">
          <Time iso={at} style="second" />, after {duration.toLocaleString('en-GB')} ms
        </span>
      </p>
      {error && <p>{error}</p>}
      {status !== null && body === '' && <p className="text-muted">The answer had no body.</p>}
      {body !== '' && <CodeBlock className="mt-1" code={body} label={`Answer ${number}`} wrap />}
    </li>
  );
}

function pretty(json: string): string {
  return JSON.stringify(JSON.parse(json), null, 2);
}
