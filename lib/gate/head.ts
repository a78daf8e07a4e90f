/** What the gate reads of a request's head, in one pass over the raw headers. */
export type Head = {
  readonly method: string;
  /** Without the query; percent-encoding as sent. */
  readonly path: string;
  /** Without the question mark; null when there is none. */
  readonly query: string | null;
  authorization: string | undefined;
  apiKey: string | undefined;
  /** Authorization or X-API-Key came more than once. */
  credentialRepeated: boolean;
  host: string | undefined;
  hostRepeated: boolean;
  accept: string | undefined;
  userAgent: string;
  contentType: string | undefined;
  contentEncoding: string | undefined;
  /** Bytes announced; undefined without the header. */
  contentLength: number | undefined;
  /** The body comes in chunks of unknown total. */
  chunked: boolean;
  /** A coding other than `chunked`, on which readers disagree about where the body ends. */
  oddlyCoded: boolean;
  idempotencyKey: string | undefined;
  idempotencyKeyRepeated: boolean;
  /** Every X-Simulate-Error line, joined. */
  simulateError: string | undefined;
  /** The caller may hold its body back until it is asked for. */
  expectsContinue: boolean;
  /** Every Range line, joined: more than one is no range that can be met. */
  range: string | undefined;
  /** If-Range is there: no answer has a validator that could fulfil it, so Range does not count. */
  conditional: boolean;
  /** Every X-Forwarded-For line, joined. */
  forwardedFor: string | undefined;
};

/**
 * Reads the head from method, target and raw headers. Raw, because Node's joined ones keep only the
 * first of a repeated header and so hide it.
 */
export function readHead(method: string, url: string, rawHeaders: readonly string[]): Head {
  const mark = url.indexOf('?');
  const head: Head = {
    method,
    path: mark < 0 ? url : url.slice(0, mark),
    query: mark < 0 ? null : url.slice(mark + 1),
    authorization: undefined,
    apiKey: undefined,
    credentialRepeated: false,
    host: undefined,
    hostRepeated: false,
    accept: undefined,
    userAgent: '',
    contentType: undefined,
    contentEncoding: undefined,
    contentLength: undefined,
    chunked: false,
    oddlyCoded: false,
    idempotencyKey: undefined,
    idempotencyKeyRepeated: false,
    simulateError: undefined,
    expectsContinue: false,
    range: undefined,
    conditional: false,
    forwardedFor: undefined,
  };
  for (let i = 0; i + 1 < rawHeaders.length; i += 2) {
    const name = rawHeaders[i] ?? '';
    // Shortest first: most headers are not ours, and their length alone says so.
    if (isOurLength(name.length)) take(head, name.toLowerCase(), rawHeaders[i + 1] ?? '');
  }
  return head;
}

function isOurLength(length: number): boolean {
  return (length >= 4 && length <= 6) || (length >= 8 && length <= 17);
}

function take(head: Head, name: string, value: string): void {
  switch (name) {
    case 'authorization':
      head.credentialRepeated ||= head.authorization !== undefined;
      head.authorization = value;
      break;
    case 'x-api-key':
      head.credentialRepeated ||= head.apiKey !== undefined;
      head.apiKey = value;
      break;
    case 'host':
      head.hostRepeated ||= head.host !== undefined;
      head.host = value;
      break;
    case 'expect':
      head.expectsContinue = true;
      break;
    case 'user-agent':
      head.userAgent = value;
      break;
    case 'content-encoding':
      head.contentEncoding = value;
      break;
    case 'content-length':
      head.contentLength = Number(value);
      break;
    case 'transfer-encoding':
      head.oddlyCoded ||= head.chunked || value.toLowerCase() !== 'chunked';
      head.chunked = true;
      break;
    case 'idempotency-key':
      head.idempotencyKeyRepeated ||= head.idempotencyKey !== undefined;
      head.idempotencyKey = value;
      break;
    case 'if-range':
      head.conditional = true;
      break;
    default:
      takeList(head, name, value);
  }
}

function takeList(head: Head, name: string, value: string): void {
  switch (name) {
    case 'accept':
      head.accept = joined(head.accept, value);
      break;
    case 'content-type':
      head.contentType = joined(head.contentType, value);
      break;
    case 'x-simulate-error':
      head.simulateError = joined(head.simulateError, value);
      break;
    case 'range':
      head.range = joined(head.range, value);
      break;
    case 'x-forwarded-for':
      head.forwardedFor = joined(head.forwardedFor, value);
      break;
  }
}

/** Lines of one name are one list. Source: RFC 9110 §5.3. */
function joined(before: string | undefined, value: string): string {
  return before === undefined ? value : `${before},${value}`;
}
