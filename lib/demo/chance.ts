/** Numbers that look random and are the same in every run: what is loaded can be told in advance. */
export class Chance {
  #state: number;

  constructor(seed: number) {
    this.#state = seed >>> 0;
  }

  /** At least 0, below 1. Source: mulberry32, https://github.com/bryc/code/blob/master/jshash/PRNGs.md */
  next(): number {
    this.#state = (this.#state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(this.#state ^ (this.#state >>> 15), this.#state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296;
  }

  /** How many independent events happen when `mean` are expected (Knuth's method; mean below 200). */
  count(mean: number): number {
    const limit = Math.exp(-mean);
    let count = 0;
    for (let product = this.next(); product > limit; product *= this.next()) count++;
    return count;
  }

  /** Around `median`, never negative, with a long tail: as durations are. */
  duration(median: number, spread: number): number {
    const normal = Math.sqrt(-2 * Math.log(1 - this.next())) * Math.cos(2 * Math.PI * this.next());
    return median * Math.exp(spread * normal);
  }

  /** One of the items, each as likely as its weight. */
  pick<Item extends { readonly weight: number }>(items: readonly Item[]): Item {
    const total = items.reduce((sum, { weight }) => sum + weight, 0);
    let rest = this.next() * total;
    for (const item of items) {
      rest -= item.weight;
      if (rest < 0) return item;
    }
    throw new Error('there is nothing to choose from');
  }
}
