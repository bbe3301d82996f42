/*
 * What an affiliate must have come to, as somebody would reckon it on a sheet of paper: every payment on a line of its
 * own with all that was ever said of it, and everything added up anew whenever somebody asks. Nothing of the code that
 * it is held against. For tests.
 */

interface Line {
  /** Undefined while nobody told of the payment itself. */
  paid: { readonly micro: bigint; readonly at: number; readonly ppm: bigint } | undefined;
  readonly said: { readonly at: number; readonly micro: bigint }[];
}

const day = 86_400_000;

export class SlowSheet {
  readonly lines = new Map<string, Line>();
  readonly rates: { readonly from: number; readonly ppm: bigint }[] = [];
  readonly payouts: bigint[] = [];
  readonly #least: bigint;

  constructor(leastMicro: number) {
    this.#least = BigInt(leastMicro);
  }

  agree(from: number, ppm: number): void {
    this.rates.push({ from, ppm: BigInt(ppm) });
  }

  received(name: string, micro: number, at: number): void {
    let ppm = 0n;
    for (const rate of this.rates) if (rate.from <= at) ({ ppm } = rate);
    this.#line(name).paid = { micro: BigInt(micro), at, ppm };
  }

  returned(name: string, micro: number, at: number): void {
    this.#line(name).said.push({ at, micro: BigInt(micro) });
  }

  /** All that is due by now less all that was ever paid: what a statement would pay, were it enough. */
  due(now: number): bigint {
    const paidOut = this.payouts.reduce((sum, micro) => sum + micro, 0n);
    return this.#earned((at) => at + 14 * day <= now) - paidOut;
  }

  pending(now: number): bigint {
    return this.#earned((at) => at + 14 * day > now);
  }

  /** Undefined where it is not worth it. */
  statement(now: number): bigint | undefined {
    const due = this.due(now);
    if (due < this.#least) return undefined;
    this.payouts.push(due);
    return due;
  }

  #earned(counts: (at: number) => boolean): bigint {
    let sum = 0n;
    for (const { paid, said } of this.lines.values()) {
      if (!paid || !counts(paid.at)) continue;
      const share = (paid.micro * paid.ppm) / 1_000_000n;
      const last = said.reduce((a, b) => (b.at >= a.at ? b : a), { at: 0, micro: 0n });
      sum += share - (share * last.micro) / paid.micro;
    }
    return sum;
  }

  #line(name: string): Line {
    const line = this.lines.get(name) ?? { paid: undefined, said: [] };
    this.lines.set(name, line);
    return line;
  }
}
