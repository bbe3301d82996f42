import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { newId, WorkspaceId } from '../../../kit/ids.ts';
import { eventually, jobsWorld } from '../../../kit/jobs/testing.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workspaceChanged } from '../../workspaces/contract.ts';
import { addWorkspace } from '../../workspaces/index.ts';
import { paymentReceived, paymentReturned } from '../paying/contract.ts';
import { affiliatesListeners } from './background.ts';
import { affiliatesEvents } from './contract.ts';
import { listOwnCommissions } from './own.ts';
import { newAffiliate, readingAs, referredPerson } from './testing.ts';

describe('what is told in the workspace that paid', () => {
  test('reaches the affiliate: a payment from a workspace made later, and what went back of it', async () => {
    const outside = await testOutside();
    await using world = await jobsWorld(
      await testDatabase(),
      {
        listeners: affiliatesListeners,
        events: [...affiliatesEvents, paymentReceived, paymentReturned, workspaceChanged],
      },
      { outside },
    );
    const { ground, jobs } = world;
    await jobs.startWorkers(ground);
    const affiliate = await newAffiliate(ground);
    const person = await referredPerson(ground, outside, affiliate);
    const seen = async () => {
      const { items } = await readingAs(ground, affiliate.userId, (ctx) =>
        listOwnCommissions(ctx, { limit: 10 }),
      );
      return items.map((one) => [one.commissionMicro, one.reversedMicro, one.status]);
    };
    const payer = newId(WorkspaceId);
    await world.in(payer, async (ctx) => {
      await addWorkspace(ctx, { id: payer, name: 'Weaving', ownerId: person.userId });
      await ctx.publish(workspaceChanged, { change: 'made' as const });
    });
    const payment = { provider: 'stripe', paymentId: 'ch_1', paidMicro: 4_900_000 } as const;
    const tell = (returnedMicro?: number) =>
      world.in(payer, async (ctx) => {
        const at = ctx.now.toISOString();
        if (returnedMicro === undefined)
          await ctx.publish(paymentReceived, { ...payment, paidFor: 'plan', at });
        else await ctx.publish(paymentReturned, { ...payment, returnedMicro, reason: 'refund', at });
      });

    await tell();
    await eventually(async () => assert.deepEqual(await seen(), [[980_000, 0, 'pending']]));
    await tell(4_900_000);
    await eventually(async () => assert.deepEqual(await seen(), [[980_000, 980_000, 'reversed']]));
  });
});
