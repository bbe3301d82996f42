import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import * as fc from 'fast-check';
import { AppError } from '../../../kit/errors.ts';
import { sql } from '../../../kit/sql.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { addedUp, book } from './booking.ts';
import { purchaseOf } from './orders.ts';
import { lookAgain } from './renewals.ts';
import { charge } from './spending.ts';
import { bareWorkspace, dyingAt, subscribed, testPlan } from './testing.ts';

/*
 * Whatever becomes of the clock, of the zone and of the plan, with crashes at any statement, retries and lost snapshots
 * among it: what there is is what somebody would reckon with a calendar and a pencil.
 */

const runs = 20;
const hourMs = 3_600_000;
const dayMs = 24 * hourMs;
const plans = [
  { month: 0, week: 0 },
  { month: 300, week: 70 },
  { month: 900, week: 40 },
] as const;
/** Hours east. Without summer, so that whoever reckons needs no table of it. */
const zones = { UTC: 0, 'Etc/GMT-14': 14, 'Etc/GMT+12': -12, 'Etc/GMT+5': -5 } as const;
type Zone = keyof typeof zones;

type Deed =
  | { readonly deed: 'charge' | 'purchase'; readonly micro: number }
  | { readonly deed: 'wait'; readonly hours: number }
  | { readonly deed: 'move'; readonly zone: Zone }
  | { readonly deed: 'subscribe' | 'cancel'; readonly plan: 1 | 2 };

const plan = fc.constantFrom(1 as const, 2 as const);
const micro = fc.integer({ min: 1, max: 400 });
const deeds: fc.Arbitrary<Deed> = fc.oneof(
  fc.record({ deed: fc.constant('charge' as const), micro }),
  fc.record({ deed: fc.constant('purchase' as const), micro }),
  fc.record({ deed: fc.constant('wait' as const), hours: fc.integer({ min: 1, max: 60 }) }),
  fc.record({ deed: fc.constant('wait' as const), hours: fc.integer({ min: 100, max: 2_000 }) }),
  fc.record({ deed: fc.constant('move' as const), zone: fc.constantFrom(...(Object.keys(zones) as Zone[])) }),
  fc.record({ deed: fc.constantFrom('subscribe' as const, 'cancel' as const), plan }),
);
const manners = fc.record({
  twice: fc.boolean(),
  diesAt: fc.integer({ min: 0, max: 14 }),
  drops: fc.boolean(),
});
const steps = fc.array(fc.record({ deed: deeds, manner: manners }), { minLength: 5, maxLength: 30 });

/** With a calendar and a pencil. */
class SlowWallet {
  readonly free = { week: 0, month: 0, payg: 0 };
  private readonly last = {
    week: { name: '', granted: 0, plan: -1 },
    month: { name: '', granted: 0, plan: -1 },
  };
  private readonly open = new Set<number>();
  now: number;
  east = 0;

  constructor(now: number) {
    this.now = now;
  }

  look(): void {
    const local = new Date(this.now + this.east * hourMs);
    const monday = new Date(local.getTime() - ((local.getUTCDay() + 6) % 7) * dayMs);
    const names = { week: monday.toISOString().slice(0, 10), month: local.toISOString().slice(0, 7) };
    const has = Math.max(0, ...this.open);
    for (const kind of ['week', 'month'] as const) {
      const last = this.last[kind];
      if (names[kind] > last.name) {
        this.free[kind] = 0;
        Object.assign(last, { name: names[kind], granted: 0, plan: -1 });
      }
      const more = has === last.plan ? 0 : plans[has]![kind] - last.granted;
      if (more > 0 || last.plan === -1) last.plan = has;
      if (more <= 0) continue;
      this.free[kind] += more;
      last.granted += more;
    }
  }

  do(one: Deed): boolean {
    if (one.deed === 'wait') this.now += one.hours * hourMs;
    if (one.deed === 'move') this.east = zones[one.zone];
    if (one.deed === 'subscribe') this.open.add(one.plan);
    if (one.deed === 'cancel') this.open.delete(one.plan);
    this.look();
    if (one.deed === 'purchase') this.free.payg += one.micro;
    if (one.deed !== 'charge') return true;
    const { week, month, payg } = this.free;
    if (week + month + payg < one.micro) return false;
    let due = one.micro;
    for (const kind of ['week', 'month', 'payg'] as const) {
      const taken = Math.min(this.free[kind], due);
      this.free[kind] -= taken;
      due -= taken;
    }
    return true;
  }
}

describe('allowances', () => {
  test('SS-66, BA-23 come to what somebody reckons with a calendar, whatever happens in between', async () => {
    await fc.assert(
      fc.asyncProperty(steps, async (taken) => {
        const w = await world();
        const slow = new SlowWallet(w.ground.clock.now().getTime());
        for (const [at, { deed, manner }] of taken.entries()) {
          const expected = slow.do(deed);
          w.ground.clock.set(new Date(slow.now));
          await arranged(w, deed);
          if (manner.drops) await w.system.work(({ tx }) => tx.run(sql`delete from billing.balances`));
          if (manner.diesAt > 0) await dies(w, deed, at, manner.diesAt);
          for (let n = 0; n < (manner.twice ? 2 : 1); n++) assert.equal(await done(w, deed, at), expected);
          await w.system.work((ctx) => book(ctx, []));
          const { week, month, payg, bonus } = await w.system.work(addedUp);
          assert.deepEqual(
            { week, month, payg, bonus },
            { ...slow.free, bonus: 0 },
            `${at} ${JSON.stringify(deed)}`,
          );
        }
      }),
      { numRuns: runs },
    );
  });
});

async function world(): Promise<BillingWorkspace> {
  const w = await bareWorkspace();
  for (const n of [1, 2] as const)
    await testPlan(w, {
      slug: slugOf(n),
      monthGrantMicro: plans[n].month,
      weekGrantMicro: plans[n].week,
      displayOrder: 500 + n,
    });
  return w;
}

const slugOf = (n: number) => `allowing-${n}`;

/** What somebody else does, in a transaction of their own. */
async function arranged(w: BillingWorkspace, one: Deed): Promise<void> {
  if (one.deed === 'move')
    await w.system.work(async (ctx) => {
      await ctx.tx.run(
        sql`update workspaces.workspaces set timezone = ${one.zone} where id = ${ctx.workspaceId}`,
      );
      await lookAgain(ctx);
    });
  if (one.deed === 'cancel')
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update billing.subscriptions set status = 'cancelled', ended_at = ${now} where plan = ${slugOf(one.plan)}`),
    );
  if (one.deed === 'subscribe') await subscribed(w, slugOf(one.plan));
}

async function done(w: BillingWorkspace, one: Deed, at: number): Promise<boolean> {
  try {
    await w.system.work((ctx) => moving(ctx, one, at));
    return true;
  } catch (error) {
    if (error instanceof AppError) return false;
    throw error;
  }
}

function moving(ctx: Parameters<typeof book>[0], one: Deed, at: number): Promise<unknown> {
  const told = { key: `${at}`, reason: 'Tried out' };
  if (one.deed === 'charge') return charge(ctx, { ...told, micro: one.micro });
  return book(ctx, one.deed === 'purchase' ? [purchaseOf(told, one.micro)] : []);
}

/** Before its nth statement, if it has so many: else it is done, and done again is done once. */
async function dies(w: BillingWorkspace, one: Deed, at: number, nth: number): Promise<void> {
  await dyingAt(w, nth, (ctx) => moving(ctx, one, at)).catch((error: unknown) => {
    if (!(error instanceof AppError)) throw error;
  });
}
