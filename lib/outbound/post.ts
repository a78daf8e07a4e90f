import { once } from 'node:events';
import { type ClientRequest, type IncomingMessage, request as requestHttp } from 'node:http';
import { request as requestHttps } from 'node:https';
import { isIP } from 'node:net';
import { useAgent as filteringAgent } from 'request-filtering-agent';
import { settings } from '#lib/env';
import { hostOf, isAllowed, LOOPBACK, parseAddress, REFUSAL } from './address.ts';
import { allowedLookup, NotAllowed } from './lookup.ts';

const ANSWER_WITHIN_MS = 10_000;
const LONGEST_ANSWER = 64 * 1024;
/** Answers of status 1xx before the real one: who sends them without end only keeps us busy. */
const MOST_ANNOUNCEMENTS = 20;

export type Answer = {
  readonly status: number;
  /** What was read of it, at most 64 kB. */
  readonly body: string;
};

/**
 * What came of a call: an answer of any status, or that there was none. `why` is for its owner and does
 * not tell one fault from another, for that would show what is behind the address; `detail` is the log's.
 */
export type Posted =
  | { readonly ok: true; readonly answer: Answer }
  | { readonly ok: false; readonly why: string; readonly detail: string };

/**
 * Posts to an address that people gave. Every address that its name leads to must be public, judged at
 * the connection itself; redirects are answers like others. That no answer came is always told when the
 * time for one is over, never sooner. Never throws.
 * @param withinMs milliseconds until the whole answer must have come
 */
export async function post(
  address: string,
  body: string,
  headers: Readonly<Record<string, string>>,
  withinMs = ANSWER_WITHIN_MS,
): Promise<Posted> {
  const url = parseAddress(address);
  if (url === null) return { ok: false, why: REFUSAL, detail: 'not allowed by its form' };
  const begin = url.protocol === 'https:' ? requestHttps : requestHttp;
  const allowed = settings().mail.webhookAllowLoopback ? [...LOOPBACK] : [];
  const agent = filteringAgent(url.href, {
    keepAlive: false,
    allowIPAddressList: allowed,
  });
  const signal = AbortSignal.timeout(withinMs);
  const length = Buffer.byteLength(body);
  try {
    const host = hostOf(url);
    if (isIP(host) !== 0 && !isAllowed(host)) throw new NotAllowed(host);
    const sent = begin(url, {
      method: 'POST',
      agent,
      lookup: allowedLookup,
      signal,
      headers: { 'user-agent': 'developer-portal', ...headers, 'content-length': length },
    });
    sent.end(body);
    const answer = await read(await answerOf(sent));
    // A body that says nothing of its length seems to be over when the connection is cut.
    signal.throwIfAborted();
    return { ok: true, answer };
  } catch (error) {
    if (!signal.aborted) await once(signal, 'abort');
    return whyNot(error, withinMs);
  } finally {
    agent.destroy();
  }
}

function answerOf(sent: ClientRequest): Promise<IncomingMessage> {
  let announcements = 0;
  return new Promise((resolve, reject) => {
    sent.on('information', () => {
      announcements += 1;
      if (announcements > MOST_ANNOUNCEMENTS) sent.destroy(new Error('too many answers of 1xx'));
    });
    // Faults after the answer are its reader's; here they must only not end the process.
    sent.on('error', reject);
    sent.once('response', resolve);
    // An answer that asks for another protocol (101) ends with neither of them.
    sent.once('close', () => reject(new Error('closed without an answer')));
  });
}

async function read(answer: IncomingMessage): Promise<Answer> {
  const parts: Buffer[] = [];
  let size = 0;
  for await (const part of answer) {
    parts.push(part as Buffer);
    size += (part as Buffer).length;
    if (size >= LONGEST_ANSWER) break;
  }
  answer.destroy();
  const body = Buffer.concat(parts).subarray(0, LONGEST_ANSWER).toString('utf8');
  return { status: answer.statusCode ?? 0, body };
}

function whyNot(error: unknown, withinMs: number): Posted {
  const { name, code = name, message } = error as NodeJS.ErrnoException;
  const refused =
    error instanceof NotAllowed || code === 'ENOTFOUND' || message.startsWith('DNS lookup');
  return {
    ok: false,
    why: refused ? REFUSAL : unreachable(withinMs),
    detail: `${code}: ${message}`,
  };
}

function unreachable(withinMs: number): string {
  return `The address could not be reached: no answer came within ${withinMs / 1_000} seconds.`;
}
