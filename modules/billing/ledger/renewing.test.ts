import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { addedUp, book } from './booking.ts';
import { ReservationId } from './contract.ts';
import { purchaseOf } from './orders.ts';
import { periodAt } from './periods.ts';
import { walletOf } from './reading.ts';
import { lookAgain, renewWhereDue } from './renewals.ts';
import { charge, release, reserve } from './spending.ts';
import { bareWorkspace, dyingAt, subscribed, testPlan } from './testing.ts';

const at = (w: BillingWorkspace, iso: string) => w.ground.clock.set(new Date(iso));
const balances = (w: BillingWorkspace) => w.system.work(addedUp);
const move = (w: BillingWorkspace) => w.system.work((ctx) => book(ctx, []));
const spend = (w: BillingWorkspace, micro: number) =>
  w.system.work((ctx) => charge(ctx, { key: newId(ReservationId), micro, reason: 'Tried out' }));
const inZone = (w: BillingWorkspace, timezone: string) =>
  w.system.work(({ tx, workspaceId }) =>
    tx.run(sql`update workspaces.workspaces set timezone = ${timezone} where id = ${workspaceId}`),
  );
const Row = z.object({ kind: z.string(), key: z.string() });
const keysOf = (w: BillingWorkspace) =>
  w.system.work(async ({ tx }) =>
    (await tx.many(Row, sql`select kind, key from billing.ledger_transactions order by no`)).map(
      ({ key }) => key,
    ),
  );

let plansCount = 0;
/** A workspace with a plan of its own, so that no other test is at it. */
async function given(grants: {
  monthGrantMicro?: number;
  weekGrantMicro?: number;
  trialGrantMicro?: number;
}) {
  const w = await billingWorkspace();
  plansCount += 1;
  const slug = `giving-${w.workspaceId.slice(-8)}-${plansCount}`;
  await testPlan(w, { slug, ...grants });
  await subscribed(w, slug, { isTrying: grants.trialGrantMicro !== undefined });
  return w;
}

describe('an allowance', () => {
  test('CR-58 of the free plan is a hundred credits, there with the first movement', async () => {
    const w = await billingWorkspace();
    await spend(w, 700);
    assert.equal((await balances(w)).month, 1_000_000 - 700);
    assert.deepEqual((await keysOf(w))[0], 'grant:month:2026-01-01:1');
  });

  test('SS-66 is given again when its month is over, and what was left is taken back', async () => {
    const w = await given({ monthGrantMicro: 5_000 });
    await spend(w, 2_000);
    at(w, '2026-01-31T23:59:59Z');
    await move(w);
    assert.equal((await balances(w)).month, 3_000);
    at(w, '2026-02-01T00:00:00Z');
    await move(w);
    assert.equal((await balances(w)).month, 5_000);
    assert.deepEqual(
      (await keysOf(w)).filter((key) => /^(grant|expire)/.test(key)),
      ['grant:month:2026-01-01:1', 'expire:month:2026-01-01', 'grant:month:2026-02-01:1'],
    );
  });

  test('SE-05, SE-06 of a week begins on Monday and is spent before that of the month, and SE-04 bought credits last', async () => {
    const w = await given({ monthGrantMicro: 1_000, weekGrantMicro: 400 });
    await w.system.work((ctx) => book(ctx, [purchaseOf({ key: 'bought', reason: 'Tried out' }, 50)]));
    await spend(w, 900);
    const { week, month, payg } = await balances(w);
    assert.deepEqual({ week, month, payg }, { week: 0, month: 500, payg: 50 });
    at(w, '2026-01-12T00:00:00Z');
    await spend(w, 100);
    assert.equal((await balances(w)).week, 300);
    await spend(w, 840);
    const late = await balances(w);
    assert.deepEqual([late.week, late.month, late.payg], [0, 0, 10]);
  });

  test('of several that nobody looked at is given once: the last', async () => {
    const w = await given({ monthGrantMicro: 1_000, weekGrantMicro: 400 });
    await move(w);
    at(w, '2026-06-17T12:00:00Z');
    await move(w);
    const { week, month } = await balances(w);
    assert.deepEqual([week, month], [400, 1_000]);
    assert.deepEqual((await keysOf(w)).slice(2), [
      'expire:week:2026-01-05',
      'grant:week:2026-06-15:1',
      'expire:month:2026-01-01',
      'grant:month:2026-06-01:1',
    ]);
  });

  test('is given once however many look at once', async () => {
    const w = await given({ monthGrantMicro: 1_000, weekGrantMicro: 400 });
    await Promise.all(Array.from({ length: 12 }, () => move(w)));
    at(w, '2026-02-03T00:00:00Z');
    await Promise.all(
      Array.from({ length: 12 }, (_, n) => (n % 2 ? spend(w, 10) : w.system.work(renewWhereDue))),
    );
    const { week, month } = await balances(w);
    assert.deepEqual([week, month], [400 - 60, 1_000]);
    assert.equal((await keysOf(w)).filter((key) => key.startsWith('grant:month')).length, 2);
  });

  test('BA-23 is given by the sweep to a wallet that nobody moves, and moves nothing where it was', async () => {
    const w = await given({ monthGrantMicro: 1_000 });
    await w.system.work(renewWhereDue);
    await w.system.work(renewWhereDue);
    assert.deepEqual(await keysOf(w), ['grant:month:2026-01-01:1']);
    at(w, '2026-03-01T08:00:00Z');
    await w.system.work(renewWhereDue);
    assert.equal((await balances(w)).month, 1_000);
  });

  test('holds what is kept back when its month ends, which is free again until the end of the next', async () => {
    const w = await given({ monthGrantMicro: 1_000 });
    const id = newId(ReservationId);
    await w.system.work((ctx) => reserve(ctx, { id, meter: 'try_on', reason: 'Tried out', micro: 300 }));
    at(w, '2026-02-01T00:00:00Z');
    await move(w);
    const held = await balances(w);
    assert.deepEqual([held.month, held.held_month], [1_000, 300]);
    await w.system.work((ctx) => release(ctx, id));
    assert.equal((await balances(w)).month, 1_300);
    at(w, '2026-03-01T00:00:00Z');
    await move(w);
    assert.equal((await balances(w)).month, 1_000);
  });
});

describe('another plan', () => {
  test('gives the difference at once when it is better, once', async () => {
    const w = await given({ monthGrantMicro: 1_000 });
    await spend(w, 900);
    const better = `better-${w.workspaceId.slice(-8)}`;
    await testPlan(w, { slug: better, monthGrantMicro: 1_500, displayOrder: 150 });
    await subscribed(w, better);
    await move(w);
    await move(w);
    assert.equal((await balances(w)).month, 600);
    assert.equal((await keysOf(w)).at(-1), 'grant:month:2026-01-01:2');
  });

  test('takes nothing when it is worse, and gives nothing to whoever goes back and forth', async () => {
    const w = await given({ monthGrantMicro: 1_000 });
    const better = `better-${w.workspaceId.slice(-8)}`;
    await testPlan(w, { slug: better, monthGrantMicro: 1_500, displayOrder: 150 });
    await subscribed(w, better);
    await move(w);
    const setStatus = (status: string) =>
      w.system.work(({ tx, now }) =>
        tx.run(sql`
          update billing.subscriptions set status = ${status}, ended_at = ${status === 'cancelled' ? now : null}
           where plan = ${better}`),
      );
    for (const status of ['cancelled', 'active', 'cancelled', 'active', 'cancelled']) {
      await setStatus(status);
      await move(w);
      assert.equal((await balances(w)).month, 1_500);
    }
    at(w, '2026-02-02T00:00:00Z');
    await move(w);
    assert.equal((await balances(w)).month, 1_000);
  });

  test('SS-68 gives what it gives for trying once in the life of a workspace', async () => {
    const w = await given({ trialGrantMicro: 250 });
    await move(w);
    const again = `again-${w.workspaceId.slice(-8)}`;
    await testPlan(w, { slug: again, trialGrantMicro: 800, displayOrder: 160 });
    await subscribed(w, again, { isTrying: true });
    at(w, '2026-02-02T00:00:00Z');
    await move(w);
    assert.equal((await balances(w)).bonus, 250);
  });

  test('of two that are open the best counts, and BA-55 nothing else says which it is', async () => {
    const w = await bareWorkspace();
    await subscribed(w, 'pro');
    const { plan } = await w.system.work(walletOf);
    assert.equal(plan.slug, 'bare');
  });
});

describe('a month by the clock there', () => {
  test('begins at midnight of the workspace, whatever the clocks do that day', () => {
    const day = (zone: string, iso: string) => {
      const { startsOn, startsAt, endsAt } = periodAt('month', zone, new Date(iso));
      return [startsOn, startsAt.toISOString(), endsAt.toISOString()];
    };
    assert.deepEqual(day('Europe/Zurich', '2026-03-15T00:00:00Z'), [
      ...['2026-03-01', '2026-02-28T23:00:00.000Z', '2026-03-31T22:00:00.000Z'],
    ]);
    // There, midnight was left out on that first of October, and comes twice on that first of November.
    assert.equal(day('America/Asuncion', '2023-10-15T00:00:00Z')[1], '2023-10-01T04:00:00.000Z');
    assert.equal(day('America/Asuncion', '2023-09-15T00:00:00Z')[2], '2023-10-01T04:00:00.000Z');
    for (const iso of ['2026-11-01T04:30:00Z', '2026-11-01T05:30:00Z'])
      assert.deepEqual(day('America/Havana', iso).slice(0, 2), ['2026-11-01', '2026-11-01T04:00:00.000Z']);
    assert.equal(day('America/Havana', '2026-11-01T03:59:00Z')[2], '2026-11-01T04:00:00.000Z');
    assert.equal(periodAt('week', 'UTC', new Date('2026-01-04T23:59:59Z')).startsOn, '2025-12-29');
  });

  test('is had once by whoever goes around the world for it', async () => {
    const w = await given({ monthGrantMicro: 1_000, weekGrantMicro: 100 });
    await move(w);
    const zones = ['Pacific/Kiritimati', 'America/Los_Angeles', 'UTC', 'Asia/Kolkata', 'Pacific/Niue'];
    let hour = Date.parse('2026-01-30T00:00:00Z');
    for (let n = 0; n < 60; n++) {
      await inZone(w, zones[n % zones.length]!);
      hour += 3_600_000;
      w.ground.clock.set(new Date(hour));
      await w.system.work(lookAgain);
      assert.ok((await balances(w)).month <= 1_000);
    }
    const keys = await keysOf(w);
    assert.equal(new Set(keys).size, keys.length);
    assert.deepEqual(
      keys.filter((key) => key.startsWith('grant:month')),
      ['grant:month:2026-01-01:1', 'grant:month:2026-02-01:1'],
    );
  });

  test('goes on to its new end where the workspace moves west after it began', async () => {
    const w = await given({ monthGrantMicro: 1_000 });
    await inZone(w, 'Pacific/Auckland');
    at(w, '2026-01-31T12:00:00Z');
    await move(w);
    assert.deepEqual(await keysOf(w), ['grant:month:2026-02-01:1']);
    await inZone(w, 'America/Los_Angeles');
    await w.system.work(lookAgain);
    const { buckets } = await w.system.work(walletOf);
    assert.equal(buckets[1]!.endsAt?.toISOString(), '2026-03-01T08:00:00.000Z');
    assert.deepEqual(await keysOf(w), ['grant:month:2026-02-01:1']);
  });
});

describe('a renewal that dies', () => {
  test('at any of its statements leaves nothing, and is done once by whoever comes next', async () => {
    const w = await given({ monthGrantMicro: 1_000, weekGrantMicro: 400 });
    await spend(w, 100);
    at(w, '2026-02-10T00:00:00Z');
    let statements = 0;
    for (let dies = 1; ; dies++) {
      const died = await dyingAt(w, dies, (ctx) => book(ctx, []));
      if (!died) break;
      statements += 1;
      assert.equal((await keysOf(w)).filter((key) => key.includes('2026-02')).length, 0);
    }
    assert.ok(statements >= 6, `${statements} statements`);
    const { week, month } = await balances(w);
    assert.deepEqual([week, month], [400, 1_000]);
  });
});
