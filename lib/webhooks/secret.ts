import { createHmac, hkdfSync } from 'node:crypto';
import { env } from '#lib/env';
import { randomBytes } from '#lib/ids';

const NONCE_BYTES = 16;

/**
 * What a signing secret is derived from, together with the pepper. Not a secret itself, so that an
 * idempotency record can hold it.
 */
export type SecretSource = { readonly pepperVersion: number; readonly nonce: string };

/** A source of its own for one more secret. */
export function newSecretSource(): SecretSource {
  return { pepperVersion: env().currentPepper, nonce: randomBytes(NONCE_BYTES).toString('hex') };
}

/**
 * An endpoint's signing secret: `whsec_` and 32 bytes in base64. The same source gives the same secret.
 * Source: https://github.com/standard-webhooks/standard-webhooks/blob/main/spec/standard-webhooks.md
 * @throws when the pepper of the source is gone
 */
export function secretOf(endpointId: string, { pepperVersion, nonce }: SecretSource): string {
  const pepper = env().peppers.get(pepperVersion);
  if (pepper === undefined) throw new Error(`KEY_PEPPER lacks version ${pepperVersion}`);
  const key = Buffer.from(hkdfSync('sha256', pepper, '', 'webhook secret', 32));
  const bytes = createHmac('sha256', key).update(`${endpointId}.${nonce}`).digest('base64');
  return `whsec_${bytes}`;
}
