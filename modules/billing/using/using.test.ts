import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx } from '../../../kit/ctx.ts';
import { type MemberId, newId, uuidv7 } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { addedUp } from '../ledger/booking.ts';
import { releaseForgotten } from '../ledger/spending.ts';
import { bareWorkspace, subscribed } from '../ledger/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { deleteCap, putCap } from './caps.ts';
import { CapId } from './contract.ts';
import { countUsage } from './days.ts';
import { listQuotas } from './estimating.ts';
import { addPrice, putMeter } from './meters.ts';
import { asAdministrator, giveMoney, metered } from './testing.ts';
import { listUsageEvents } from './usage.ts';
import { failUse, forgetUses, forgottenAfterMs, meterUse, reserveUse, settleUse, voidUse } from './using.ts';

/** A meter of its own, with a price of its own: tests share the installation's. */
async function newMeter(w: BillingWorkspace, baseMicro: number, family = 'test', computeMicro = 0) {
  const meter = `test_${uuidv7().replaceAll('-', '_')}`;
  await asAdministrator(w, async (ctx) => {
    await putMeter(ctx, { slug: meter, name: 'Test', unitLabel: 'test', description: null, family });
    if (baseMicro + computeMicro > 0) await addPrice(ctx, { slug: meter, plan: '', baseMicro, computeMicro });
  });
  return meter;
}

const work = <T>(w: BillingWorkspace, fn: (ctx: Ctx) => Promise<T>) => w.system.work(fn);
const left = async (w: BillingWorkspace) => {
  const { week, month, bonus, payg, owed } = await work(w, addedUp);
  return { week, month, bonus, payg, owed };
};
const events = async (w: BillingWorkspace) =>
  (await w.reading(w.owner, (ctx) => listUsageEvents(ctx, { limit: 200 }))).items;
const rows = <T>(w: BillingWorkspace, shape: z.ZodType<T>, query: Sql) =>
  work(w, ({ tx }) => tx.many(shape, query));
const reason = 'Tried out';
const tenAtOnce = <T>(fn: () => Promise<T>) => Promise.all(Array.from({ length: 10 }, fn));
const counts = (w: BillingWorkspace) =>
  rows(
    w,
    z.object({ told: z.string() }),
    sql`select row(family, scope <> '', period, used_count, used_micro)::text as told from billing.allowances order by 1`,
  ).then((all) => all.map(({ told }) => told));
const cap = async (w: BillingWorkspace, maxMicro: number, memberId: MemberId | null = null) => {
  const capId = newId(CapId);
  await w.as(w.owner, (ctx) => putCap(ctx, { capId, memberId, period: 'month', maxMicro }));
  return capId;
};

describe('a use of a known price', () => {
  test('CR-62 SE-07 is charged and written down with its parts and where they came from', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { week: 100, month: 50, payg: 1_000 });
    const meter = await newMeter(w, 60, 'test', 20);
    const subject = { type: 'conversation', id: uuidv7() };
    const id = await metered(w, {
      meter,
      quantity: 2,
      apiMicro: 40,
      model: 'm',
      subject,
      sourcePlatform: 'api',
    });
    const [one, ...others] = await events(w);
    assert.deepEqual(others, []);
    assert.equal(one!.id, id);
    assert.deepEqual([one!.baseMicro, one!.computeMicro, one!.apiMicro, one!.paidMicro], [120, 40, 40, 200]);
    assert.deepEqual([one!.weekMicro, one!.monthMicro, one!.paygMicro], [100, 50, 50]);
    assert.deepEqual([one!.plan, one!.subjectId, one!.sourcePlatform], ['bare', subject.id, 'api']);
    assert.deepEqual(await left(w), { week: 0, month: 0, bonus: 0, payg: 950, owed: 0 });
  });

  test('is refused where there is not enough, and leaves nothing behind', async () => {
    const w = await bareWorkspace();
    const meter = await newMeter(w, 60);
    await cap(w, 1_000_000);
    await giveMoney(w, { payg: 59 });
    await assert.rejects(metered(w, { meter }), { code: 'billing.not_enough', status: 402 });
    await work(w, (ctx) =>
      meterUse(ctx, { id: uuidv7(), meter, reason }).catch((error) => {
        assert.equal(error.code, 'billing.not_enough');
      }),
    );
    assert.deepEqual(await events(w), []);
    assert.deepEqual(
      (await counts(w)).filter((one) => !one.endsWith('0,0)')),
      [],
    );
    assert.equal((await left(w)).payg, 59);
  });

  test('asked ten times at once is one, and with something else by the same id is refused', async () => {
    const w = await billingWorkspace();
    await giveMoney(w, { payg: 1_000 });
    for (const meter of [await newMeter(w, 60), 'message', await newMeter(w, 7, 'generation')]) {
      const id = uuidv7();
      await tenAtOnce(() => metered(w, { id, meter }));
      await metered(w, { id, meter });
      await assert.rejects(metered(w, { id, meter, quantity: 2 }), {
        ...{ code: 'billing.use_stands_for_something_else', status: 422 },
      });
    }
    assert.equal((await events(w)).length, 3);
    assert.equal((await left(w)).month, 1_000_000 - 67);
    assert.deepEqual(await counts(w), ['(generation,f,day,1,7)', '(generation,f,month,1,7)']);
  });

  test('of nothing touches no wallet', async () => {
    const w = await billingWorkspace();
    await metered(w);
    assert.equal((await events(w)).length, 1);
    for (const table of [sql`billing.wallets`, sql`billing.allowances`, sql`billing.ledger_transactions`])
      assert.deepEqual(await rows(w, z.object({ one: z.number() }), sql`select 1 as one from ${table}`), []);
  });

  test('costs what its plan says, from the moment on that is said', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    const meter = await newMeter(w, 100);
    const later = new Date(w.ground.clock.now().getTime() + 60_000);
    await asAdministrator(w, (ctx) =>
      addPrice(ctx, { slug: meter, plan: 'bare', fromAt: later, baseMicro: 3, computeMicro: 0 }),
    );
    await metered(w, { meter });
    w.ground.clock.move(60_000);
    await metered(w, { meter });
    assert.deepEqual((await events(w)).map(({ paidMicro }) => paidMicro).sort(), [100, 3]);
  });

  test('CR-60 by whoever is unlimited is written down, counted and not refused', async () => {
    const w = await billingWorkspace();
    const meter = await newMeter(w, 500, 'generation');
    await giveMoney(w, { payg: 1 });
    await work(w, ({ tx, now }) =>
      tx.run(sql`update billing.wallets set unlimited_at = ${now}, unlimited_by = ${w.ownerId}`),
    );
    for (let n = 0; n < 4; n++) await metered(w, { meter });
    assert.deepEqual(
      (await events(w)).map(({ unlimitedMicro, paidMicro }) => [unlimitedMicro, paidMicro]),
      Array(4).fill([500, 500]),
    );
    assert.deepEqual((await counts(w))[0], '(generation,f,day,4,2000)');
    assert.equal((await left(w)).payg, 1);
  });
});

describe('what a plan allows', () => {
  test('BA-25 of a hundred at once who want the last one, one gets it', async () => {
    const w = await billingWorkspace();
    await metered(w, { meter: 'blog' });
    const outcomes = await Promise.allSettled(
      Array.from({ length: 100 }, () => metered(w, { meter: 'blog' })),
    );
    const refused = outcomes.filter((one) => one.status === 'rejected');
    assert.equal(refused.length, 99);
    for (const { reason } of refused) {
      assert.equal(reason.code, 'billing.limit_reached');
      assert.match(reason.message, /2 a day.*begins anew at 2026-01-06 00:00 UTC/);
    }
    assert.equal((await events(w)).length, 2);
  });

  test('BA-17 BA-26 BA-28 is 2 a day and 5 a month for who pays nothing, by the clock of the workspace', async () => {
    const w = await billingWorkspace();
    await work(w, ({ tx }) => tx.run(sql`update workspaces.workspaces set timezone = 'Pacific/Auckland'`));
    const quotas = async () =>
      (await w.reading(w.owner, listQuotas)).items.map(({ period, usedCount, remainingCount, isNear }) => [
        ...[period, usedCount, remainingCount, isNear],
      ]);
    assert.deepEqual(await quotas(), [
      ['day', 0, 2, true],
      ['month', 0, 5, true],
    ]);
    const blog = () => metered(w, { meter: 'blog' });
    for (const at of ['2026-01-10T10:59:59Z', '2026-01-10T11:00:00Z']) {
      w.ground.clock.set(new Date(at));
      await blog();
      await blog();
      await assert.rejects(blog(), { code: 'billing.limit_reached' });
    }
    w.ground.clock.set(new Date('2026-01-12T00:00:00Z'));
    await blog();
    await assert.rejects(blog(), { message: /5 a month.*begins anew at 2026-01-31 11:00 UTC/ });
    assert.deepEqual(await quotas(), [
      ['day', 1, 1, true],
      ['month', 5, 0, false],
    ]);
    w.ground.clock.set(new Date('2026-01-31T11:00:00Z'));
    await blog();
  });

  test('is counted from the uses where nothing is kept', async () => {
    const w = await billingWorkspace();
    await metered(w, { meter: 'blog' });
    await metered(w, { meter: 'book' });
    const before = await counts(w);
    await work(w, ({ tx }) => tx.run(sql`delete from billing.allowances`));
    await assert.rejects(metered(w, { meter: 'blog' }), { code: 'billing.limit_reached' });
    w.ground.clock.move(86_400_000);
    await metered(w, { meter: 'tool' });
    assert.deepEqual(before, ['(generation,f,day,2,0)', '(generation,f,month,2,0)']);
    assert.deepEqual(await counts(w), ['(generation,f,day,1,0)', '(generation,f,month,3,0)']);
  });

  test('is taken up by what is begun, and given back by what was not done', async () => {
    const w = await billingWorkspace();
    const begin = async () => {
      const id = uuidv7();
      await work(w, (ctx) => reserveUse(ctx, { id, meter: 'blog', reason, estimateMicro: 0 }));
      return id;
    };
    const [first, second] = [await begin(), await begin()];
    await assert.rejects(begin(), { code: 'billing.limit_reached' });
    await tenAtOnce(() => work(w, (ctx) => voidUse(ctx, first)));
    await begin();
    await assert.rejects(begin(), { code: 'billing.limit_reached' });
    await work(w, (ctx) => failUse(ctx, second, { code: 'broken', message: 'It broke.' }));
    await begin();
    await assert.rejects(begin(), { code: 'billing.limit_reached' });
    const [failed] = await events(w);
    assert.deepEqual([failed!.status, failed!.errorCode, failed!.paidMicro], ['failed', 'broken', 0]);
    assert.deepEqual(await counts(w), ['(generation,f,day,2,0)', '(generation,f,month,2,0)']);
  });
});

describe('what may be spent', () => {
  test('is never passed by what is spent and begun, by the workspace or by a member', async () => {
    const w = await bareWorkspace();
    const meter = await newMeter(w, 100);
    await giveMoney(w, { payg: 100_000 });
    const member = await w.member('member');
    await metered(w, { meter });
    await cap(w, 1_000);
    await cap(w, 250, member.memberId);
    const { memberId } = member;
    const byThem = await Promise.allSettled(
      Array.from({ length: 20 }, () => metered(w, { meter, memberId })),
    );
    assert.equal(byThem.filter((one) => one.status === 'fulfilled').length, 2);
    const byAll = await Promise.allSettled(Array.from({ length: 20 }, () => metered(w, { meter })));
    assert.equal(byAll.filter((one) => one.status === 'fulfilled').length, 7);
    for (const one of [...byThem, ...byAll])
      if (one.status === 'rejected') assert.equal(one.reason.code, 'billing.cap_reached');
    assert.equal((await left(w)).payg, 99_000);
    // What costs nothing is never beyond it.
    await metered(w, { memberId });
  });

  test('counts what was spent while there was no limit, once there is one again', async () => {
    const w = await bareWorkspace();
    const meter = await newMeter(w, 50);
    await giveMoney(w, { payg: 100_000 });
    const capId = await cap(w, 100);
    await metered(w, { meter });
    await w.as(w.owner, (ctx) => deleteCap(ctx, { capId }));
    await metered(w, { meter });
    await cap(w, 100);
    await assert.rejects(metered(w, { meter }), { code: 'billing.cap_reached' });
    // The same where a plan stopped limiting it: nobody counts then, and nobody keeps what was counted.
    const plan = await billingWorkspace();
    await metered(plan, { meter: 'blog' });
    await subscribed(plan, 'enterprise');
    await work(plan, countUsage);
    assert.deepEqual(await counts(plan), []);
  });

  test('has room again by what came out cheaper', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 100_000 });
    await cap(w, 1_000);
    const id = uuidv7();
    const begin = (one: string, estimateMicro: number) =>
      work(w, (ctx) => reserveUse(ctx, { id: one, meter: 'ai_chat_message', reason, estimateMicro }));
    await begin(id, 900);
    await assert.rejects(begin(uuidv7(), 200), { code: 'billing.cap_reached' });
    await work(w, (ctx) => settleUse(ctx, id, { apiMicro: 300 }));
    await begin(uuidv7(), 700);
    assert.deepEqual(await counts(w), ['(*,f,month,2,1000)']);
  });
});

describe('a use whose cost is not known', () => {
  const begin = (w: BillingWorkspace, id: string, estimateMicro = 500) =>
    work(w, (ctx) => reserveUse(ctx, { id, meter: 'ai_chat_message', reason, estimateMicro }));

  test('keeps back what it may cost and is charged what it came to, each once', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { month: 400, payg: 1_000 });
    const id = uuidv7();
    await tenAtOnce(() => begin(w, id));
    await assert.rejects(begin(w, id, 501), { status: 422 });
    assert.deepEqual(await left(w), { week: 0, month: 0, bonus: 0, payg: 900, owed: 0 });
    const came = { apiMicro: 430, tokens: { input: 10, output: 5 } };
    await tenAtOnce(() => work(w, (ctx) => settleUse(ctx, id, came)));
    await assert.rejects(
      work(w, (ctx) => settleUse(ctx, id, { ...came, apiMicro: 431 })),
      { status: 422 },
    );
    await assert.rejects(
      work(w, (ctx) => voidUse(ctx, id)),
      { code: 'billing.use_is_settled' },
    );
    await begin(w, id);
    const [one, ...others] = await events(w);
    assert.deepEqual(others, []);
    assert.deepEqual([one!.monthMicro, one!.paygMicro, one!.apiMicro, one!.inputTokens], [400, 30, 430, 10]);
    assert.deepEqual(await left(w), { week: 0, month: 0, bonus: 0, payg: 970, owed: 0 });
  });

  test('that is given up is begun no more by the same request sent late', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    await cap(w, 10_000);
    const id = uuidv7();
    await begin(w, id);
    await work(w, (ctx) => voidUse(ctx, id));
    await begin(w, id);
    assert.equal((await left(w)).payg, 1_000);
    assert.deepEqual(await counts(w), ['(*,f,month,0,0)']);
    await assert.rejects(
      work(w, (ctx) => settleUse(ctx, id, { apiMicro: 1 })),
      { code: 'billing.no_such_use' },
    );
  });

  test('whose maker is gone is let go, and charged if it is told of after all', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    await cap(w, 10_000);
    const id = uuidv7();
    await begin(w, id);
    w.ground.clock.move(forgottenAfterMs);
    await work(w, forgetUses);
    assert.equal((await left(w)).payg, 500);
    w.ground.clock.move(1);
    await work(w, releaseForgotten);
    await work(w, forgetUses);
    assert.equal((await left(w)).payg, 1_000);
    assert.deepEqual(await counts(w), ['(*,f,month,0,0)']);
    await tenAtOnce(() => work(w, (ctx) => settleUse(ctx, id, { apiMicro: 200 })));
    assert.equal((await left(w)).payg, 800);
    assert.deepEqual(await counts(w), ['(*,f,month,1,200)']);
    assert.equal((await events(w))[0]!.paidMicro, 200);
  });

  test('costs the workspace nothing of the model where that is paid elsewhere', async () => {
    const w = await bareWorkspace();
    const id = uuidv7();
    await work(w, (ctx) =>
      reserveUse(ctx, {
        ...{ id, meter: 'ai_chat_message', reason, estimateMicro: 500, isApiPaidElsewhere: true },
      }),
    );
    await work(w, (ctx) => settleUse(ctx, id, { apiMicro: 430 }));
    const [one] = await events(w);
    assert.deepEqual([one!.apiMicro, one!.paidMicro], [430, 0]);
  });
});
