import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { type MemberId, newId } from '../../../kit/ids.ts';
import { listConversations } from '../conversations/conversations.ts';
import { getCounts } from '../conversations/counts.ts';
import { markRead } from '../conversations/reading.ts';
import { inboxWorkspace, linesOf, toldOf } from '../conversations/testing.ts';
import { MessageId } from '../messages/contract.ts';
import { listEdits, listMessages } from '../messages/messages.ts';
import { beginConversation, openChannel, said } from '../messages/testing.ts';
import { dropNote, putNote } from './notes.ts';

async function one() {
  const w = await inboxWorkspace();
  const begun = await beginConversation(w);
  const { conversationId } = begun;
  const [ada, bea] = [await w.member('member'), await w.member('member')];
  const messageId = newId(MessageId);
  const write = (body: string, mentions: MemberId[] = [], actor: MemberActor = ada) =>
    w.as(actor, (ctx) => putNote(ctx, { conversationId, messageId, body, mentions }, w.outside));
  const drop = (actor: MemberActor) => w.as(actor, (ctx) => dropNote(ctx, { conversationId, messageId }));
  const mentioned = async (actor: MemberActor) =>
    (await w.reading(actor, (ctx) => listConversations(ctx, { limit: 9, mentioned: true }, w.outside))).items
      .length;
  const told = () => toldOf(w, 'inbox.member_mentioned');
  const edits = async () =>
    (await w.reading(ada, (ctx) => listEdits(ctx, { conversationId, messageId }))).items.map(
      ({ body }) => body,
    );
  return { w, begun, conversationId, messageId, ada, bea, write, drop, mentioned, told, edits };
}

describe('putNote', () => {
  test('writes what only colleagues see, and the list says what the customer said last', async () => {
    const { w, begun, write, ada } = await one();
    const last = await said(w, begun, { body: 'Hello?' });
    const note = await write('She asked twice already.');
    assert.deepEqual(
      [note.direction, note.kind, note.author, note.member?.memberId, note.status, note.editedAt],
      ['internal', 'note', 'member', ada.memberId, 'kept', null],
    );
    const { items } = await w.reading(ada, (ctx) => listConversations(ctx, { limit: 9 }, w.outside));
    assert.deepEqual([items[0]?.last?.messageId, items[0]?.messagesCount], [last, 1]);
  });

  test('is one note when the same comes twice, and keeps what it said before when it is written anew', async () => {
    const { w, conversationId, ada, write, edits } = await one();
    await write('Frist');
    assert.equal((await write('Frist')).editedAt, null);
    assert.deepEqual(await edits(), []);
    w.ground.clock.move(1_000);
    const note = await write('First');
    assert.deepEqual([note.body, note.editedAt], ['First', w.ground.clock.now()]);
    assert.deepEqual(await edits(), ['Frist']);
    const { items } = await w.reading(ada, (ctx) =>
      listMessages(ctx, { conversationId, limit: 9 }, w.outside),
    );
    assert.equal(items.length, 1);
  });

  test('is for those it names, who are told once, until they have read the conversation', async () => {
    const { w, conversationId, messageId, ada, bea, write, mentioned, told } = await one();
    await write('Look', [bea.memberId, ada.memberId]);
    await write('Look again', [bea.memberId]);
    assert.deepEqual(await told(), [{ conversationId, messageId, memberId: bea.memberId }]);
    assert.deepEqual([await mentioned(bea), await mentioned(ada)], [1, 0]);
    assert.equal((await w.reading(bea, getCounts)).mentioned, 1);
    await w.as(bea, (ctx) => markRead(ctx, { conversationId }));
    assert.equal(await mentioned(bea), 0);
    await write('And again', [bea.memberId]);
    assert.equal(await mentioned(bea), 0);
  });

  test('is for nobody it does not name any more', async () => {
    const { bea, write, mentioned } = await one();
    await write('Look', [bea.memberId]);
    await write('Look');
    assert.equal(await mentioned(bea), 0);
  });

  test('names nobody who may not read it there', async () => {
    const w = await inboxWorkspace();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const { conversationId } = await beginConversation(w, {
      channelId: await openChannel(w, { locationId: here }),
    });
    const away = await w.memberAt(null, [{ locationId: there, role: 'manager' }]);
    const write = w.as(await w.member('member'), (ctx) =>
      putNote(
        ctx,
        { conversationId, messageId: newId(MessageId), body: 'Look', mentions: [away.memberId] },
        w.outside,
      ),
    );
    await assert.rejects(write, { code: 'inbox.assignee_not_found' });
    assert.deepEqual(await linesOf(w, conversationId), []);
  });

  test('is its author’s alone, and no other message under its id', async () => {
    const { w, begun, bea, ada, write, drop } = await one();
    await write('Mine');
    await assert.rejects(write('Theirs', [], bea), { code: 'inbox.note_is_anothers' });
    await assert.rejects(drop(bea), { code: 'inbox.note_is_anothers' });
    const other = await said(w, begun);
    const reuse = (conversationId: typeof begun.conversationId, messageId: MessageId) =>
      w.as(ada, (ctx) => putNote(ctx, { conversationId, messageId, body: 'x', mentions: [] }, w.outside));
    await assert.rejects(reuse(begun.conversationId, other), { code: 'inbox.message_reused' });
    const elsewhere = await beginConversation(w);
    await assert.rejects(reuse(elsewhere.conversationId, other), { code: 'inbox.message_reused' });
  });
});

describe('dropNote', () => {
  test('throws it away with whom it was for, and says that there was one', async () => {
    const { w, conversationId, ada, bea, write, drop, mentioned } = await one();
    await write('Look', [bea.memberId]);
    await drop(ada);
    assert.equal(await mentioned(bea), 0);
    assert.deepEqual(await linesOf(w, conversationId), [{ author: 'member', what: 'note_dropped' }]);
    await assert.rejects(drop(ada), { code: 'inbox.message_not_found' });
  });

  test('knows no message that is no note', async () => {
    const { w, begun, ada } = await one();
    const messageId = await said(w, begun);
    const drop = w.as(ada, (ctx) => dropNote(ctx, { ...begun, messageId }));
    await assert.rejects(drop, { code: 'inbox.message_not_found' });
  });
});
