import { parseRequestQuery, requestQueryString } from '#components/requests/request-query';
import { Badge } from '#components/ui/badge';
import { Mono } from '#components/ui/mono';
import { TextLink } from '#components/ui/text-link';
import { amount, share } from '#components/usage/usage-texts';
import type { Environment } from '#lib/db/generated/enums';
import type { OutcomeUsage } from '#lib/usage/show-usage';
import { refusalsOf } from './refusals.ts';

/** Calls of the last 24 hours that were refused or failed, with the commonest code and the way to them. */
export function RefusedLines({
  outcomes,
  environment,
  mayRead,
}: {
  outcomes: readonly OutcomeUsage[];
  environment: Environment;
  /** Whether this person may read the request log. */
  mayRead: boolean;
}) {
  return refusalsOf(outcomes).map(({ word, calls, code, ofCode }) => {
    const query = requestQueryString(parseRequestQuery({}), { code, within: '1440' });
    return (
      <p key={word} className="flex flex-wrap items-center gap-x-1.5 gap-y-1 text-sm">
        <Badge tone={word === 'refused' ? 'warn' : 'fail'}>
          {amount(calls)} {word}
        </Badge>
        {mayRead ? (
          <TextLink href={`/${environment}/requests${query}`} className="wrap-anywhere font-mono">
            {code}
          </TextLink>
        ) : (
          <Mono>{code}</Mono>
        )}
        <span className="text-muted">
          {ofCode === calls ? 'all of them' : `${share(ofCode, calls)} of them`}
        </span>
      </p>
    );
  });
}
