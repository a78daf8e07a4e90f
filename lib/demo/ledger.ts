import type { PoolClient } from 'pg';
import { type AccountFigures, type EntryDraft, emptyAccount } from '#lib/credits/account';
import { periodAt } from '#lib/credits/period';
import { addPurchased, spend } from '#lib/credits/post';
import { grantIncluded, rollPeriod } from '#lib/credits/roll';
import { newId } from '#lib/ids';

/**
 * Credits a period, and what is bought when the balance comes near its end. Every whole month takes more
 * than a period brings, a February too: so something is bought whatever day it is now.
 */
const PER_PERIOD = 15_000;
const PACK = 10_000;
const BUY_AT = 250;

type Line = EntryDraft & {
  readonly at: number;
  readonly actor: string;
  readonly note: string;
  readonly requestId: string | null;
};

/** A ledger written by the product's own rules, months after the fact. */
export class DemoLedger {
  #account: AccountFigures;
  readonly #buyer: string;
  #lines: Line[] = [];

  /** @param buyer id of the person who buys credits when they run out */
  constructor(accountId: string, buyer: string, start: number) {
    this.#buyer = buyer;
    const { account, entries } = grantIncluded(
      emptyAccount(accountId, periodAt(start)),
      PER_PERIOD,
    );
    this.#account = account;
    this.#add(entries, { at: start, actor: 'system', note: '', requestId: null });
  }

  static readonly perPeriod = PER_PERIOD;

  /** The balance at a moment, after whatever was due by then. */
  balanceAt(at: number): number {
    const { account, entries } = rollPeriod(this.#account, at, PER_PERIOD);
    this.#account = account;
    this.#add(entries, { at, actor: 'system', note: '', requestId: null });
    if (account.balance <= BUY_AT) this.#buy(at);
    return this.#account.balance;
  }

  debit(at: number, keyId: string, requestId: string, credits: number): number {
    const posting = spend(this.#account, credits);
    if (posting === null) throw new Error('the demo spends what it has not');
    this.#account = posting.account;
    this.#add(posting.entries, { at, actor: keyId, note: '', requestId });
    return posting.account.balance;
  }

  /** The lines written since the last time, in order. */
  take(): readonly Line[] {
    const lines = this.#lines;
    this.#lines = [];
    return lines;
  }

  /** Stores the lines so far, and the account as it stands. */
  async store(client: PoolClient): Promise<void> {
    const lines = this.take();
    const { balance, included, purchased, usedThisPeriod, periodStart, periodEnd, id } =
      this.#account;
    await client.query(INSERT, [
      id,
      lines.map(({ sequence }) => sequence),
      lines.map(({ kind }) => kind),
      lines.map(({ includedDelta }) => includedDelta),
      lines.map(({ purchasedDelta }) => purchasedDelta),
      lines.map(({ balanceAfter }) => balanceAfter),
      lines.map(({ kind }) => (kind === 'debit' ? newId('sess') : null)),
      lines.map(({ requestId }) => requestId),
      lines.map(({ actor }) => actor),
      lines.map(({ note }) => note),
      lines.map(({ at }) => at),
    ]);
    await client.query(ACCOUNT, [
      id,
      balance,
      included,
      purchased,
      usedThisPeriod,
      new Date(periodStart),
      new Date(periodEnd),
      this.#account.lastSequence,
    ]);
    await client.query('DELETE FROM credit_signals WHERE account_id = $1', [id]);
  }

  #buy(at: number): void {
    const posting = addPurchased(this.#account, 'purchase', PACK);
    if (posting === null) throw new Error('the demo buys too much');
    this.#account = posting.account;
    this.#add(posting.entries, { at, actor: this.#buyer, note: 'Bought in time', requestId: null });
  }

  #add(entries: readonly EntryDraft[], by: Omit<Line, keyof EntryDraft>): void {
    this.#lines.push(...entries.map((entry) => ({ ...entry, ...by })));
  }
}

const INSERT = `
  INSERT INTO credit_entries (account_id, sequence, kind, amount, included_delta, purchased_delta, balance_after,
    voice_session_id, request_id, actor, note, created_at)
  SELECT $1, s, k::credit_entry_kind, i + p, i, p, b, v, r, a, n, to_timestamp(t / 1000)
  FROM unnest($2::bigint[], $3::text[], $4::int[], $5::int[], $6::int[], $7::text[], $8::text[], $9::text[], $10::text[],
    $11::float8[]) AS u (s, k, i, p, b, v, r, a, n, t)`;

const ACCOUNT = `UPDATE credit_accounts SET balance = $2, included = $3, purchased = $4, used_this_period = $5,
  period_start = $6, period_end = $7, last_sequence = $8 WHERE id = $1`;
