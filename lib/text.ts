/** Control characters, line and direction marks, and lone surrogates: what could forge a line of a log. */
const UNPRINTABLE = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff]/gu;
/** Where a mention, a labelled link, an address or a host's name goes on. */
const LIVE = /[@#]|\](?=\()|:(?=\/\/)|\.(?=\p{L})/gu;

/** Text without characters that could forge or hide parts of a log line, cut to `limit` characters. */
export function printable(text: string, limit: number): string {
  return text.replace(UNPRINTABLE, '').slice(0, limit);
}

/** True when `printable` would drop a character. */
export function hasUnprintable(text: string): boolean {
  return text.search(UNPRINTABLE) >= 0;
}

/** Text with an invisible joiner wherever a reader's program would begin a mention or a link by itself. */
export function inert(text: string): string {
  return text.replace(LIVE, '$&\u2060');
}
