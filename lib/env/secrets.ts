import { z } from 'zod';
import { readPrivateJson, replaceFile } from '#lib/env/private-file';
import { randomBytes } from '#lib/ids';

/** The three secrets as they stand in settings or in `secrets.json`. */
export const secretsShape = z.strictObject({
  SESSION_SECRET: z.string(),
  KEY_PEPPER: z.string(),
  STREAM_SECRET: z.string(),
});

export type SecretTexts = z.infer<typeof secretsShape>;

const MIN_BYTES = 32;

/** Makes `secrets.json` on the first start, never again; the caller holds the data folder's lock. */
export function ensureSecrets(dataDir: string): void {
  if (readSecrets(dataDir) !== undefined) return;
  const secret = () => randomBytes(MIN_BYTES).toString('base64url');
  const secrets: SecretTexts = {
    SESSION_SECRET: secret(),
    KEY_PEPPER: `1:${secret()}`,
    STREAM_SECRET: secret(),
  };
  replaceFile(secretsPath(dataDir), `${JSON.stringify(secrets, undefined, 2)}\n`);
}

/** The embedded mode's secrets, or undefined when no start has made them yet. */
export function readSecrets(dataDir: string): SecretTexts | undefined {
  return readPrivateJson(secretsPath(dataDir), secretsShape);
}

function secretsPath(dataDir: string): string {
  return `${dataDir}/secrets.json`;
}

/**
 * Parses `1:<base64url>[,2:<base64url>]`: peppers by version, 32 bytes or more each.
 * The answer is the map or what is wrong with the text; the text itself never appears in it.
 */
export function parsePeppers(text: string): ReadonlyMap<number, Buffer> | string {
  const peppers = new Map<number, Buffer>();
  for (const part of text.split(',').map((piece) => piece.trim())) {
    const [, version, encoded] = /^([1-9]\d{0,4}):([^:]*)$/.exec(part) ?? [];
    if (version === undefined || encoded === undefined) {
      return 'it is not of the form 1:<base64url>[,2:<base64url>]';
    }
    const pepper = parseSecretBytes(encoded);
    if (typeof pepper === 'string') return `version ${version} ${pepper}`;
    if (peppers.has(Number(version))) return `version ${version} is given twice`;
    peppers.set(Number(version), pepper);
  }
  return peppers;
}

/** Decodes base64url of at least 32 bytes; the answer is the bytes or what is wrong. */
export function parseSecretBytes(encoded: string): Buffer | string {
  if (!/^[A-Za-z0-9_-]+={0,2}$/.test(encoded)) return 'is not base64url';
  const bytes = Buffer.from(encoded, 'base64url');
  return bytes.length < MIN_BYTES ? `has fewer than ${MIN_BYTES} bytes` : bytes;
}
