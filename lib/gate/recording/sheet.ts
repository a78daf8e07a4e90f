import type { Route } from '#lib/api/route';
import type { Environment } from '#lib/db/generated/enums';
import type { Check } from '#lib/gate/checks';
import type { Counters } from '#lib/gate/decide';
import type { Snapshot } from '#lib/gate/snapshot';
import { BUCKETS, bucketOf } from '#lib/usage/latency';

const MINUTE_MS = 60_000;
/** Different callers of a key that one batch keeps; who sends more names is playing. */
const CALLERS = 50;

/** What one decision adds to the counts. */
export type Decided = {
  readonly route: Route | null;
  readonly method: string;
  readonly status: number;
  /** Null for a success, as `check`. */
  readonly code: string | null;
  readonly check: Check | null;
  /** Epoch milliseconds by the database's clock. */
  readonly at: number;
  readonly microseconds: number;
  readonly charged: number;
  readonly replayed: boolean;
  readonly counters: Counters | null;
};

/** The calls of one minute by key, route and outcome. */
export type Cell = {
  /** Epoch milliseconds. */
  readonly start: number;
  readonly route: string;
  readonly status: number;
  /** Empty for a success. */
  readonly code: string;
  /** The columns of a log line that are the same for all of these calls. */
  readonly line: string;
  requests: number;
  credits: number;
  replays: number;
  readonly latency: Uint32Array;
  peak: number;
  peakLimit: number;
  keyPeak: number;
  keyLimit: number;
};

/** Rows that a batch will write, counted by its sheets. */
export type Size = { rows: number };

export type Caller = {
  readonly ip: string;
  readonly client: string;
  /** The columns of a log line that name the caller. */
  readonly line: string;
  readonly firstSeen: number;
  lastSeen: number;
  requests: number;
};

/** Which key a sheet is of. */
export type SheetKey = Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>;

/** What was counted of one key since the last batch. */
export class KeySheet {
  readonly keyId: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly cells: Cell[] = [];
  readonly callers: Caller[] = [];
  #minute = -1;
  readonly #byRoute = new Map<Route | null, Map<number | string, Cell>>();
  #lastCaller: Caller | null = null;
  readonly #callers = new Map<string, Caller>();
  readonly #size: Size;

  constructor({ id, organizationId, environment }: SheetKey, size: Size) {
    this.#size = size;
    this.keyId = id;
    this.organizationId = organizationId;
    this.environment = environment;
  }

  /** Counts a decision and returns its cell. */
  count(decided: Decided): Cell {
    const cell = this.#cell(decided);
    cell.requests++;
    cell.credits += decided.charged;
    if (decided.replayed) cell.replays++;
    const bucket = bucketOf(decided.microseconds);
    cell.latency[bucket] = (cell.latency[bucket] ?? 0) + 1;
    if (decided.counters !== null) raise(cell, decided.counters);
    return cell;
  }

  /** Counts the caller, or nothing when there are too many different ones; the columns that name it. */
  caller(ip: string, client: string, at: number): string {
    const last = this.#lastCaller;
    const caller = last?.ip === ip && last.client === client ? last : this.#caller(ip, client, at);
    if (caller === null) return callerLine(ip, client);
    caller.requests++;
    if (at > caller.lastSeen) caller.lastSeen = at;
    this.#lastCaller = caller;
    return caller.line;
  }

  #cell(decided: Decided): Cell {
    const minute = Math.floor(decided.at / MINUTE_MS);
    if (minute !== this.#minute) {
      this.#minute = minute;
      this.#byRoute.clear();
    }
    let byOutcome = this.#byRoute.get(decided.route);
    if (byOutcome === undefined) {
      byOutcome = new Map();
      this.#byRoute.set(decided.route, byOutcome);
    }
    const outcome = decided.code ?? decided.status;
    let cell = byOutcome.get(outcome);
    if (cell === undefined) {
      cell = this.#newCell(decided, minute * MINUTE_MS);
      byOutcome.set(outcome, cell);
      this.cells.push(cell);
      this.#size.rows++;
    }
    return cell;
  }

  #newCell(decided: Decided, start: number): Cell {
    const { organizationId, environment, keyId } = this;
    const route = routeName(decided.route);
    return {
      start,
      route,
      status: decided.status,
      code: decided.code ?? '',
      line: `${organizationId}\t${environment}\t${keyId}\t${outcomeLine(decided, route)}`,
      requests: 0,
      credits: 0,
      replays: 0,
      latency: new Uint32Array(BUCKETS),
      peak: 0,
      peakLimit: 0,
      keyPeak: 0,
      keyLimit: 0,
    };
  }

  #caller(ip: string, client: string, at: number): Caller | null {
    const name = `${ip}\t${client}`;
    const known = this.#callers.get(name);
    if (known !== undefined) return known;
    if (this.callers.length >= CALLERS) return null;
    const line = callerLine(ip, client);
    const caller = { ip, client, line, firstSeen: at, lastSeen: at, requests: 0 };
    this.#callers.set(name, caller);
    this.callers.push(caller);
    this.#size.rows++;
    return caller;
  }
}

/** A route as it is stored and shown, e.g. `POST /v1/sessions/:id/end`; empty when there was none. */
export function routeName(route: Route | null): string {
  return route === null ? '' : `${route.method} ${route.path}`;
}

/** Method, route and outcome as columns. */
export function outcomeLine(decided: Decided, route: string): string {
  const { method, status, code, check } = decided;
  return `${escaped(method)}\t${route}\t${status}\t${code ?? ''}\t${check ?? ''}`;
}

/** Address and client as columns. */
export function callerLine(ip: string, client: string): string {
  return `${ip}\t${escaped(client)}`;
}

/** A text as a column of PostgreSQL's COPY. Source: https://www.postgresql.org/docs/current/sql-copy.html */
export function escaped(text: string): string {
  return /[\\\t\n\r]/.test(text)
    ? text.replace(/[\\\t\n\r]/g, (character) => ESCAPES[character] ?? character)
    : text;
}

const ESCAPES: Readonly<Record<string, string>> = {
  '\\': '\\\\',
  '\t': '\\t',
  '\n': '\\n',
  '\r': '\\r',
};

function raise(cell: Cell, { organization, key }: Counters): void {
  if (organization.count >= cell.peak) {
    cell.peak = organization.count;
    cell.peakLimit = organization.limit;
  }
  if (key !== null && key.count >= cell.keyPeak) {
    cell.keyPeak = key.count;
    cell.keyLimit = key.limit;
  }
}
