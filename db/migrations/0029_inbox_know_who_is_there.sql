-- Who looks at a conversation now, and what lists of conversations and the handing out of them go by.

-- A row per person and conversation, said again every few seconds. In a table, because the browsers of two colleagues
-- are connected to different processes. A crash leaves rows that are too old to be believed: a sweep removes them.
create table inbox.presences (
  workspace_id    uuid        not null,
  conversation_id uuid        not null,
  member_id       uuid        not null,
  state           text        not null,
  seen_at         timestamptz not null,

  primary key (workspace_id, conversation_id, member_id),
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  constraint presence_state_is_known check (state in ('viewing', 'typing'))
);
comment on table inbox.presences is
  'Who looks at a conversation, or writes in it, now. usage: product; audience: tenant; domain: inbox';
create index presences_by_member on inbox.presences (workspace_id, member_id);
create index presences_by_age on inbox.presences (workspace_id, seen_at);
alter table inbox.presences enable row level security;
alter table inbox.presences force row level security;
create policy presences_in_workspace on inbox.presences
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (state, seen_at) on inbox.presences to app_server;

-- Whoever was given the last one that nobody had: the next goes to whoever comes after them in the order of ids. It is
-- a place in a circle and no reference, so it stays where it is when that member leaves.
alter table inbox.channels add column handed_to uuid;
grant update (handed_to) on inbox.channels to app_server;
create index channels_by_name on inbox.channels (workspace_id, name, id);
create index channels_by_platform on inbox.channels (workspace_id, platform);

-- Sorted out of the ordinary, or more urgent than it: few, so the indexes are small, and lists of them are no walk over
-- all the others.
create index conversations_by_category on inbox.conversations
  (workspace_id, category, status, last_at desc, id desc) where category <> 'general';
create index conversations_by_priority on inbox.conversations
  (workspace_id, priority, status, last_at desc, id desc) where priority <> 'normal';
-- What nobody has. An index with the assignee in it has no order where there is none.
create index conversations_unassigned on inbox.conversations
  (workspace_id, status, last_at desc, id desc) where assigned_to is null;
-- What a note asks of somebody who has not seen it yet.
create index note_mentions_not_seen on inbox.note_mentions (workspace_id, member_id) where seen_at is null;

-- migrate: down

drop index inbox.note_mentions_not_seen;
drop index inbox.conversations_unassigned;
drop index inbox.conversations_by_priority;
drop index inbox.conversations_by_category;
drop index inbox.channels_by_platform;
drop index inbox.channels_by_name;
alter table inbox.channels drop column handed_to;
drop table inbox.presences;
