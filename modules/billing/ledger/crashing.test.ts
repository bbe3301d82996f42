import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import type { Tx } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { book } from './booking.ts';
import { ReservationId } from './contract.ts';
import { chargeOf, expireOf, grantOf, payoutOf, purchaseOf, refundOf, withdrawOf } from './orders.ts';
import { charge, heldForMs, release, releaseForgotten, reserve, settle } from './spending.ts';
import { bookedIn, requireSound } from './testing/soundness.ts';
import { bareWorkspace } from './testing.ts';

/*
 * A process that dies at any statement leaves nothing behind, and whoever tries again does what was meant to be done,
 * once.
 */

class Died extends Error {}

/** Who has this dies at the statement of that number: before it is run, or before its answer comes. */
function dyingAfter(tx: Tx, count: number, when: 'before' | 'after'): Tx {
  let sent = 0;
  const once = async <T>(send: () => Promise<T>): Promise<T> => {
    sent += 1;
    if (sent === count && when === 'before') throw new Died();
    const answer = await send();
    if (sent === count) throw new Died();
    return answer;
  };
  return {
    many: (shape, query: Sql) => once(() => tx.many(shape, query)),
    maybeOne: (shape, query) => once(() => tx.maybeOne(shape, query)),
    one: (shape, query) => once(() => tx.one(shape, query)),
    run: (query) => once(() => tx.run(query)),
    asDb: tx.asDb,
  };
}

const told = (key: string) => ({ key, reason: 'Tried out' });
const held = newId(ReservationId);
const fresh = newId(ReservationId);

/** A wallet with something in every bucket, something held back, and something owed. */
async function wallet(): Promise<BillingWorkspace> {
  const w = await bareWorkspace();
  await w.system.work((ctx) =>
    book(ctx, [
      purchaseOf(told('bought'), 500),
      withdrawOf(told('taken back'), 600),
      grantOf(told('of the week'), 'week', 300),
      grantOf(told('of the month'), 'month', 200),
      grantOf(told('as a present'), 'bonus', 100),
    ]),
  );
  await w.system.work((ctx) => reserve(ctx, { id: held, micro: 400, meter: 'try_on', reason: 'Tried out' }));
  return w;
}

const deeds: Readonly<Record<string, (ctx: Ctx) => Promise<unknown>>> = {
  'a charge': (ctx) => charge(ctx, { ...told('one'), micro: 150 }),
  'what is kept back': (ctx) => reserve(ctx, { id: fresh, micro: 120, meter: 'try_on', reason: 'Tried out' }),
  'what comes to less than was kept back': (ctx) => settle(ctx, held, 350),
  'what comes to more than there is': (ctx) => settle(ctx, held, 5_000),
  'what is let go': (ctx) => release(ctx, held),
  'what is forgotten': (ctx) =>
    releaseForgotten({ ...ctx, now: new Date(ctx.now.getTime() + heldForMs + 1) }),
  'a purchase that pays what is owed': (ctx) => book(ctx, [purchaseOf(told('more'), 1_000)]),
  'a payment that is taken back': (ctx) => book(ctx, [withdrawOf(told('again'), 700)]),
  'many things at once': (ctx) =>
    book(ctx, [
      payoutOf(told('earned'), 70),
      chargeOf(told('a'), 90),
      chargeOf(told('a'), 90),
      refundOf(told('b'), { week: 90, month: 0, bonus: 0, payg: 0 }),
      expireOf(told('c'), 'week'),
      chargeOf(told('far too much'), 1_000_000),
    ]),
};

describe('a process that dies', () => {
  for (const [name, deed] of Object.entries(deeds))
    test(`leaves nothing of ${name}, at whatever statement, and tried again it is done once`, async () => {
      const [w, undisturbed] = [await wallet(), await wallet()];
      await undisturbed.system.work(deed);
      const meant = await undisturbed.system.work(shown);
      const before = await w.system.work(shown);
      assert.notDeepEqual(meant, before, 'a deed that does nothing proves nothing');

      let count = 1;
      while (await dies(w, deed, count)) {
        assert.deepEqual(await w.system.work(shown), before, `at statement ${count}`);
        count += 1;
      }
      assert.ok(count > 2, 'it died at some statement');
      assert.deepEqual(await w.system.work(shown), meant);
      // It was done, and whoever asked never heard of it.
      await w.system.work(deed);
      assert.deepEqual(await w.system.work(shown), meant);
    });
});

/** Before and after the statement of that number. False when there was none, and the deed is done. */
async function dies(w: BillingWorkspace, deed: (ctx: Ctx) => Promise<unknown>, count: number) {
  for (const when of ['before', 'after'] as const) {
    const attempt = w.system.work((ctx) => deed({ ...ctx, tx: dyingAfter(ctx.tx, count, when) }));
    const outcome = await attempt.then(
      () => 'done',
      (error: unknown) => {
        if (error instanceof Died) return 'died';
        throw error;
      },
    );
    if (outcome === 'done') return false;
  }
  return true;
}

/** All there is to be seen of a wallet, once it was found sound. */
async function shown(ctx: Ctx) {
  const balances = await requireSound(ctx);
  const reservations = await ctx.tx.many(
    z.object({ id: z.string(), outcome: z.string(), settled: z.coerce.number().nullable() }),
    sql`select id, outcome, settled_micro as settled from billing.reservations order by id`,
  );
  return { balances, reservations, booked: await bookedIn(ctx) };
}
