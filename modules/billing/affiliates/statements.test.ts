import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { AppError } from '../../../kit/errors.ts';
import { newId } from '../../../kit/ids.ts';
import type { Outside } from '../../../kit/outside.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import type { Ground } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { addedUp } from '../ledger/booking.ts';
import { billingWorkspace } from '../models/testing.ts';
import { openCommissions } from './commissions.sql.ts';
import { type Commission, clearingDays, PayoutId, payoutMinMicro } from './contract.ts';
import { countPayment, countReturn } from './earning.ts';
import { exportPayout, listAffiliatePayouts, markPaid, payOut, suspend } from './managing.ts';
import { changeAffiliate, exportOwnPayout, getAffiliate, listOwnCommissions, listOwnPayouts } from './own.ts';
import { earnsUntil, monthBefore } from './shares.ts';
import { clearAndPay } from './statements.ts';
import {
  asAdministrator,
  asPerson,
  daysOn,
  inside,
  newAffiliate,
  pay,
  readingAs,
  referredPerson,
  unitOf,
} from './testing.ts';

let base: Ground;
let outside: Outside;
before(async () => {
  ({ ground: base } = await billingWorkspace());
  outside = await testOutside();
});

const refusal = (code: string) => (error: unknown) =>
  error instanceof AppError && error.code === `billing.${code}`;

/** An affiliate of 20 % with one referral, on the 1st of March. */
async function shop(start = new Date('2026-03-01T12:00:00Z')) {
  const ground: Ground = { ...base, clock: { now: () => start } };
  const affiliate = await newAffiliate(ground);
  const payer = await referredPerson(ground, outside, affiliate);
  const by = await newPerson(base.db, start);
  const { userId, workspaceId: affiliateId } = affiliate;
  const on = (day: number) => daysOn(ground, day);
  const at = (day: number) => on(day).clock.now().toISOString();
  return {
    ...{ ground, affiliate, affiliateId, payer, by, on, at },
    pays: (day: number, paidMicro: number, paymentId = `ch_${day}`) =>
      pay(on(day), payer.workspaceId, { paymentId, paidMicro, at: on(day).clock.now() }),
    returns: (
      day: number,
      paymentId: string,
      returnedMicro: number,
      reason: 'refund' | 'dispute' | 'dispute_won' = 'refund',
    ) =>
      countReturn(unitOf(on(day), payer.workspaceId), {
        ...{ provider: 'stripe', paymentId, paidMicro: 10_000_000, returnedMicro, reason, at: at(day) },
      }),
    sweeps: (day: number) => inside(on(day), affiliateId, clearAndPay),
    paysOut: (day: number, payoutId = newId(PayoutId)) =>
      asAdministrator(on(day), by, (ctx) => payOut(ctx, { affiliateId, payoutId })),
    sums: async () => (await readingAs(ground, userId, getAffiliate)).sums,
    commissions: async () =>
      (await readingAs(ground, userId, (ctx) => listOwnCommissions(ctx, { limit: 200 }))).items,
    payouts: async () => (await readingAs(ground, userId, (ctx) => listOwnPayouts(ctx, { limit: 50 }))).items,
    credits: async () => (await inside(ground, affiliateId, addedUp)).payg,
  };
}

describe('a commission', () => {
  test('SE-29 SE-31 is its share to the unit, and clears two weeks after the payment', async () => {
    const s = await shop();
    await s.pays(1, 9_999_999, 'ch_a');
    const status = async () => (await s.commissions())[0]!.status;
    assert.equal((await s.commissions())[0]!.commissionMicro, 1_999_999);
    await s.sweeps(clearingDays);
    assert.equal(await status(), 'pending');
    await s.sweeps(clearingDays + 1);
    assert.equal(await status(), 'cleared');
  });

  test('is of what is paid within a year of coming, and of what comes to something', async () => {
    const s = await shop();
    const end = earnsUntil(s.ground.clock.now());
    assert.equal(end.toISOString(), '2027-03-01T12:00:00.000Z');
    for (const [name, at] of [
      ['before', new Date(s.ground.clock.now().getTime() - 1)],
      ['last', new Date(end.getTime() - 1)],
      ['after', end],
    ] as const)
      await pay(s.ground, s.payer.workspaceId, { paymentId: name, paidMicro: 100, at });
    await s.pays(1, 0, 'nothing');
    await s.pays(1, 4, 'too little');
    assert.deepEqual(
      (await s.commissions()).map(({ commissionMicro }) => commissionMicro),
      [20],
    );
  });

  test('is of what is paid in the second in which they came, which a provider tells without its parts', async () => {
    const s = await shop(new Date('2026-03-01T12:00:00.700Z'));
    for (const [at, paidMicro] of [
      ['2026-03-01T11:59:59Z', 100],
      ['2026-03-01T12:00:00Z', 200],
    ] as const)
      await pay(s.ground, s.payer.workspaceId, { paymentId: at, paidMicro, at: new Date(at) });
    assert.deepEqual(
      (await s.commissions()).map(({ commissionMicro }) => commissionMicro),
      [40],
    );
  });

  test('told ten times at once is one', async () => {
    const s = await shop();
    await Promise.all(Array.from({ length: 10 }, () => s.pays(1, 10_000_000, 'ch_once')));
    await Promise.all(Array.from({ length: 10 }, () => s.returns(2, 'ch_once', 2_500_000)));
    const found = (await s.commissions()).map((one) => [one.commissionMicro, one.reversedMicro]);
    assert.deepEqual(found, [[2_000_000, 500_000]]);
  });

  test('comes to the same in every order of what is told of its payment, twice or once', async () => {
    const s = await shop();
    const unit = unitOf(s.on(9), s.payer.workspaceId);
    const paid = { provider: 'stripe', paidFor: 'credits', paidMicro: 10_000_000, at: s.at(1) } as const;
    const said = [
      ...[
        { micro: 1_000_001, reason: 'refund', day: 2 },
        { micro: 10_000_000, reason: 'dispute', day: 3 },
      ],
      // Won in the very moment in which it was told of.
      ...[
        { micro: 1_000_001, reason: 'dispute_won', day: 3 },
        { micro: 3_333_333, reason: 'refund', day: 4 },
      ],
    ] as const;
    const tells = [
      (paymentId: string) => countPayment(unit, { ...paid, paymentId }),
      ...said.map(
        ({ micro: returnedMicro, reason, day }) =>
          (paymentId: string) =>
            countReturn(unit, { ...paid, paymentId, returnedMicro, reason, at: s.at(day) }),
      ),
    ];
    for (const [n, order] of permutations([0, 1, 2, 3, 4]).entries()) {
      for (const i of order) {
        await tells[i]!(`ch_${n}`);
        if ((n + i) % 2 === 0) await tells[i]!(`ch_${n}`);
      }
    }
    const all = await s.commissions();
    assert.equal(all.length, 120);
    const known = ({ commissionMicro, reversedMicro, status, reversalReason }: Commission) =>
      JSON.stringify([commissionMicro, reversedMicro, status, reversalReason]);
    assert.deepEqual([...new Set(all.map(known))], ['[2000000,666666,"pending","refund"]']);
  });

  test('told of in the same moment, a dispute is won after it was begun', async () => {
    const s = await shop();
    for (const [name, order] of [
      ['ch_a', ['dispute', 'dispute_won']],
      ['ch_b', ['dispute_won', 'dispute']],
    ] as const) {
      await s.pays(1, 10_000_000, name);
      for (const reason of order) await s.returns(2, name, reason === 'dispute' ? 10_000_000 : 0, reason);
    }
    assert.deepEqual(
      (await s.commissions()).map(({ reversedMicro, status }) => [reversedMicro, status]),
      [
        [0, 'pending'],
        [0, 'pending'],
      ],
    );
  });
});

describe('a statement', () => {
  test('of the month that is over pays credits, once', async () => {
    const s = await shop();
    await s.pays(1, 10_000_000, 'ch_march');
    await s.pays(25, 10_000_000, 'ch_late');
    await s.sweeps(20);
    assert.deepEqual(await s.payouts(), []);
    // On the 2nd of April; the second payment clears on the 9th and is of the next month.
    await Promise.all(Array.from({ length: 10 }, () => s.sweeps(32)));
    await s.sweeps(50);
    const [only, ...none] = await s.payouts();
    assert.deepEqual(none, []);
    assert.deepEqual([only!.month, only!.amountMicro, only!.method], ['2026-03-01', 2_000_000, 'credits']);
    assert.equal(await s.credits(), 2_000_000);
    // Of March, and told of once that is over: it is of the next statement.
    await s.pays(5, 10_000_000, 'ch_told_late');
    await s.sweeps(51);
    assert.equal(await s.credits(), 2_000_000);
    await s.sweeps(61);
    assert.equal(await s.credits(), 6_000_000);
    assert.deepEqual(
      (await s.commissions()).map(({ status }) => status),
      ['paid', 'paid', 'paid'],
    );
  });

  test('is made by hand once, however often it is asked for', async () => {
    const s = await shop();
    await s.pays(1, 20_000_000);
    await assert.rejects(s.paysOut(2), refusal('too_little_to_pay_out'));
    const id = newId(PayoutId);
    const made = await Promise.all(Array.from({ length: 10 }, () => s.paysOut(20, id)));
    assert.equal(new Set(made.map(({ amountMicro }) => amountMicro)).size, 1);
    await assert.rejects(s.paysOut(20), refusal('too_little_to_pay_out'));
    assert.equal(await s.credits(), 4_000_000);
  });

  test('made the moment something clears counts it', async () => {
    const s = await shop();
    await s.pays(1, 10_000_000);
    await assert.rejects(s.paysOut(clearingDays + 0.999), refusal('too_little_to_pay_out'));
    assert.equal((await s.paysOut(clearingDays + 1)).amountMicro, 2_000_000);
  });

  test('is of what is worth paying out; what is less stays open', async () => {
    const s = await shop();
    await s.pays(1, payoutMinMicro * 5 - 5, 'ch_most');
    await s.sweeps(20);
    await assert.rejects(s.paysOut(20), refusal('too_little_to_pay_out'));
    assert.equal((await s.sums()).openMicro, payoutMinMicro - 1);
    await s.pays(2, 5, 'ch_rest');
    assert.equal((await s.paysOut(20)).amountMicro, payoutMinMicro);
  });

  test('SE-31 counts what was taken back of what was paid out before, and what was given back again', async () => {
    const s = await shop();
    await s.pays(1, 10_000_000, 'ch_first');
    await s.paysOut(20);
    await s.returns(21, 'ch_first', 5_000_000);
    assert.equal((await s.sums()).openMicro, -1_000_000);
    await s.pays(22, 10_000_000, 'ch_second');
    // Two dollars less than the least: nothing is lost by waiting.
    await assert.rejects(s.paysOut(40), refusal('too_little_to_pay_out'));
    await s.pays(23, 20_000_000, 'ch_third');
    const { earnedMicro, takenBackMicro, amountMicro } = await s.paysOut(41);
    assert.deepEqual([earnedMicro, takenBackMicro, amountMicro], [6_000_000, 1_000_000, 5_000_000]);
    await s.returns(42, 'ch_first', 10_000_000, 'dispute');
    await s.returns(43, 'ch_first', 0, 'dispute_won');
    assert.equal((await s.sums()).openMicro, 1_000_000);
    const last = (await s.commissions()).at(-1)!;
    assert.deepEqual([last.status, last.reversedMicro, last.reversalReason], ['paid', 0, 'dispute_won']);
  });

  test('of more than fit takes what is taken back, and then what comes to most', async () => {
    const s = await shop();
    await s.pays(1, 10_000_000, 'ch_paid_out');
    await s.paysOut(20);
    await s.returns(21, 'ch_paid_out', 5_000_000);
    for (const paid of [500, 5_000_000, 20_000_000]) await s.pays(22, paid, `ch_${paid}`);
    await s.sweeps(40);
    const open = await inside(s.on(40), s.affiliateId, ({ tx, now }) => openCommissions(tx, now, 2));
    assert.deepEqual(
      open.map(({ openMicro }) => openMicro),
      [-1_000_000, 4_000_000],
    );
  });

  test('of a month takes back what was paid by hand in the next', async () => {
    const s = await shop();
    await s.pays(1, 20_000_000, 'ch_march');
    await s.pays(18, 10_000_000, 'ch_april');
    await s.paysOut(33);
    await s.returns(34, 'ch_april', 10_000_000);
    await s.pays(10, 15_000_000, 'ch_told_late');
    await s.sweeps(35);
    assert.equal((await s.payouts()).length, 1);
    await s.pays(11, 10_000_000, 'ch_told_later');
    await s.sweeps(35);
    const [monthly, byHand] = await s.payouts();
    assert.equal(byHand!.amountMicro, 6_000_000);
    assert.deepEqual([monthly!.earnedMicro, monthly!.takenBackMicro], [5_000_000, 2_000_000]);
  });

  test('is nothing for who is suspended, until they are taken on again', async () => {
    const s = await shop();
    await s.pays(1, 10_000_000);
    await asAdministrator(s.on(10), s.by, (ctx) =>
      suspend(ctx, { affiliateId: s.affiliateId, note: 'Looked into.' }),
    );
    await s.sweeps(35);
    await assert.rejects(s.paysOut(35), refusal('affiliate_is_not_approved'));
    assert.deepEqual(await s.payouts(), []);
    assert.equal((await s.sums()).openMicro, 2_000_000);
  });

  test('of money waits until somebody marks it, and is marked once', async () => {
    const s = await shop();
    const choice = { payoutMethod: 'money', payoutEmail: 'bank@example.org' } as const;
    await asPerson(s.ground, s.affiliate.userId, (ctx) => changeAffiliate(ctx, choice));
    await s.pays(1, 10_000_000);
    const { id: payoutId } = await s.paysOut(20);
    assert.equal((await s.sums()).duePayoutMicro, 2_000_000);
    assert.equal((await s.commissions())[0]!.status, 'cleared');
    const waiting = async () =>
      (await asAdministrator(s.ground, s.by, (ctx) => listAffiliatePayouts(ctx, { due: true, limit: 200 })))
        .items;
    assert.equal((await waiting()).find(({ id }) => id === payoutId)?.payoutEmail, 'bank@example.org');
    const mark = (reference: string) =>
      asAdministrator(s.on(21), s.by, (ctx) =>
        markPaid(ctx, { affiliateId: s.affiliateId, payoutId, reference }),
      );
    await mark('first');
    await Promise.all(Array.from({ length: 10 }, (_, n) => mark(`again ${n}`)));
    const [only] = await s.payouts();
    assert.equal(only!.reference, 'first');
    assert.deepEqual(await s.credits(), 0);
    assert.deepEqual([(await s.sums()).paidMicro, (await s.commissions())[0]!.status], [2_000_000, 'paid']);
    assert.equal(
      (await waiting()).some(({ id }) => id === payoutId),
      false,
    );
  });

  test('can be had as a table that adds up to it', async () => {
    const s = await shop();
    await s.pays(1, 10_000_000, 'ch_a');
    await s.paysOut(20);
    await s.returns(21, 'ch_a', 5_000_000);
    await s.pays(22, 30_000_000, 'ch_b');
    const { id: payoutId } = await s.paysOut(41);
    const own = await readingAs(s.ground, s.affiliate.userId, (ctx) => exportOwnPayout(ctx, { payoutId }));
    const lines = (await textOf(own.stream)).trim().split('\r\n');
    assert.equal(lines.length, 3);
    assert.deepEqual(lines.slice(1).sort(), [
      '"2026-03","Referral 1","plan","100.00000","20","0.00000","10.00000"',
      '"2026-03","Referral 1","plan","300.00000","20","60.00000","0.00000"',
    ]);
    const other = await newAffiliate(s.ground);
    await assert.rejects(
      readingAs(s.ground, other.userId, (ctx) => exportOwnPayout(ctx, { payoutId })),
      refusal('payout_not_found'),
    );
    await assert.rejects(
      asAdministrator(s.ground, s.by, (ctx) =>
        exportPayout(ctx, { affiliateId: other.workspaceId, payoutId }),
      ),
      refusal('payout_not_found'),
    );
  });

  test('is of a month as UTC has it', () => {
    assert.deepEqual(monthBefore(new Date('2026-01-01T00:00:00Z')), {
      month: '2025-12-01',
      throughAt: new Date('2026-01-01T00:00:00Z'),
    });
  });
});

async function textOf(stream: AsyncIterable<Uint8Array | string>): Promise<string> {
  let text = '';
  for await (const part of stream) text += part;
  return text;
}

function permutations(of: readonly number[]): number[][] {
  if (of.length === 0) return [[]];
  return of.flatMap((one) => permutations(of.filter((other) => other !== one)).map((rest) => [one, ...rest]));
}
