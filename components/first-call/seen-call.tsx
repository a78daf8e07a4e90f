import { ArrowRight, CircleAlert, CircleCheck } from 'lucide-react';
import type { ReactNode } from 'react';
import type { SeenCall as Call } from '#components/first-call/use-activity';
import { Card } from '#components/ui/card';
import { CopyButton } from '#components/ui/copy-button';
import { durationText } from '#components/ui/duration-text';
import { LinkButton } from '#components/ui/link-button';
import { Mono } from '#components/ui/mono';
import { Time } from '#components/ui/time';
import type { Environment } from '#lib/db/generated/enums';
import { adviceFor } from './advice.ts';

/** A call that arrived, decoded: what was answered and what its headers say. */
export function SeenCall({
  call,
  keyId,
  environment,
}: {
  call: Call;
  keyId: string;
  environment: Environment;
}) {
  const good = call.status < 400;
  const Icon = good ? CircleCheck : CircleAlert;
  return (
    <Card
      title={
        <span className="flex items-center gap-2">
          <Icon aria-hidden className={good ? 'size-5 text-ok' : 'size-5 text-fail'} />
          {good ? 'Your request arrived' : 'A request arrived and was refused'}
        </span>
      }
      description={good ? 'This is how the API answered.' : adviceFor(call.code)}
      flush
      footer={
        good && (
          <>
            <span>What next?</span>
            <span className="flex flex-wrap gap-2">
              <LinkButton size="sm" variant="ghost" href="/docs/sessions">
                Sessions
              </LinkButton>
              <LinkButton size="sm" variant="ghost" href="/docs/streams">
                Streams
              </LinkButton>
              <LinkButton size="sm" href={`/${environment}/keys/${keyId}`}>
                See this key
              </LinkButton>
              <LinkButton size="sm" variant="primary" href={`/${environment}/overview`}>
                Go to the overview
                <ArrowRight aria-hidden />
              </LinkButton>
            </span>
          </>
        )
      }
    >
      <dl className="divide-y divide-line">
        <Row name="Status" meaning={good ? 'The call succeeded.' : call.code}>
          <Mono className={good ? 'font-semibold text-ok' : 'font-semibold text-fail'}>
            {String(call.status)}
          </Mono>
        </Row>
        <Row
          name="Request"
          meaning={
            <>
              From {call.ip} in {durationText(call.milliseconds * 1000)},{' '}
              <Time iso={call.at} style="clock" />
            </>
          }
        >
          <Mono>{`${call.method} ${call.path}`}</Mono>
        </Row>
        <Row name="X-Request-ID" meaning="Quote it when you ask about this call." wide>
          <Mono>{call.requestId}</Mono>
          <CopyButton text={call.requestId} what="request id" />
        </Row>
        {call.rateLimitRemaining !== null && (
          <Row
            name="X-RateLimit-Remaining"
            meaning="Requests left in this minute. At 0 the answer is 429 with Retry-After."
          >
            <Mono>{String(call.rateLimitRemaining)}</Mono>
          </Row>
        )}
        {call.creditsRemaining !== null && (
          <Row
            name="X-API-Credits-Remaining"
            meaning="Credits left after this call. At 0 billable calls answer 402."
          >
            <Mono>{String(call.creditsRemaining)}</Mono>
          </Row>
        )}
      </dl>
    </Card>
  );
}

function Row({
  name,
  meaning,
  wide = false,
  children,
}: {
  name: string;
  meaning: ReactNode;
  wide?: boolean;
  children: ReactNode;
}) {
  return (
    <div className="grid gap-x-4 gap-y-0.5 px-4 py-2 sm:grid-cols-[12.5rem_1fr]">
      <dt className="text-muted">{name}</dt>
      <dd className="min-w-0">
        <span className={wide ? 'flex items-center gap-1' : 'block'}>{children}</span>
        <span className="block text-muted text-sm">{meaning}</span>
      </dd>
    </div>
  );
}
