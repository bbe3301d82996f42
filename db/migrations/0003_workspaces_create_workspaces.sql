-- The workspace is the tenant: what one brand, creator or agency sees. Its id is the first column of every key
-- below it. This is the least that the ground needs; it grows with the module.

create schema workspaces;
comment on schema workspaces is 'Where people work, and what they are there.';
grant usage on schema workspaces to app_server;

create table workspaces.workspaces (
  id            uuid        not null primary key,
  name          text        not null,
  is_demo       boolean     not null default false,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  constraint workspace_id_is_not_nil check (id <> '00000000-0000-0000-0000-000000000000'),
  constraint workspace_name_is_not_blank check (length(trim(name)) between 1 and 120)
);
comment on table workspaces.workspaces is
  'A tenant: one brand, creator or agency. usage: product; audience: tenant; domain: workspaces';
create trigger workspaces_500_touch before update on workspaces.workspaces
  for each row execute function app.touch_updated_at();

create table workspaces.members (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  user_id       uuid        not null references identity.users (id) on delete cascade,
  role          text        not null,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id, id),
  constraint member_once_per_workspace unique (workspace_id, user_id),
  constraint member_role_is_known check (role in ('owner', 'admin', 'manager', 'member', 'viewer'))
);
comment on table workspaces.members is
  'A person''s place in a workspace, and their role. usage: product; audience: tenant; domain: workspaces';
-- "Where do I work?", asked at sign-in, across workspaces.
create index members_by_user on workspaces.members (user_id, workspace_id);
create trigger members_500_touch before update on workspaces.members
  for each row execute function app.touch_updated_at();

alter table workspaces.members enable row level security;
alter table workspaces.members force row level security;
create policy members_in_workspace on workspaces.members
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
-- One's own places, wherever they are; not while working in one of them.
create policy members_oneself on workspaces.members for select to app_server
  using ((select app.is_person()) and user_id = (select app.current_user_id()));
grant select, insert, delete, update (role, updated_at) on workspaces.members to app_server;

alter table workspaces.workspaces enable row level security;
alter table workspaces.workspaces force row level security;
create policy workspaces_in_workspace on workspaces.workspaces
  using (id = (select app.current_workspace_id()))
  with check (id = (select app.current_workspace_id()));
create policy workspaces_of_oneself on workspaces.workspaces for select to app_server
  using ((select app.is_person()) and id in (select workspace_id from workspaces.members));
-- Sweeps run in every workspace, so the installation must know which there are.
create policy workspaces_for_the_installation on workspaces.workspaces for select to app_server
  using ((select app.is_installation()));
grant select, insert, update (name, updated_at) on workspaces.workspaces to app_server;

-- Doors keep members in memory. A change of place or role reaches all of them at once.
create function workspaces.announce_member_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('stoa_doors', old.user_id::text);
  return null;
end;
$$;
create trigger members_500_announce_change after update or delete on workspaces.members
  for each row execute function workspaces.announce_member_change();

-- A place of the business: a shop, a studio, an office, with its own clock.
create table workspaces.locations (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null, -- made by the caller: the same id twice is one location
  name          text        not null,
  timezone      text        not null,
  created_by    uuid,                 -- null when the system made it, or the member has left
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  closed_at     timestamptz,
  closed_by     uuid,

  primary key (workspace_id, id),
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  foreign key (workspace_id, closed_by)
    references workspaces.members (workspace_id, id) on delete set null (closed_by),

  constraint location_name_is_not_blank check (length(trim(name)) between 1 and 120),
  constraint location_timezone_is_not_blank check (length(timezone) between 1 and 64),
  constraint location_closed_by_only_when_closed check (closed_at is not null or closed_by is null)
);
comment on table workspaces.locations is
  'A place of the business, with its own timezone. usage: product; audience: tenant; domain: workspaces';
-- The list: by name, open ones only.
create index locations_by_name on workspaces.locations (workspace_id, name, id) where closed_at is null;
-- Behind the keys to members: without them, removing a member reads every location.
create index locations_by_creator on workspaces.locations (workspace_id, created_by);
create index locations_by_closer on workspaces.locations (workspace_id, closed_by);
create trigger locations_500_touch before update on workspaces.locations
  for each row execute function app.touch_updated_at();

alter table workspaces.locations enable row level security;
alter table workspaces.locations force row level security;
create policy locations_in_workspace on workspaces.locations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on workspaces.locations to app_server;
grant update (name, timezone, closed_at, closed_by, updated_at) on workspaces.locations to app_server;

-- migrate: down

drop schema workspaces cascade;
