import type { Ctx } from '../../../kit/ctx.ts';
import { billingError } from '../contract.ts';
import { type Bucket, buckets, type Entry } from './accounts.ts';
import { book, type Order, type Outcome } from './booking.ts';
import type { LedgerTransactionId, ReservationId } from './contract.ts';
import { chargeOf, holdOf, lateOf, releaseOf, settleOf } from './orders.ts';
import * as db from './reservations.sql.ts';

/** What is spent, and what for. */
export interface Spent {
  /** By which it is known again: asked twice it is done once. */
  readonly key: string;
  readonly micro: number;
  readonly reason: string;
  readonly subject?: { readonly type: string; readonly id: string } | undefined;
  readonly memberId?: string | undefined;
}

/** How long something is kept back for whoever never says what it came to. */
export const heldForMs = 15 * 60_000;
const expiredAtOnceMax = 200;

/** Spends at once, in the transaction of what it is for. Refuses where there is not enough. */
export async function charge(ctx: Ctx, { micro, ...told }: Spent): Promise<LedgerTransactionId> {
  return requireBooked(await bookOne(ctx, chargeOf(told, micro)));
}

export interface Reserved extends Omit<Spent, 'key' | 'micro'> {
  readonly id: ReservationId;
  readonly micro: number;
  readonly meter: string;
}

/** Keeps back what something may cost at most. The id is the caller's: asked twice it is kept back once. */
export async function reserve(ctx: Ctx, { id, micro, meter, ...told }: Reserved): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const outcome = await bookOne(ctx, holdOf({ ...told, key: `hold:${id}` }, micro));
  requireBooked(outcome);
  if (outcome.state !== 'booked') return;
  await db.insertReservation(tx, {
    ...{ workspaceId, id, meter, reason: told.reason, parts: partsOf(outcome.entries), now },
    isUnlimited: micro > 0 && outcome.entries.length === 0,
    expiresAt: new Date(now.getTime() + heldForMs),
  });
}

/** What it came to. Said twice it counts once; said after it was let go it is taken from what there is. */
export async function settle(ctx: Ctx, id: ReservationId, micro: number): Promise<void> {
  const held = await requireReservation(ctx, id);
  const told = { key: closingKey(id), reason: held.reason };
  const outcome = await bookOne(ctx, settleOf(told, held, micro, held.isUnlimited));
  if (outcome.state === 'booked')
    await db.closeReservations(ctx.tx, [id], { outcome: 'settled', settledMicro: micro }, ctx.now);
  if (outcome.state !== 'key_taken') return;
  // What was read above is older than the lock: who settled it meanwhile, and of how much, is read under it.
  if ((await requireReservation(ctx, id)).outcome === 'settled')
    throw billingError('key_stands_for_something_else');
  requireBooked(await bookOne(ctx, lateOf({ ...told, key: `late:${id}` }, micro)));
}

/** It was not done: nothing is spent. */
export async function release(ctx: Ctx, id: ReservationId): Promise<void> {
  const held = await requireReservation(ctx, id);
  const outcome = await bookOne(ctx, releaseOf({ key: closingKey(id), reason: held.reason }, held));
  if (outcome.state === 'key_taken') throw billingError('key_stands_for_something_else');
  if (outcome.state === 'booked') await db.closeReservations(ctx.tx, [id], { outcome: 'voided' }, ctx.now);
}

/** Whoever kept these back is gone. */
export async function releaseForgotten(ctx: Ctx): Promise<void> {
  const expired = await db.findExpired(ctx.tx, ctx.now, expiredAtOnceMax);
  if (expired.length === 0) return;
  const outcomes = await book(
    ctx,
    expired.map((one) => releaseOf({ key: closingKey(one.id), reason: one.reason }, one)),
  );
  const released = expired.filter((_, i) => outcomes[i]!.state === 'booked').map(({ id }) => id);
  await db.closeReservations(ctx.tx, released, { outcome: 'expired' }, ctx.now);
}

/** Settling and letting go have the same key: one of them happens. */
const closingKey = (id: ReservationId) => `close:${id}`;

async function requireReservation({ tx }: Ctx, id: ReservationId): Promise<db.Reservation> {
  const held = await db.findReservation(tx, id);
  if (!held) throw billingError('no_such_reservation');
  return held;
}

async function bookOne(ctx: Ctx, order: Order): Promise<Outcome> {
  const [outcome] = await book(ctx, [order]);
  return outcome!;
}

function requireBooked(outcome: Outcome): LedgerTransactionId {
  if (outcome.state === 'not_enough') throw billingError('not_enough');
  if (outcome.state === 'key_taken') throw billingError('key_stands_for_something_else');
  return outcome.id;
}

/** From which buckets it was taken. */
export function partsOf(entries: readonly Entry[]): Record<Bucket, number> {
  const of = (bucket: Bucket) =>
    entries.filter(({ from }) => from === bucket).reduce((sum, { micro }) => sum + micro, 0);
  return Object.fromEntries(buckets.map((bucket) => [bucket, of(bucket)])) as Record<Bucket, number>;
}
