import type { Check } from '#lib/gate/checks';

/** What each check asks, in the order in which the gate asks it. */
export const checkTexts: Readonly<Record<Check, { name: string; asks: string }>> = {
  parse: { name: 'Request', asks: 'Is there such a route, and can the request be read?' },
  credential: { name: 'Credential', asks: 'Is there one well-formed API key?' },
  known: { name: 'Known key', asks: 'Does this key exist?' },
  state: { name: 'State of the key', asks: 'Is it of this environment, not revoked, not expired?' },
  address: { name: 'Address', asks: 'May the key be used from this address?' },
  organization: { name: 'Organization', asks: 'Is the organization active?' },
  rate_limit: { name: 'Rate limit', asks: 'Are there calls left in this minute?' },
  permission: { name: 'Permission', asks: 'Does the key carry what the route needs?' },
  body: { name: 'Body', asks: 'Is the body valid?' },
  idempotency: { name: 'Idempotency', asks: 'Is the Idempotency-Key new, or its answer known?' },
  credits: { name: 'Credits', asks: 'Are there credits left for the call?' },
  effect: { name: 'Effect', asks: 'Was the call carried out and stored?' },
};
