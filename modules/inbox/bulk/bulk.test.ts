import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor, Unit } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { assign } from '../conversations/assigning.ts';
import { setStatus } from '../conversations/status.ts';
import { inboxWorkspace, linesOf, newTag, unitIn } from '../conversations/testing.ts';
import type { ConversationId } from '../messages/contract.ts';
import { beginConversation, conversationWithWords, openChannel } from '../messages/testing.ts';
import { cancelBulk, getBulk, getBulkSize, putBulk, undoBulk } from './bulk.ts';
import type { BulkId, BulkWish } from './contract.ts';
import { runBulkAction, sweepBulks } from './running.ts';
import { newBulkId } from './testing.ts';

async function crowd(count = 3) {
  const w = await inboxWorkspace();
  const [actor, other] = [await w.member('member'), await w.member('member')];
  const ids: ConversationId[] = [];
  for (let n = 0; n < count; n++) ids.push((await conversationWithWords(w)).conversationId);
  const ask = (wish: BulkWish, more: Partial<Parameters<typeof putBulk>[1]> = {}, by: MemberActor = actor) =>
    w.as(by, (ctx) => putBulk(ctx, { bulkId: newBulkId(), wish, filters: {}, ...more }));
  const run = async (bulkId: BulkId, unit: Partial<Unit> = {}) => {
    w.ground.clock.move(1_000);
    await runBulkAction({ ...unitIn(w), ...unit }, { bulkId });
    return w.reading(actor, (ctx) => getBulk(ctx, { bulkId }));
  };
  const perform = async (wish: BulkWish, more?: Partial<Parameters<typeof putBulk>[1]>) =>
    run((await ask(wish, more)).id);
  const undo = async (bulkId: BulkId) => {
    await w.as(actor, (ctx) => undoBulk(ctx, { bulkId }));
    return run(bulkId);
  };
  const column = async (name: string) => {
    const rows = await w.system.work(({ tx }) =>
      tx.many(
        z.object({ value: z.unknown() }),
        sql`select ${sql.id(name)} as value from inbox.conversations where id = any(${ids}::uuid[]) order by id`,
      ),
    );
    return rows.map(({ value }) => value);
  };
  return { w, actor, other, ids, ask, run, perform, undo, column };
}

const figures = ({
  state,
  itemsCount,
  doneCount,
  changedCount,
  undoneCount,
}: Awaited<ReturnType<typeof getBulk>>) => ({
  ...{ state, itemsCount, doneCount, changedCount, undoneCount },
});

describe('putBulk', () => {
  test('does the same with all that a filter lets through, in the name of who asked', async () => {
    const { w, actor, ids, perform, column } = await crowd();
    await w.as(actor, (ctx) => setStatus(ctx, { conversationId: ids[0]!, status: 'pending' }, w.outside));
    const bulk = await perform({ action: 'close' }, { filters: { status: 'open' } });
    assert.deepEqual(figures(bulk), {
      ...{ state: 'done', itemsCount: 2, doneCount: 2, changedCount: 2, undoneCount: 0 },
    });
    assert.deepEqual(await column('status'), ['pending', 'closed', 'closed']);
    assert.deepEqual(await column('status_by'), Array(3).fill(actor.memberId));
    assert.deepEqual(await linesOf(w, ids[1]!), [
      { author: 'member', what: 'status', from: 'open', to: 'closed' },
    ]);
  });

  test('is one when it comes twice, and another under the same id is refused', async () => {
    const { ask, run, ids, w } = await crowd();
    const { id: bulkId } = await ask({ action: 'priority', priority: 'high' });
    await ask({ action: 'priority', priority: 'high' }, { bulkId });
    await assert.rejects(ask({ action: 'close' }, { bulkId }), { code: 'inbox.bulk_reused' });
    await run(bulkId);
    await run(bulkId);
    assert.equal((await linesOf(w, ids[0]!)).length, 1);
  });

  test('leaves what is so already, and what came later', async () => {
    const { w, ask, run, column, ids } = await crowd(2);
    const { id: bulkId } = await ask({ action: 'open' });
    ids.push((await conversationWithWords(w)).conversationId);
    assert.deepEqual([(await run(bulkId)).itemsCount, (await run(bulkId)).changedCount], [2, 0]);
    assert.deepEqual(await column('status'), ['open', 'open', 'open']);
  });

  test('does nothing where somebody sees nothing, or may do nothing', async () => {
    const { w, ask, ids } = await crowd(1);
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const inPlace = async (locationId: string) =>
      (await beginConversation(w, { channelId: await openChannel(w, { locationId }) })).conversationId;
    const [inHere, inThere] = [await inPlace(here), await inPlace(there)];
    const guest = await w.memberAt(null, [
      { locationId: here, role: 'member' },
      { locationId: there, role: 'viewer' },
    ]);
    const named = { conversationIds: [...ids, inHere, inThere], filters: undefined };
    assert.equal((await ask({ action: 'close' }, named, guest)).itemsCount, 1);
    assert.equal((await ask({ action: 'close' }, {}, guest)).itemsCount, 1);
    const size = await w.reading(guest, (ctx) => getBulkSize(ctx, {}));
    assert.deepEqual(size, { count: 1, isMore: false });
  });

  test('does nothing more for somebody who may not any more', async () => {
    const { w, actor, ask, run, column } = await crowd();
    const { id: bulkId } = await ask({ action: 'close' });
    await w.system.work(({ tx, now }) =>
      tx.run(sql`update workspaces.members set role = 'viewer', updated_at = ${now}
                  where workspace_id = ${w.workspaceId} and id = ${actor.memberId}`),
    );
    const manager = await w.member('manager');
    await run(bulkId);
    const bulk = await w.reading(manager, (ctx) => getBulk(ctx, { bulkId }));
    assert.deepEqual([bulk.doneCount, bulk.changedCount], [3, 0]);
    assert.deepEqual(await column('status'), ['open', 'open', 'open']);
  });

  test('refuses what is not there before anything is done', async () => {
    const { ask, other } = await crowd(1);
    const tagId = newBulkId() as never;
    await assert.rejects(ask({ action: 'tag', tagId }), { code: 'inbox.tag_not_found' });
    await assert.rejects(ask({ action: 'assign', memberId: newBulkId() as never }), {
      code: 'inbox.assignee_not_found',
    });
    await assert.rejects(ask({ action: 'snooze', until: 'soon' }), { code: 'inbox.snooze_not_understood' });
    await assert.rejects(ask({ action: 'close' }, { filters: undefined }), { code: 'inbox.bulk_of_nothing' });
    assert.equal((await ask({ action: 'assign', memberId: other.memberId })).itemsCount, 1);
  });

  test('goes on where it was stopped, and does nothing twice', async () => {
    const { w, ids, ask, run } = await crowd(2);
    await w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`set local session_replication_role = replica`);
      await tx.run(sql`
        insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at,
          created_at, updated_at)
        select workspace_id, gen_random_uuid(), channel_id, identity_id, 'mail', status_at, last_at, created_at,
               updated_at from inbox.conversations, generate_series(1, 300) where id = ${ids[0]}`);
    });
    const { id: bulkId, itemsCount } = await ask({ action: 'priority', priority: 'high' });
    let pieces = 0;
    const dies = async () => {
      pieces += 1;
      throw new Error('the process is gone');
    };
    await assert.rejects(run(bulkId, { progress: dies }), /the process is gone/);
    assert.equal(pieces, 1);
    w.ground.clock.move(120_000);
    await w.system.work(sweepBulks);
    const bulk = await run(bulkId);
    assert.deepEqual([itemsCount, bulk.doneCount, bulk.changedCount, bulk.state], [302, 302, 302, 'done']);
    const lines = await w.system.work(({ tx }) =>
      tx.run(sql`select from inbox.messages where kind = 'activity'`),
    );
    assert.equal(lines, 302);
  });
});

describe('cancelBulk', () => {
  test('stops before the next piece; what was done stays, and can be undone', async () => {
    const { w, actor, ask, run, column } = await crowd();
    const { id: bulkId } = await ask({ action: 'close' });
    await w.as(actor, (ctx) => cancelBulk(ctx, { bulkId }));
    const bulk = await run(bulkId);
    assert.deepEqual([bulk.state, bulk.doneCount], ['cancelled', 0]);
    assert.notEqual(bulk.undoUntil, null);
    assert.deepEqual(await column('status'), ['open', 'open', 'open']);
  });

  test('is for whoever asked for it, and who may everywhere', async () => {
    const { w, other, ask } = await crowd(1);
    const { id: bulkId } = await ask({ action: 'close' });
    const guest = await w.memberAt(null, [{ locationId: await w.location(), role: 'member' }]);
    await assert.rejects(
      w.as(guest, (ctx) => cancelBulk(ctx, { bulkId })),
      { code: 'inbox.bulk_not_found' },
    );
    assert.equal((await w.as(other, (ctx) => cancelBulk(ctx, { bulkId }))).state, 'cancelled');
  });
});

describe('undoBulk', () => {
  test('puts back what is as it was left, and leaves what somebody has changed since', async () => {
    const { w, other, ids, perform, undo, column } = await crowd();
    const { id: bulkId } = await perform({ action: 'close' });
    w.ground.clock.move(1_000);
    await w.as(other, (ctx) => setStatus(ctx, { conversationId: ids[0]!, status: 'open' }, w.outside));
    w.ground.clock.move(1_000);
    await w.as(other, (ctx) => setStatus(ctx, { conversationId: ids[0]!, status: 'closed' }, w.outside));
    assert.deepEqual(figures(await undo(bulkId)), {
      ...{ state: 'undone', itemsCount: 3, doneCount: 3, changedCount: 3, undoneCount: 2 },
    });
    assert.deepEqual(await column('status'), ['closed', 'open', 'open']);
  });

  test('puts back a moment of waking that is still to come, and opens where it is over', async () => {
    const { w, actor, ids, perform, undo, column } = await crowd(2);
    const snooze = (conversationId: ConversationId, snoozeUntil: string) =>
      w.as(actor, (ctx) => setStatus(ctx, { conversationId, status: 'snoozed', snoozeUntil }, w.outside));
    await snooze(ids[0]!, 'in 5 hours');
    await snooze(ids[1]!, 'in 1 minute');
    const { id: bulkId } = await perform({ action: 'close' });
    w.ground.clock.move(5 * 60_000);
    await undo(bulkId);
    assert.deepEqual(await column('status'), ['snoozed', 'open']);
  });

  const every: [
    name: string,
    wishOf: (given: { memberId: string; tagId: string }) => object,
    column: string,
  ][] = [
    ['snooze', () => ({ action: 'snooze', until: 'tomorrow 9' }), 'status'],
    ['assign', ({ memberId }) => ({ action: 'assign', memberId }), 'assigned_to'],
    ['priority', () => ({ action: 'priority', priority: 'urgent' }), 'priority'],
    ['category', () => ({ action: 'category', category: 'primary' }), 'category'],
    ['read', () => ({ action: 'read' }), 'read_count'],
  ];
  for (const [name, wishOf, of] of every)
    test(`puts back what it was, of ${name}`, async () => {
      const { other, perform, undo, column } = await crowd(2);
      const before = await column(of);
      const wish = wishOf({ memberId: other.memberId, tagId: '' }) as BulkWish;
      const { id, changedCount } = await perform(wish);
      assert.equal(changedCount, 2);
      assert.notDeepEqual(await column(of), before);
      assert.equal((await undo(id)).undoneCount, 2);
      assert.deepEqual(await column(of), before);
    });

  test('takes off the tags that it put on, and no other', async () => {
    const { w, ids, perform, undo } = await crowd(2);
    const tagId = await newTag(w);
    const tagged = async () =>
      w.system.work(({ tx }) => tx.run(sql`select from inbox.conversation_tags where tag_id = ${tagId}`));
    await perform({ action: 'tag', tagId }, { conversationIds: [ids[0]!], filters: undefined });
    const { id, changedCount } = await perform({ action: 'tag', tagId });
    assert.deepEqual([changedCount, await tagged()], [1, 2]);
    await undo(id);
    assert.equal(await tagged(), 1);
    const untagging = await perform({ action: 'untag', tagId });
    assert.deepEqual([untagging.changedCount, await tagged()], [1, 0]);
    await undo(untagging.id);
    assert.equal(await tagged(), 1);
  });

  test('leaves what was given to somebody else since', async () => {
    const { w, actor, other, ids, perform, undo, column } = await crowd(2);
    const { id } = await perform({ action: 'assign', memberId: other.memberId });
    await w.as(other, (ctx) => assign(ctx, { conversationId: ids[0]!, memberId: actor.memberId }, w.outside));
    assert.equal((await undo(id)).undoneCount, 1);
    assert.deepEqual(await column('assigned_to'), [actor.memberId, null]);
  });

  test('is over after ten minutes, and is not begun while it still goes on', async () => {
    const { w, actor, ask, run } = await crowd(1);
    const { id: bulkId } = await ask({ action: 'close' });
    const undo = () => w.as(actor, (ctx) => undoBulk(ctx, { bulkId }));
    await assert.rejects(undo(), { code: 'inbox.bulk_not_finished' });
    assert.notEqual((await run(bulkId)).undoUntil, null);
    w.ground.clock.move(10 * 60_000);
    await assert.rejects(undo(), { code: 'inbox.bulk_undo_is_over' });
  });
});
