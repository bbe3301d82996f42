-- Lists that somebody looks at again and again, and what is done with all of a list at once.

create table inbox.views (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null, -- made by the caller
  member_id    uuid,                 -- whose it is; null: everybody's
  name         text        not null,
  filters      jsonb       not null, -- as the list is asked for, by name: validated when it is written, and when it is read
  search       text,                 -- what is searched for in it
  place        integer     not null default 0,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint view_texts_are_short check (length(name) between 1 and 60 and length(search) between 1 and 200),
  constraint view_filters_are_small check (jsonb_typeof(filters) = 'object' and pg_column_size(filters) <= 4096)
);
comment on table inbox.views is
  'A list of conversations that was given a name. usage: product; audience: tenant; domain: inbox';
create index views_by_member on inbox.views (workspace_id, member_id, place, id);
create index views_by_creator on inbox.views (workspace_id, created_by);
create trigger views_500_touch before update on inbox.views
  for each row execute function app.touch_updated_at();
alter table inbox.views enable row level security;
alter table inbox.views force row level security;
create policy views_in_workspace on inbox.views
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.views to app_server;
grant update (member_id, name, filters, search, place, updated_at) on inbox.views to app_server;

-- What somebody wants done with many conversations. Which those are is settled when it is asked for; a job goes through
-- them a piece at a time, and stopped anywhere it goes on behind the last one that is done.
create table inbox.bulk_actions (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null, -- made by the caller: the same id twice is one
  asked_by        uuid,                 -- null when they have left
  action          text        not null,
  value           jsonb       not null default '{}', -- what of it: a tag, a member, a moment
  items_count     integer     not null,
  done_count      integer     not null default 0,
  changed_count   integer     not null default 0, -- the others were so already, or are gone
  cancelled_at    timestamptz,          -- what was done until then stays
  finished_at     timestamptz,
  undo_asked_at   timestamptz,
  undone_count    integer     not null default 0, -- the others somebody has changed since
  undone_at       timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, asked_by)
    references workspaces.members (workspace_id, id) on delete set null (asked_by),
  constraint bulk_action_is_known check (action in ('close', 'open', 'snooze', 'assign', 'tag', 'untag', 'priority',
    'category', 'read')),
  constraint bulk_action_value_is_small check (jsonb_typeof(value) = 'object' and pg_column_size(value) <= 1024),
  constraint bulk_action_counts_are_counts check (items_count between 0 and 10000
    and done_count between 0 and items_count and changed_count between 0 and done_count
    and undone_count between 0 and changed_count),
  constraint bulk_action_undone_only_when_asked check (undone_at is null or undo_asked_at is not null),
  constraint bulk_action_undo_asked_only_when_finished check (undo_asked_at is null or finished_at is not null)
);
comment on table inbox.bulk_actions is
  'What is done with many conversations at once. usage: product; audience: tenant; domain: inbox';
create index bulk_actions_by_asker on inbox.bulk_actions (workspace_id, asked_by);
create index bulk_actions_by_age on inbox.bulk_actions (workspace_id, created_at);
create index bulk_actions_under_way on inbox.bulk_actions (workspace_id, updated_at)
  where finished_at is null or (undo_asked_at is not null and undone_at is null);
create trigger bulk_actions_500_touch before update on inbox.bulk_actions
  for each row execute function app.touch_updated_at();
alter table inbox.bulk_actions enable row level security;
alter table inbox.bulk_actions force row level security;
create policy bulk_actions_in_workspace on inbox.bulk_actions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.bulk_actions to app_server;
grant update (done_count, changed_count, cancelled_at, finished_at, undo_asked_at, undone_count, undone_at, updated_at)
  on inbox.bulk_actions to app_server;

create table inbox.bulk_items (
  workspace_id    uuid        not null,
  bulk_id         uuid        not null,
  conversation_id uuid        not null,
  done_at         timestamptz,
  before          jsonb,                -- what was put back by undoing; null: nothing was changed
  undone_at       timestamptz,          -- looked at again: put back, or left since somebody has changed it

  primary key (workspace_id, bulk_id, conversation_id),
  foreign key (workspace_id, bulk_id) references inbox.bulk_actions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  constraint bulk_item_before_is_small check (jsonb_typeof(before) = 'object' and pg_column_size(before) <= 4096),
  constraint bulk_item_undone_only_when_changed check (undone_at is null or before is not null),
  constraint bulk_item_changed_only_when_done check (before is null or done_at is not null)
);
comment on table inbox.bulk_items is
  'One conversation of many that something is done with. usage: product; audience: internal; domain: inbox';
create index bulk_items_by_conversation on inbox.bulk_items (workspace_id, conversation_id);
create index bulk_items_to_do on inbox.bulk_items (workspace_id, bulk_id, conversation_id) where done_at is null;
create index bulk_items_to_undo on inbox.bulk_items (workspace_id, bulk_id, conversation_id)
  where before is not null and undone_at is null;
alter table inbox.bulk_items enable row level security;
alter table inbox.bulk_items force row level security;
create policy bulk_items_in_workspace on inbox.bulk_items to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (done_at, before, undone_at) on inbox.bulk_items to app_server;

-- migrate: down

drop table inbox.bulk_items;
drop table inbox.bulk_actions;
drop table inbox.views;
