import { Outcome } from '#components/requests/outcome';
import { CopyButton } from '#components/ui/copy-button';
import { durationText } from '#components/ui/duration-text';
import { type Fact, Facts } from '#components/ui/facts';
import { Link } from '#components/ui/link';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import type { RequestView } from '#lib/requests/row';

const number = (value: number) => value.toLocaleString('en-GB');

/** Everything that was recorded of a call. */
export function RequestFacts({
  request,
  environment,
}: {
  request: RequestView;
  /** Null when no key was recognized, or none looked for. */
  environment: Environment | null;
}) {
  const { requestId, keyId, keyName, check } = request;
  const unread = check === 'parse' ? 'Not looked at: a request is read before its key' : null;
  const facts: Fact[] = [
    {
      label: 'Request id',
      value: (
        <span className="flex items-center gap-1">
          <Mono>{requestId}</Mono>
          <CopyButton text={requestId} what="request id" />
        </span>
      ),
    },
    { label: 'Time', value: <Time iso={request.at} style="second" /> },
    { label: 'Call', value: <Mono>{`${request.method} ${request.path}`}</Mono> },
    { label: 'Outcome', value: <Outcome request={request} /> },
    {
      label: 'Key',
      value: keyId ? (
        <Link href={`/${environment}/keys/${keyId}`} className="rounded-sm underline">
          {keyName ?? keyId}
        </Link>
      ) : (
        (unread ?? 'None that exists')
      ),
    },
    {
      label: 'Environment',
      value: environment ?? unread ?? 'Unknown, since no key was recognized',
    },
    { label: 'From', value: request.ip ? <Mono>{request.ip}</Mono> : 'Not shown' },
    { label: 'Client', value: request.client || 'Not told' },
    { label: 'Took', value: durationText(request.milliseconds * 1000) },
    ...figures(request),
  ];
  return <Facts facts={facts} className="px-4" />;
}

function figures(request: RequestView): Fact[] {
  const { creditsCharged, creditsRemaining, rateLimit, rateLimitRemaining, replayed } = request;
  const facts: Fact[] = [];
  if (creditsRemaining !== null) {
    const charged = replayed
      ? 'none charged, since a replay is free'
      : `${number(creditsCharged)} charged`;
    facts.push({
      label: 'Credits',
      value: `${charged}; ${number(creditsRemaining)} left after it`,
    });
  }
  if (rateLimit !== null && rateLimitRemaining !== null) {
    facts.push({
      label: 'Rate limit',
      value: `${number(rateLimitRemaining)} of ${number(rateLimit)} calls left in its minute`,
    });
  }
  return facts;
}
