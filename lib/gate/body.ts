import type { IncomingMessage, ServerResponse } from 'node:http';
import type { z } from 'zod';
import { BodyBytes } from './body-bytes.ts';
import { type Refusal, refuse } from './call.ts';
import type { Head } from './head.ts';
import { type JsonFault, parseJson } from './json.ts';
import { schemaWords } from './schema-words.ts';

/** Bytes of a body at most. */
export const BODY_LIMIT = 256 * 1024;
/** Milliseconds in which a body must have arrived. */
const BODY_TIMEOUT_MS = 10_000;

const ECHO_LIMIT = 200;
/** All types of events in a sentence are some 700 characters. */
const MESSAGE_LIMIT = 1_000;
const WORDED = { error: schemaWords };
const JSON_TYPE = /^application\/json *(?:; *charset="?utf-8"? *)?;? *$/i;

/** A body that passed check 9: as sent, and as the route's schema understands it. */
export type Body = { readonly kind: 'body'; readonly json: unknown; readonly value: unknown };

/** Whether the head announces a body. */
export function hasBody(head: Head): boolean {
  return head.chunked || (head.contentLength ?? 0) > 0;
}

/**
 * The part of check 1 about bodies: their announced size and type. Chunks without a type may prove to be
 * nothing at all, as some clients send it; `readBody` sees.
 */
export function checkBodyHead(head: Head): Refusal | null {
  if (!hasBody(head)) return null;
  if ((head.contentLength ?? 0) > BODY_LIMIT) return refuse('parse', 'body_too_large');
  const plain = head.contentEncoding === undefined || head.contentEncoding === 'identity';
  const typed = head.contentType !== undefined || !head.chunked;
  if (!plain || (typed && !JSON_TYPE.test(head.contentType ?? ''))) {
    return refuse('parse', 'unsupported_media_type');
  }
  return null;
}

/**
 * Check 9: reads, parses and validates the body. A missing one is `{}`.
 * @param response asked for `100 Continue` when the caller waits for it
 */
export async function readBody(
  request: IncomingMessage,
  response: ServerResponse,
  head: Head,
  schema: z.ZodType,
): Promise<Body | Refusal> {
  let json: unknown = {};
  if (hasBody(head)) {
    if (head.expectsContinue) response.writeContinue();
    const bytes = await collect(request);
    if (!Buffer.isBuffer(bytes)) return bytes;
    if (bytes.length > 0) {
      if (head.contentType === undefined) return refuse('parse', 'unsupported_media_type');
      const parsed = parseJson(bytes);
      if ('fault' in parsed) return faultRefusal(parsed.fault);
      json = parsed.value;
    }
  }
  return validate(schema, json);
}

function validate(schema: z.ZodType, json: unknown): Body | Refusal {
  const result = schema.safeParse(json, WORDED);
  if (result.success) return { kind: 'body', json, value: result.data };
  const issue = result.error.issues[0];
  const path = issue === undefined ? [] : [...issue.path];
  const code = issue?.code === 'custom' ? issue.params?.code : undefined;
  if (isOwnCode(code)) return refuse('body', code, { param: path.map(String).join('.') });
  if (issue?.code === 'unrecognized_keys') path.push(issue.keys[0] ?? '');
  return invalid(issue?.message ?? 'The body is not valid.', path.map(String).join('.'));
}

/** A schema names a code of its own by `params.code`. */
function isOwnCode(code: unknown): code is 'routing_not_configured' {
  return code === 'routing_not_configured';
}

function faultRefusal(fault: JsonFault): Refusal {
  if (fault.kind === 'text') return invalid(fault.message, fault.param);
  return refuse('body', 'malformed_request', { message: fault.message });
}

/** Names come from the caller and may be as long as the body: the answer quotes their beginning. */
function invalid(text: string, name: string): Refusal {
  const message = text.slice(0, MESSAGE_LIMIT);
  if (name === '') return refuse('body', 'invalid_request', { message });
  return refuse('body', 'invalid_request', { message, param: name.slice(0, ECHO_LIMIT) });
}

/** Resolves with the whole body or the refusal that ended it; never rejects. What comes after that is dropped. */
function collect(request: IncomingMessage): Promise<Buffer | Refusal> {
  return new Promise((resolve) => {
    const bytes = new BodyBytes();
    let size = 0;
    const settle = (result: Buffer | Refusal) => {
      clearTimeout(timer);
      resolve(result);
    };
    const timer = setTimeout(() => settle(refuse('parse', 'request_timeout')), BODY_TIMEOUT_MS);
    request.on('data', (chunk: Buffer) => {
      size += chunk.length;
      if (size <= BODY_LIMIT) {
        bytes.add(chunk);
        return;
      }
      bytes.clear();
      settle(refuse('parse', 'body_too_large'));
    });
    request.on('end', () => settle(bytes.whole()));
    // Also after an error, which Node tells only those who listen for it.
    request.on('close', () => {
      if (request.readableEnded) return;
      settle(refuse('parse', 'malformed_request', { message: 'The body broke off.' }));
    });
  });
}
