import { createHash } from 'node:crypto';
import type { Ctx } from '../../../kit/ctx.ts';
import { newId, type WorkspaceId } from '../../../kit/ids.ts';
import { after, type Balances, type Entry, nothing, spendableOf } from './accounts.ts';
import * as db from './booking.sql.ts';
import { LedgerTransactionId, type TransactionKind, walletChanged } from './contract.ts';
import { isDue, renewalOf } from './renewing.ts';
import { watch } from './watching.ts';

/** Flat, so that the order of its fields is no part of it. */
export type Asked = Readonly<Record<string, string | number | boolean | null>>;

/** Something that is to be booked, and how it is decided once it is its turn. */
export interface Order {
  readonly kind: TransactionKind;
  /** By which it is known again: asked twice it is done once. */
  readonly key: string;
  /** All that was asked, so that the same key with something else is noticed. */
  readonly asked: Asked;
  readonly reason: string;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  readonly memberId?: string | undefined;
  /** What it moves, given what there is; undefined where that is not enough. */
  readonly entries: (balances: Balances, isUnlimited: boolean) => readonly Entry[] | undefined;
}

export type Outcome =
  | {
      readonly state: 'booked';
      readonly id: LedgerTransactionId;
      readonly entries: readonly Entry[];
      readonly spendableMicro: number;
    }
  /** It was booked before, by the same key. */
  | { readonly state: 'repeated'; readonly id: LedgerTransactionId }
  | { readonly state: 'not_enough'; readonly spendableMicro: number }
  /** The key stands for something else. */
  | { readonly state: 'key_taken' };

/**
 * Books one order after the other, in this transaction, and answers for each what became of it. Everything that moves
 * money goes through here, under the lock of its wallet, which is held until the transaction ends. Where a week or a
 * month has ended, its allowance is given anew first: also where there are no orders.
 */
export async function book(ctx: Ctx, orders: readonly Order[]): Promise<readonly Outcome[]> {
  const { tx, workspaceId, now } = ctx;
  const { wallet, state } = await held(
    ctx,
    orders.map(({ key }) => key),
  );
  const begun = await balancesOf(ctx, wallet, state);
  const renewal = isDue(wallet, now) ? await renewalOf(ctx, begun) : undefined;
  const books = openBooks({ ...wallet, workspaceId }, begun, state.known);
  for (const order of renewal?.orders ?? []) books.enter(order);
  const outcomes = orders.map((order) => books.enter(order));
  const written = books.written();
  if (written.transactions.length > 0) await db.write(tx, [written], now);
  await renewal?.keep();
  if (isTold(written)) await ctx.publish(walletChanged, {});
  await watch(ctx, renewal ? { ...wallet, ...renewal } : wallet, written.balances);
  return outcomes;
}

/** What is spent all day long is not told to every open screen. */
const toldKinds: ReadonlySet<TransactionKind> = new Set([
  ...(['grant', 'purchase', 'refund', 'expire', 'withdraw', 'payout'] as const),
]);
export const isTold = ({ transactions }: db.Written) => transactions.some(({ kind }) => toldKinds.has(kind));

/** The wallet, and what it comes to: one question where nobody else books meanwhile, and two where somebody did. */
async function held(ctx: Ctx, keys: readonly string[]): Promise<{ wallet: db.Wallet; state: db.State }> {
  const found = await db.holdState(ctx.tx, keys);
  if (found) {
    return { wallet: found, state: isCurrent(found) ? found : await db.readState(ctx.tx, keys) };
  }
  await ensureWallet(ctx);
  return held(ctx, keys);
}

/** Whether what is kept is of the moment of the wallet: not where somebody booked meanwhile, or dropped it. */
export const isCurrent = ({ throughNo, lastNo }: db.State & db.Wallet) => (throughNo ?? 0) === lastNo;

export const ensureWallet = ({ tx, workspaceId, now }: Ctx) => db.addWallet(tx, workspaceId, now);

/** What is kept, and what was booked since; where nothing is kept, all that was ever booked. */
async function balancesOf({ tx }: Ctx, { lastNo }: db.Wallet, state: db.State): Promise<Balances> {
  const kept = keptIn(state);
  const since = state.throughNo ?? 0;
  return since === lastNo ? kept : addedTo(kept, await db.sumsAfter(tx, since));
}

export function addedTo(
  balances: Balances,
  sums: readonly { readonly account: string; readonly micro: number }[],
): Balances {
  const sum: Record<string, number> = { ...balances };
  for (const { account, micro } of sums)
    if (account in nothing) sum[account]! += account === 'owed' ? -micro : micro;
  return sum as Balances;
}

export const keptIn = (state: db.State): Balances => ({
  week: state.week ?? 0,
  month: state.month ?? 0,
  bonus: state.bonus ?? 0,
  payg: state.payg ?? 0,
  held_week: state.heldWeek ?? 0,
  held_month: state.heldMonth ?? 0,
  held_bonus: state.heldBonus ?? 0,
  held_payg: state.heldPayg ?? 0,
  owed: state.owed ?? 0,
});

/** The books of one wallet while it is held: each order is decided by what those before it left. */
export function openBooks(
  wallet: db.Wallet & { readonly workspaceId: WorkspaceId },
  begun: Balances,
  booked: readonly db.Known[],
) {
  const { workspaceId } = wallet;
  let balances = begun;
  let lastNo = wallet.lastNo;
  const known = new Map(booked.map((one) => [one.key, one]));
  const transactions: db.NewTransaction[] = [];
  const entries: db.NewEntry[] = [];
  return {
    written: (): db.Written => ({ workspaceId, transactions, entries, balances, lastNo }),
    enter(order: Order): Outcome {
      const fingerprint = fingerprintOf(order);
      const before = known.get(order.key);
      if (before)
        return before.fingerprint === fingerprint.toString('hex')
          ? { state: 'repeated', id: before.id }
          : { state: 'key_taken' };
      const moved = order.entries(balances, wallet.isUnlimited);
      if (!moved) return { state: 'not_enough', spendableMicro: spendableOf(balances) };
      balances = after(balances, moved);
      lastNo += 1;
      const id = newId(LedgerTransactionId);
      const spendableMicro = spendableOf(balances);
      const { kind, key, reason, subject, memberId } = order;
      transactions.push({
        ...{ workspaceId, id, no: lastNo, kind, key, fingerprint, reason, subject, memberId, spendableMicro },
      });
      entries.push(...moved.map((one, position) => ({ workspaceId, transactionId: id, position, ...one })));
      known.set(key, { key, id, fingerprint: fingerprint.toString('hex') });
      return { state: 'booked', id, entries: moved, spendableMicro };
    },
  };
}

export const fingerprintOf = ({ kind, asked }: Pick<Order, 'kind' | 'asked'>): Buffer =>
  createHash('sha256')
    .update(`${kind}\n${JSON.stringify(asked, Object.keys(asked).sort())}`)
    .digest();

/**
 * What there is, for who only looks. Numbers are in the order of their commits, so what is added up is of one moment.
 */
export async function balancesNow({ tx }: Ctx): Promise<Balances> {
  const state = await db.readState(tx, []);
  return addedTo(keptIn(state), await db.sumsAfter(tx, state.throughNo ?? 0));
}

/** From its beginning, without what is kept. */
export async function addedUp(ctx: Ctx): Promise<Balances> {
  return addedTo(nothing, await db.sumsAfter(ctx.tx, 0));
}
