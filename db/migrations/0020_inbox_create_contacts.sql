-- The people who write to us, and where their messages come in.

create schema inbox;
comment on schema inbox is 'What customers write and what they are answered: conversations, comments, mail, and the people behind them.';
grant usage on schema inbox to app_server;

-- One place where people write to us, whatever is behind it: an account on a platform, a mailbox. It has the id of what
-- is behind it, so that whoever knows one knows the other.
create table inbox.channels (
  workspace_id   uuid        not null references workspaces.workspaces (id) on delete cascade,
  id             uuid        not null,
  platform       text        not null,
  account_id     uuid,                 -- of connections; null for a mailbox
  name           text        not null, -- as it was last called
  location_id    uuid,                 -- whose team sees it; null: everybody's
  assign_mode    text        not null default 'nobody', -- who gets what nobody has taken
  created_at     timestamptz not null,
  updated_at     timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, location_id)
    references workspaces.locations (workspace_id, id) on delete set null (location_id),
  constraint channel_platform_is_known check (platform in ('instagram', 'messenger', 'whatsapp', 'youtube', 'tiktok',
    'telegram', 'twitter', 'google', 'email')),
  constraint channel_name_is_short check (length(name) between 1 and 255),
  constraint channel_assign_mode_is_known check (assign_mode in ('nobody', 'round_robin', 'by_load')),
  constraint channel_is_its_account check (account_id is null or account_id = id)
);
comment on table inbox.channels is
  'Where people write to us: an account on a platform, or a mailbox. usage: product; audience: tenant; domain: inbox';
create index channels_by_account on inbox.channels (workspace_id, account_id);
create index channels_by_location on inbox.channels (workspace_id, location_id);
create trigger channels_500_touch before update on inbox.channels
  for each row execute function app.touch_updated_at();
alter table inbox.channels enable row level security;
alter table inbox.channels force row level security;
create policy channels_in_workspace on inbox.channels
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.channels to app_server;
grant update (name, location_id, assign_mode, updated_at) on inbox.channels to app_server;

create table inbox.contacts (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  name         text,                 -- as we call them; null: as they call themselves
  language     text,                 -- as somebody set it, or as what they write looks like
  timezone     text,
  fields       jsonb       not null default '{}', -- the workspace's own, by name
  merged_into  uuid,                 -- they are somebody we know already
  erased_at    timestamptz,          -- what was known of them is gone, and stays gone
  heard_at     timestamptz,          -- when they last wrote, or reacted
  is_demo      boolean     not null default false,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, merged_into) references inbox.contacts (workspace_id, id) on delete cascade,
  constraint contact_texts_are_short check (
    length(name) between 1 and 255 and length(language) between 2 and 35 and length(timezone) <= 64),
  constraint contact_fields_are_small check (jsonb_typeof(fields) = 'object' and pg_column_size(fields) <= 16384),
  constraint contact_is_not_merged_into_itself check (merged_into <> id)
);
comment on table inbox.contacts is
  'A person who writes to us, on however many channels. usage: product; audience: tenant; domain: inbox';
create index contacts_by_created on inbox.contacts (workspace_id, created_at desc, id desc)
  where merged_into is null and erased_at is null;
create index contacts_by_merged on inbox.contacts (workspace_id, merged_into);
create trigger contacts_500_touch before update on inbox.contacts
  for each row execute function app.touch_updated_at();
alter table inbox.contacts enable row level security;
alter table inbox.contacts force row level security;
create policy contacts_in_workspace on inbox.contacts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contacts to app_server;
grant update (name, language, timezone, fields, merged_into, erased_at, heard_at, updated_at)
  on inbox.contacts to app_server;

-- Who somebody is on one channel. Platforms name people per account, so the same person has as many of these as there
-- are accounts they wrote to.
create table inbox.identities (
  workspace_id     uuid        not null,
  id               uuid        not null,
  contact_id       uuid        not null,
  channel_id       uuid        not null,
  platform_user_id text        not null, -- in the platform's words: a scoped id, a number, a mail address
  username         text,
  name             text,
  profile_url      text,
  picture_key      text,                 -- of our own storage: the platform's address of it expires
  picture_source   text,                 -- where it was fetched from, so that the same is not fetched again
  looked_up_at     timestamptz,          -- when the platform was last asked who this is
  created_at       timestamptz not null,
  updated_at       timestamptz not null,

  primary key (workspace_id, id),
  constraint identity_once_per_channel unique (workspace_id, channel_id, platform_user_id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade,
  constraint identity_texts_are_short check (length(platform_user_id) between 1 and 320 and length(username) <= 255
    and length(name) <= 255 and length(profile_url) <= 2000 and length(picture_key) <= 900
    and length(picture_source) <= 4000)
);
comment on table inbox.identities is
  'Who a contact is on one channel. usage: product; audience: tenant; domain: inbox';
create index identities_by_contact on inbox.identities (workspace_id, contact_id);
create trigger identities_500_touch before update on inbox.identities
  for each row execute function app.touch_updated_at();
alter table inbox.identities enable row level security;
alter table inbox.identities force row level security;
create policy identities_in_workspace on inbox.identities
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.identities to app_server;
grant update (contact_id, platform_user_id, username, name, profile_url, picture_key, picture_source, looked_up_at,
              updated_at) on inbox.identities to app_server;

create table inbox.tags (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  name         text        not null,
  color        text        not null default 'gray',
  created_at   timestamptz not null,
  created_by   uuid,

  primary key (workspace_id, id),
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint tag_name_is_short check (length(name) between 1 and 60),
  constraint tag_color_is_known check (color in ('gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'))
);
comment on table inbox.tags is
  'A word that conversations, comments and contacts are sorted by. usage: product; audience: tenant; domain: inbox';
create unique index tags_by_name on inbox.tags (workspace_id, lower(name));
create index tags_by_creator on inbox.tags (workspace_id, created_by);
alter table inbox.tags enable row level security;
alter table inbox.tags force row level security;
create policy tags_in_workspace on inbox.tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (name, color) on inbox.tags to app_server;

create table inbox.contact_tags (
  workspace_id uuid        not null,
  contact_id   uuid        not null,
  tag_id       uuid        not null,
  created_at   timestamptz not null,

  primary key (workspace_id, contact_id, tag_id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, tag_id) references inbox.tags (workspace_id, id) on delete cascade
);
comment on table inbox.contact_tags is 'Tags of a contact. usage: product; audience: tenant; domain: inbox';
create index contact_tags_by_tag on inbox.contact_tags (workspace_id, tag_id);
alter table inbox.contact_tags enable row level security;
alter table inbox.contact_tags force row level security;
create policy contact_tags_in_workspace on inbox.contact_tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contact_tags to app_server;

-- migrate: down

drop table inbox.contact_tags;
drop table inbox.tags;
drop table inbox.identities;
drop table inbox.contacts;
drop table inbox.channels;
drop schema inbox;
