import type { Environment } from '#lib/db/generated/enums';
import type { ErrorCode } from '#lib/errors';

/** Whose addresses and key a page speaks of; never a secret. */
export type Reader = {
  readonly environment: Environment;
  /** The gate's public origins; empty where none listens. */
  readonly gateUrl: { readonly live: string; readonly test: string };
  /** Name of a key of theirs, to be put into the variable; null for who is not signed in. */
  readonly keyName: string | null;
};

/** One page of the documentation; its Markdown is the one source of what people and machines read. */
export type DocsPage = {
  /** Its address: `/docs/<slug>` and `/docs/<slug>.md`. */
  readonly slug: string;
  readonly title: string;
  /** How the list of pages names it, where the title is too long for that. */
  readonly label?: string;
  /** One sentence. */
  readonly description: string;
  markdown(reader: Reader): string;
};

/** Where the reader's calls go. */
export function baseUrlOf({ environment, gateUrl }: Reader): string {
  return gateUrl[environment] || gateUrl.test || gateUrl.live || 'http://localhost:4001';
}

/** The reader in the test environment, for what is ignored in live; their key there is not known. */
export function inTest(reader: Reader): Reader {
  return reader.environment === 'test' ? reader : { ...reader, environment: 'test', keyName: null };
}

/** An error's code, leading to what it means. */
export function linked(code: ErrorCode): string {
  return `[\`${code}\`](/docs/errors#${code})`;
}
