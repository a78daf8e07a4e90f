import { afterAll, beforeAll } from 'vitest';
import { ownerPool } from '#test/database';
import { type SeededKey, seedKey, seedOrganization } from '#test/gate-data';
import { startTestGate, type TestGate } from '#test/running-gate';

/** A running gate and a live key of it. */
export type KeyedGate = {
  at: TestGate;
  key: SeededKey;
  /** The header line of the key. */
  auth(): string;
};

/** Starts a gate before the tests of a file, for an organization without a limit that matters, and stops it after them. */
export function keyedGate(): KeyedGate {
  const gate = { auth: () => `Authorization: Bearer ${gate.key.text}` } as KeyedGate;
  beforeAll(async () => {
    gate.at = await startTestGate();
    const organization = await seedOrganization(ownerPool(), { requestsPerMinute: 1_000_000 });
    gate.key = await seedKey(ownerPool(), organization);
  });
  afterAll(() => gate.at.gate.close());
  return gate;
}

/** Lines as HTTP ends them. */
export function lines(...parts: string[]): string {
  return parts.join('\r\n');
}
