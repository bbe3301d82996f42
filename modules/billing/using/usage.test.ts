import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { deleteCap, listCaps, putCap } from './caps.ts';
import { CapId, postMeterPrice } from './contract.ts';
import { countUsage, dropUsageDays } from './days.ts';
import { estimateUse } from './estimating.ts';
import { addPrice, listMeters, listPrices, putMeter, retireMeter, reviveMeter } from './meters.ts';
import { refundUse } from './refunding.ts';
import { asAdministrator, giveMoney, metered } from './testing.ts';
import { exportUsage, getUsage, listUsageEvents } from './usage.ts';

const dayMs = 86_400_000;
const period = { from: '2026-01-01', until: '2026-02-28' };
const usage = (w: BillingWorkspace, of = period) => w.reading(w.owner, (ctx) => getUsage(ctx, of));

/** Ten days of it: messages, and what is paid for. */
async function tenDays(w: BillingWorkspace) {
  await giveMoney(w, { payg: 100_000 });
  const { memberId } = await w.member('member');
  const paid: string[] = [];
  for (let day = 0; day < 10; day++) {
    await metered(w, { memberId });
    paid.push(await metered(w, { meter: 'external_api_call', apiMicro: 10 + day, model: 'm', quantity: 2 }));
    w.ground.clock.move(dayMs);
  }
  return { memberId, paid };
}

describe('sums of what was used', () => {
  test('SS-69 BA-27 come to the same whether days are summed up, not yet, or thrown away', async () => {
    const w = await bareWorkspace();
    const { memberId, paid } = await tenDays(w);
    const before = await usage(w);
    assert.deepEqual(
      [before.total.uses, before.total.quantity, before.total.paidMicro, before.days.length],
      [20, 30, 145, 20],
    );
    assert.deepEqual(
      before.byMember.map((one) => [one.memberId, one.name, one.uses]),
      [
        [null, null, 10],
        [memberId, 'Test member', 10],
      ],
    );
    assert.deepEqual(
      before.byMeter.map(({ meter, family, uses }) => [meter, family, uses]),
      [
        ['external_api_call', 'api', 10],
        ['message', 'message', 10],
      ],
    );
    assert.deepEqual(
      before.byModel.map(({ model, paidMicro }) => [model, paidMicro]),
      [['m', 145]],
    );
    await w.system.work(countUsage);
    assert.deepEqual(await usage(w), before);
    // Of a day that is summed up, and of one that is not.
    for (const usageId of [paid[0]!, paid[9]!])
      await w.system.work((ctx) => refundUse(ctx, { id: uuidv7(), usageId, micro: 5, reason: 'Back' }));
    const after = await usage(w);
    assert.equal(after.total.paidMicro, 135);
    await w.system.work(dropUsageDays);
    assert.deepEqual(await usage(w), after);
    await Promise.all([w.system.work(countUsage), w.system.work(countUsage)]);
    assert.deepEqual(await usage(w), after);
    assert.equal((await usage(w, { from: '2026-01-07', until: '2026-01-08' })).total.paidMicro, 25);
  });

  test('are of days that are over for long enough, some of them at a time', async () => {
    const w = await bareWorkspace();
    await metered(w);
    w.ground.clock.move(40 * dayMs);
    await metered(w);
    const counted = () => w.system.work(({ tx }) => tx.run(sql`select 1 from billing.usage_days`));
    await w.system.work(countUsage);
    assert.equal(await counted(), 1);
    await w.system.work(countUsage);
    assert.equal(await counted(), 1);
    w.ground.clock.move(3 * dayMs);
    await w.system.work(countUsage);
    await w.system.work(countUsage);
    assert.equal(await counted(), 2);
    assert.equal((await usage(w)).total.uses, 2);
  });

  test('are of a time of sensible length', async () => {
    const w = await bareWorkspace();
    for (const of of [
      { from: '2026-02-01', until: '2026-01-01' },
      { from: '2024-01-01', until: '2026-01-01' },
    ])
      await assert.rejects(usage(w, of), { code: 'billing.usage_period_not_possible' });
  });
});

describe('the list of uses', () => {
  test('is narrowed by one thing at a time, the newest first, and read page by page', async () => {
    const w = await bareWorkspace();
    const { memberId } = await tenDays(w);
    const subject = { type: 'conversation', id: uuidv7() };
    const about = await metered(w, { subject });
    const list = (query: object) => w.reading(w.owner, (ctx) => listUsageEvents(ctx, { limit: 8, ...query }));
    assert.equal((await list({})).items[0]!.id, about);
    assert.equal((await list({ memberId })).items.length, 8);
    assert.deepEqual(
      (await list({ subjectType: subject.type, subjectId: subject.id })).items.map(({ id }) => id),
      [about],
    );
    const page = await list({ model: 'm' });
    const rest = await list({ model: 'm', after: page.next });
    assert.deepEqual([page.items.length, rest.items.length, rest.next], [8, 2, null]);
    for (const wrong of [{ model: 'm', memberId }, { subjectType: 'conversation' }])
      await assert.rejects(list(wrong), { code: 'billing.one_filter_for_usage' });
  });

  test('is a table as well', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 100 });
    const id = await metered(w, { meter: 'external_api_call', apiMicro: 42, sourcePlatform: 'api' });
    const text = await w.reading(w.owner, async (ctx) => {
      let read = '';
      for await (const part of (await exportUsage(ctx, period)).stream) read += part;
      return read;
    });
    const [, line, end] = text.split('\r\n');
    assert.match(
      line!,
      /"external_api_call","1","completed","bare",.*"api","0.00000","0.00000","0.00042","0.00042"/,
    );
    assert.equal(end, '');
    assert.ok(id);
  });
});

describe('an estimate', () => {
  test('says what it would cost, from what, and why it would be refused', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { month: 30, payg: 100 });
    const estimate = (apiMicro: number) =>
      w.reading(w.owner, (ctx) => estimateUse(ctx, { meter: 'external_api_call', apiMicro }));
    const one = await estimate(50);
    assert.deepEqual(
      [one.micro, one.monthMicro, one.paygMicro, one.isAllowed, one.whyNot],
      [50, 30, 20, true, null],
    );
    assert.equal((await estimate(131)).whyNot?.code, 'billing.not_enough');
    const cap = { capId: newId(CapId), memberId: null, period: 'week', maxMicro: 49 } as const;
    await w.as(w.owner, (ctx) => putCap(ctx, cap));
    assert.equal((await estimate(50)).whyNot?.code, 'billing.cap_reached');
    const free = await billingWorkspace();
    for (let n = 0; n < 2; n++) await metered(free, { meter: 'blog' });
    const blog = await free.reading(free.owner, (ctx) => estimateUse(ctx, { meter: 'blog' }));
    assert.deepEqual([blog.isAllowed, blog.whyNot?.code], [false, 'billing.limit_reached']);
  });
});

describe('limits of spending', () => {
  test('are one for each member and time, set, changed and taken away', async () => {
    const w = await bareWorkspace();
    const { memberId } = await w.member('manager');
    const put = (capId: CapId, given: object = {}) =>
      w.as(w.owner, (ctx) => putCap(ctx, { capId, memberId, period: 'day', maxMicro: 5, ...given }));
    const [one, other] = [newId(CapId), newId(CapId)];
    assert.equal((await put(one)).memberName, 'Test manager');
    assert.equal((await put(one, { maxMicro: 7 })).maxMicro, 7);
    await assert.rejects(put(other), { code: 'billing.cap_is_there' });
    await assert.rejects(put(one, { period: 'week' }), { code: 'billing.cap_reused' });
    await assert.rejects(put(other, { memberId: uuidv7() }), { code: 'billing.cap_of_nobody' });
    await put(other, { memberId: null });
    assert.equal((await w.reading(w.owner, listCaps)).items.length, 2);
    await w.as(w.owner, (ctx) => deleteCap(ctx, { capId: one }));
    await assert.rejects(
      w.as(w.owner, (ctx) => deleteCap(ctx, { capId: one })),
      { code: 'billing.cap_not_found' },
    );
  });
});

describe('meters', () => {
  test('SE-17 CR-64 have prices from a moment on, which stay as they are', async () => {
    const w = await bareWorkspace();
    const slug = `test_${uuidv7().replaceAll('-', '_')}`;
    const words = { name: 'Tried', unitLabel: 'try', description: null, family: 'test' };
    await asAdministrator(w, (ctx) => putMeter(ctx, { slug, ...words }));
    const now = w.ground.clock.now();
    const price = (baseMicro: number, more: object = {}) =>
      asAdministrator(w, (ctx) => addPrice(ctx, { slug, plan: '', baseMicro, computeMicro: 0, ...more }));
    const listed = async () =>
      (await asAdministrator(w, (ctx) => listMeters(ctx, { limit: 200 }))).items.find(
        (one) => one.slug === slug,
      )!;
    assert.equal((await listed()).baseMicro, null);
    await price(5);
    await assert.rejects(price(6), { code: 'billing.price_is_there' });
    await assert.rejects(price(6, { fromAt: new Date(now.getTime() - 1) }), {
      code: 'billing.price_is_of_the_past',
    });
    await assert.rejects(price(6, { plan: 'nobodys' }), { code: 'billing.price_of_no_plan' });
    await price(9, { fromAt: new Date(now.getTime() + dayMs) });
    assert.equal((await listed()).baseMicro, 5);
    w.ground.clock.move(dayMs);
    assert.equal((await listed()).baseMicro, 9);
    assert.equal((await asAdministrator(w, (ctx) => listPrices(ctx, { slug }))).items.length, 2);
    const isTaken = (fromAt: unknown) =>
      postMeterPrice.body.safeParse({ fromAt, baseMicro: 1, computeMicro: 0 }).success;
    assert.deepEqual(['9999-12-31T00:00:00Z', '+010000-01-01T00:00:00Z', 8.64e15].map(isTaken), [
      true,
      false,
      false,
    ]);
  });

  test('that are retired are used no more, until they are again', async () => {
    const w = await bareWorkspace();
    const slug = `test_${uuidv7().replaceAll('-', '_')}`;
    const words = { name: 'Tried', unitLabel: 'try', description: null, family: 'test' };
    await asAdministrator(w, (ctx) => putMeter(ctx, { slug, ...words }));
    await asAdministrator(w, (ctx) => retireMeter(ctx, { slug }));
    await assert.rejects(metered(w, { meter: slug }), { code: 'billing.meter_is_retired' });
    await asAdministrator(w, (ctx) => reviveMeter(ctx, { slug }));
    await metered(w, { meter: slug });
    await assert.rejects(metered(w, { meter: 'nothing_like_it' }), { code: 'billing.meter_not_found' });
  });
});
