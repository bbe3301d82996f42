import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { newTag, unitIn } from '../conversations/testing.ts';
import type { ConversationId } from '../messages/contract.ts';
import { holdConversation } from '../messages/record.sql.ts';
import { recordActivity } from '../messages/record.ts';
import { beginConversation, inboxWorkspace, openChannel, said } from '../messages/testing.ts';
import type { ViewFilters } from '../views/contract.ts';
import { newViewId } from '../views/testing.ts';
import { putView } from '../views/views.ts';
import type { Figures } from './contract.ts';
import { runCountHours, runRebuild } from './counting.ts';
import { exportFigures, getFigures } from './figures.ts';
import { amountsOf, type Happened } from './testing/model.ts';

const minuteMs = 60_000;
const monday = { from: '2026-01-05', until: '2026-01-05' };

/** A house with two channels and three conversations, and somebody who may look at its figures. */
async function house() {
  const w = await inboxWorkspace();
  const manager = await w.member('manager');
  const channels = [await openChannel(w), await openChannel(w)];
  const ids: ConversationId[] = [];
  for (const channelId of [channels[0], channels[0], channels[1]])
    ids.push((await beginConversation(w, { channelId: channelId! })).conversationId);
  const start = w.ground.clock.now();
  const at = (minutes: number) => new Date(start.getTime() + minutes * minuteMs);
  const happen = ({ of, what, minute }: Happened) => {
    const conversationId = ids[of]!;
    const happenedAt = at(minute);
    if (what === 'asks') return said(w, { conversationId }, { happenedAt });
    if (what === 'closes')
      return w.system.work(async (ctx) => {
        const held = (await holdConversation(ctx.tx, conversationId))!;
        const activity = { what: 'status', from: 'open', to: 'closed' };
        await recordActivity({ ...ctx, now: happenedAt }, held, activity);
      });
    const answer = {
      direction: 'outbound',
      author: 'member',
      status: 'sent',
      platformMessageId: null,
    } as const;
    return said(w, { conversationId }, { ...answer, happenedAt });
  };
  const save = async (filters: ViewFilters, more: object = {}, by: MemberActor = manager) =>
    (
      await w.as(by, (ctx) =>
        putView(ctx, {
          ...{ viewId: newViewId(), name: 'Some', filters, search: null, isShared: false, place: 0 },
          ...more,
        }),
      )
    ).id;
  const look = (wanted: Partial<Parameters<typeof getFigures>[1]> = {}) =>
    w.reading(manager, (ctx) => getFigures(ctx, { ...monday, ...wanted }));
  const count = () => runCountHours(unitIn(w));
  const urgent = (which: readonly number[]) =>
    w.system.work(({ tx }) =>
      tx.run(sql`
        update inbox.conversations
           set priority = case when id = any(${which.map((of) => ids[of])}::uuid[]) then 'urgent' else 'normal' end`),
    );
  return { w, manager, channels, ids, happen, save, look, count, urgent };
}

const amounts = ({ all }: Figures) => ({
  ...{ inbound: all.inbound, byMembers: all.byMembers, begun: all.begun },
  firstReplies: [all.firstReplies.count, all.firstReplies.seconds],
  replies: [all.replies.count, all.replies.seconds],
  closed: [all.closed.count, all.closed.seconds],
});

/** An hour in which only something was done, and nothing said, is there with noughts or not at all. */
const withoutNothing = ({ week, channels, ...rest }: Figures) => ({
  ...rest,
  week: week.filter(({ inbound }) => inbound > 0),
  channels: channels.filter(({ inbound, byMembers, closed }) => inbound + byMembers + closed.count > 0),
});

describe('figures of a view', () => {
  test('CR-79 CR-80 are those of the conversations that are in it now, whatever they were then', async () => {
    const { ids, happen, save, look, count, urgent, w } = await house();
    await urgent([0]);
    const viewId = await save({ priority: 'urgent' });
    for (const n of [0, 1]) await happen({ of: n, what: 'asks', minute: n });
    await happen({ of: 0, what: 'answers', minute: 10 });
    await count();
    const before = await look({ viewId });
    assert.deepEqual([before.all.inbound, before.all.replies.count, before.kinds], [1, 1, { text: 1 }]);
    assert.deepEqual(
      [before.spread, before.week.map(({ inbound }) => inbound)],
      [[0, 0, 1, 0, 0, 0, 0], [1]],
    );
    await urgent([1]);
    const after = await look({ viewId });
    assert.deepEqual([after.all.inbound, after.all.replies.count], [1, 0]);
    const tagId = await newTag(w);
    const tagged = await save({ tagId });
    assert.equal((await look({ viewId: tagged })).all.inbound, 0);
    await w.system.work(({ tx }) =>
      tx.run(sql`
        insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
        select ${w.workspaceId}, id, ${tagId}, ${w.ground.clock.now()} from unnest(${ids.slice(0, 2)}::uuid[]) id`),
    );
    assert.equal((await look({ viewId: tagged })).all.inbound, 2);
  });

  test('come to what a simple model says, counted whenever and made anew, and of all of them to all there is', async () => {
    const happened = fc.record({
      of: fc.nat({ max: 2 }),
      what: fc.constantFrom('asks' as const, 'answers' as const, 'closes' as const),
    });
    await fc.assert(
      fc.asyncProperty(
        fc.array(happened, { minLength: 3, maxLength: 14 }),
        fc.infiniteStream(fc.nat()),
        fc.subarray([0, 1, 2]),
        async (events, order, which) => {
          const { w, channels, happen, save, look, count, urgent } = await house();
          // Seven minutes apart, so that they are of several hours; told in any order.
          const story = events.map((event, n) => ({ ...event, minute: n * 7 }));
          for (const [n, event] of mixed(story, order).entries()) {
            await happen(event);
            if (n % 4 === 3) await count();
          }
          await count();
          await urgent(which);
          const viewId = await save({ priority: 'urgent' });
          const everything = await save({});
          const expected = amountsOf(story.filter(({ of }) => which.includes(of)));
          assert.deepEqual(amounts(await look({ viewId })), expected);
          assert.deepEqual(withoutNothing(await look({ viewId: everything })), withoutNothing(await look()));
          await w.system.work(({ tx }) => tx.run(sql`delete from inbox.conversation_hours`));
          for (const channelId of channels) await runRebuild(unitIn(w), { channelId, from: null });
          await count();
          assert.deepEqual(amounts(await look({ viewId })), expected);
        },
      ),
      { numRuns: 25 },
    );
  });

  test('leave an hour in which nothing is any more', async () => {
    const { w, happen, save, look, count } = await house();
    const viewId = await save({});
    await happen({ of: 0, what: 'asks', minute: 0 });
    await count();
    await w.system.work(({ tx }) =>
      tx.run(sql`update inbox.messages set happened_at = happened_at + interval '2 hours'`),
    );
    await count();
    const { all, week } = await look({ viewId });
    assert.deepEqual([all.inbound, week], [1, [{ weekday: 1, hour: 11, inbound: 1 }]]);
  });

  test('are narrowed by channel as well, and are a table', async () => {
    const { w, manager, channels, happen, save, look, count } = await house();
    for (const n of [0, 2]) await happen({ of: n, what: 'asks', minute: n });
    await count();
    const viewId = await save({ status: 'open' });
    assert.equal((await look({ viewId })).all.inbound, 2);
    assert.equal((await look({ viewId, channelId: channels[1]! })).all.inbound, 1);
    const one = await save({ channelId: channels[1]! });
    const table = await w.reading(manager, async (ctx) => {
      let text = '';
      for await (const piece of (await exportFigures(ctx, { ...monday, viewId: one })).stream) text += piece;
      return text;
    });
    assert.deepEqual(table.trim().split('\r\n').slice(1).length, 1);
  });

  test('are there for whose view it is, and for all where all have it', async () => {
    const { w, save, look } = await house();
    const other = await w.member('manager');
    const [theirs, shared] = [await save({}, {}, other), await save({}, { isShared: true }, other)];
    await assert.rejects(look({ viewId: theirs }), { code: 'inbox.view_not_found' });
    assert.equal((await look({ viewId: shared })).all.inbound, 0);
  });

  test('are refused where words are searched for, and for more days than can be put together at once', async () => {
    const { save, look } = await house();
    const searching = await save({}, { search: 'Rome' });
    await assert.rejects(look({ viewId: searching }), { code: 'inbox.view_has_no_figures' });
    const viewId = await save({});
    await look({ viewId, from: '2025-10-06' });
    await assert.rejects(look({ viewId, from: '2025-10-05' }), { code: 'inbox.too_many_days_of_view' });
  });
});

function mixed<T>(all: readonly T[], order: IterableIterator<number>): T[] {
  const ranked = all.map((one) => ({ one, rank: order.next().value as number }));
  return ranked.sort((a, b) => a.rank - b.rank).map(({ one }) => one);
}
