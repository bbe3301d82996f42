-- CR-50: answers that are written once and used often.

create table inbox.reply_templates (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null, -- made by the caller: the same id twice is one
  location_id  uuid,                 -- whose it is; null: everybody's
  name         text        not null,
  shortcut     text,                 -- typed after a slash
  category     text,
  body         text        not null,
  placeholders text[]      not null default '{}', -- names to fill, as they come in the body
  usage_count  integer     not null default 0,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, location_id)
    references workspaces.locations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint reply_template_texts_are_short check (length(name) between 1 and 120 and length(category) between 1 and 60
    and length(body) between 1 and 20000),
  constraint reply_template_shortcut_is_typed check (shortcut ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  constraint reply_template_placeholders_are_few check (cardinality(placeholders) <= 20),
  constraint reply_template_usage_is_a_count check (usage_count >= 0)
);
comment on table inbox.reply_templates is
  'Answers that are written once and used often. usage: product; audience: tenant; domain: inbox';
create unique index reply_templates_by_shortcut on inbox.reply_templates (workspace_id, location_id, shortcut)
  nulls not distinct where shortcut is not null;
-- The most used first.
create index reply_templates_by_usage on inbox.reply_templates (workspace_id, usage_count desc, id desc);
create index reply_templates_by_location on inbox.reply_templates (workspace_id, location_id);
create index reply_templates_by_creator on inbox.reply_templates (workspace_id, created_by);
create trigger reply_templates_500_touch before update on inbox.reply_templates
  for each row execute function app.touch_updated_at();
alter table inbox.reply_templates enable row level security;
alter table inbox.reply_templates force row level security;
create policy reply_templates_in_workspace on inbox.reply_templates
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.reply_templates to app_server;
grant update (location_id, name, shortcut, category, body, placeholders, usage_count, updated_at)
  on inbox.reply_templates to app_server;

-- In which messages one was used: what is counted once per message, however often it is said.
create table inbox.reply_uses (
  workspace_id uuid        not null,
  template_id  uuid        not null,
  message_id   uuid        not null, -- as its writer will send it; it may never be sent
  member_id    uuid,
  used_at      timestamptz not null,

  primary key (workspace_id, template_id, message_id),
  foreign key (workspace_id, template_id) references inbox.reply_templates (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id)
);
comment on table inbox.reply_uses is
  'In which messages a saved reply was used. usage: product; audience: internal; domain: inbox';
create index reply_uses_by_member on inbox.reply_uses (workspace_id, member_id);
alter table inbox.reply_uses enable row level security;
alter table inbox.reply_uses force row level security;
create policy reply_uses_in_workspace on inbox.reply_uses
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.reply_uses to app_server;

-- migrate: down

drop table inbox.reply_uses;
drop table inbox.reply_templates;
