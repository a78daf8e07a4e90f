import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';

/** What a gate counts of itself; read when somebody asks, so that no call pays for it. */
export type GateFigures = {
  /** Decisions so far: `ok`, or `check code`. */
  readonly decisions: ReadonlyMap<string, number>;
  /** Records that wait and records that were left out. */
  readonly records: () => { waitingBytes: number; waitingLines: number; dropped: number };
  /** Streams that are open. */
  readonly streams: () => number;
  /** Whether the link to the database is alive, so that the cache may be used. */
  readonly isFresh: () => boolean;
};

/** The metrics of a gate. Their labels name checks and codes, never an organization or a key. */
export function gateMetrics(figures: GateFigures): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const registers = [registry];
  new Counter({
    name: 'gate_decisions_total',
    help: 'Calls by the check that refused them and the error code; both empty for accepted ones.',
    labelNames: ['check', 'code'],
    registers,
    collect() {
      this.reset();
      for (const [decision, calls] of figures.decisions) {
        const [check = '', code = ''] = decision === 'ok' ? [] : decision.split(' ');
        this.inc({ check, code }, calls);
      }
    },
  });
  new Gauge({
    name: 'gate_records_waiting_bytes',
    help: 'Memory that holds calls not yet stored in the request log.',
    registers,
    collect() {
      this.set(figures.records().waitingBytes);
    },
  });
  new Counter({
    name: 'gate_records_dropped_total',
    help: 'Calls that are missing in the records because the database was away for too long.',
    registers,
    collect() {
      this.reset();
      this.inc(figures.records().dropped);
    },
  });
  new Gauge({
    name: 'gate_streams_open',
    help: 'Streams that are open on this gate.',
    registers,
    collect() {
      this.set(figures.streams());
    },
  });
  new Gauge({
    name: 'gate_cache_usable',
    help: '1 while the gate hears of every change and may answer from its cache.',
    registers,
    collect() {
      this.set(figures.isFresh() ? 1 : 0);
    },
  });
  return registry;
}
