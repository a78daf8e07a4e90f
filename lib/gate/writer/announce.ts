import type { Client } from 'pg';
import type { AccountFigures } from '#lib/credits/account';
import { run } from './statement.ts';

/** How often other gates hear of a spending account, milliseconds: each telling is a commit of its own. */
const PAUSE_MS = 50;

const announce = {
  name: 'announce_credit',
  text: "SELECT pg_notify('gate', line) FROM unnest($1::text[]) AS line",
};

/**
 * Tells the other gates what accounts have come to, for their headers. The writer's own connection is
 * quiet otherwise: a notification in every transaction would make all gates' commits wait in one line.
 */
export class Announcer {
  readonly #untold = new Map<string, AccountFigures>();
  #lastAt = Number.NEGATIVE_INFINITY;

  add(accounts: readonly AccountFigures[]): void {
    for (const account of accounts) this.#untold.set(account.id, account);
  }

  /** Sends the newest figures when it is time; lost when the connection is, as headers may be behind. */
  async tell(client: Client, now: number): Promise<void> {
    if (this.#untold.size === 0 || now - this.#lastAt < PAUSE_MS) return;
    this.#lastAt = now;
    const lines = Array.from(this.#untold.values(), lineOf);
    this.#untold.clear();
    await run(client, announce, [lines]).catch(() => undefined);
  }
}

/** As the trigger on `credit_accounts` writes it. */
function lineOf({ id, lastSequence, balance, usedThisPeriod, periodEnd }: AccountFigures): string {
  return `credit ${id} ${lastSequence} ${balance} ${usedThisPeriod} ${periodEnd}`;
}
