import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { z } from 'zod';
import { systemClock } from '../../../kit/clock.ts';
import type { Unit } from '../../../kit/ctx.ts';
import { openJobs } from '../../../kit/jobs/open.ts';
import { eventually, quiet, testModule } from '../../../kit/jobs/testing.ts';
import { listener } from '../../../kit/module.ts';
import { testDatabase } from '../../../kit/testing/database.ts';
import { connections } from '../index.ts';
import { eventReceived } from './contract.ts';
import { takeIn } from './storing.ts';
import { eventsOf, intakeWorkspace, message, openAccount } from './testing.ts';

type Heard = z.infer<typeof eventReceived.payload>;

/** Workers of several processes, with this module and one above it that listens. */
async function workers(count: number, hear: (unit: Unit, heard: Heard) => Promise<void>) {
  const db = await testDatabase();
  const above = testModule({ name: 'above', listeners: [listener('above.hear', eventReceived, hear)] });
  const all = await Promise.all(
    Array.from({ length: count }, () =>
      openJobs({
        db,
        modules: [connections, above],
        clock: systemClock,
        log: quiet,
        workspaces: async () => [],
        pollSeconds: 0.2,
      }),
    ),
  );
  const start = () =>
    Promise.all(
      all.map((jobs) =>
        jobs.startWorkers({ db, outlets: jobs.outlets, clock: systemClock, log: quiet, policy: {} }),
      ),
    );
  return {
    start,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(all.map((jobs) => jobs.drain(2_000)));
    },
  };
}

describe('events that came', () => {
  test('of one conversation are told in the order in which they came, in all processes together', async () => {
    const w = await intakeWorkspace();
    const account = await openAccount(w);
    const people = ['person/1', 'person/2', 'person/3'];
    for (let i = 0; i < 10; i++) {
      const told = people.map((conversationKey) =>
        message(account, `${conversationKey} ${i}`, { conversationKey }),
      );
      await w.system.work((ctx) => takeIn(ctx, account, told, 'webhook'));
      w.ground.clock.move(1);
    }
    const heard: Heard[] = [];
    await using running = await workers(2, async (unit, event) => {
      if (unit.workspaceId === w.workspaceId) heard.push(event);
    });
    await running.start();
    await eventually(() => assert.equal(heard.length, 30), 60_000);
    const order = (await eventsOf(w, account)).map(({ id }) => id);
    for (const person of people) {
      const of = heard
        .filter(({ conversationKey }) => conversationKey === person)
        .map(({ eventId }) => eventId);
      assert.deepEqual(
        of,
        order.filter((id) => of.includes(id)),
      );
      assert.equal(of.length, 10);
    }
  });

  test('of one workspace do not wait for a flood of another', async () => {
    const [flood, quietOne] = [await intakeWorkspace(), await intakeWorkspace()];
    const [loud, soft] = [await openAccount(flood), await openAccount(quietOne)];
    const many = Array.from({ length: 300 }, (_, n) => message(loud, n, { conversationKey: `person/${n}` }));
    await flood.system.work((ctx) => takeIn(ctx, loud, many, 'webhook'));
    let before = 0;
    let isOver = false;
    await using running = await workers(1, async (unit) => {
      if (unit.workspaceId === flood.workspaceId && !isOver) before += 1;
      if (unit.workspaceId === quietOne.workspaceId) isOver = true;
    });
    await quietOne.system.work((ctx) => takeIn(ctx, soft, [message(soft, 1)], 'webhook'));
    await running.start();
    await eventually(() => assert.ok(isOver), 60_000);
    assert.ok(before < 100, `${before} of the flood were told before the one of the other`);
  });
});
