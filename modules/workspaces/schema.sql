-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema workspaces;
comment on schema workspaces is 'Where people work, and what they are there.';
grant usage on schema workspaces to app_server;

create function workspaces.announce_member_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform pg_notify('stoa_doors', old.user_id::text);
  return null;
end;
$function$;

create table workspaces.locations (
  workspace_id uuid        not null,
  id           uuid        not null,
  name         text        not null,
  timezone     text        not null,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  closed_at    timestamptz,
  closed_by    uuid,
  constraint locations_pkey primary key (workspace_id, id),
  constraint locations_workspace_id_closed_by_fkey foreign key (workspace_id, closed_by) references workspaces.members(workspace_id, id) on delete set null (closed_by),
  constraint locations_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint locations_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint location_closed_by_only_when_closed check ((closed_at is not null) or (closed_by is null)),
  constraint location_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint location_timezone_is_not_blank check ((length(timezone) >= 1) and (length(timezone) <= 64))
);
comment on table workspaces.locations is 'A place of the business, with its own timezone. usage: product; audience: tenant; domain: workspaces';
create index locations_by_closer on workspaces.locations (workspace_id, closed_by);
create index locations_by_creator on workspaces.locations (workspace_id, created_by);
create index locations_by_name on workspaces.locations (workspace_id, name, id) where (closed_at is null);
alter table workspaces.locations enable row level security;
alter table workspaces.locations force row level security;
create policy locations_in_workspace on workspaces.locations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (closed_at, closed_by, name, timezone, updated_at) on workspaces.locations to app_server;
create trigger locations_500_touch before update on workspaces.locations for each row execute function app.touch_updated_at();

create table workspaces.members (
  workspace_id uuid        not null,
  id           uuid        not null,
  user_id      uuid        not null,
  role         text        not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint members_pkey primary key (workspace_id, id),
  constraint member_once_per_workspace unique (workspace_id, user_id),
  constraint members_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint members_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint member_role_is_known check (role = any (array['owner', 'admin', 'manager', 'member', 'viewer']))
);
comment on table workspaces.members is 'A person''s place in a workspace, and their role. usage: product; audience: tenant; domain: workspaces';
create index members_by_user on workspaces.members (user_id, workspace_id);
alter table workspaces.members enable row level security;
alter table workspaces.members force row level security;
create policy members_in_workspace on workspaces.members
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy members_oneself on workspaces.members for select to app_server
  using ((select app.is_person()) and (user_id = (select app.current_user_id())));
grant select, insert, update (role, updated_at), delete on workspaces.members to app_server;
create trigger members_500_announce_change after delete or update on workspaces.members for each row execute function workspaces.announce_member_change();
create trigger members_500_touch before update on workspaces.members for each row execute function app.touch_updated_at();

create table workspaces.workspaces (
  id         uuid        not null,
  name       text        not null,
  is_demo    boolean     not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint workspaces_pkey primary key (id),
  constraint workspace_id_is_not_nil check (id <> '00000000-0000-0000-0000-000000000000'::uuid),
  constraint workspace_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120))
);
comment on table workspaces.workspaces is 'A tenant: one brand, creator or agency. usage: product; audience: tenant; domain: workspaces';
alter table workspaces.workspaces enable row level security;
alter table workspaces.workspaces force row level security;
create policy workspaces_for_the_installation on workspaces.workspaces for select to app_server
  using (select app.is_installation());
create policy workspaces_in_workspace on workspaces.workspaces
  using (id = (select app.current_workspace_id()))
  with check (id = (select app.current_workspace_id()));
create policy workspaces_of_oneself on workspaces.workspaces for select to app_server
  using ((select app.is_person()) and (id in ( select members.workspace_id
   from workspaces.members)));
grant select, insert, update (name, updated_at) on workspaces.workspaces to app_server;
create trigger workspaces_500_touch before update on workspaces.workspaces for each row execute function app.touch_updated_at();
