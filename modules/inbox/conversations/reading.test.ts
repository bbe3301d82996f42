import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { beginConversation, openChannel, said } from '../messages/testing.ts';
import { changeChannel, listChannels } from './channels.ts';
import { getConversation, listConversations } from './conversations.ts';
import { getCounts } from './counts.ts';
import { markRead, markUnread } from './reading.ts';
import { setCategory } from './sorting.ts';
import { setStatus } from './status.ts';
import { inboxWorkspace, toldOf } from './testing.ts';

async function one() {
  const w = await inboxWorkspace();
  const begun = await beginConversation(w);
  for (let i = 0; i < 3; i++) await said(w, begun);
  const [ada, bea] = [await w.member('member'), await w.member('viewer')];
  const unreadOf = async (actor: MemberActor) =>
    (await w.reading(actor, (ctx) => getConversation(ctx, begun, w.outside))).unreadCount;
  const read = async (actor: MemberActor) => (await w.as(actor, (ctx) => markRead(ctx, begun))).unreadCount;
  const unread = async (actor: MemberActor) =>
    (await w.as(actor, (ctx) => markUnread(ctx, begun))).unreadCount;
  const readByAnybody = async () =>
    (
      await w.system.work(({ tx }) =>
        tx.one(
          z.object({ readCount: z.number() }),
          sql`select read_count from inbox.conversations where id = ${begun.conversationId}`,
        ),
      )
    ).readCount;
  return { w, begun, ada, bea, unreadOf, read, unread, readByAnybody };
}

describe('reading', () => {
  test('is everybody’s own: what one has read is unread for the others', async () => {
    const { w, begun, ada, bea, unreadOf, read, readByAnybody } = await one();
    assert.equal(await read(ada), 0);
    assert.deepEqual([await unreadOf(ada), await unreadOf(bea), await readByAnybody()], [0, 3, 3]);
    await said(w, begun);
    assert.deepEqual([await unreadOf(ada), await unreadOf(bea)], [1, 4]);
    const { conversationId } = begun;
    assert.deepEqual(await toldOf(w, 'inbox.conversation_read'), [
      { conversationId, memberId: ada.memberId },
    ]);
  });

  test('is taken back for the last word, and as much is read as whoever has read most', async () => {
    const { ada, bea, unreadOf, read, unread, readByAnybody } = await one();
    await read(ada);
    assert.equal(await unread(ada), 1);
    assert.equal(await readByAnybody(), 2);
    await read(bea);
    assert.equal(await unread(ada), 1);
    assert.deepEqual([await unreadOf(ada), await unreadOf(bea), await readByAnybody()], [1, 0, 3]);
  });

  test('says nothing when nothing changes', async () => {
    const { w, ada, bea, read, unread } = await one();
    assert.equal(await unread(bea), 3);
    assert.deepEqual(await toldOf(w, 'inbox.conversation_read'), []);
    await read(ada);
    await read(ada);
    assert.equal((await toldOf(w, 'inbox.conversation_read')).length, 1);
  });

  test('SS-21 narrows the list to what whoever asks has not read', async () => {
    const { w, ada, bea, read } = await one();
    await read(ada);
    const list = async (actor: MemberActor, unread: boolean) =>
      (
        await w.reading(actor, (ctx) =>
          listConversations(ctx, { limit: 9, status: 'open', unread }, w.outside),
        )
      ).items.length;
    assert.deepEqual([await list(ada, true), await list(ada, false)], [0, 1]);
    assert.deepEqual([await list(bea, true), await list(bea, false)], [1, 0]);
  });
});

describe('getCounts', () => {
  test('counts what waits, for whoever asks, where they may see it', async () => {
    const { w, begun, ada, read } = await one();
    const there = await w.location('There');
    const away = await beginConversation(w, { channelId: await openChannel(w, { locationId: there }) });
    await said(w, away);
    await w.as(ada, (ctx) => setCategory(ctx, { ...away, category: 'requests' }, w.outside));
    await read(ada);
    const counts = (actor: MemberActor) => w.reading(actor, getCounts);
    assert.deepEqual(await counts(ada), {
      ...{ open: 2, mine: 0, unassigned: 2, unread: 1, requests: 1, mentioned: 0 },
    });
    const guest = await w.memberAt(null, [{ locationId: there, role: 'member' }]);
    assert.deepEqual(await counts(guest), {
      ...{ open: 1, mine: 0, unassigned: 1, unread: 1, requests: 1, mentioned: 0 },
    });
    await w.as(ada, (ctx) => setStatus(ctx, { ...begun, status: 'closed' }, w.outside));
    assert.equal((await counts(ada)).open, 1);
    const stranger = await inboxWorkspace();
    assert.equal((await stranger.reading(await stranger.member('owner'), getCounts)).open, 0);
  });
});

describe('channels', () => {
  test('are listed by name where somebody may read, and say how they hand out', async () => {
    const w = await inboxWorkspace();
    const here = await w.location('Here');
    const [everybodys, ours] = [await openChannel(w), await openChannel(w, { locationId: here })];
    const names = async (actor: MemberActor) =>
      (await w.reading(actor, (ctx) => listChannels(ctx, { limit: 9 }))).items.map(({ id }) => id);
    assert.deepEqual(await names(await w.member('viewer')), [everybodys, ours].sort());
    assert.deepEqual(await names(await w.memberAt(null, [{ locationId: here, role: 'viewer' }])), [ours]);
  });

  test('are set up by who may manage them, which the trail keeps', async () => {
    const w = await inboxWorkspace();
    const channelId = await openChannel(w);
    const change = (actor: MemberActor) =>
      w.as(actor, (ctx) => changeChannel(ctx, { channelId, assignMode: 'by_load' }));
    await assert.rejects(w.member('member').then(change), { code: 'stoa.not_permitted' });
    assert.equal((await change(await w.member('manager'))).assignMode, 'by_load');
    await change(await w.member('manager'));
    assert.deepEqual(await toldOf(w, 'inbox.channel_changed'), [{ channelId }]);
    const other = await inboxWorkspace();
    const theirs = other.as(await other.member('owner'), (ctx) =>
      changeChannel(ctx, { channelId, assignMode: 'by_load' }),
    );
    await assert.rejects(theirs, { code: 'inbox.channel_not_found' });
  });
});
