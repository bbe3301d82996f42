-- What direct clients may do with the inbox: see what was said, as far as their permissions go. A mailbox of a few is
-- for the server alone to show, but for one's own in the list of them; and so is everything that is written.

grant usage on schema inbox to authenticated;
grant select on inbox.channels, inbox.identities, inbox.contacts, inbox.tags, inbox.conversations,
  inbox.conversation_tags, inbox.conversation_reads, inbox.messages, inbox.message_reactions, inbox.attachments,
  inbox.comments, inbox.comment_tags, inbox.comment_notes, inbox.reply_templates, inbox.views, inbox.email_accounts,
  inbox.email_account_members to authenticated;

-- Whom the claims name, as a member of the workspace they name.
create function inbox.member_of_direct_client() returns uuid
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select m.id from workspaces.members m
   where m.workspace_id = app.current_workspace_id() and m.user_id = app.current_user_id()
$$;

-- Which channels are for all who may read the inbox. Asked once per query, not once per row.
create function inbox.channels_of_direct_client() returns uuid[]
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case when workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}')
              then array(select c.id from inbox.channels c
                          where c.workspace_id = app.current_workspace_id() and not c.member_only)
              else '{}'::uuid[] end
$$;

create policy channels_for_who_may_read_them on inbox.channels as restrictive for select to authenticated
  using (not member_only
    and (select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}')));
create policy identities_for_who_may_read_them on inbox.identities as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy contacts_for_who_may_read_them on inbox.contacts as restrictive for select to authenticated
  using (exists (select from inbox.identities i
    where i.workspace_id = contacts.workspace_id and i.contact_id = contacts.id));
create policy tags_for_who_may_read_them on inbox.tags as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}')));
create policy conversations_for_who_may_read_them on inbox.conversations
  as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy conversation_tags_for_who_may_read_them on inbox.conversation_tags
  as restrictive for select to authenticated
  using (exists (select from inbox.conversations v
    where v.workspace_id = conversation_tags.workspace_id and v.id = conversation_tags.conversation_id));
create policy conversation_reads_for_who_may_read_them on inbox.conversation_reads
  as restrictive for select to authenticated
  using (exists (select from inbox.conversations v
    where v.workspace_id = conversation_reads.workspace_id and v.id = conversation_reads.conversation_id));
create policy messages_for_who_may_read_them on inbox.messages as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy message_reactions_for_who_may_read_them on inbox.message_reactions
  as restrictive for select to authenticated
  using (exists (select from inbox.messages m
    where m.workspace_id = message_reactions.workspace_id and m.id = message_reactions.message_id));
create policy attachments_for_who_may_read_them on inbox.attachments
  as restrictive for select to authenticated
  using (exists (select from inbox.messages m
    where m.workspace_id = attachments.workspace_id and m.id = attachments.message_id));
create policy comments_for_who_may_read_them on inbox.comments as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy comment_tags_for_who_may_read_them on inbox.comment_tags
  as restrictive for select to authenticated
  using (exists (select from inbox.comments c
    where c.workspace_id = comment_tags.workspace_id and c.id = comment_tags.comment_id));
create policy comment_notes_for_who_may_read_them on inbox.comment_notes
  as restrictive for select to authenticated
  using (exists (select from inbox.comments c
    where c.workspace_id = comment_notes.workspace_id and c.id = comment_notes.comment_id));
create policy reply_templates_for_who_may_read_them on inbox.reply_templates
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}')));
create policy views_for_who_may_read_them on inbox.views as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'))
    and (member_id is null or member_id = (select inbox.member_of_direct_client())));
create policy email_accounts_for_who_may_read_them on inbox.email_accounts
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'))
    and (owner_member_id = (select inbox.member_of_direct_client())
      or exists (select from inbox.channels c
        where c.workspace_id = email_accounts.workspace_id and c.id = email_accounts.id)));
create policy email_account_members_for_who_may_read_them on inbox.email_account_members
  as restrictive for select to authenticated
  using (exists (select from inbox.email_accounts e
    where e.workspace_id = email_account_members.workspace_id and e.id = email_account_members.account_id));

-- migrate: down

drop policy email_account_members_for_who_may_read_them on inbox.email_account_members;
drop policy email_accounts_for_who_may_read_them on inbox.email_accounts;
drop policy views_for_who_may_read_them on inbox.views;
drop policy reply_templates_for_who_may_read_them on inbox.reply_templates;
drop policy comment_notes_for_who_may_read_them on inbox.comment_notes;
drop policy comment_tags_for_who_may_read_them on inbox.comment_tags;
drop policy comments_for_who_may_read_them on inbox.comments;
drop policy attachments_for_who_may_read_them on inbox.attachments;
drop policy message_reactions_for_who_may_read_them on inbox.message_reactions;
drop policy messages_for_who_may_read_them on inbox.messages;
drop policy conversation_reads_for_who_may_read_them on inbox.conversation_reads;
drop policy conversation_tags_for_who_may_read_them on inbox.conversation_tags;
drop policy conversations_for_who_may_read_them on inbox.conversations;
drop policy tags_for_who_may_read_them on inbox.tags;
drop policy contacts_for_who_may_read_them on inbox.contacts;
drop policy identities_for_who_may_read_them on inbox.identities;
drop policy channels_for_who_may_read_them on inbox.channels;
drop function inbox.channels_of_direct_client;
drop function inbox.member_of_direct_client;
revoke select on inbox.channels, inbox.identities, inbox.contacts, inbox.tags, inbox.conversations,
  inbox.conversation_tags, inbox.conversation_reads, inbox.messages, inbox.message_reactions, inbox.attachments,
  inbox.comments, inbox.comment_tags, inbox.comment_notes, inbox.reply_templates, inbox.views, inbox.email_accounts,
  inbox.email_account_members from authenticated;
revoke usage on schema inbox from authenticated;
