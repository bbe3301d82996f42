import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { eventually, forgetJobs, jobsWorld } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { addedUp, book } from '../ledger/booking.ts';
import { reloadDue } from '../ledger/contract.ts';
import { chargeOf } from '../ledger/orders.ts';
import { billingWorkspace } from '../models/testing.ts';
import { reloadingListeners, reloadingWork } from './background.ts';
import { begin } from './beginning.ts';
import { autoReloadChanged, reloadRefused } from './contract.ts';
import { openTestHouse } from './testing/house.ts';
import { reloading } from './testing.ts';

const crowd = 1_000;
/** More than there are connections, and few enough that none waits for one until it is given up. */
const atOnce = 50;

describe('of a thousand who find too little left at once', () => {
  test('one has credits bought, and a card is charged once', async () => {
    const w = await billingWorkspace();
    const house = openTestHouse();
    await reloading(w, house.payments);
    await forgetJobs(w.ground.db);
    await using world = await jobsWorld(
      w.ground.db,
      {
        events: [reloadDue, autoReloadChanged, reloadRefused],
        work: reloadingWork,
        listeners: reloadingListeners,
      },
      { clock: w.ground.clock, outside: { payments: house.payments }, pollSeconds: 0.2 },
    );
    await world.jobs.startWorkers(world.ground);
    const at = { ...world.ground, clock: w.ground.clock };
    const inside = <T>(fn: Parameters<typeof workIn<T>>[3]) =>
      workIn(at, w.workspaceId, { actor: { kind: 'system' } }, fn);
    // Each of them crosses the threshold, were it alone; half of them look for themselves as well. As the product does
    // it, that is a transaction of its own: whoever looks holds the settings before the wallet.
    const spend = async (n: number) => {
      await inside((ctx) => book(ctx, [chargeOf({ key: `spent ${n}`, reason: 'Tried out' }, 100)]));
      if (n % 2) await inside(begin);
    };
    await inside((ctx) => book(ctx, [chargeOf({ key: 'to the edge', reason: 'Tried out' }, 99_950)]));
    await Promise.all(
      Array.from({ length: atOnce }, async (_, first) => {
        for (let n = first; n < crowd; n += atOnce) await spend(n);
      }),
    );
    const left = 1_100_000 - 99_950 - crowd * 100 + 2_500_000;
    await eventually(async () => assert.equal((await inside(addedUp)).payg, left), 60_000);
    await inside(begin);
    const Row = z.object({ state: z.string() });
    const reloads = await inside(({ tx }) => tx.many(Row, sql`select state from billing.reloads`));
    assert.deepEqual(reloads, [{ state: 'paid' }]);
    assert.deepEqual([house.asks(), house.charged.length], [1, 1]);
  });
});
