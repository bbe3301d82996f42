-- Conversations with people, not those under posts. What is snoozed waits, as what is pending does. Pictures are kept
-- in our own storage, to which only the server makes links; what is shown is where the platform had them.
create view socialsync.conversations with (security_invoker = true) as
  select v.id, v.channel_id as social_account_id, null::text as external_conversation_id,
         i.platform_user_id as customer_identifier, coalesce(k.name, i.name, i.username) as customer_name,
         i.picture_source as customer_avatar_url,
         case v.status when 'snoozed' then 'pending' else v.status end as status, v.priority,
         (select m.user_id from workspaces.members m
           where m.workspace_id = v.workspace_id and m.id = v.assigned_to) as assigned_to,
         array(select t.name from inbox.conversation_tags c
                 join inbox.tags t on t.workspace_id = c.workspace_id and t.id = c.tag_id
                where c.workspace_id = v.workspace_id and c.conversation_id = v.id order by t.name) as tags,
         -- SS-81: one state, shown as the two switches the document knows.
         case when v.automation_off_at is null then 'ON' else 'OFF' end as ai_mode,
         v.automation_off_at is not null as automation_disabled,
         v.inbound_count - v.read_count as unread_count, v.last_at as last_message_at,
         jsonb_strip_nulls(jsonb_build_object('category', v.category, 'subject', v.subject,
           'snoozed_until', v.snoozed_until, 'automation_off_why', v.automation_off_why)) as metadata,
         v.created_at, v.updated_at
    from inbox.conversations v
    join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
    join inbox.contacts k on k.workspace_id = i.workspace_id and k.id = i.contact_id;
comment on view socialsync.conversations is 'inbox.conversations, with whom they are';
grant select on socialsync.conversations to authenticated;

-- What went between the two, without what is written inside. SS-83: created_at is among the columns, as its own queries
-- need it; it is when it was said. What is neither picture, video nor sound is text.
create view socialsync.conversation_messages with (security_invoker = true) as
  select m.id, m.conversation_id, m.platform_message_id as external_message_id, m.direction, m.body as content,
         case when m.kind in ('image', 'video', 'audio') then m.kind else 'text' end as message_type,
         a.media_type,
         case m.direction when 'inbound' then i.platform_user_id else m.channel_id::text end as sender_id,
         case m.direction when 'inbound' then coalesce(k.name, i.name, i.username) else c.name end as sender_name,
         case m.direction when 'inbound' then i.picture_source end as sender_avatar_url,
         -- SS-25
         m.author in ('member', 'autopilot', 'automation') as is_from_agent,
         (select w.user_id from workspaces.members w
           where w.workspace_id = m.workspace_id and w.id = m.member_id) as agent_id,
         m.reply_to as reply_to_message_id,
         case when m.status in ('delivered', 'read', 'failed') then m.status else 'sent' end as status,
         a.storage_key as storage_object_name,
         m.details || jsonb_strip_nulls(jsonb_build_object('kind', m.kind, 'author', m.author, 'edited_at', m.edited_at,
           'unsent_at', m.unsent_at, 'failure_code', m.failure_code)) as metadata,
         m.happened_at as created_at, m.updated_at
    from inbox.messages m
    join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
    join inbox.channels c on c.workspace_id = m.workspace_id and c.id = m.channel_id
    join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
    join inbox.contacts k on k.workspace_id = i.workspace_id and k.id = i.contact_id
    left join lateral (select f.media_type, f.storage_key from inbox.attachments f
      where f.workspace_id = m.workspace_id and f.message_id = m.id order by f.place, f.id limit 1) a on true
   where m.direction <> 'internal' and m.status not in ('cancelled', 'scheduled');
comment on view socialsync.conversation_messages is
  'inbox.messages without notes and activities, and without what never went out';
grant select on socialsync.conversation_messages to authenticated;

-- SS-43: monitored_post_id is the link to use; post_id, which is deprecated, is the same. What was answered is shown
-- whoever answered it. Which decision it rests on is known once there is an autopilot. SS-83: with when it was written.
create view socialsync.comments with (security_invoker = true) as
  select c.id, c.post_id, c.post_id as monitored_post_id, c.platform_comment_id,
         coalesce(c.author_name, c.author_username) as author_name, c.author_platform_id as author_id,
         null::text as author_avatar_url, c.body as text, c.parent_platform_id as parent_id,
         c.likes_count as like_count, c.triage, c.response_text as ai_reply_text, null::uuid as ai_decision_id,
         c.replied_at, c.hidden_at is not null as hidden, c.happened_at as created_at, c.updated_at
    from inbox.comments c
   where c.deleted_at is null and c.kind <> 'review';
comment on view socialsync.comments is 'inbox.comments under posts';
grant select on socialsync.comments to authenticated;
