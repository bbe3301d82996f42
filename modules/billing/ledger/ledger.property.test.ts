import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { type Balances, buckets, heldOf } from './accounts.ts';
import { readState } from './booking.sql.ts';
import { addedUp, book } from './booking.ts';
import { ReservationId } from './contract.ts';
import { expireOf, grantOf, purchaseOf, withdrawOf } from './orders.ts';
import { type Deed, SlowLedger } from './slow-model.ts';
import { charge, release, reserve, settle } from './spending.ts';
import { bareWorkspace } from './testing.ts';

/*
 * Any run of deeds, with crashes, retries and dropped snapshots among them, comes to what somebody would reckon with a
 * pencil.
 */

const runs = 25;
const micro = fc.integer({ min: 0, max: 5_000 });
const some = fc.integer({ min: 1, max: 5_000 });
const limited = fc.constantFrom('week', 'month', 'bonus');
const name = fc.integer({ min: 0, max: 5 });
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ deed: fc.constant('grant'), bucket: limited, micro: some }) as fc.Arbitrary<Deed>,
  fc.record({ deed: fc.constantFrom('purchase', 'withdraw'), micro: some }) as fc.Arbitrary<Deed>,
  fc.record({ deed: fc.constant('charge'), micro }) as fc.Arbitrary<Deed>,
  fc.record({ deed: fc.constant('expire'), bucket: limited }) as fc.Arbitrary<Deed>,
  fc.record({ deed: fc.constantFrom('reserve', 'settle'), name, micro }) as fc.Arbitrary<Deed>,
  fc.record({ deed: fc.constant('release'), name }) as fc.Arbitrary<Deed>,
);
/**
 * How it goes: `twice` is a retry, `crash` dies before the commit and is tried again, `drop` loses the snapshot first.
 */
const manners = fc.constantFrom('plainly', 'plainly', 'twice', 'crash', 'drop');
const steps = fc.array(fc.record({ deed: deeds, manner: manners }), { minLength: 5, maxLength: 40 });

class Crash extends Error {}

describe('the ledger', () => {
  test('comes to what a slow model comes to, whatever happens in between', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const w = await bareWorkspace();
        const model = new SlowLedger();
        const names = new Map<number, ReservationId>();
        for (const [at, { deed, manner }] of taken.entries()) {
          const expected = model.do(deed);
          if (manner === 'drop') await w.system.work(dropSnapshot);
          if (manner === 'crash') await assert.rejects(done(w, deed, `${at}`, names, true), isCrash);
          assert.equal(await done(w, deed, `${at}`, names), expected, JSON.stringify(deed));
          if (manner === 'twice') assert.equal(await done(w, deed, `${at}`, names), expected);
          await assertAgree(w, model);
        }
      }),
      { numRuns: runs },
    );
  });
});

const isCrash = (error: unknown) => error instanceof Crash || error instanceof AppError;

async function done(
  w: BillingWorkspace,
  deed: Deed,
  key: string,
  names: Map<number, ReservationId>,
  crashes = false,
): Promise<boolean> {
  try {
    await w.system.work(async (ctx) => {
      await doing(ctx, deed, key, names);
      if (crashes) throw new Crash();
    });
    return true;
  } catch (error) {
    if (error instanceof AppError) return crashes ? Promise.reject(error) : false;
    throw error;
  }
}

async function doing(ctx: Ctx, deed: Deed, key: string, names: Map<number, ReservationId>): Promise<unknown> {
  const told = { key, reason: 'Tried out' };
  const idOf = (wanted: number) => {
    const id = names.get(wanted) ?? newId(ReservationId);
    names.set(wanted, id);
    return id;
  };
  switch (deed.deed) {
    case 'grant':
      return book(ctx, [grantOf(told, deed.bucket, deed.micro)]);
    case 'purchase':
      return book(ctx, [purchaseOf(told, deed.micro)]);
    case 'withdraw':
      return book(ctx, [withdrawOf(told, deed.micro)]);
    case 'expire':
      return book(ctx, [expireOf(told, deed.bucket)]);
    case 'charge':
      return charge(ctx, { ...told, micro: deed.micro });
    case 'reserve':
      return reserve(ctx, { id: idOf(deed.name), meter: 'try_on', reason: told.reason, micro: deed.micro });
    case 'settle':
      return settle(ctx, idOf(deed.name), deed.micro);
    case 'release':
      return release(ctx, idOf(deed.name));
  }
}

const dropSnapshot = ({ tx }: Ctx) => tx.run(sql`delete from billing.balances`);

async function assertAgree(w: BillingWorkspace, model: SlowLedger): Promise<void> {
  const { balances, kept, crooked } = await w.system.work(async (ctx) => ({
    balances: await addedUp(ctx),
    kept: await readState(ctx.tx, []),
    crooked: await ctx.tx.many(z.object({ id: z.string() }), unbalanced),
  }));
  const held = model.held();
  const expected = Object.fromEntries(
    buckets.flatMap((bucket) => [
      [bucket, model.free[bucket]],
      [heldOf(bucket), held[bucket]],
    ]),
  );
  assert.deepEqual(balances, { ...expected, owed: model.owed } as Balances);
  if (kept.throughNo !== null) assert.equal(kept.payg, model.free.payg);
  assert.deepEqual(crooked, []);
}

/** What was said to be left after a transaction is what the entries up to it come to. */
const unbalanced = sql`
  select t.id::text as id
    from billing.ledger_transactions t
   where t.spendable_micro <> (
           select coalesce(sum(case when e.to_account in ('week', 'month', 'bonus', 'payg') then e.amount_micro else 0 end
                             - case when e.from_account in ('week', 'month', 'bonus', 'payg') then e.amount_micro else 0 end), 0)
             from billing.ledger_entries e
             join billing.ledger_transactions b on b.workspace_id = e.workspace_id and b.id = e.transaction_id
            where b.no <= t.no)`;
