import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { givePlan } from '../administering/wallets.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import { type BillingWorkspace, billingWorkspace } from '../models/testing.ts';
import { putCap } from './caps.ts';
import { CapId } from './contract.ts';
import { listQuotas } from './estimating.ts';
import { asAdministrator, giveMoney, metered } from './testing.ts';
import { forgetUses, forgottenAfterMs, reserveUse, settleUse } from './using.ts';

const hourMs = 3_600_000;
const at = (w: BillingWorkspace, iso: string) => w.ground.clock.set(new Date(iso));
const inZone = (w: BillingWorkspace, timezone: string) =>
  w.system.work(({ tx, workspaceId }) =>
    tx.run(sql`update workspaces.workspaces set timezone = ${timezone} where id = ${workspaceId}`),
  );
const quota = async (w: BillingWorkspace, period: string) =>
  (await w.reading(w.owner, listQuotas)).items.find((one) => one.period === period)!;
const isLetThrough = (w: BillingWorkspace) =>
  metered(w, { meter: 'blog' }).then(
    () => true,
    (error) => {
      assert.equal(error.code, 'billing.limit_reached');
      return false;
    },
  );

describe('a day that is limited', () => {
  test('is not begun anew by moving to where it has just begun', async () => {
    const w = await billingWorkspace();
    at(w, '2026-01-14T00:30:00Z');
    let through = 0;
    for (let hour = 0; hour < 23; hour++) {
      // It is half past midnight there.
      await inZone(w, `Etc/GMT${hour <= 12 ? `+${hour}` : `-${24 - hour}`}`);
      if (await isLetThrough(w)) through += 1;
      w.ground.clock.move(hourMs);
    }
    assert.equal(through, 2);
    assert.equal((await quota(w, 'day')).usedCount, 2);
    w.ground.clock.move(2 * hourMs);
    assert.equal(await isLetThrough(w), true);
  });

  test('and a month neither', async () => {
    const w = await billingWorkspace();
    at(w, '2026-01-31T09:00:00Z');
    for (let n = 0; n < 2; n++) assert.equal(await isLetThrough(w), true);
    // There it is February, of whose day and month two are used by then.
    await inZone(w, 'Pacific/Kiritimati');
    at(w, '2026-02-01T01:00:00Z');
    const before = await quota(w, 'month');
    assert.deepEqual([before.usedCount, before.endsAt.toISOString()], [0, '2026-02-28T10:00:00.000Z']);
    for (let n = 0; n < 2; n++) assert.equal(await isLetThrough(w), true);
    await inZone(w, 'America/Los_Angeles');
    at(w, '2026-02-01T09:00:00Z');
    assert.equal((await quota(w, 'month')).usedCount, 2);
  });
});

describe('a limit', () => {
  test('counts what was used while another plan had none', async () => {
    const w = await billingWorkspace();
    const at = { workspaceId: w.workspaceId };
    for (let n = 0; n < 2; n++) assert.equal(await isLetThrough(w), true);
    await asAdministrator(w, (ctx) => givePlan(ctx, { ...at, plan: 'business' }));
    await asAdministrator(w, (ctx) => givePlan(ctx, { ...at, plan: 'pro' }));
    for (let n = 0; n < 3; n++) await metered(w, { meter: 'blog' });
    await asAdministrator(w, (ctx) => givePlan(ctx, { ...at, plan: 'business' }));
    for (let n = 0; n < 4; n++) await metered(w, { meter: 'blog' });
    await asAdministrator(w, (ctx) => givePlan(ctx, { ...at, plan: 'pro' }));
    assert.equal((await quota(w, 'day')).usedCount, 9);
    assert.equal((await quota(w, 'month')).usedCount, 9);
  });
});

describe('what is told of long after it began', () => {
  test('counts where it is written: in the day in which it is told of', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    const cap = { capId: newId(CapId), memberId: null, period: 'day', maxMicro: 100 } as const;
    await w.as(w.owner, (ctx) => putCap(ctx, cap));
    const id = uuidv7();
    const use = { id, meter: 'external_api_call', reason: 'Tried out' };
    await w.system.work((ctx) => reserveUse(ctx, { ...use, estimateMicro: 80 }));
    w.ground.clock.move(forgottenAfterMs + 1);
    await w.system.work(forgetUses);
    w.ground.clock.move(48 * hourMs);
    const spend = (apiMicro: number) => metered(w, { meter: 'external_api_call', apiMicro });
    await spend(30);
    await w.system.work((ctx) => settleUse(ctx, id, { apiMicro: 60 }));
    await assert.rejects(spend(20), { code: 'billing.cap_reached' });
    await spend(10);
  });
});
