import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor } from '../../../kit/ctx.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { openMailbox } from '../mail/testing.ts';
import { beginConversation, openChannel, said } from '../messages/testing.ts';
import { getConversation, listConversations } from './conversations.ts';
import type { ConversationFilter } from './filter.sql.ts';
import { type InboxWorkspace, inboxWorkspace } from './testing.ts';

const seconds = (w: InboxWorkspace, count: number) =>
  new Date(w.ground.clock.now().getTime() + count * 1_000);

/** Conversations by the names of who is in them, in the order of the list. */
async function namesFor(w: InboxWorkspace, actor: Actor, filter: ConversationFilter = {}) {
  const { items } = await w.reading(actor, (ctx) =>
    listConversations(ctx, { limit: 50, ...filter }, w.outside),
  );
  return items.map(({ person }) => person.name).join(' ');
}

describe('listConversations', () => {
  test('SS-21 is by the last word, newest first, page by page', async () => {
    const w = await inboxWorkspace();
    const channelId = await openChannel(w);
    for (const [name, at] of [['Ada', 2] as const, ['Bea', 3] as const, ['Cleo', 1] as const])
      await said(w, await beginConversation(w, { channelId, name }), { happenedAt: seconds(w, at) });
    const viewer = await w.member('viewer');
    const list = (after?: string) =>
      w.reading(viewer, (ctx) => listConversations(ctx, { limit: 2, after }, w.outside));
    const first = await list();
    const second = await list(first.next!);
    assert.deepEqual(
      [...first.items, ...second.items].map(({ person }) => person.name),
      ['Bea', 'Ada', 'Cleo'],
    );
    assert.equal(second.next, null);
  });

  test('says who it is with, where, what was said last, and how much of it whoever asks has not read', async () => {
    const w = await inboxWorkspace();
    const begun = await beginConversation(w);
    const messageId = await said(w, begun, { body: 'Do you ship to Rome?' });
    const { items } = await w.reading(await w.member('viewer'), (ctx) =>
      listConversations(ctx, { limit: 50 }, w.outside),
    );
    const [one] = items;
    assert.deepEqual(
      [one?.person.name, one?.channel.platform, one?.unreadCount, one?.last?.text, one?.last?.messageId],
      ['Ada Adler', 'instagram', 1, 'Do you ship to Rome?', messageId],
    );
    assert.deepEqual([one?.assignee, one?.team, one?.tagIds], [null, null, []]);
  });

  test('calls people as we call them, as they call themselves, and by their number where they do not', async () => {
    const w = await inboxWorkspace();
    const channelId = await openChannel(w, { platform: 'whatsapp' });
    const begun = await beginConversation(w, { channelId, name: 'Bea' });
    await said(w, begun);
    const viewer = await w.member('viewer');
    const change = (table: 'contacts' | 'identities', id: string, name: string | null) =>
      w.system.work(({ tx }) =>
        tx.run(sql`update inbox.${sql.id(table)} set name = ${name}, updated_at = ${w.ground.clock.now()}
                    where id = ${id}`),
      );
    await change('contacts', begun.contactId, 'Beatrice');
    assert.equal(await namesFor(w, viewer), 'Beatrice');
    await change('contacts', begun.contactId, null);
    assert.equal(await namesFor(w, viewer), 'Bea');
    await change('identities', begun.identityId, null);
    assert.equal(await namesFor(w, viewer), 'ada.b');
    await w.system.work(({ tx }) => tx.run(sql`update inbox.identities set username = null`));
    assert.equal(await namesFor(w, viewer), begun.platformUserId);
  });

  test('leaves out what is at a place where somebody may not read, also when it is asked for by name', async () => {
    const w = await inboxWorkspace();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const at = async (name: string, locationId: typeof here | null) => {
      const begun = await beginConversation(w, { channelId: await openChannel(w, { locationId }), name });
      await said(w, begun);
      return begun;
    };
    await at('Ada', here);
    const away = await at('Bea', there);
    await at('Cleo', null);
    const guest = await w.memberAt(null, [{ locationId: here, role: 'member' }]);
    assert.equal(await namesFor(w, guest), 'Ada');
    assert.equal(await namesFor(w, guest, { status: 'open', assignee: 'nobody' }), 'Ada');
    assert.equal(await namesFor(w, guest, { channelId: away.channelId }), '');
    await assert.rejects(
      w.reading(guest, (ctx) => getConversation(ctx, away, w.outside)),
      { code: 'inbox.conversation_not_found' },
    );
    const kept = await w.memberAt('member', [
      { locationId: there, role: 'viewer', withdrawn: ['inbox.read'] },
    ]);
    assert.deepEqual((await namesFor(w, kept)).split(' ').sort(), ['Ada', 'Cleo']);
  });

  test('shows nothing of another workspace', async () => {
    const [ours, theirs] = [await inboxWorkspace(), await inboxWorkspace()];
    const begun = await beginConversation(theirs);
    const viewer = await ours.member('viewer');
    assert.equal(await namesFor(ours, viewer), '');
    assert.equal(await namesFor(ours, viewer, { contactId: begun.contactId }), '');
    await assert.rejects(
      ours.reading(viewer, (ctx) => getConversation(ctx, begun, ours.outside)),
      { code: 'inbox.conversation_not_found' },
    );
  });
});

describe('getConversation', () => {
  test('SE-59 says its state, SS-17 which is open and of no hurry at first', async () => {
    const w = await inboxWorkspace();
    const begun = await beginConversation(w);
    const found = await w.reading(await w.member('member'), (ctx) => getConversation(ctx, begun, w.outside));
    assert.deepEqual(
      [found.status, found.priority, found.category, found.automation.isOn],
      ['open', 'normal', 'general', true],
    );
    assert.deepEqual([found.mayReply, found.mayOrganize, found.last], [true, true, null]);
  });

  test('says whether its channel can be written to, and what is sent there waits', async () => {
    const w = await inboxWorkspace();
    const begun = await beginConversation(w);
    const actor = await w.member('member');
    const state = async () =>
      (await w.reading(actor, (ctx) => getConversation(ctx, begun, w.outside))).channelState;
    const change = (set: Sql) =>
      w.system.work(({ tx }) =>
        tx.run(sql`update connections.accounts set ${set} where id = ${begun.channelId}`),
      );
    assert.equal(await state(), 'open');
    await change(sql`broken_at = connected_at, broken_reason = 'token_expired'`);
    assert.equal(await state(), 'broken');
    await change(sql`broken_at = null, broken_reason = null, disconnected_at = connected_at,
      disconnected_reason = 'moved'`);
    assert.equal(await state(), 'gone');

    const mail = await beginConversation(w, { channelId: await openMailbox(w) });
    const stateOfMail = async () =>
      (await w.reading(actor, (ctx) => getConversation(ctx, mail, w.outside))).channelState;
    assert.equal(await stateOfMail(), 'open');
    await w.system.work(({ tx }) =>
      tx.run(sql`
        update inbox.email_accounts
           set broken_at = created_at, broken_reason = 'password_refused', next_sync_at = null
         where id = ${mail.channelId}`),
    );
    assert.equal(await stateOfMail(), 'broken');
  });

  test('says what whoever asks may do with it, there', async () => {
    const w = await inboxWorkspace();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const look = async (actor: Actor, locationId: typeof here) => {
      const begun = await beginConversation(w, { channelId: await openChannel(w, { locationId }) });
      const { mayReply, mayOrganize } = await w.reading(actor, (ctx) =>
        getConversation(ctx, begun, w.outside),
      );
      return [mayReply, mayOrganize];
    };
    const guest = await w.memberAt(null, [
      { locationId: here, role: 'member' },
      { locationId: there, role: 'viewer' },
    ]);
    assert.deepEqual(await look(guest, here), [true, true]);
    assert.deepEqual(await look(guest, there), [false, false]);
    assert.deepEqual(await look(await w.member('viewer'), here), [false, false]);
  });

  test('SE-58 is the only one of a person on a channel', async () => {
    const w = await inboxWorkspace();
    const begun = await beginConversation(w);
    const again = w.system.work(({ tx, now }) =>
      tx.run(sql`
        insert into inbox.conversations (workspace_id, id, channel_id, identity_id, kind, status_at, last_at,
                                         created_at, updated_at)
        values (${w.workspaceId}, gen_random_uuid(), ${begun.channelId}, ${begun.identityId}, 'direct', ${now}, ${now},
                ${now}, ${now})`),
    );
    await assert.rejects(again, /conversations_one_direct/);
    assert.equal(await namesFor(w, await w.member('viewer')), 'Ada Adler');
  });
});
