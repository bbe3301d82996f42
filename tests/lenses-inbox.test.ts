import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { type MemberActor, type Role, roles } from '../kit/ctx.ts';
import { sql } from '../kit/sql.ts';

import type { ChannelId, MessageId } from '../modules/inbox/messages/contract.ts';
import { beginConversation, inboxWorkspace, openChannel, said } from '../modules/inbox/messages/testing.ts';
import { inboxPolicy } from '../modules/inbox/rights/contract.ts';
import type { TestWorkspace } from '../modules/workspaces/testing.ts';
import { asOwner, at, readAs, refused, unwritable, whole } from './direct-clients.ts';

const views = [
  ...['socialsync.conversations', 'socialsync.conversation_messages', 'socialsync.comments'],
  ...['creator.youtube_comments', 'creator.instagram_comments', 'creator.response_templates'],
  ...['creator.interaction_views', 'selify.social_conversations', 'selify.social_messages'],
  ...[
    'selify.user_email_accounts',
    'selify.workspace_email_accounts',
    'selify.workspace_email_account_members',
  ],
];

/** Something in every view. */
async function filled() {
  const w = await inboxWorkspace();
  const me = await w.member('owner');
  const [instagram, youtube] = [await openChannel(w), await openChannel(w, { platform: 'youtube' })];
  const begun = await beginConversation(w, { channelId: instagram });
  const asked = await said(w, begun, { body: 'Do you ship to Rome?' });
  const answer = { direction: 'outbound', author: 'member', status: 'delivered', body: 'We do.' } as const;
  await said(w, begun, { ...answer, memberId: me.memberId, replyTo: asked });
  await said(w, begun, {
    ...{ direction: 'internal', kind: 'note', author: 'member', status: 'kept', body: 'A regular.' },
    ...{ memberId: me.memberId, platformMessageId: null },
  });
  await fillBeside(w, me, { asked, instagram, youtube });
  return { w, me, instagram, begun };
}

interface There {
  readonly asked: MessageId;
  readonly instagram: ChannelId;
  readonly youtube: ChannelId;
}

/** What is there beside the conversation: comments, templates, views, mailboxes. */
async function fillBeside(
  { workspaceId }: TestWorkspace,
  me: MemberActor,
  { asked, instagram, youtube }: There,
) {
  await asOwner(async (tx) => {
    await tx.run(sql`
      insert into inbox.message_reactions (workspace_id, message_id, side, emoji, happened_at)
      values (${workspaceId}, ${asked}, 'business', '❤', ${at})`);
    for (const [channelId, platformId] of [
      [instagram, 'c1'],
      [youtube, 'c2'],
    ])
      await tx.run(sql`
        insert into inbox.comments (workspace_id, id, channel_id, platform_comment_id, kind, thread_id, is_own,
          author_platform_id, author_name, author_username, body, last_at, happened_at, status_at, triage, sentiment,
          priority_score, categories, created_at, updated_at)
        select ${workspaceId}, id, ${channelId}, ${platformId}, 'comment', id, false, '77', 'Nora', 'nora.n', 'Price?',
               ${at}, ${at}, ${at}, 'respond', 'neutral', 60, '{question}', ${at}, ${at} from gen_random_uuid() id`);
    await tx.run(sql`
      insert into inbox.reply_templates (workspace_id, id, name, body, placeholders, usage_count, created_by, created_at,
        updated_at)
      values (${workspaceId}, gen_random_uuid(), 'Shipping', 'Yes, {{contact.first_name}}.', '{contact.first_name}', 3,
        ${me.memberId}, ${at}, ${at})`);
    await tx.run(sql`
      insert into inbox.views (workspace_id, id, member_id, name, filters, created_by, created_at, updated_at)
      values (${workspaceId}, gen_random_uuid(), ${me.memberId}, 'Mine', '{"status": "open"}', ${me.memberId}, ${at},
        ${at})`);
    for (const kind of ['personal', 'shared'])
      await tx.run(sql`
        with channel as (
          insert into inbox.channels (workspace_id, id, platform, name, member_only, created_at, updated_at)
          values (${workspaceId}, gen_random_uuid(), 'email', 'Mail', ${kind === 'personal'}, ${at}, ${at}) returning id),
        account as (
          insert into inbox.email_accounts (workspace_id, id, kind, owner_member_id, address, display_name, imap_host,
            smtp_host, username, created_at, updated_at)
          select ${workspaceId}, id, ${kind}, ${kind === 'personal' ? me.memberId : null}, ${`${kind}@linen.test`},
                 'Linen & Oak', 'imap.linen.test', 'smtp.linen.test', 'linen', ${at}, ${at} from channel returning id)
        insert into inbox.email_account_members (workspace_id, account_id, member_id, role, created_at)
        select ${workspaceId}, id, ${me.memberId}, 'owner', ${at} from account`);
  });
}

describe('the lenses on the inbox', () => {
  test("show the workspace the claims name, and nothing of another's", async () => {
    const [ours, theirs] = [await filled(), await filled()];
    for (const view of views) {
      const found = await readAs(ours.w, ours.me, sql`select t::text as told from (${whole(view)}) t`);
      assert.ok(found.length > 0, view);
      for (const id of [theirs.instagram, theirs.w.workspaceId, theirs.me.userId])
        assert.ok(!found.some(({ told }) => String(told).includes(id)), view);
    }
  });

  test('show each role what the server would, and nobody else anything', async () => {
    const { w } = await filled();
    const may = (role: Role) => (inboxPolicy['inbox.read'] as readonly Role[]).includes(role);
    for (const role of roles) {
      const member = await w.member(role);
      const found = await readAs(w, member, whole('socialsync.conversations'));
      assert.equal(found.length > 0, may(role), role);
    }
    const shutOut = await w.member('member');
    await asOwner((tx) =>
      tx.run(sql`
        update workspaces.members set withdrawn_permissions = '{inbox.read}'
         where workspace_id = ${w.workspaceId} and id = ${shutOut.memberId}`),
    );
    for (const view of views) assert.deepEqual(await readAs(w, shutOut, whole(view)), [], view);
  });

  test('SE-130 show a mailbox of one person to nobody else, and what is in it to no direct client', async () => {
    const { w, me } = await filled();
    const other = await w.member('admin');
    assert.equal((await readAs(w, me, whole('selify.user_email_accounts'))).length, 1);
    assert.equal((await readAs(w, other, whole('selify.user_email_accounts'))).length, 0);
    const channels = await readAs(w, me, sql`select platform from inbox.channels where member_only`);
    assert.deepEqual(channels, []);
  });

  test('SE-131 show no password, the owner of the database included', async () => {
    await filled();
    for (const view of ['selify.user_email_accounts', 'selify.workspace_email_accounts']) {
      const { known } = await asOwner((tx) =>
        tx.one(
          z.object({ known: z.bigint() }),
          sql`select count(password_encrypted) as known from (${whole(view)}) v`,
        ),
      );
      assert.equal(known, 0n);
    }
    const { w, me } = await filled();
    await assert.rejects(readAs(w, me, whole('inbox.email_secrets')), refused);
  });

  test('SS-17 SS-20 SS-21 SS-81 a conversation has one state of automation under its two names', async () => {
    const { w, me, begun } = await filled();
    const look = async () => {
      const [row] = await readAs(
        w,
        me,
        sql`select status, priority, ai_mode, automation_disabled, unread_count, customer_name, customer_identifier
              from socialsync.conversations where id = ${begun.conversationId}`,
      );
      return row!;
    };
    assert.deepEqual(await look(), {
      ...{ status: 'open', priority: 'normal', aiMode: 'ON', automationDisabled: false, unreadCount: 1 },
      ...{ customerName: 'Ada Adler', customerIdentifier: begun.platformUserId },
    });
    await asOwner((tx) =>
      tx.run(sql`
        update inbox.conversations set automation_off_at = ${at}, automation_off_why = 'escalated', status = 'snoozed',
               snoozed_until = ${at} where workspace_id = ${w.workspaceId} and id = ${begun.conversationId}`),
    );
    const { status, aiMode, automationDisabled } = await look();
    assert.deepEqual([status, aiMode, automationDisabled], ['pending', 'OFF', true]);
  });

  test('SS-23 SS-24 SS-25 SS-26 SS-27 SE-61 messages are shown without what is written inside', async () => {
    const { w, me, begun } = await filled();
    const said = await readAs(
      w,
      me,
      sql`select direction, content, message_type, is_from_agent, agent_id, reply_to_message_id is not null as answers
            from conversation_messages where conversation_id = ${begun.conversationId}
           order by created_at desc, direction limit 50`,
      'socialsync',
    );
    assert.deepEqual(said, [
      {
        ...{ direction: 'inbound', content: 'Do you ship to Rome?', messageType: 'text', isFromAgent: false },
        ...{ agentId: null, answers: false },
      },
      {
        ...{ direction: 'outbound', content: 'We do.', messageType: 'text', isFromAgent: true },
        ...{ agentId: me.userId, answers: true },
      },
    ]);
    const social = await readAs(w, me, whole('selify.social_messages'));
    assert.equal(social.length, 2);
    const [reaction] = social.flatMap(({ reactions }) => reactions as Record<string, unknown>[]);
    assert.deepEqual(Object.keys(reaction!).sort(), ['actor_id', 'created_at', 'emoji']);
  });

  test('SS-21 SS-44 the examples of the documents run as they are written', async () => {
    const { w, me } = await filled();
    // An account is somebody's who connected it; these have none, so it is the owner's who was here first.
    const asked = [
      sql`select c.*, sa.username as account_username from conversations c
            join social_accounts sa on sa.id = c.social_account_id
           where c.status = 'open' and c.unread_count > 0 order by c.last_message_at desc`,
      sql`select c.*, cm_last.content as last_message from conversations c
            left join lateral (select * from conversation_messages where conversation_id = c.id
              order by created_at desc limit 1) cm_last on true
           where c.social_account_id in (select id from social_accounts) order by cm_last.created_at desc`,
      sql`select * from comments where triage = 'respond' and replied_at is null order by created_at asc`,
    ];
    const counts = await Promise.all(asked.map((query) => readAs(w, me, query, 'socialsync')));
    assert.deepEqual(
      counts.map(({ length }) => length),
      [1, 1, 2],
    );
  });

  test('CR-45 CR-48 CR-50 CR-80 SE-129 have the rest in the words of their documents', async () => {
    const { w, me } = await filled();
    const only = async (view: string) => (await readAs(w, me, whole(view)))[0]!;
    const { sentiment, priorityScore, categories, status, isHidden } = await only(
      'creator.instagram_comments',
    );
    assert.deepEqual(
      [sentiment, priorityScore, categories, status, isHidden],
      ['neutral', 60, ['question'], 'unread', false],
    );
    assert.equal((await only('creator.youtube_comments')).authorChannelId, '77');
    const { placeholders, usageCount, createdById } = await only('creator.response_templates');
    assert.deepEqual([placeholders, usageCount, createdById], [['contact.first_name'], 3, me.userId]);
    assert.equal((await only('creator.interaction_views')).userId, me.userId);
    assert.equal((await only('selify.workspace_email_account_members')).role, 'owner');
  });

  test('are not written through', async () => {
    const { w, me } = await filled();
    for (const view of views)
      await assert.rejects(
        readAs(w, me, sql`delete from ${sql.id(...view.split('.'))} returning 1 as gone`),
        unwritable,
        view,
      );
  });
});
