import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { openCtxOf, workIn } from '../../../kit/work.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { addedWorkspace, deletedAt } from './testing.ts';
import { trialWarningsDue, warnOfTrials } from './trials.ts';

/** A workspace whose trial ends then, there. */
async function trial(timezone: string, endsAt: string) {
  const w = await newWorkspace();
  await w.system.work((ctx) =>
    ctx.tx.run(sql`
      update workspaces.workspaces
         set timezone = ${timezone}, trial_started_at = '2026-01-01', trial_ends_at = ${new Date(endsAt)}
       where id = ${w.workspaceId}`),
  );
  const at = (now: string) => dueAt(w, w.workspaceId, new Date(now));
  return { ...w, at };
}

/** Of that workspace, among all that are due. */
async function dueAt({ ground }: Pick<TestWorkspace, 'ground'>, id: WorkspaceId, now: Date) {
  const tx = ground.db.reader({ kind: 'installation' });
  for (let after: string | undefined; ; ) {
    const { items, next } = await trialWarningsDue(tx, now, after);
    const own = items.find(({ workspaceId }) => workspaceId === id);
    if (own || next === null) return own && [own.step, own.daysLeft];
    after = next;
  }
}

describe('trialWarningsDue', () => {
  test('CR-07 is at a step from the morning of its day until the next, by the calendar there', async () => {
    const { at } = await trial('UTC', '2026-06-20T15:00:00Z');
    const expected: [string, unknown][] = [
      ['2026-06-13T07:59:00Z', undefined],
      ['2026-06-13T08:00:00Z', ['trial_7', 7]],
      ['2026-06-16T23:00:00Z', ['trial_7', 4]],
      ['2026-06-17T07:00:00Z', ['trial_7', 3]],
      ['2026-06-17T08:00:00Z', ['trial_3', 3]],
      ['2026-06-19T07:30:00Z', ['trial_3', 1]],
      ['2026-06-19T08:00:00Z', ['trial_1', 1]],
      ['2026-06-20T06:00:00Z', ['trial_1', 0]],
      ['2026-06-20T14:59:59Z', ['trial_1', 0]],
      ['2026-06-20T15:00:00Z', undefined],
    ];
    for (const [now, due] of expected) assert.deepEqual(await at(now), due, now);
  });

  test('CR-07 says the morning in Tokyo and in Los Angeles, which is not the same', async () => {
    const tokyo = await trial('Asia/Tokyo', '2026-06-20T03:00:00Z'); // noon there
    assert.equal(await tokyo.at('2026-06-12T22:59:00Z'), undefined);
    assert.deepEqual(await tokyo.at('2026-06-12T23:00:00Z'), ['trial_7', 7]);
    const angeles = await trial('America/Los_Angeles', '2026-06-20T03:00:00Z'); // the evening before
    assert.equal(await angeles.at('2026-06-12T14:59:00Z'), undefined);
    assert.deepEqual(await angeles.at('2026-06-12T15:00:00Z'), ['trial_7', 7]);
  });

  test('CR-07 counts days and not hours where a day has twenty-three or twenty-five', async () => {
    const spring = await trial('Europe/Zurich', '2026-03-30T10:00:00Z');
    assert.deepEqual(await spring.at('2026-03-27T07:00:00Z'), ['trial_3', 3]);
    const autumn = await trial('Europe/Zurich', '2026-10-26T11:00:00Z');
    assert.deepEqual(await autumn.at('2026-10-23T06:00:00Z'), ['trial_3', 3]);
    assert.equal((await autumn.at('2026-10-23T05:59:00Z'))?.[0], 'trial_7');
  });

  test('CR-07 names the last step only, when it looks days late', async () => {
    const { at } = await trial('UTC', '2026-06-20T15:00:00Z');
    assert.deepEqual(await at('2026-06-18T12:00:00Z'), ['trial_3', 2]);
  });

  test('leaves out demos and what is deleted', async () => {
    const { at, ground, workspaceId, ownerId } = await trial('UTC', '2026-06-20T15:00:00Z');
    await deletedAt(ground, workspaceId, ground.clock.now());
    assert.equal(await at('2026-06-18T12:00:00Z'), undefined);

    const demo = await addedWorkspace(ground, ownerId);
    await workIn(ground, demo, { actor: { kind: 'system' } }, (ctx) =>
      ctx.tx.run(sql`
        update workspaces.workspaces set trial_ends_at = '2026-06-20T15:00:00Z' where id = ${demo}`),
    );
    assert.ok(await dueAt({ ground }, demo, new Date('2026-06-18T12:00:00Z')));
    await ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`update workspaces.workspaces set is_demo = true where id = ${demo}`),
    );
    assert.equal(await dueAt({ ground }, demo, new Date('2026-06-18T12:00:00Z')), undefined);
  });
});

describe('warnOfTrials', () => {
  const sweep = ({ ground }: Pick<TestWorkspace, 'ground'>) =>
    ground.db.transaction({ kind: 'installation' }, (tx) =>
      warnOfTrials(openCtxOf(ground, tx, { actor: { kind: 'system' } })),
    );
  const mailsOf = ({ ground }: Pick<TestWorkspace, 'ground'>, userId: UserId) =>
    ground.db
      .reader({ kind: 'installation' })
      .many(
        z.object({ step: z.string(), facts: z.record(z.string(), z.string()) }),
        sql`select step, facts from identity.campaign_mails where user_id = ${userId} order by queued_at`,
      );

  test('CR-07 writes to every owner of the workspace once per step, from four workers at once', async () => {
    const w = await trial('Europe/Lisbon', '2026-06-20T23:30:00Z');
    const [second, admin] = [await w.member('owner'), await w.member('admin')];
    w.ground.clock.set(new Date('2026-06-14T12:00:00Z'));

    await Promise.all([sweep(w), sweep(w), sweep(w), sweep(w)]);
    await sweep(w);

    const facts = { workspaceId: w.workspaceId, workspaceName: 'Test', endsOn: '21 June 2026' };
    for (const userId of [w.ownerId, second.userId])
      assert.deepEqual(await mailsOf(w, userId), [{ step: 'trial_7', facts }]);
    assert.deepEqual(await mailsOf(w, admin.userId), []);
  });

  test('CR-07 goes on to the next step, and warns anew of a trial that was prolonged', async () => {
    const w = await trial('UTC', '2026-06-20T15:00:00Z');
    const steps = async () => (await mailsOf(w, w.ownerId)).map(({ step }) => step);
    for (const now of ['2026-06-18T12:00:00Z', '2026-06-19T12:00:00Z']) {
      w.ground.clock.set(new Date(now));
      await sweep(w);
    }
    assert.deepEqual(await steps(), ['trial_3', 'trial_1']);

    await w.system.work((ctx) =>
      ctx.tx.run(sql`
        update workspaces.workspaces set trial_ends_at = '2026-07-20T15:00:00Z' where id = ${w.workspaceId}`),
    );
    w.ground.clock.set(new Date('2026-07-18T12:00:00Z'));
    await sweep(w);
    assert.deepEqual(await steps(), ['trial_3', 'trial_1', 'trial_3']);
  });

  test('writes to nobody who is not let in any more', async () => {
    const w = await trial('UTC', '2026-06-20T15:00:00Z');
    await w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`update identity.users set deleted_at = ${w.ground.clock.now()} where id = ${w.ownerId}`),
    );
    w.ground.clock.set(new Date('2026-06-19T12:00:00Z'));

    await sweep(w);

    assert.deepEqual(await mailsOf(w, w.ownerId), []);
  });
});
