/** The checks of a call, in their fixed order. Source: the /v1 contract, "Order of checks". */
export const checks = [
  'parse',
  'credential',
  'known',
  'state',
  'address',
  'organization',
  'rate_limit',
  'permission',
  'body',
  'idempotency',
  'credits',
  'effect',
] as const;

export type Check = (typeof checks)[number];
