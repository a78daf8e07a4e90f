import type { Refusal } from '#lib/gate/call';
import { credentialFault, withoutKeys } from '#lib/gate/credential';
import type { Exchange } from '#lib/gate/exchange';
import { printable } from '#lib/text';
import type { Facts } from '#lib/usage/facts';

/** Characters of a field's path that are kept. */
const PARAM_LENGTH = 100;

/**
 * What the deciding check saw, to explain the refusal by later. Neither the body nor a secret is in it: of a
 * body that was not valid only the field's name.
 */
export function factsOf(exchange: Exchange, refusal: Refusal): Facts {
  const { head, known, counters, route, listener } = exchange;
  const key = known?.snapshot.key;
  if (refusal.simulated === true) return { simulated: true };
  switch (refusal.check) {
    case 'credential':
      return { fault: credentialFault(head) };
    case 'state':
      return {
        listener,
        endsAt: key?.endsAt ?? null,
        retiring: key?.retiring ?? false,
        revokedAt: key?.revokedAt ?? null,
      };
    case 'rate_limit':
      return counters === null
        ? {}
        : { organization: counters.organization, key: counters.key, resetAt: counters.resetAt };
    case 'permission':
      return { needed: route?.permission ?? null, held: key?.permissions ?? [] };
    case 'body':
      return refusal.param === undefined
        ? {}
        : { param: printable(withoutKeys(refusal.param), PARAM_LENGTH) };
    case 'credits':
      return { balance: refusal.credits?.remaining ?? known?.snapshot.account.balance ?? 0 };
    case 'parse':
      return exchange.allow === null ? {} : { allow: exchange.allow };
    default:
      return {};
  }
}
