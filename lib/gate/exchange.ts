import type { IncomingMessage, ServerResponse } from 'node:http';
import type { Route } from '#lib/api/route';
import type { ListenEnvironment } from '#lib/env/listen';
import type { RandomBits } from '#lib/ids';
import type { Counters } from './decide.ts';
import type { Head } from './head.ts';
import type { Known } from './known.ts';

/** One call on its way through the checks: what is known of it so far. */
export type Exchange = {
  readonly request: IncomingMessage;
  readonly response: ServerResponse;
  readonly requestId: string;
  /** What its id carries besides the time of arrival. */
  readonly idBits: RandomBits;
  readonly head: Head;
  readonly listener: ListenEnvironment;
  readonly ip: string;
  /** Monotonic milliseconds. */
  readonly startedAt: number;
  /** Monotonic milliseconds until which it may wait for the database; reading its body moves it on. */
  deadline: number;
  /** Whole epoch milliseconds by the database's clock at its arrival; its id carries them. */
  readonly receivedAt: number;
  /** Epoch milliseconds by the database's clock when the call was judged. */
  now: number;
  route: Route | null;
  params: Readonly<Record<string, string | undefined>>;
  /** The methods that the path takes, for a 405. */
  allow: string | null;
  /** A credential of some kind was sent. */
  presented: boolean;
  known: Known | null;
  counters: Counters | null;
  /** The body was read to its end, or none was announced. */
  drained: boolean;
};

/** A call whose route and key are found. */
export type KnownCall = {
  readonly exchange: Exchange;
  readonly route: Route;
  readonly known: Known;
};
