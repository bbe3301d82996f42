-- What was said between one person and one channel, and what is to be done about it.

create table inbox.conversations (
  workspace_id       uuid        not null,
  id                 uuid        not null,
  channel_id         uuid        not null,
  identity_id        uuid        not null,
  kind               text        not null, -- direct: one per person and channel; mail: one per thread
  subject            text,                 -- of a mail

  status             text        not null default 'open',
  status_at          timestamptz not null,
  status_by          uuid,                 -- null: nobody in particular
  snoozed_until      timestamptz,
  priority           text        not null default 'normal',
  category           text        not null default 'general',
  accepted_at        timestamptz,          -- a request that somebody let in
  accepted_by        uuid,
  assigned_to        uuid,                 -- a member
  assigned_location  uuid,                 -- or the team of a location
  assigned_at        timestamptz,

  -- Whether machines may answer. One state, derived from these: SS-81.
  automation_off_at  timestamptz,          -- null: they may
  automation_off_by  uuid,                 -- null: nobody in particular
  automation_off_why text,                 -- switched, person_replied, escalated

  -- What the list shows, kept with the messages in the same transaction.
  messages_count     integer     not null default 0,
  inbound_count      integer     not null default 0, -- what a person has read is counted against this
  read_count         integer     not null default 0, -- what anybody has read of it
  last_message_id    uuid,
  last_at            timestamptz not null, -- the order of the list
  last_text          text,
  last_kind          text,
  last_direction     text,
  last_status        text,
  first_inbound_at   timestamptz,
  last_inbound_at    timestamptz,          -- the platform's window begins here
  last_outbound_at   timestamptz,
  waiting_since      timestamptz,          -- the oldest word that nobody has answered
  is_demo            boolean     not null default false,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade,
  foreign key (workspace_id, identity_id) references inbox.identities (workspace_id, id) on delete cascade,
  foreign key (workspace_id, status_by)
    references workspaces.members (workspace_id, id) on delete set null (status_by),
  foreign key (workspace_id, accepted_by)
    references workspaces.members (workspace_id, id) on delete set null (accepted_by),
  foreign key (workspace_id, assigned_to)
    references workspaces.members (workspace_id, id) on delete set null (assigned_to),
  foreign key (workspace_id, assigned_location)
    references workspaces.locations (workspace_id, id) on delete set null (assigned_location),
  foreign key (workspace_id, automation_off_by)
    references workspaces.members (workspace_id, id) on delete set null (automation_off_by),
  constraint conversation_kind_is_known check (kind in ('direct', 'mail')),
  constraint conversation_status_is_known check (status in ('open', 'pending', 'closed', 'snoozed')),
  constraint conversation_snoozed_until_iff_snoozed check ((status = 'snoozed') = (snoozed_until is not null)),
  constraint conversation_priority_is_known check (priority in ('normal', 'high', 'urgent')),
  constraint conversation_category_is_known check (category in ('primary', 'general', 'requests', 'hidden')),
  constraint conversation_accepted_by_only_when_accepted check (accepted_at is not null or accepted_by is null),
  constraint conversation_automation_is_off_for_a_reason check (
    (automation_off_at is null) = (automation_off_why is null)
    and (automation_off_at is not null or automation_off_by is null)),
  constraint conversation_automation_reason_is_known check (
    automation_off_why in ('switched', 'person_replied', 'escalated')),
  constraint conversation_texts_are_short check (length(subject) <= 998 and length(last_text) <= 200),
  constraint conversation_counts_are_counts check (
    inbound_count between 0 and messages_count and read_count between 0 and inbound_count),
  constraint conversation_last_message_is_whole check (
    (last_message_id is null) = (last_kind is null) and (last_message_id is null) = (last_direction is null)
    and (last_message_id is null) = (last_status is null))
);
comment on table inbox.conversations is
  'What was said between a person and a channel. usage: product; audience: tenant; domain: inbox';
-- SE-58: one per person and channel, but of mail as many as there are threads.
create unique index conversations_one_direct on inbox.conversations (workspace_id, identity_id) where kind = 'direct';
create index conversations_by_identity on inbox.conversations (workspace_id, identity_id, last_at desc, id desc);
-- The list: everything, by status, of a channel, of a person, of a team.
create index conversations_by_last on inbox.conversations (workspace_id, last_at desc, id desc);
create index conversations_by_status on inbox.conversations (workspace_id, status, last_at desc, id desc);
create index conversations_by_channel on inbox.conversations (workspace_id, channel_id, status, last_at desc, id desc);
create index conversations_by_assignee on inbox.conversations (workspace_id, assigned_to, status, last_at desc, id desc);
create index conversations_by_team on inbox.conversations
  (workspace_id, assigned_location, status, last_at desc, id desc);
create index conversations_to_wake on inbox.conversations (workspace_id, snoozed_until) where status = 'snoozed';
create index conversations_unread on inbox.conversations (workspace_id, status, last_at desc, id desc)
  where inbound_count > read_count;
create index conversations_waiting on inbox.conversations (workspace_id, waiting_since, id)
  where waiting_since is not null;
create index conversations_by_status_changer on inbox.conversations (workspace_id, status_by);
create index conversations_by_accepter on inbox.conversations (workspace_id, accepted_by);
create index conversations_by_automation_switcher on inbox.conversations (workspace_id, automation_off_by);
create trigger conversations_500_touch before update on inbox.conversations
  for each row execute function app.touch_updated_at();
alter table inbox.conversations enable row level security;
alter table inbox.conversations force row level security;
create policy conversations_in_workspace on inbox.conversations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.conversations to app_server;
grant update (identity_id, subject, status, status_at, status_by, snoozed_until, priority, category, accepted_at,
              accepted_by, assigned_to, assigned_location, assigned_at, automation_off_at, automation_off_by,
              automation_off_why, messages_count, inbound_count, read_count, last_message_id, last_at, last_text,
              last_kind, last_direction, last_status, first_inbound_at, last_inbound_at, last_outbound_at,
              waiting_since, updated_at) on inbox.conversations to app_server;

create table inbox.conversation_tags (
  workspace_id    uuid        not null,
  conversation_id uuid        not null,
  tag_id          uuid        not null,
  created_at      timestamptz not null,

  primary key (workspace_id, conversation_id, tag_id),
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, tag_id) references inbox.tags (workspace_id, id) on delete cascade
);
comment on table inbox.conversation_tags is
  'Tags of a conversation. usage: product; audience: tenant; domain: inbox';
create index conversation_tags_by_tag on inbox.conversation_tags (workspace_id, tag_id, conversation_id);
alter table inbox.conversation_tags enable row level security;
alter table inbox.conversation_tags force row level security;
create policy conversation_tags_in_workspace on inbox.conversation_tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.conversation_tags to app_server;

-- How much of a conversation each person has read: unread is what came in since.
create table inbox.conversation_reads (
  workspace_id    uuid        not null,
  member_id       uuid        not null,
  conversation_id uuid        not null,
  read_count      integer     not null,
  read_at         timestamptz not null,

  primary key (workspace_id, member_id, conversation_id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  constraint conversation_read_count_is_not_negative check (read_count >= 0)
);
comment on table inbox.conversation_reads is
  'How much of a conversation a person has read. usage: product; audience: tenant; domain: inbox';
create index conversation_reads_by_conversation on inbox.conversation_reads (workspace_id, conversation_id);
alter table inbox.conversation_reads enable row level security;
alter table inbox.conversation_reads force row level security;
create policy conversation_reads_in_workspace on inbox.conversation_reads
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (read_count, read_at) on inbox.conversation_reads to app_server;

-- migrate: down

drop table inbox.conversation_reads;
drop table inbox.conversation_tags;
drop table inbox.conversations;
