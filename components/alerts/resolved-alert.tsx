import { Callout } from '#components/ui/callout';
import { Time } from '#components/ui/time';
import { TimedText } from '#components/ui/timed-text';
import type { AlertView } from '#lib/alerts/view';

/** An alert that is over: why, and what had been seen. */
export function ResolvedAlert({ alert }: { alert: AlertView }) {
  const { words, rule, firedAt, resolvedAt, resolution } = alert;
  return (
    <Callout tone="ok" title={resolution ?? 'It is over.'}>
      <p className="mt-1">What had been seen:</p>
      {words.lines.map((line) => (
        <p key={line} className="break-words">
          <TimedText text={line} />
        </p>
      ))}
      <p className="mt-1 text-sm">
        Rule “{rule.name}”, fired <Time iso={firedAt} />
        {resolvedAt && (
          <>
            , over since <Time iso={resolvedAt} />
          </>
        )}
      </p>
    </Callout>
  );
}
