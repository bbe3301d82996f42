import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Actor, MemberActor } from '../../../kit/ctx.ts';
import { ApiKeyId, newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { getConversation, listConversations } from '../conversations/conversations.ts';
import { requireConversation } from '../messages/messages.ts';
import { beginConversation } from '../messages/testing.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { authorizeSomewhere, isAt } from '../rights/places.ts';
import { type MailWorkspace, mailWorkspace, nameInMailbox, openMailbox } from './testing.ts';

/** Channels as any list of the inbox finds them. */
const channelsFor = (w: MailWorkspace, actor: Actor) =>
  w.reading(actor, async (ctx) => {
    const seen = isAt(authorizeSomewhere(ctx, 'inbox.read'), 'c');
    const rows = await ctx.tx.many(
      z.object({ id: z.string() }),
      sql`select c.id from inbox.channels c where ${seen} order by c.id`,
    );
    return rows.map(({ id }) => id);
  });

const may = (w: MailWorkspace, actor: Actor, permission: keyof typeof inboxPolicy, conversationId: string) =>
  w
    .reading(actor, (ctx) => requireConversation(ctx, permission, conversationId as never))
    .then(
      () => 'yes',
      ({ code }) => code,
    );

/** A mailbox for its members alone, with a mail in it, and somebody of every role in it. */
async function privateMailbox() {
  const w = await mailWorkspace();
  const owner = await w.member('member');
  const mailboxId = await openMailbox(w, { owner, memberOnly: true });
  const { conversationId } = await beginConversation(w, { channelId: mailboxId });
  const named: Record<string, MemberActor> = { owner };
  for (const role of ['admin', 'member', 'readonly'] as const) {
    named[role] = await w.member('member');
    await nameInMailbox(w, mailboxId, named[role].memberId, role);
  }
  return { w, mailboxId, conversationId, named };
}

describe('what is for the members of a mailbox alone', () => {
  test('SE-129 is found by them, and by nobody else of whatever role', async () => {
    const { w, mailboxId, named } = await privateMailbox();
    for (const actor of Object.values(named)) assert.deepEqual(await channelsFor(w, actor), [mailboxId]);
    for (const role of ['owner', 'admin', 'member'] as const)
      assert.deepEqual(await channelsFor(w, await w.member(role)), []);
    assert.deepEqual(await channelsFor(w, { kind: 'autopilot' }), []);
    assert.deepEqual(await channelsFor(w, { kind: 'system' }), [mailboxId]);
  });

  test('SE-129 is written in by all of them but those who only look', async () => {
    const { w, conversationId, named } = await privateMailbox();
    for (const role of ['owner', 'admin', 'member'])
      assert.equal(await may(w, named[role]!, 'inbox.reply', conversationId), 'yes');
    assert.equal(await may(w, named.readonly!, 'inbox.read', conversationId), 'yes');
    for (const permission of ['inbox.reply', 'inbox.organize'] as const)
      assert.equal(await may(w, named.readonly!, permission, conversationId), 'stoa.not_permitted');
  });

  test('is to all others as if it were not there', async () => {
    const { w, conversationId } = await privateMailbox();
    const owner = await w.member('owner');
    for (const permission of ['inbox.read', 'inbox.reply', 'inbox.erase'] as const)
      assert.equal(await may(w, owner, permission, conversationId), 'inbox.conversation_not_found');
    assert.equal(
      await may(w, { kind: 'autopilot' }, 'inbox.reply', conversationId),
      'inbox.conversation_not_found',
    );
  });

  test('is seen through a key by whoever made it, and by no other', async () => {
    const { w, mailboxId, named } = await privateMailbox();
    const key = (maker: MemberActor) => ({
      kind: 'key' as const,
      keyId: newId(ApiKeyId),
      permissions: ['inbox.read'],
      maker,
    });
    assert.deepEqual(await channelsFor(w, key(named.member!)), [mailboxId]);
    assert.deepEqual(await channelsFor(w, key(await w.member('owner'))), []);
  });
});

describe('the list of conversations', () => {
  test('leaves out what is written to somebody else’s mailbox, for whoever asks and however', async () => {
    const { w, conversationId, named, mailboxId } = await privateMailbox();
    const owner = await w.member('owner');
    const listedFor = (actor: Actor, filter: object = {}) =>
      w.reading(actor, async (ctx) => {
        const { items } = await listConversations(ctx, { limit: 9, ...filter }, w.outside as never);
        return items.map(({ id }) => id);
      });
    const show = (actor: Actor) =>
      w.reading(actor, (ctx) => getConversation(ctx, { conversationId }, w.outside as never));
    const filters = [{}, { status: 'open' }, { platform: 'email' }, { channelId: mailboxId }];
    for (const filter of filters) {
      assert.deepEqual(await listedFor(owner, filter), [], JSON.stringify(filter));
      assert.deepEqual(await listedFor(named.readonly!, filter), [conversationId], JSON.stringify(filter));
    }
    await assert.rejects(show(owner), { code: 'inbox.conversation_not_found' });
    assert.equal((await show(named.readonly!)).id, conversationId);
  });
});

describe('a mailbox for everybody', () => {
  test('is seen and answered by role, but SE-129 by nobody who is named to look only', async () => {
    const w = await mailWorkspace();
    const mailboxId = await openMailbox(w);
    const { conversationId } = await beginConversation(w, { channelId: mailboxId });
    const [ann, bob] = [await w.member('member'), await w.member('member')];
    await nameInMailbox(w, mailboxId, bob.memberId, 'readonly');
    assert.equal(await may(w, ann, 'inbox.reply', conversationId), 'yes');
    assert.equal(await may(w, bob, 'inbox.read', conversationId), 'yes');
    assert.equal(await may(w, bob, 'inbox.reply', conversationId), 'stoa.not_permitted');
  });
});
