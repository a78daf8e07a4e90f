import type { RouteHead } from '#lib/api/route';
import type { Environment } from '#lib/db/generated/enums';
import type { Check } from '#lib/gate/checks';
import type { Counters } from '#lib/gate/decide';
import type { Snapshot } from '#lib/gate/snapshot';
import { BUCKETS, bucketOf } from '#lib/usage/latency';
import type { Drawer } from './journal.ts';
import { type Kind, minuteOf, type Origin } from './segment.ts';

/** Different callers of a key that one batch keeps; who sends more names is playing. */
const CALLERS = 50;

/** What one decision adds to the counts. */
export type Decided = {
  readonly route: RouteHead | null;
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
  /** What its lines in the log have in common, by whether they were charged and replayed. */
  readonly kinds: Kind[];
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

/** An address and a client, and what a batch saw of them. */
export type Caller = Origin & {
  readonly firstSeen: number;
  lastSeen: number;
  requests: number;
};

/** Which key a sheet is of. */
export type SheetKey = Pick<Snapshot['key'], 'id' | 'organizationId' | 'environment'>;

type CellsByRoute = Map<RouteHead | null, Map<number | string, Cell>>;

/** What was counted of one key since the last batch. */
export class KeySheet {
  readonly keyId: string;
  readonly organizationId: string;
  readonly environment: Environment;
  readonly cells: Cell[] = [];
  readonly callers: Caller[] = [];
  readonly drawer: Drawer;
  #minute = -1;
  #byRoute: CellsByRoute = new Map();
  /** Most calls have the outcome of the one before. */
  #last: { route: RouteHead | null; outcome: number | string; cell: Cell } | null = null;
  readonly #byMinute = new Map<number, CellsByRoute>();
  #lastCaller: Caller | null = null;
  readonly #callers = new Map<string, Caller>();
  readonly #size: Size;

  /** @param drawer where the lines of its environment go */
  constructor({ id, organizationId, environment }: SheetKey, size: Size, drawer: Drawer) {
    this.#size = size;
    this.drawer = drawer;
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

  /** What the call's line has in common with others of its cell. */
  kind(cell: Cell, decided: Decided): Kind {
    const slot = (decided.charged > 0 ? 1 : 0) + (decided.replayed ? 2 : 0);
    const known = cell.kinds[slot];
    // Where there is no route, calls of several methods share a cell.
    if (known?.method === decided.method) return known;
    const kind = newKind(this.keyId, decided, cell.route);
    cell.kinds[slot] = kind;
    return kind;
  }

  /** Counts the caller, or not when there are too many different ones. */
  caller(ip: string, client: string, at: number): Origin {
    const last = this.#lastCaller;
    const caller = last?.ip === ip && last.client === client ? last : this.#caller(ip, client, at);
    if (caller === null) return newOrigin(ip, client);
    caller.requests++;
    if (at > caller.lastSeen) caller.lastSeen = at;
    this.#lastCaller = caller;
    return caller;
  }

  #cell(decided: Decided): Cell {
    const minute = minuteOf(decided.at);
    if (minute !== this.#minute) this.#turnTo(minute);
    const { route } = decided;
    const outcome = decided.code ?? decided.status;
    const last = this.#last;
    if (last?.route === route && last.outcome === outcome) return last.cell;
    let byOutcome = this.#byRoute.get(route);
    if (byOutcome === undefined) {
      byOutcome = new Map();
      this.#byRoute.set(route, byOutcome);
    }
    let cell = byOutcome.get(outcome);
    if (cell === undefined) {
      cell = this.#newCell(decided, minute);
      byOutcome.set(outcome, cell);
      this.cells.push(cell);
      this.#size.rows++;
    }
    this.#last = { route, outcome, cell };
    return cell;
  }

  /** A call that took long may belong to the minute before, whose cells must not come twice. */
  #turnTo(minute: number): void {
    this.#minute = minute;
    this.#last = null;
    this.#byRoute = this.#byMinute.get(minute) ?? new Map();
    this.#byMinute.set(minute, this.#byRoute);
  }

  #newCell(decided: Decided, start: number): Cell {
    return {
      start,
      route: routeName(decided.route),
      status: decided.status,
      code: decided.code ?? '',
      kinds: [],
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
    const caller = { ...newOrigin(ip, client), firstSeen: at, lastSeen: at, requests: 0 };
    this.#callers.set(name, caller);
    this.callers.push(caller);
    this.#size.rows++;
    return caller;
  }
}

/** A route as it is stored and shown, e.g. `POST /v1/sessions/:id/end`; empty when there was none. */
export function routeName(route: RouteHead | null): string {
  return route === null ? '' : `${route.method} ${route.path}`;
}

/** @param keyId empty when no key was recognized */
export function newKind(keyId: string, decided: Decided, route: string): Kind {
  const { method, status, code, check, charged, replayed } = decided;
  return {
    keyId,
    method,
    route,
    status,
    code: code ?? '',
    check: check ?? '',
    charged,
    replayed,
    segment: null,
    index: 0,
  };
}

export function newOrigin(ip: string, client: string): Origin {
  return { ip, client, segment: null, index: 0 };
}

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
