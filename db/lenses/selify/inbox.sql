-- Mail and what is on no platform of the document is left out. SE-59: closed ends it, everything else is active.
create view selify.social_conversations with (security_invoker = true) as
  select v.id, v.workspace_id, c.platform, i.platform_user_id, i.username as platform_username,
         i.profile_url as platform_profile_url, v.last_at as last_message_at, v.last_text as last_message_text,
         v.inbound_count - v.read_count as unread_count,
         jsonb_strip_nulls(jsonb_build_object('stage', v.status, 'priority', v.priority,
           'snoozed_until', v.snoozed_until, 'waiting_since', v.waiting_since,
           'automation', v.automation_off_at is null)) as conversation_state,
         case v.status when 'closed' then 'closed' else 'active' end as status, v.created_at, v.updated_at,
         c.account_id as connected_account_id, v.category, v.accepted_at is not null as is_accepted,
         v.messages_count as message_count
    from inbox.conversations v
    join inbox.channels c on c.workspace_id = v.workspace_id and c.id = v.channel_id
    join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
   where c.platform in ('instagram', 'messenger', 'whatsapp', 'tiktok', 'telegram', 'twitter');
comment on view selify.social_conversations is 'inbox.conversations of social platforms';
grant select on selify.social_conversations to authenticated;

-- Read is what somebody of the workspace has read, or what the customer has: SE-61.
create view selify.social_messages with (security_invoker = true) as
  select m.id, m.conversation_id, m.platform_message_id,
         case m.direction when 'inbound' then i.platform_user_id else m.channel_id::text end as sender_platform_id,
         m.body as message_text, m.kind as message_type,
         coalesce((select jsonb_agg(jsonb_strip_nulls(jsonb_build_object('type', f.kind, 'media_type', f.media_type,
                    'name', f.name, 'bytes', f.bytes, 'status', f.status)) order by f.place, f.id)
            from inbox.attachments f where f.workspace_id = m.workspace_id and f.message_id = m.id), '[]')
           as attachments,
         case m.direction when 'inbound' then (
           select min(r.read_at) from inbox.conversation_reads r
            where r.workspace_id = m.workspace_id and r.conversation_id = m.conversation_id
              and r.read_at >= m.created_at) else m.seen_at end as read_at,
         m.happened_at as created_at,
         coalesce((select jsonb_agg(jsonb_build_object('emoji', r.emoji, 'created_at', r.happened_at,
                    'actor_id', case r.side when 'contact' then i.platform_user_id else m.channel_id::text end)
                    order by r.side)
            from inbox.message_reactions r
           where r.workspace_id = m.workspace_id and r.message_id = m.id and r.emoji is not null), '[]') as reactions
    from inbox.messages m
    join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
    join inbox.channels c on c.workspace_id = m.workspace_id and c.id = m.channel_id
    join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
   where c.platform in ('instagram', 'messenger', 'whatsapp', 'tiktok', 'telegram', 'twitter')
     and m.direction <> 'internal' and m.status not in ('cancelled', 'scheduled');
comment on view selify.social_messages is 'inbox.messages of social platforms, without what is internal';
grant select on selify.social_messages to authenticated;

-- A password is sealed and for the server alone: nobody is shown one. One's own mailbox, to its owner.
create view selify.user_email_accounts with (security_invoker = true) as
  select e.id, m.user_id, e.address as email, e.display_name, e.color, e.imap_host, e.imap_port, e.imap_secure,
         e.smtp_host, e.smtp_port, e.smtp_secure, null::text as password_encrypted, e.broken_at is null as is_active,
         e.last_synced_at as last_sync_at, coalesce(e.broken_reason, e.failure_code) as sync_error, e.created_at,
         e.updated_at
    from inbox.email_accounts e
    join workspaces.members m on m.workspace_id = e.workspace_id and m.id = e.owner_member_id
   where e.kind = 'personal';
comment on view selify.user_email_accounts is
  'inbox.email_accounts of one person; the password is null: it is sealed, and only the server reads it';
grant select on selify.user_email_accounts to authenticated;

create view selify.workspace_email_accounts with (security_invoker = true) as
  select e.id, e.workspace_id, e.address as email, e.display_name, e.color, e.imap_host, e.imap_port, e.imap_secure,
         e.smtp_host, e.smtp_port, e.smtp_secure, null::text as password_encrypted, e.broken_at is null as is_active,
         e.last_synced_at as last_sync_at, coalesce(e.broken_reason, e.failure_code) as sync_error, e.created_at,
         e.updated_at
    from inbox.email_accounts e
   where e.kind = 'shared';
comment on view selify.workspace_email_accounts is
  'inbox.email_accounts of a workspace; the password is null: it is sealed, and only the server reads it';
grant select on selify.workspace_email_accounts to authenticated;

-- SE-129. The document has no key of it, so it is made of the two it is between.
create view selify.workspace_email_account_members with (security_invoker = true) as
  select md5(a.account_id::text || a.member_id::text)::uuid as id, a.account_id, m.user_id, a.role, a.created_at
    from inbox.email_account_members a
    join workspaces.members m on m.workspace_id = a.workspace_id and m.id = a.member_id
    join inbox.email_accounts e on e.workspace_id = a.workspace_id and e.id = a.account_id
   where e.kind = 'shared';
comment on view selify.workspace_email_account_members is 'inbox.email_account_members of shared mailboxes';
grant select on selify.workspace_email_account_members to authenticated;
