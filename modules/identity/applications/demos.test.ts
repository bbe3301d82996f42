import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import type { AdminCtx } from '../../../kit/ctx.ts';
import type { Database } from '../../../kit/db/database.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase, testDatabase } from '../../../kit/testing/database.ts';
import { openCtxOf } from '../../../kit/work.ts';
import { newAdministrator } from '../testing.ts';
import { DemoId, DemoReminderId, demoStatuses, demoTransitions, remindersPerDemoMax } from './contract.ts';
import { askForDemo, changeDemo, type DemoChange, getDemoRequest } from './demos.ts';
import { finishReminder, listReminders, putReminder, remindOfDemos, removeReminder } from './reminders.ts';
import { mailingWorld } from './testing-world.ts';

let db: Database;
before(async () => {
  db = await testDatabase();
});

const hourMs = 3_600_000;
type World = Awaited<ReturnType<typeof mailingWorld>>;

async function asked(world: World): Promise<{ demoId: DemoId; email: string }> {
  const demoId = newId(DemoId);
  const email = `${demoId}@test.local`;
  const more = { companyName: 'Atelier Ada', message: 'Show us the inbox.', preferredTimes: 'Mornings' };
  await world.asNobody((ctx) => askForDemo(ctx, { demoId, email, name: 'Ada', ...more }));
  return { demoId, email };
}

const later = (world: World, hours: number) => new Date(world.clock.now().getTime() + hours * hourMs);
const change = (world: World, wanted: DemoChange) => world.asAdministrator((ctx) => changeDemo(ctx, wanted));

describe('a demo request', () => {
  test('is one when the same id comes twice, and is confirmed once', async () => {
    await using world = await mailingWorld(db);
    const { demoId, email } = await asked(world);
    await world.asNobody((ctx) => askForDemo(ctx, { demoId, email, name: 'Somebody else' }));

    const demo = await world.asAdministrator((ctx) => getDemoRequest(ctx, { demoId }));

    assert.equal(demo.name, 'Ada');
    assert.equal(demo.message, 'Show us the inbox.\n\nPreferred times: Mornings');
    assert.equal((await world.mailsTo(email)).length, 1);
  });

  test('CR-10 is requested, scheduled and completed, each with its time', async () => {
    await using world = await mailingWorld(db);
    const { demoId } = await asked(world);
    const requestedAt = world.clock.now();
    const scheduledFor = later(world, 48);
    await change(world, { demoId, status: 'scheduled', scheduledFor, preparationNotes: 'Inbox first.' });
    world.clock.move(49 * hourMs);

    const demo = await change(world, { demoId, status: 'completed', qualificationNotes: 'Wants to begin.' });

    assert.deepEqual(
      [demo.status, demo.requestedAt, demo.scheduledFor, demo.completedAt, demo.cancelledAt],
      ['completed', requestedAt, scheduledFor, world.clock.now(), null],
    );
    assert.deepEqual([demo.preparationNotes, demo.qualificationNotes], ['Inbox first.', 'Wants to begin.']);
  });

  test('CR-10 becomes only what it may become from where it is', async () => {
    await using world = await mailingWorld(db);
    const wanted = demoStatuses.filter((status) => status !== 'requested');
    for (const from of demoStatuses) {
      for (const status of wanted.filter((one) => one !== from)) {
        const { demoId } = await asked(world);
        await bring(world, demoId, from);
        const scheduledFor = status === 'scheduled' ? later(world, 5) : undefined;
        const changed = change(world, { demoId, status, scheduledFor });
        if (demoTransitions[from].includes(status)) assert.equal((await changed).status, status);
        else await assert.rejects(changed, { code: 'identity.demo_cannot_become_this' }, `${from} ${status}`);
      }
    }
  });

  test('has a time to come where it is scheduled, and none to set where it is not', async () => {
    await using world = await mailingWorld(db);
    const { demoId } = await asked(world);
    const refused = async (wanted: Omit<DemoChange, 'demoId'>, code: string) =>
      assert.rejects(change(world, { demoId, ...wanted }), (error: { fields: { code: string }[] }) => {
        assert.deepEqual(
          error.fields.map((field) => field.code),
          [code],
        );
        return true;
      });
    await refused({ status: 'scheduled' }, 'missing');
    await refused({ status: 'scheduled', scheduledFor: world.clock.now() }, 'past');
    await refused({ status: 'cancelled', scheduledFor: later(world, 1) }, 'not_for_this_state');
    assert.equal((await world.asAdministrator((ctx) => getDemoRequest(ctx, { demoId }))).status, 'requested');
  });

  test('tells whoever asked of a time, another time and the end of it, in that order and once each', async () => {
    await using world = await mailingWorld(db);
    const { demoId, email } = await asked(world);
    const subjects = async () => (await world.mailsTo(email)).map(({ subject }) => subject).reverse();
    await change(world, { demoId, status: 'scheduled', scheduledFor: later(world, 24) });
    await subjects();
    await change(world, { demoId, scheduledFor: later(world, 24), preparationNotes: 'The same time' });
    await change(world, { demoId, scheduledFor: later(world, 48) });
    await subjects();
    await change(world, { demoId, status: 'cancelled' });
    await change(world, { demoId, status: 'cancelled' });

    assert.deepEqual(await subjects(), [
      'We will show you Stoa',
      'Your demo has a time',
      'Your demo has another time',
      'Your demo does not take place',
    ]);
    const moved = (await world.mailsTo(email))[1];
    assert.match(moved!.text, /When: Wednesday, 7 January 2026 at 09:00 \(UTC\)/);
  });
});

describe('a reminder', () => {
  test('is kept once per id, changed by it, done and taken away', async () => {
    await using world = await mailingWorld(db);
    const at = { demoId: (await asked(world)).demoId, reminderId: newId(DemoReminderId) };
    const put = (note: string, dueAt: Date) =>
      world.asAdministrator((ctx) => putReminder(ctx, { ...at, note, dueAt }));
    const list = async () =>
      (await world.asAdministrator((ctx) => listReminders(ctx, { demoId: at.demoId, limit: 10 }))).items;
    await put('Call', later(world, 1));
    await put('Call back', later(world, 2));
    assert.deepEqual(
      (await list()).map(({ note, dueAt, doneAt }) => ({ note, dueAt, doneAt })),
      [{ note: 'Call back', dueAt: later(world, 2), doneAt: null }],
    );

    const finish = () => world.asAdministrator((ctx) => finishReminder(ctx, at));
    const doneAt = world.clock.now();
    await finish();
    world.clock.move(hourMs);
    assert.deepEqual((await finish()).doneAt, doneAt);

    await world.asAdministrator((ctx) => removeReminder(ctx, at));
    assert.deepEqual(await list(), []);
    await assert.rejects(finish(), { code: 'identity.reminder_not_found' });
  });

  test('is one of a few', async () => {
    await using world = await mailingWorld(db);
    const { demoId } = await asked(world);
    const put = (ctx: AdminCtx) =>
      putReminder(ctx, { demoId, reminderId: newId(DemoReminderId), note: 'Call', dueAt: later(world, 1) });
    await world.asAdministrator(async (ctx) => {
      for (let i = 0; i < remindersPerDemoMax; i++) await put(ctx);
    });
    await assert.rejects(world.asAdministrator(put), { code: 'identity.too_many_reminders' });
  });

  test('is mailed to each administrator once when it is due, killed half-way, late and by two at once', async () => {
    const own = await (await scratchDatabase()).open();
    await using world = await mailingWorld(own);
    const sweep = () => sweepOf(world, own);
    const secondId = await newAdministrator(own, world.clock.now());
    const goneId = await newAdministrator(own, world.clock.now());
    await world.asNobody(({ tx, now }) =>
      tx.run(sql`update identity.users set disabled_at = ${now} where id = ${goneId}`),
    );
    const { demoId } = await asked(world);
    for (const note of ['Due', 'Done', 'To come']) {
      const reminderId = newId(DemoReminderId);
      const dueAt = later(world, note === 'To come' ? 100 : 1);
      await world.asAdministrator((ctx) => putReminder(ctx, { demoId, reminderId, note, dueAt }));
      if (note === 'Done') await world.asAdministrator((ctx) => finishReminder(ctx, { demoId, reminderId }));
    }
    await sweep();
    world.clock.move(72 * hourMs);

    await assert.rejects(sweepOf(world, own, 'killed'), /killed/);
    await Promise.all([sweep(), sweep()]);
    await sweep();

    for (const id of [world.ownerId, secondId]) {
      const mails = await world.mailsTo(`${id}@test.local`);
      assert.deepEqual(
        mails.map(({ subject }) => subject),
        ['Reminder: Due'],
      );
      assert.ok(mails[0]!.links.includes(`http://stoa.test/admin/demos/${demoId}`));
    }
    assert.deepEqual(await world.mailsTo(`${goneId}@test.local`), []);
  });
});

const sweepOf = ({ ground }: World, on: Database, end?: 'killed') =>
  on.transaction({ kind: 'installation' }, async (tx) => {
    await remindOfDemos(openCtxOf(ground, tx, { actor: { kind: 'system' } }));
    if (end) throw new Error('killed');
  });

/** Along the shortest way there is. */
async function bring(world: World, demoId: DemoId, to: (typeof demoStatuses)[number]): Promise<void> {
  if (to === 'requested') return;
  if (to !== 'cancelled') await change(world, { demoId, status: 'scheduled', scheduledFor: later(world, 3) });
  if (to !== 'scheduled') await change(world, { demoId, status: to });
}
