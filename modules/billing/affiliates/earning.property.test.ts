import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fc from 'fast-check';
import { newId, type UserId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import type { Ground } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { addedUp } from '../ledger/booking.ts';
import { billingWorkspace } from '../models/testing.ts';
import { defaultRatePpm, PayoutId, payoutMinMicro, RateId } from './contract.ts';
import { countPayment, countReturn } from './earning.ts';
import { changeRate } from './managing.ts';
import { getAffiliate } from './own.ts';
import { SlowSheet } from './slow-sheet.ts';
import { clearAndPay, makeStatementNow } from './statements.ts';
import { asAdministrator, inside, newAffiliate, readingAs, referredPerson, unitOf } from './testing.ts';

/*
 * Any run of payments, refunds, disputes, changes of the rate and statements, told in any order and more than once,
 * comes to what somebody would reckon on paper.
 */

/** Each is some two hundred transactions. */
const runs = 12;

type By = 'refund' | 'dispute' | 'win';
type Deed =
  | { readonly deed: 'pay'; readonly micro: number }
  | { readonly deed: 'return'; readonly by: By; readonly which: number; readonly share: number }
  | { readonly deed: 'tell'; readonly which: number }
  | { readonly deed: 'tellAgain'; readonly which: number }
  | { readonly deed: 'rate'; readonly ppm: number }
  | { readonly deed: 'wait'; readonly days: number }
  | { readonly deed: 'statement' }
  | { readonly deed: 'sweep' };

const dayMs = 86_400_000;
const which = fc.nat({ max: 1_000 });
const share = fc.integer({ min: 1, max: 100 });
const by = fc.constantFrom<By>('refund', 'dispute', 'win');
const micro = fc.integer({ min: 1, max: 9_999_999 });
const ppm = fc.integer({ min: 1, max: 1_000_000 });
const days = fc.integer({ min: 1, max: 12 });
const deedOf = <const D extends string, P extends object>(
  deed: D,
  parts: { [K in keyof P]: fc.Arbitrary<P[K]> },
) => fc.record({ deed: fc.constant(deed), ...parts }) as fc.Arbitrary<{ deed: D } & P>;
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  { weight: 6, arbitrary: deedOf('pay', { micro }) },
  { weight: 5, arbitrary: deedOf('return', { by, which, share }) },
  { weight: 8, arbitrary: deedOf('tell', { which }) },
  { weight: 4, arbitrary: deedOf('tellAgain', { which }) },
  { weight: 1, arbitrary: deedOf('rate', { ppm }) },
  { weight: 4, arbitrary: deedOf('wait', { days }) },
  { weight: 2, arbitrary: deedOf('statement', {}) },
  { weight: 1, arbitrary: deedOf('sweep', {}) },
);
const steps = fc.array(deeds, { minLength: 60, maxLength: 140 });

let ground: Ground;
let outside: Outside;
let administrator: UserId;
before(async () => {
  ({ ground } = await billingWorkspace());
  outside = await testOutside();
  administrator = await newPerson(ground.db, ground.clock.now());
});

describe('what an affiliate comes to', () => {
  test('is what it comes to on paper, in whatever order it is told and however often', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const world = await openWorld();
        for (const deed of taken) await world.do(deed);
        await world.tellTheRest();
        await world.assertAgree();
      }),
      { numRuns: runs },
    );
  });
});

type Told = { readonly name: string; readonly at: number } & (
  | { readonly kind: 'received'; readonly micro: number }
  | {
      readonly kind: 'returned';
      readonly micro: number;
      readonly paid: number;
      readonly reason: 'refund' | 'dispute' | 'dispute_won';
    }
);
interface Payment {
  readonly name: string;
  readonly micro: number;
  refunded: number;
  disputed: number;
}

async function openWorld() {
  const start = ground.clock.now().getTime();
  const begun = { ...ground, clock: { now: () => new Date(start) } };
  const affiliate = await newAffiliate(begun);
  const payer = await referredPerson(begun, outside, affiliate);
  const sheet = new SlowSheet(payoutMinMicro);
  sheet.agree(start, defaultRatePpm);
  const payments: Payment[] = [];
  const [waiting, told]: [Told[], Told[]] = [[], []];
  let [days, moments] = [0, 0];
  const now = () => start + days * dayMs + moments;
  const here = (): Ground => ({ ...ground, clock: { now: () => new Date(now()) } });
  /** No two things happen at the same one. */
  const moment = () => {
    moments += 1;
    return now();
  };

  async function tell(one: Told): Promise<void> {
    const unit = unitOf(here(), payer.workspaceId);
    const at = new Date(one.at).toISOString();
    const known = { provider: 'stripe', paymentId: one.name, at } as const;
    if (one.kind === 'received') {
      sheet.received(one.name, one.micro, one.at);
      return countPayment(unit, { ...known, paidFor: 'plan', paidMicro: one.micro });
    }
    sheet.returned(one.name, one.micro, one.at);
    await countReturn(unit, {
      ...{ ...known, paidMicro: one.paid, returnedMicro: one.micro, reason: one.reason },
    });
  }

  function goBack(payment: Payment | undefined, by: By, share: number): void {
    if (!payment) return;
    const left = payment.micro - payment.refunded - payment.disputed;
    if (by === 'refund') payment.refunded += Math.floor((left * share) / 100);
    if (by === 'dispute') payment.disputed += left;
    if (by === 'win') payment.disputed = 0;
    const reason = by === 'win' ? 'dispute_won' : by;
    const micro = payment.refunded + payment.disputed;
    waiting.push({ kind: 'returned', name: payment.name, at: moment(), micro, paid: payment.micro, reason });
  }

  async function sayRate(ratePpm: number): Promise<void> {
    const asked = { affiliateId: affiliate.workspaceId, rateId: newId(RateId), ratePpm, startsAt: null };
    sheet.agree(moment(), ratePpm);
    await asAdministrator(here(), administrator, (ctx) => changeRate(ctx, asked));
  }

  async function makeStatement(): Promise<void> {
    const expected = sheet.statement(now());
    const work = inside(here(), affiliate.workspaceId, (ctx) =>
      makeStatementNow(ctx, newId(PayoutId), administrator),
    );
    if (expected === undefined) await assert.rejects(work);
    else assert.equal(BigInt((await work).amountMicro), expected);
  }

  /** It pays the month that is over, as far as there was something to pay. */
  async function sweep(): Promise<void> {
    const sums = async () => (await readingAs(here(), affiliate.userId, getAffiliate)).sums;
    const [before, due] = [await sums(), sheet.due(now())];
    await inside(here(), affiliate.workspaceId, clearAndPay);
    const paid = (await sums()).paidMicro - before.paidMicro;
    if (paid === 0) return;
    assert.ok(paid >= payoutMinMicro && BigInt(paid) <= due, `${paid} of ${due}`);
    sheet.payouts.push(BigInt(paid));
  }

  async function assertAgree(): Promise<void> {
    await sweep();
    const { sums } = await readingAs(here(), affiliate.userId, getAffiliate);
    const found = [sums.openMicro, sums.pendingMicro, sums.paidMicro, sums.duePayoutMicro].map(BigInt);
    const paid = sheet.payouts.reduce((sum, micro) => sum + micro, 0n);
    assert.deepEqual(found, [sheet.due(now()), sheet.pending(now()), paid, 0n]);
    const { payg } = await inside(here(), affiliate.workspaceId, addedUp);
    assert.equal(BigInt(payg), paid);
  }

  return {
    assertAgree,
    async tellTheRest() {
      for (const one of waiting.splice(0).reverse()) await tell(one);
      for (const one of told) await tell(one);
    },
    async do(one: Deed): Promise<void> {
      if (one.deed === 'pay') {
        const payment = { name: `ch_${payments.length}`, micro: one.micro, refunded: 0, disputed: 0 };
        payments.push(payment);
        waiting.push({ kind: 'received', name: payment.name, micro: one.micro, at: moment() });
      } else if (one.deed === 'tell') {
        const [next] = waiting.splice(one.which % Math.max(1, waiting.length), 1);
        if (next) await tell(next);
        if (next) told.push(next);
      } else if (one.deed === 'tellAgain') {
        const again = told[one.which % Math.max(1, told.length)];
        if (again) await tell(again);
      } else if (one.deed === 'rate') await sayRate(one.ppm);
      else if (one.deed === 'wait') days += one.days;
      else if (one.deed === 'statement') await makeStatement();
      else if (one.deed === 'sweep') await sweep();
      else goBack(payments[one.which % Math.max(1, payments.length)], one.by, one.share);
    },
  };
}
