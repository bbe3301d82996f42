import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor, MemberActor } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { putBulk } from '../bulk/bulk.ts';
import { runBulkAction } from '../bulk/running.ts';
import { newBulkId } from '../bulk/testing.ts';
import { type MailWorkspace, mailWorkspace, nameInMailbox, openMailbox } from '../mail/testing.ts';
import { MessageId } from '../messages/contract.ts';
import { holdConversation } from '../messages/record.sql.ts';
import { type Begun, beginConversation } from '../messages/testing.ts';
import { putNote } from '../notes/notes.ts';
import { tellPresence } from '../presence/presence.ts';
import { customerWrote } from './arriving.ts';
import { assign } from './assigning.ts';
import { changeChannel } from './channels.ts';
import { getConversation, listConversations } from './conversations.ts';
import { getCounts } from './counts.ts';
import { markRead } from './reading.ts';
import { setStatus } from './status.ts';
import { unitIn } from './testing.ts';

/** A mailbox for its members alone, with a conversation in it, and an owner of the workspace who is not named there. */
async function privateMailbox() {
  const w = await mailWorkspace();
  const owner = await w.member('member');
  const mailboxId = await openMailbox(w, { owner, memberOnly: true });
  const begun = await beginConversation(w, { channelId: mailboxId });
  const [writer, reader] = [await w.member('member'), await w.member('member')];
  await nameInMailbox(w, mailboxId, writer.memberId, 'member');
  await nameInMailbox(w, mailboxId, reader.memberId, 'readonly');
  return { w, begun, mailboxId, owner, writer, reader, stranger: await w.member('owner') };
}

const deedsOf = (
  w: MailWorkspace,
  begun: Begun,
  mentioned: MemberActor,
): ((actor: Actor) => Promise<unknown>)[] => {
  const { conversationId, channelId } = begun;
  const note = { conversationId, messageId: newId(MessageId), body: 'Look', mentions: [mentioned.memberId] };
  return [
    (actor) => w.as(actor, (ctx) => setStatus(ctx, { conversationId, status: 'pending' }, w.outside)),
    (actor) => w.as(actor, (ctx) => assign(ctx, { conversationId, memberId: null }, w.outside)),
    (actor) => w.as(actor, (ctx) => putNote(ctx, note, w.outside)),
    (actor) => w.as(actor, (ctx) => changeChannel(ctx, { channelId, assignMode: 'by_load' })),
  ];
};

describe('a conversation of a mailbox that everybody sees', () => {
  test('SE-129 is answered by all but who is named as one who looks', async () => {
    const w = await mailWorkspace();
    const mailboxId = await openMailbox(w);
    const begun = await beginConversation(w, { channelId: mailboxId });
    const [colleague, reader] = [await w.member('member'), await w.member('owner')];
    await nameInMailbox(w, mailboxId, reader.memberId, 'readonly');
    const look = async (actor: Actor) => {
      const found = await w.reading(actor, (ctx) => getConversation(ctx, begun, w.outside));
      return [found.mayReply, found.mayOrganize];
    };
    assert.deepEqual(
      [await look(colleague), await look(reader)],
      [
        [true, true],
        [false, false],
      ],
    );
    for (const deed of deedsOf(w, begun, colleague).slice(0, 3))
      await assert.rejects(deed(reader), { code: 'stoa.not_permitted' });
  });
});

describe('a conversation of a mailbox for its members alone', () => {
  test('SE-129 is not there for an owner of the workspace who is not named in it', async () => {
    const { w, begun, stranger, reader } = await privateMailbox();
    const looks = [
      ...deedsOf(w, begun, reader),
      (actor: Actor) => w.reading(actor, (ctx) => getConversation(ctx, begun, w.outside)),
      (actor: Actor) => w.as(actor, (ctx) => markRead(ctx, begun)),
      (actor: Actor) => w.as(actor, (ctx) => tellPresence(ctx, { ...begun, state: 'viewing' })),
    ];
    for (const look of looks) await assert.rejects(look(stranger), { status: 404 });
    const { items } = await w.reading(stranger, (ctx) => listConversations(ctx, { limit: 9 }, w.outside));
    assert.deepEqual(items, []);
    assert.equal((await w.reading(stranger, getCounts)).open, 0);
  });

  test('SE-129 is looked at, and no more, by who is named as one who looks', async () => {
    const { w, begun, writer, reader } = await privateMailbox();
    for (const deed of deedsOf(w, begun, writer))
      await assert.rejects(deed(reader), { code: 'stoa.not_permitted' });
    const look = async (actor: Actor) => {
      const found = await w.reading(actor, (ctx) => getConversation(ctx, begun, w.outside));
      return [found.mayReply, found.mayOrganize];
    };
    assert.deepEqual(
      [await look(reader), await look(writer)],
      [
        [false, false],
        [true, true],
      ],
    );
    assert.equal((await w.as(reader, (ctx) => markRead(ctx, begun))).unreadCount, 0);
  });

  test('SE-129 is not changed along with many others by who only looks, or is not named any more', async () => {
    const { w, begun, mailboxId, writer, reader } = await privateMailbox();
    const close = async (actor: MemberActor, between: () => Promise<unknown> = async () => undefined) => {
      const bulk = { bulkId: newBulkId(), wish: { action: 'close' }, filters: {} } as const;
      await w.as(actor, (ctx) => putBulk(ctx, bulk));
      await between();
      await runBulkAction(unitIn(w), bulk);
      return (await w.reading(writer, (ctx) => getConversation(ctx, begun, w.outside))).status;
    };
    assert.equal(await close(reader), 'open');
    const gone = await w.member('member');
    await nameInMailbox(w, mailboxId, gone.memberId, 'member');
    const forget = sql`delete from inbox.email_account_members where member_id = ${gone.memberId}`;
    assert.equal(await close(gone, () => w.system.work(({ tx }) => tx.run(forget))), 'open');
    assert.equal(await close(writer), 'closed');
  });

  test('SE-129 is given to nobody who could not see it, by hand or in turn', async () => {
    const { w, begun, owner, writer, reader, stranger } = await privateMailbox();
    const give = ({ memberId }: MemberActor) =>
      w.as(writer, (ctx) => assign(ctx, { ...begun, memberId }, w.outside));
    await assert.rejects(give(stranger), { code: 'inbox.assignee_not_found' });
    assert.equal((await give(reader)).assignee?.memberId, reader.memberId);
    const note = { ...begun, messageId: newId(MessageId), body: 'Look', mentions: [stranger.memberId] };
    await assert.rejects(
      w.as(writer, (ctx) => putNote(ctx, note, w.outside)),
      { code: 'inbox.assignee_not_found' },
    );
    await w.system.work(({ tx }) =>
      tx.run(sql`update inbox.channels set assign_mode = 'round_robin' where id = ${begun.channelId}`),
    );
    const given: unknown[] = [];
    for (let i = 0; i < 4; i++) {
      const { conversationId } = await beginConversation(w, { channelId: begun.channelId });
      await w.system.work(async (ctx) =>
        customerWrote(ctx, (await holdConversation(ctx.tx, conversationId))!),
      );
      const found = await w.reading(owner, (ctx) => getConversation(ctx, { conversationId }, w.outside));
      given.push(found.assignee?.memberId);
    }
    assert.deepEqual(given.sort(), [owner, owner, writer, writer].map(({ memberId }) => memberId).sort());
  });
});
