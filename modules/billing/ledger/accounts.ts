import {
  type Bucket,
  bucketNames,
  type HeldAccount,
  type LedgerAccount,
  type LedgerBalances,
} from './contract.ts';

/*
 * What a ledger is made of, and the arithmetic on it. No database here: what is admitted, and what it leaves, is
 * decided by these few lines, and the same lines add up a ledger from its beginning.
 */

export type { Bucket } from './contract.ts';
export type Account = LedgerAccount;
export type Balances = LedgerBalances;
export const buckets = bucketNames;
export const heldOf = (bucket: Bucket): HeldAccount => `held_${bucket}`;

export interface Entry {
  readonly from: Account;
  readonly to: Account;
  readonly micro: number;
}

export const nothing: Balances = {
  ...{ week: 0, month: 0, bonus: 0, payg: 0 },
  ...{ held_week: 0, held_month: 0, held_bonus: 0, held_payg: 0 },
  owed: 0,
};

export const spendableOf = (balances: Balances): number =>
  buckets.reduce((sum, bucket) => sum + balances[bucket], 0);

export class BalanceBroken extends Error {}

/** What is left after these. Throws where an account would be below its limit: no order may come to that. */
export function after(balances: Balances, entries: readonly Entry[]): Balances {
  const left: Record<string, number> = { ...balances };
  for (const { from, to, micro } of entries) {
    if (!Number.isSafeInteger(micro) || micro <= 0) throw new BalanceBroken(`${micro} is no amount`);
    // What is owed rises when it is taken from, and falls when it is given to.
    if (from in nothing) left[from]! -= from === 'owed' ? -micro : micro;
    if (to in nothing) left[to]! += to === 'owed' ? -micro : micro;
  }
  for (const [account, micro] of Object.entries(left))
    if (micro < 0 || !Number.isSafeInteger(micro)) throw new BalanceBroken(`${account} would be ${micro}`);
  return left as Balances;
}

/** From which buckets an amount comes, in their order; undefined where there is not enough. */
export function drawn(
  balances: Readonly<Record<Bucket, number>>,
  micro: number,
): Readonly<Record<Bucket, number>> | undefined {
  let missing = micro;
  const parts = { week: 0, month: 0, bonus: 0, payg: 0 };
  for (const bucket of buckets) {
    parts[bucket] = Math.min(balances[bucket], missing);
    missing -= parts[bucket];
  }
  return missing > 0 ? undefined : parts;
}

/** An entry for each bucket that has a part in it. */
export const moved = (
  parts: Readonly<Record<Bucket, number>>,
  accounts: (bucket: Bucket) => { readonly from: Account; readonly to: Account },
): Entry[] =>
  buckets
    .filter((bucket) => parts[bucket] > 0)
    .map((bucket) => ({ ...accounts(bucket), micro: parts[bucket] }));
