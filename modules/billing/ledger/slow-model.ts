/*
 * What the ledger must come to, as somebody would reckon it with a pencil: no database, no snapshot, no lock, and
 * nothing of the code that it is held against. For tests.
 */

export type Deed =
  | { readonly deed: 'grant'; readonly bucket: 'week' | 'month' | 'bonus'; readonly micro: number }
  | { readonly deed: 'purchase' | 'charge' | 'withdraw'; readonly micro: number }
  | { readonly deed: 'expire'; readonly bucket: 'week' | 'month' | 'bonus' }
  | { readonly deed: 'reserve'; readonly name: number; readonly micro: number }
  | { readonly deed: 'settle'; readonly name: number; readonly micro: number }
  | { readonly deed: 'release'; readonly name: number };

const order = ['week', 'month', 'bonus', 'payg'] as const;
type Purse = Record<(typeof order)[number], number>;
const empty = (): Purse => ({ week: 0, month: 0, bonus: 0, payg: 0 });
const total = (purse: Purse) => purse.week + purse.month + purse.bonus + purse.payg;

interface Hold {
  readonly micro: number;
  readonly parts: Purse;
  state: 'held' | 'settled' | 'released';
  came: number | undefined;
}

export class SlowLedger {
  readonly free = empty();
  readonly holds = new Map<number, Hold>();
  owed = 0;
  spent = 0;

  held(): Purse {
    const sum = empty();
    for (const { state, parts } of this.holds.values())
      if (state === 'held') for (const bucket of order) sum[bucket] += parts[bucket];
    return sum;
  }

  /** False where it has to be refused. */
  do(one: Deed): boolean {
    switch (one.deed) {
      case 'grant':
        this.free[one.bucket] += one.micro;
        return true;
      case 'purchase': {
        const pays = Math.min(this.owed, one.micro);
        this.owed -= pays;
        this.free.payg += one.micro - pays;
        return true;
      }
      case 'withdraw': {
        const there = Math.min(this.free.payg, one.micro);
        this.free.payg -= there;
        this.owed += one.micro - there;
        return true;
      }
      case 'expire':
        this.free[one.bucket] = 0;
        return true;
      case 'charge':
        if (total(this.free) < one.micro) return false;
        this.take(one.micro);
        this.spent += one.micro;
        return true;
      case 'reserve': {
        const before = this.holds.get(one.name);
        if (before) return before.micro === one.micro;
        if (total(this.free) < one.micro) return false;
        const { name, micro } = one;
        this.holds.set(name, { micro, parts: this.take(micro), state: 'held', came: undefined });
        return true;
      }
      case 'settle':
        return this.settle(one.name, one.micro);
      case 'release': {
        const hold = this.holds.get(one.name);
        if (!hold || hold.state === 'settled') return false;
        if (hold.state === 'held') this.giveBack(hold.parts);
        hold.state = 'released';
        return true;
      }
    }
  }

  private settle(name: number, micro: number): boolean {
    const hold = this.holds.get(name);
    if (!hold) return false;
    if (hold.came !== undefined) return hold.came === micro;
    hold.came = micro;
    this.spent += micro;
    let due = micro;
    if (hold.state === 'held') {
      const rest = { ...hold.parts };
      for (const bucket of order) {
        const taken = Math.min(rest[bucket], due);
        rest[bucket] -= taken;
        due -= taken;
      }
      // More than was kept back is taken from what there was besides, before anything of it is free again.
      const before = { ...this.free };
      const more = Math.min(due, total(before));
      this.take(more);
      this.owed += due - more;
      this.giveBack(rest);
      hold.state = 'settled';
      return true;
    }
    const there = Math.min(due, total(this.free));
    this.take(there);
    this.owed += due - there;
    return true;
  }

  private take(micro: number): Purse {
    const parts = empty();
    let missing = micro;
    for (const bucket of order) {
      parts[bucket] = Math.min(this.free[bucket], missing);
      this.free[bucket] -= parts[bucket];
      missing -= parts[bucket];
    }
    return parts;
  }

  private giveBack(parts: Purse): void {
    for (const bucket of order) this.free[bucket] += parts[bucket];
  }
}
