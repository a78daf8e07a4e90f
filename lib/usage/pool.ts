import type { Pool } from 'pg';
import { createPool } from '#lib/db/pool';

/** Milliseconds that a page's question about the records may take. */
const TIMEOUT_MS = 2_000;

/** On globalThis, because a hot reload evaluates this module again and would leak its connections. */
const holder = globalThis as typeof globalThis & { portalUsagePool?: Pool };

/** Connections for reading what the gates recorded, apart from all others: a heavy question harms nobody else. */
export function usagePool(): Pool {
  holder.portalUsagePool ??= createPool({
    max: 4,
    name: 'usage',
    statementTimeoutMs: TIMEOUT_MS,
    connectionTimeoutMs: TIMEOUT_MS,
  });
  return holder.portalUsagePool;
}
