import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { newId, uuidv7, type WorkspaceId } from '../../../kit/ids.ts';
import { eventually, jobsWorld } from '../../../kit/jobs/testing.ts';
import { listener } from '../../../kit/module.ts';
import { sql } from '../../../kit/sql.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import type { Ground } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { billingWorkspace } from '../models/testing.ts';
import { paymentReceived, paymentReturned } from '../paying/contract.ts';
import { numberQuestion } from '../paying/customers.sql.ts';
import { takeState } from '../paying/mirror/mirror.ts';
import type { PaymentState } from '../paying/provider.ts';
import { aPayment, emptyState, knownThere } from '../paying/testing.ts';
import { affiliatesEvents, RateId } from './contract.ts';
import { countPayment, countReturn } from './earning.ts';
import { changeRate } from './managing.ts';
import { lookedBackDays, makeMissed } from './missed.ts';
import { listOwnCommissions } from './own.ts';
import * as place from './testing.ts';

const share = 980_000;
const whole = 4_900_000;

const paid = (id: string, at: Date, part: Partial<PaymentState> = {}) =>
  aPayment(id, { paidFor: 'plan', amountMicro: whole, at, ...part });
const refund = (amountMicro: number, at: Date) => ({ id: 're_1', amountMicro, at, reason: undefined });
const dispute = (status: 'open' | 'won', at: Date) => ({
  ...{ id: 'dp_1', amountMicro: whole, status, reason: undefined, at },
});

/** What the provider has of somebody by now, and is asked for. */
const mirrored = (ground: Ground, workspaceId: WorkspaceId, payments: readonly PaymentState[]) =>
  place.inside(ground, workspaceId, async (ctx) => {
    const { askedNo } = (await numberQuestion(ctx.tx, 'stripe'))!;
    const state = { ...emptyState(`cus_${workspaceId}`), payments };
    await takeState(ctx, 'stripe', { no: askedNo, at: ctx.now }, state);
  });

const commissionsOf = async (ground: Ground, { userId }: Pick<place.TestAffiliate, 'userId'>) => {
  const { items } = await place.readingAs(ground, userId, (ctx) => listOwnCommissions(ctx, { limit: 50 }));
  return items.map((one) => [one.commissionMicro, one.reversedMicro, one.status]);
};
const sweep = (ground: Ground, workspaceId: WorkspaceId) => place.inside(ground, workspaceId, makeMissed);

let outside: TestOutside;
before(async () => {
  outside = await testOutside();
});

describe('a listener that failed for good', () => {
  test('leaves what the sweep makes: one commission, and what went back of it', async () => {
    const names: string[] = [];
    // Under a name of its own: jobs of the true one may be another test's.
    const fails = (event: typeof paymentReceived | typeof paymentReturned) => {
      const name = `testing.fails_${uuidv7().slice(-12)}`;
      names.push(name);
      return listener(name, event as typeof paymentReceived, async () => {
        throw new Error('the ledger is on fire');
      });
    };
    await using world = await jobsWorld(
      await testDatabase(),
      {
        listeners: [fails(paymentReceived), fails(paymentReturned)],
        events: [...affiliatesEvents, paymentReceived, paymentReturned],
      },
      { outside, pollSeconds: 0.05 },
    );
    const { ground, jobs } = world;
    const affiliate = await place.newAffiliate(ground);
    const { workspaceId } = await place.referredPerson(ground, outside, affiliate);
    await knownThere({ ground, workspaceId });
    const at = ground.clock.now();
    await mirrored(ground, workspaceId, [paid('ch_1', at)]);
    await mirrored(ground, workspaceId, [paid('ch_1', at, { refunds: [refund(whole / 2, at)] })]);
    // All eight attempts would take longer than a test may wait.
    const { length } = await ground.db.transaction({ kind: 'owner' }, ({ many }) =>
      many(
        z.object({ id: z.string() }),
        sql`update pgboss.job_common set retry_limit = 0 where name = any (${names}) returning id`,
      ),
    );
    assert.equal(length, 2);
    await jobs.startWorkers(ground);
    const dead = await eventually(async () => {
      const { items } = await jobs.listDeadLetters({ workspaceId, limit: 10 });
      assert.equal(items.length, 2);
      return items.map(({ data }) => (data as { payload: never }).payload);
    });
    assert.deepEqual(await commissionsOf(ground, affiliate), []);

    await Promise.all([1, 2, 3].map(() => sweep(ground, workspaceId)));
    const made = [[share, share / 2, 'pending']];
    assert.deepEqual(await commissionsOf(ground, affiliate), made);
    const unit = place.unitOf(ground, workspaceId);
    for (const payload of dead)
      await ('returnedMicro' in payload ? countReturn(unit, payload) : countPayment(unit, payload));
    assert.deepEqual(await commissionsOf(ground, affiliate), made, 'though somebody sends them once more');
  });
});

describe('what nobody heard of', () => {
  let ground: Ground;
  let affiliate: place.TestAffiliate;
  let workspaceId: WorkspaceId;
  beforeEach(async () => {
    ({ ground } = await billingWorkspace());
    affiliate = await place.newAffiliate(ground);
    ({ workspaceId } = await place.referredPerson(ground, outside, affiliate));
    await knownThere({ ground, workspaceId });
  });
  const now = () => ground.clock.now();
  const afterSweep = async (at: Ground = ground) => {
    await sweep(at, workspaceId);
    return commissionsOf(at, affiliate);
  };

  test('is made step by step: what was paid, what somebody wants back, and that they did not get it', async () => {
    const at = now();
    const seen = (part: Partial<PaymentState>) => mirrored(ground, workspaceId, [paid('ch_1', at, part)]);
    await seen({});
    assert.deepEqual(await afterSweep(), [[share, 0, 'pending']]);
    await seen({ disputes: [dispute('open', at)] });
    assert.deepEqual(await afterSweep(), [[share, share, 'reversed']]);
    await seen({ disputes: [dispute('won', at)] });
    assert.deepEqual(await afterSweep(), [[share, 0, 'pending']]);
    // Whatever is heard from here on is newer than what the sweep found.
    const returned = { provider: 'stripe', paymentId: 'ch_1', paidMicro: whole, reason: 'refund' } as const;
    const later = { ...returned, returnedMicro: whole, at: new Date(at.getTime() + 10).toISOString() };
    await countReturn(place.unitOf(ground, workspaceId), later);
    assert.deepEqual(await commissionsOf(ground, affiliate), [[share, share, 'reversed']]);
  });

  test('is made of every payment that is looked back at, page by page, and of none before', async () => {
    const long = place.daysOn(ground, lookedBackDays + 1);
    const many = Array.from({ length: 230 }, (_, n) => paid(`ch_${n}`, new Date(now().getTime() + n)));
    await mirrored(ground, workspaceId, [...many, paid('ch_bad', now(), { status: 'failed' })]);
    assert.deepEqual(await afterSweep(long), []);
    await sweep(ground, workspaceId);
    const { count } = await place.inside(ground, affiliate.workspaceId, ({ tx }) =>
      tx.one(z.object({ count: z.coerce.number() }), sql`select count(*) as count from billing.commissions`),
    );
    assert.equal(count, 230);
  });

  test('is nothing where there was no share of it, and where it is known nothing is written', async () => {
    const administrator = await newPerson(ground.db, now());
    const before = new Date(now().getTime() - 1);
    const rateId = newId(RateId);
    const little = { affiliateId: affiliate.workspaceId, rateId, ratePpm: 1, startsAt: null };
    const later = place.daysOn(ground, 1);
    await mirrored(ground, workspaceId, [paid('ch_before', before), paid('ch_1', now())]);
    await place.asAdministrator(later, administrator, (ctx) => changeRate(ctx, little));
    await mirrored(ground, workspaceId, [
      paid('ch_1', now()),
      paid('ch_little', later.clock.now(), { amountMicro: 999_999 }),
    ]);
    const dayAfter = place.daysOn(ground, 2);
    assert.deepEqual(await afterSweep(dayAfter), [[share, 0, 'pending']]);
    const said = async () =>
      place.inside(ground, affiliate.workspaceId, ({ tx }) =>
        tx.many(z.object({ id: z.coerce.string() }), sql`select id from app.events`),
      );
    const heard = await said();
    assert.deepEqual(await afterSweep(dayAfter), [[share, 0, 'pending']]);
    assert.deepEqual(await said(), heard);
  });

  test('is nothing where nobody brought them', async () => {
    const { workspaceId: alone } = await place.settledPerson(ground);
    await knownThere({ ground, workspaceId: alone });
    await mirrored(ground, alone, [paid('ch_1', now())]);
    await sweep(ground, alone);
    assert.deepEqual(await commissionsOf(ground, affiliate), []);
  });
});
