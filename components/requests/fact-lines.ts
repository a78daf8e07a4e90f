import type { Check } from '#lib/gate/checks';
import type { Facts } from '#lib/usage/facts';

const FAULTS: Readonly<Record<NonNullable<Facts['fault']>, string>> = {
  missing: 'There was neither an Authorization nor an X-API-Key header.',
  in_query: 'A credential stood in the query string, where logs and proxies would keep it.',
  repeated: 'A header with a credential came more than once.',
  scheme: 'The Authorization header did not begin with “Bearer ”.',
  different: 'Authorization and X-API-Key held different keys.',
  length: 'A key has 57 characters; this one had another number. It may be cut off.',
  checksum:
    'The last six characters are a checksum, and it was wrong: a letter was mistyped or lost.',
  shape: 'It did not have the shape of a key: sk_live_ or sk_test_ and 49 letters and digits.',
};

/** What the deciding check saw, as sentences; moments are ISO 8601, for `TimedText`. */
export function factLines(check: Check | null, facts: Facts): readonly string[] {
  if (facts.simulated) return ['It passed; the call asked for an error by X-Simulate-Error.'];
  switch (check) {
    case 'parse':
      return facts.allow ? [`The path takes ${facts.allow}.`] : [];
    case 'credential':
      return facts.fault ? [FAULTS[facts.fault]] : [];
    case 'state':
      return stateLines(facts);
    case 'rate_limit':
      return limitLines(facts);
    case 'permission':
      return [
        `It needs ${facts.needed ?? 'nothing'}.`,
        facts.held?.length ? `The key has ${facts.held.join(', ')}.` : 'The key has no permission.',
      ];
    case 'body':
      return facts.param ? [`The field is ${facts.param}.`] : [];
    case 'credits':
      return facts.balance === undefined ? [] : [`The balance was ${number(facts.balance)}.`];
    default:
      return [];
  }
}

function stateLines({ listener, endsAt, retiring, revokedAt }: Facts): string[] {
  const lines: string[] = [];
  if (revokedAt) lines.push(`It was revoked on ${moment(revokedAt)}.`);
  if (endsAt) {
    lines.push(`${retiring ? 'A rotation ended it' : 'It ended or ends'} on ${moment(endsAt)}.`);
  }
  if (listener && listener !== 'any') lines.push(`The call came to the ${listener} address.`);
  return lines;
}

function limitLines({ organization, key }: Facts): string[] {
  const lines: string[] = [];
  if (organization) {
    lines.push(
      `The organization’s window held ${number(organization.count)} of ${number(organization.limit)} calls a minute, this one included.`,
    );
  }
  if (key) {
    lines.push(
      `The key’s own window held ${number(key.count)} of ${number(key.limit)}, this one included.`,
    );
  }
  return lines;
}

function number(value: number): string {
  return value.toLocaleString('en-GB');
}

function moment(milliseconds: number): string {
  return new Date(milliseconds).toISOString();
}
