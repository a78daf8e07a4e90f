import { SnoozeMenu } from '#components/alerts/snooze-menu';
import { Callout } from '#components/ui/callout';
import { LinkButton } from '#components/ui/link-button';
import { TextLink } from '#components/ui/text-link';
import { Time } from '#components/ui/time';
import { TimedText } from '#components/ui/timed-text';
import type { AlertView } from '#lib/alerts/view';
import { remediesOf } from './alert-texts.ts';

/** An alert that fires: what was seen, what mends it, and how to be left in peace. */
export function FiringAlert({
  alert,
  mayManage,
  linked = true,
}: {
  alert: AlertView;
  mayManage: boolean;
  /** Whether its title is shown and leads to its page; there it is the heading already. */
  linked?: boolean;
}) {
  const { words, rule, environment, firedAt } = alert;
  const fails = alert.kind === 'credits_exhausted' || alert.kind === 'refused_calls';
  return (
    <Callout
      tone={fails ? 'fail' : 'warn'}
      title={
        linked && <TextLink href={`/${environment}/alerts/${alert.id}`}>{words.title}</TextLink>
      }
      actions={
        <>
          {remediesOf(alert, environment).map(({ label, href }) => (
            <LinkButton key={href} size="sm" href={href}>
              {label}
            </LinkButton>
          ))}
          {mayManage && (
            <SnoozeMenu
              ruleId={rule.id}
              ruleName={rule.name}
              snoozed={rule.snoozedUntil !== null}
            />
          )}
        </>
      }
    >
      {words.lines.map((line) => (
        <p key={line} className="break-words">
          <TimedText text={line} />
        </p>
      ))}
      <p className="mt-1 text-sm">
        Rule “{rule.name}”, fired <Time iso={firedAt} />
        {rule.snoozedUntil && (
          <>
            {' '}
            · snoozed until <Time iso={rule.snoozedUntil} />
          </>
        )}
      </p>
    </Callout>
  );
}
