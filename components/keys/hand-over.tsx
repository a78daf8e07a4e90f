import { HandOverActions } from '#components/keys/hand-over-actions';
import { KeyState } from '#components/keys/key-state';
import { RefreshButton } from '#components/keys/refresh-button';
import { Badge } from '#components/ui/badge';
import { Card } from '#components/ui/card';
import { type Fact, Facts } from '#components/ui/facts';
import { Link } from '#components/ui/link';
import { KeyText, Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { KeyView } from '#lib/keys/view';
import type { KeyActivity } from '#lib/requests/key-activity';
import { handOverVerdict } from './hand-over-verdict.ts';
import { count } from './key-texts.ts';

export type Side = { readonly key: KeyView; readonly activity: KeyActivity | null };

/**
 * A rotation under way: old and new key side by side with who still calls, whether the old one can
 * go, and the ways to end or lengthen the overlap.
 */
export function HandOver({
  old,
  next,
  mayAct,
  now,
}: {
  old: Side;
  next: Side;
  /** Whether this person may end or lengthen the overlap. */
  mayAct: boolean;
  /** Milliseconds since the epoch. */
  now: number;
}) {
  const verdict = handOverVerdict(
    { state: old.key.state, lastUsedAt: lastCall(old)?.at ?? null },
    { state: next.key.state, lastUsedAt: lastCall(next)?.at ?? null },
    now,
  );
  const open = verdict.kind !== 'done';
  return (
    <Card
      title="Hand-over"
      description={
        open
          ? 'Both keys work. Put the new one in place, watch the old one go quiet, then retire it.'
          : 'The new key has taken over.'
      }
      actions={open && <RefreshButton />}
    >
      <div className="grid gap-px overflow-hidden rounded-lg border border-line bg-line sm:grid-cols-2">
        <KeySide title="Old key" side={old} />
        <KeySide title="New key" side={next} />
      </div>
      <div className="mt-4 flex flex-wrap items-center justify-between gap-3">
        <p className="flex min-w-0 flex-[1_1_18rem] flex-wrap items-center gap-2">
          <Badge tone={verdict.tone}>{verdict.label}</Badge>
          <span className="text-muted">{verdict.text}</span>
        </p>
        {mayAct && (
          <HandOverActions
            keyId={old.key.id}
            name={old.key.name}
            open={open}
            quiet={verdict.kind === 'quiet'}
            verdict={verdict.text}
          />
        )}
      </div>
      {open && old.key.endsAt && (
        <p className="mt-2 text-muted text-sm">
          Otherwise the old key retires by itself on <Time iso={old.key.endsAt} /> (
          <Time iso={old.key.endsAt} style="relative" />
          ).
        </p>
      )}
    </Card>
  );
}

function KeySide({ title, side }: { title: string; side: Side }) {
  const { key, activity } = side;
  const facts: Fact[] = [
    { label: 'Last used', value: <LastUse side={side} /> },
    {
      label: 'Calls',
      value: activity
        ? `${count(activity.requests, 'call')} in the last 24 hours`
        : 'Unknown just now',
    },
  ];
  return (
    <section className="bg-surface px-4 pt-3 pb-1">
      <h3 className="flex flex-wrap items-center gap-2 font-medium">
        {title} <KeyState state={key.state} />
      </h3>
      <Link href={`/${key.environment}/keys/${key.id}`} className="rounded-sm hover:underline">
        <KeyText prefix={key.prefix} tail={key.tail} />
      </Link>
      <Facts facts={facts} className="mt-1" />
    </section>
  );
}

function LastUse({ side }: { side: Side }) {
  const last = lastCall(side);
  if (last === null) return 'Never';
  return (
    <>
      <Time iso={last.at} style="relative" />
      {last.ip && (
        <>
          {' '}
          from <Mono>{last.ip}</Mono>
        </>
      )}
      {last.client && ` · ${last.client}`}
    </>
  );
}

/** The latest call known: the key's own note of it is up to a minute behind the request log. */
function lastCall({ key, activity }: Side) {
  const stored =
    key.lastUsedAt === null
      ? null
      : { at: key.lastUsedAt, ip: key.lastUsedIp ?? '', client: key.lastUsedClient ?? '' };
  const logged = activity?.recent[0] ?? null;
  if (stored === null || logged === null) return stored ?? logged;
  return logged.at > stored.at ? logged : stored;
}
