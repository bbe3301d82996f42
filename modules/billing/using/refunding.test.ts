import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Ctx } from '../../../kit/ctx.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { balancesNow, book } from '../ledger/booking.ts';
import { purchaseOf } from '../ledger/orders.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { putCap } from './caps.ts';
import { CapId } from './contract.ts';
import { listQuotas } from './estimating.ts';
import { putMeter } from './meters.ts';
import { refundUse } from './refunding.ts';
import { asAdministrator, giveMoney, metered } from './testing.ts';
import { listUsageEvents } from './usage.ts';
import { meterUse, reserveUse, settleUse } from './using.ts';

const reason = 'Given back';
const left = async (w: BillingWorkspace) => {
  const { week, month, bonus, payg, owed } = await w.system.work(balancesNow);
  return [week, month, bonus, payg, owed];
};
const first = async (w: BillingWorkspace) =>
  (await w.reading(w.owner, (ctx) => listUsageEvents(ctx, { limit: 5 }))).items[0]!;
const refund = (w: BillingWorkspace, usageId: string, micro: number | 'all', id = uuidv7()) =>
  w.system.work((ctx) => refundUse(ctx, { id, usageId, micro, reason }));
/** Of a price that is told with it. */
const spent = (w: BillingWorkspace, apiMicro: number) => metered(w, { meter: 'external_api_call', apiMicro });

describe('what is given back', () => {
  test('SE-11 goes to where it came from, what was spent last first, and never beyond what was paid', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { week: 10, month: 20, bonus: 30, payg: 100 });
    const id = await spent(w, 100);
    assert.deepEqual(await left(w), [0, 0, 0, 60, 0]);
    await refund(w, id, 45);
    assert.deepEqual(await left(w), [0, 0, 5, 100, 0]);
    await refund(w, id, 30);
    assert.deepEqual(await left(w), [0, 5, 30, 100, 0]);
    await assert.rejects(refund(w, id, 26), { code: 'billing.refund_too_large', status: 422 });
    await refund(w, id, 'all');
    assert.deepEqual(await left(w), [10, 20, 30, 100, 0]);
    await refund(w, id, 'all');
    const { paidMicro, refundedMicro, refundedAt } = await first(w);
    assert.deepEqual([paidMicro, refundedMicro], [100, 100]);
    assert.ok(refundedAt);
    assert.deepEqual(await left(w), [10, 20, 30, 100, 0]);
  });

  test('is given once, asked ten times at once, and no other sum by the same id', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 100 });
    const [usage, id] = [await spent(w, 80), uuidv7()];
    await Promise.all(Array.from({ length: 10 }, () => refund(w, usage, 50, id)));
    assert.deepEqual(await left(w), [0, 0, 0, 70, 0]);
    await assert.rejects(refund(w, usage, 20, id), { status: 422 });
    // And of ten different ones, as many as were paid for.
    const outcomes = await Promise.allSettled(Array.from({ length: 10 }, () => refund(w, usage, 10)));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 3);
    assert.deepEqual(await left(w), [0, 0, 0, 100, 0]);
  });

  test('of what was owed is owed no more, or money where that has been paid by then', async () => {
    for (const hasPaid of [false, true]) {
      const w = await bareWorkspace();
      await giveMoney(w, { payg: 100 });
      const id = uuidv7();
      const use = { id, meter: 'external_api_call', reason };
      await w.system.work((ctx) => reserveUse(ctx, { ...use, estimateMicro: 100 }));
      await w.system.work((ctx) => settleUse(ctx, id, { apiMicro: 130 }));
      assert.deepEqual(await left(w), [0, 0, 0, 0, 30]);
      if (hasPaid) await w.system.work((ctx) => book(ctx, [purchaseOf({ key: 'bought', reason }, 200)]));
      await refund(w, id, 'all');
      assert.deepEqual(await left(w), [0, 0, 0, hasPaid ? 300 : 100, 0]);
    }
  });

  test('makes room under what may be spent', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    const cap = { capId: newId(CapId), memberId: null, period: 'day', maxMicro: 100 } as const;
    await w.as(w.owner, (ctx) => putCap(ctx, cap));
    const id = await spent(w, 90);
    await assert.rejects(spent(w, 20), { code: 'billing.cap_reached' });
    await refund(w, id, 40);
    await spent(w, 50);
    await assert.rejects(spent(w, 1), { code: 'billing.cap_reached' });
  });

  test('of something that nobody used is refused', async () => {
    const w = await bareWorkspace();
    await assert.rejects(refund(w, uuidv7(), 'all'), { code: 'billing.no_such_use' });
  });
});

describe('amounts that are none', () => {
  const wrong = [-1, Number.NaN, Number.POSITIVE_INFINITY, 0.5, 1e13, Number.MAX_SAFE_INTEGER + 1];
  const tried: Record<string, (ctx: Ctx, micro: number) => Promise<unknown>> = {
    meter: (ctx, apiMicro) => meterUse(ctx, { id: uuidv7(), meter: 'external_api_call', apiMicro, reason }),
    quantity: (ctx, quantity) =>
      meterUse(ctx, { id: uuidv7(), meter: 'external_api_call', quantity, apiMicro: 1, reason }),
    reserve: (ctx, estimateMicro) =>
      reserveUse(ctx, { id: uuidv7(), meter: 'external_api_call', estimateMicro, reason }),
  };
  for (const [name, use] of Object.entries(tried))
    test(`move nothing and write nothing, told as ${name}`, async () => {
      const w = await bareWorkspace();
      await giveMoney(w, { payg: 100 });
      const before = await left(w);
      for (const micro of wrong)
        await assert.rejects(
          w.system.work((ctx) => use(ctx, micro)),
          { status: 422, code: 'billing.amount_not_possible' },
        );
      assert.deepEqual(await left(w), before);
      assert.equal((await w.reading(w.owner, (ctx) => listUsageEvents(ctx, { limit: 5 }))).items.length, 0);
    });

  test('have no way into prices, whoever writes them', async () => {
    const w = await bareWorkspace();
    const slug = `test_${uuidv7().replaceAll('-', '_')}`;
    const words = { name: 'Tried', unitLabel: 'try', description: null, family: 'test' };
    await asAdministrator(w, (ctx) => putMeter(ctx, { slug, ...words }));
    for (const micro of ['-1', '1000000000001', "'NaN'", '9223372036854775808'])
      await assert.rejects(
        w.ground.db.transaction({ kind: 'installation' }, (tx) =>
          tx.run(sql`
            insert into billing.meter_prices (meter, plan, from_at, base_micro, compute_micro, created_at)
            values (${slug}, ${uuidv7()}, now(), ${sql.trusted(micro)}, 0, now())`),
        ),
      );
    // The dearest there can be, so many times that it is no amount any more.
    await w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`
        insert into billing.meter_prices (meter, plan, from_at, base_micro, compute_micro, created_at)
        values (${slug}, '', ${w.ground.clock.now()}, 1000000000000, 1000000000000, now())`),
    );
    for (const quantity of [1, 1_000_000])
      await assert.rejects(metered(w, { meter: slug, quantity }), {
        code: 'billing.amount_not_possible',
      });
    assert.deepEqual(await left(w), [0, 0, 0, 0, 0]);
    assert.deepEqual((await w.reading(w.owner, listQuotas)).items, []);
  });
});
