-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema workspaces;
comment on schema workspaces is 'Where people work, and what they are there.';
grant usage on schema workspaces to app_server;
grant usage on schema workspaces to authenticated;

create function workspaces.announce_key_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  if tg_op = 'DELETE' or new.revoked_at is distinct from old.revoked_at then
    perform pg_notify('stoa_doors', encode(old.token_hash, 'hex'));
  end if;
  return null;
end;
$function$;

create function workspaces.announce_location_role_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_row workspaces.location_roles := case when tg_op = 'DELETE' then old else new end;
begin
  perform pg_notify('stoa_doors', user_id::text) from workspaces.members
    where workspace_id = v_row.workspace_id and id = v_row.member_id;
  return null;
end;
$function$;

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

create function workspaces.announce_workspace_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  if new.deleted_at is distinct from old.deleted_at then
    perform pg_notify('stoa_doors', 'workspace ' || old.id::text);
  end if;
  return null;
end;
$function$;

create function workspaces.count_locations()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_change integer := (case when tg_op <> 'DELETE' and new.closed_at is null then 1 else 0 end)
                    - (case when tg_op <> 'INSERT' and old.closed_at is null then 1 else 0 end);
begin
  if v_change <> 0 then
    update workspaces.workspaces set locations_count = locations_count + v_change
     where id = case when tg_op = 'DELETE' then old.workspace_id else new.workspace_id end;
  end if;
  return null;
end;
$function$;

create function workspaces.count_members()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  update workspaces.workspaces
     set members_count = members_count + case when tg_op = 'INSERT' then 1 else -1 end
   where id = case when tg_op = 'INSERT' then new.workspace_id else old.workspace_id end;
  return null;
end;
$function$;

create function workspaces.direct_client_may(permission text, by_role text[])
 returns boolean
 language sql
 stable parallel safe
return (exists (select from (workspaces.members m join identity.users u on ((u.id = m.user_id))) where ((m.workspace_id = app.current_workspace_id()) and (m.user_id = app.current_user_id()) and (u.disabled_at is null) and (u.deleted_at is null) and ((m.role = 'owner'::text) or ((direct_client_may.permission <> all (m.withdrawn_permissions)) and ((m.role = any (direct_client_may.by_role)) or (direct_client_may.permission = any (m.extra_permissions))))))));

create table workspaces.api_keys (
  workspace_id uuid        not null,
  id           uuid        not null,
  name         text        not null,
  token_hash   bytea       not null,
  hint         text        not null,
  permissions  text[]      not null,
  made_by      uuid        not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  last_used_at timestamptz,
  revoked_at   timestamptz,
  revoked_by   uuid,
  constraint api_keys_pkey primary key (workspace_id, id),
  constraint api_keys_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint api_keys_workspace_id_made_by_fkey foreign key (workspace_id, made_by) references workspaces.members(workspace_id, id) on delete cascade,
  constraint api_keys_workspace_id_revoked_by_fkey foreign key (workspace_id, revoked_by) references workspaces.members(workspace_id, id) on delete set null (revoked_by),
  constraint api_key_expires_after_it_began check (expires_at > created_at),
  constraint api_key_hint_is_short check ((length(hint) >= 1) and (length(hint) <= 8)),
  constraint api_key_is_hashed check (octet_length(token_hash) = 32),
  constraint api_key_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint api_key_permissions_are_few check ((cardinality(permissions) >= 1) and (cardinality(permissions) <= 200))
);
comment on table workspaces.api_keys is 'What another program shows at the door; here is its SHA-256. usage: secret; audience: internal; domain: workspaces';
create index api_keys_by_age on workspaces.api_keys (workspace_id, created_at desc, id desc);
create index api_keys_by_maker on workspaces.api_keys (workspace_id, made_by);
create index api_keys_by_revoker on workspaces.api_keys (workspace_id, revoked_by);
create unique index api_keys_by_token on workspaces.api_keys (workspace_id, token_hash);
alter table workspaces.api_keys enable row level security;
alter table workspaces.api_keys force row level security;
create policy api_keys_in_workspace on workspaces.api_keys
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (last_used_at, name, revoked_at, revoked_by) on workspaces.api_keys to app_server;
create trigger api_keys_500_announce_change after delete or update on workspaces.api_keys for each row execute function workspaces.announce_key_change();

create table workspaces.audit_entries (
  workspace_id  uuid        not null,
  id            uuid        not null,
  actor_kind    text        not null,
  actor_user_id uuid,
  actor_key_id  uuid,
  category      text        not null,
  action        text        not null,
  subject_type  text        not null,
  subject_id    text,
  changes       jsonb       not null default '{}'::jsonb,
  succeeded     boolean     not null default true,
  error_code    text,
  address       text,
  agent         text,
  request_id    text,
  created_at    timestamptz not null,
  constraint audit_entries_pkey primary key (workspace_id, id),
  constraint audit_entries_actor_user_id_fkey foreign key (actor_user_id) references identity.users(id) on delete set null,
  constraint audit_entries_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint audit_action_is_named check ((action ~ '^[a-z]+\.[a-z_]+$') and (length(action) <= 120)),
  constraint audit_actor_is_known check (actor_kind = any (array['member', 'key', 'person', 'administrator', 'autopilot', 'system', 'nobody'])),
  constraint audit_category_is_known check (category = any (array['identity', 'membership', 'settings', 'secrets', 'money', 'connections', 'workspace', 'content', 'installation'])),
  constraint audit_texts_are_short check ((length(subject_type) <= 60) and (length(subject_id) <= 120) and (length(agent) <= 500) and (length(address) <= 60) and (length(error_code) <= 120) and (pg_column_size(changes) <= 32768))
);
comment on table workspaces.audit_entries is 'What changed in a workspace, and who did it. usage: log; audience: tenant; domain: workspaces';
create index audit_entries_by_actor on workspaces.audit_entries (workspace_id, actor_user_id, created_at desc, id desc);
create index audit_entries_by_age on workspaces.audit_entries (workspace_id, created_at desc, id desc);
create index audit_entries_by_category on workspaces.audit_entries (workspace_id, category, created_at desc, id desc);
create index audit_entries_by_key on workspaces.audit_entries (workspace_id, actor_key_id, created_at desc, id desc) where (actor_key_id is not null);
create index audit_entries_by_subject on workspaces.audit_entries (workspace_id, subject_type, subject_id, created_at desc, id desc);
create index audit_entries_of_user on workspaces.audit_entries (actor_user_id);
create index audit_entries_refused on workspaces.audit_entries (workspace_id, created_at desc, id desc) where (not succeeded);
alter table workspaces.audit_entries enable row level security;
alter table workspaces.audit_entries force row level security;
create policy audit_entries_for_who_may_read_them on workspaces.audit_entries as restrictive for select to authenticated
  using ((workspace_id = (select app.current_workspace_id())) and (exists ( select
   from workspaces.members m
  where ((m.workspace_id = audit_entries.workspace_id) and (m.user_id = (select app.current_user_id())) and ((m.role = any (array['owner', 'admin'])) or ('workspaces.read_audit' = any (m.extra_permissions))) and ('workspaces.read_audit' <> all (m.withdrawn_permissions))))));
create policy audit_entries_in_workspace on workspaces.audit_entries
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy audit_entries_of_direct_changes on workspaces.audit_entries as restrictive for insert to authenticated
  with check ((actor_user_id = (select app.current_user_id())) and (actor_kind = 'member') and (action ~~ '%.changed\_directly') and (pg_trigger_depth() > 0));
grant select, insert on workspaces.audit_entries to app_server;
grant select, insert (action, actor_kind, actor_user_id, category, changes, created_at, id, subject_id, subject_type, workspace_id) on workspaces.audit_entries to authenticated;

create table workspaces.invitations (
  workspace_id   uuid        not null,
  id             uuid        not null,
  email          text,
  token_hash     bytea,
  role           text,
  location_roles jsonb       not null default '[]'::jsonb,
  invited_by     uuid,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  sent_at        timestamptz,
  sent_count     integer     not null default 0,
  accepted_at    timestamptz,
  accepted_by    uuid,
  revoked_at     timestamptz,
  revoked_by     uuid,
  updated_at     timestamptz not null,
  constraint invitations_pkey primary key (workspace_id, id),
  constraint invitations_workspace_id_accepted_by_fkey foreign key (workspace_id, accepted_by) references workspaces.members(workspace_id, id) on delete set null (accepted_by),
  constraint invitations_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint invitations_workspace_id_invited_by_fkey foreign key (workspace_id, invited_by) references workspaces.members(workspace_id, id) on delete set null (invited_by),
  constraint invitations_workspace_id_revoked_by_fkey foreign key (workspace_id, revoked_by) references workspaces.members(workspace_id, id) on delete set null (revoked_by),
  constraint invitation_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint invitation_ends_one_way check ((accepted_at is null) or (revoked_at is null)),
  constraint invitation_expires_after_it_began check (expires_at > created_at),
  constraint invitation_gives_some_role check ((role is not null) or (location_roles <> '[]'::jsonb)),
  constraint invitation_location_roles_are_a_list check ((jsonb_typeof(location_roles) = 'array') and (pg_column_size(location_roles) <= 16384)),
  constraint invitation_role_is_known check (role = any (array['owner', 'admin', 'manager', 'member', 'viewer'])),
  constraint invitation_token_is_hashed check (octet_length(token_hash) = 32)
);
comment on table workspaces.invitations is 'Who was asked to join, as what, until when. usage: secret; audience: internal; domain: workspaces';
create index invitations_by_accepter on workspaces.invitations (workspace_id, accepted_by);
create index invitations_by_age on workspaces.invitations (workspace_id, created_at desc, id desc);
create index invitations_by_inviter on workspaces.invitations (workspace_id, invited_by);
create index invitations_by_revoker on workspaces.invitations (workspace_id, revoked_by);
create index invitations_by_token on workspaces.invitations (workspace_id, token_hash);
create unique index invitations_open on workspaces.invitations (workspace_id, email) where ((accepted_at is null) and (revoked_at is null));
alter table workspaces.invitations enable row level security;
alter table workspaces.invitations force row level security;
create policy invitations_in_workspace on workspaces.invitations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (accepted_at, accepted_by, expires_at, revoked_at, revoked_by, sent_at, sent_count, token_hash, updated_at), delete on workspaces.invitations to app_server;
create trigger invitations_500_touch before update on workspaces.invitations for each row execute function app.touch_updated_at();

create table workspaces.location_roles (
  workspace_id          uuid        not null,
  member_id             uuid        not null,
  location_id           uuid        not null,
  role                  text        not null,
  extra_permissions     text[]      not null default '{}'[],
  withdrawn_permissions text[]      not null default '{}'[],
  created_at            timestamptz not null,
  updated_at            timestamptz not null,
  constraint location_roles_pkey primary key (workspace_id, member_id, location_id),
  constraint location_roles_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint location_roles_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete cascade,
  constraint location_roles_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint location_permissions_are_few check ((cardinality(extra_permissions) <= 200) and (cardinality(withdrawn_permissions) <= 200)),
  constraint location_role_is_known check (role = any (array['admin', 'manager', 'member', 'viewer']))
);
comment on table workspaces.location_roles is 'What a member may do at one location. usage: product; audience: tenant; domain: workspaces';
create index location_roles_by_location on workspaces.location_roles (workspace_id, location_id);
alter table workspaces.location_roles enable row level security;
alter table workspaces.location_roles force row level security;
create policy location_roles_in_workspace on workspaces.location_roles
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (extra_permissions, role, updated_at, withdrawn_permissions), delete on workspaces.location_roles to app_server;
grant select on workspaces.location_roles to authenticated;
create trigger location_roles_500_announce_change after insert or delete or update on workspaces.location_roles for each row execute function workspaces.announce_location_role_change();
create trigger location_roles_500_touch before update on workspaces.location_roles for each row execute function app.touch_updated_at();

create table workspaces.locations (
  workspace_id    uuid        not null,
  id              uuid        not null,
  name            text        not null,
  timezone        text        not null,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  closed_at       timestamptz,
  closed_by       uuid,
  address         text,
  phone           text,
  email           text,
  website         text,
  google_place_id text,
  business_info   jsonb       not null default '{}'::jsonb,
  opening_hours   jsonb       not null default '{}'::jsonb,
  brand_voice     jsonb       not null default '{}'::jsonb,
  settings        jsonb       not null default '{}'::jsonb,
  constraint locations_pkey primary key (workspace_id, id),
  constraint locations_workspace_id_closed_by_fkey foreign key (workspace_id, closed_by) references workspaces.members(workspace_id, id) on delete set null (closed_by),
  constraint locations_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint locations_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint location_closed_by_only_when_closed check ((closed_at is not null) or (closed_by is null)),
  constraint location_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint location_objects_are_objects check ((jsonb_typeof(business_info) = 'object') and (jsonb_typeof(opening_hours) = 'object') and (jsonb_typeof(brand_voice) = 'object') and (jsonb_typeof(settings) = 'object')),
  constraint location_objects_are_small check ((pg_column_size(business_info) <= 16384) and (pg_column_size(opening_hours) <= 16384) and (pg_column_size(brand_voice) <= 32768) and (pg_column_size(settings) <= 16384)),
  constraint location_texts_are_short check ((length(address) <= 500) and (length(phone) <= 40) and (length(email) <= 320) and (length(website) <= 300) and (length(google_place_id) <= 300)),
  constraint location_timezone_is_not_blank check ((length(timezone) >= 1) and (length(timezone) <= 64))
);
comment on table workspaces.locations is 'A place of the business, with its own timezone. usage: product; audience: tenant; domain: workspaces';
create index locations_by_closer on workspaces.locations (workspace_id, closed_by);
create index locations_by_creator on workspaces.locations (workspace_id, created_by);
create index locations_by_name on workspaces.locations (workspace_id, name, id) where (closed_at is null);
create index locations_closed_by_name on workspaces.locations (workspace_id, name, id) where (closed_at is not null);
alter table workspaces.locations enable row level security;
alter table workspaces.locations force row level security;
create policy locations_in_workspace on workspaces.locations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (address, brand_voice, business_info, closed_at, closed_by, email, google_place_id, name, opening_hours, phone, settings, timezone, updated_at, website) on workspaces.locations to app_server;
grant select on workspaces.locations to authenticated;
create trigger locations_500_count after insert or delete or update on workspaces.locations for each row execute function workspaces.count_locations();
create trigger locations_500_touch before update on workspaces.locations for each row execute function app.touch_updated_at();

create table workspaces.members (
  workspace_id          uuid        not null,
  id                    uuid        not null,
  user_id               uuid        not null,
  role                  text,
  created_at            timestamptz not null,
  updated_at            timestamptz not null,
  extra_permissions     text[]      not null default '{}'[],
  withdrawn_permissions text[]      not null default '{}'[],
  invited_by            uuid,
  invited_at            timestamptz,
  joined_at             timestamptz not null default now(),
  constraint members_pkey primary key (workspace_id, id),
  constraint member_once_per_workspace unique (workspace_id, user_id),
  constraint member_invited_by_a_member foreign key (workspace_id, invited_by) references workspaces.members(workspace_id, id) on delete set null (invited_by),
  constraint members_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint members_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint member_permissions_are_few check ((cardinality(extra_permissions) <= 200) and (cardinality(withdrawn_permissions) <= 200)),
  constraint member_role_is_known check (role = any (array['owner', 'admin', 'manager', 'member', 'viewer']))
);
comment on table workspaces.members is 'A person''s place in a workspace, and their role. usage: product; audience: tenant; domain: workspaces';
create index members_by_age on workspaces.members (workspace_id, joined_at, id);
create index members_by_inviter on workspaces.members (workspace_id, invited_by);
create index members_by_user on workspaces.members (user_id, workspace_id);
create index members_owners on workspaces.members (workspace_id, id) where (role = 'owner');
alter table workspaces.members enable row level security;
alter table workspaces.members force row level security;
create policy members_in_workspace on workspaces.members
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy members_oneself on workspaces.members for select to app_server
  using ((select app.is_person()) and (user_id = (select app.current_user_id())));
grant select, insert, update (extra_permissions, role, updated_at, withdrawn_permissions), delete on workspaces.members to app_server;
grant select on workspaces.members to authenticated;
create trigger members_500_announce_change after delete or update on workspaces.members for each row execute function workspaces.announce_member_change();
create trigger members_500_count after insert or delete on workspaces.members for each row execute function workspaces.count_members();
create trigger members_500_touch before update on workspaces.members for each row execute function app.touch_updated_at();

create table workspaces.workspaces (
  id               uuid        not null,
  name             text        not null,
  is_demo          boolean     not null default false,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  kind             text        not null default 'brand',
  slug             text        not null default 'w-' || replace((gen_random_uuid())::text, '-', ''),
  description      text,
  avatar_key       text,
  timezone         text        not null default 'UTC',
  billing_email    text,
  settings         jsonb       not null default '{}'::jsonb,
  personal_of      uuid,
  parent_id        uuid,
  trial_started_at timestamptz,
  trial_ends_at    timestamptz,
  members_count    integer     not null default 0,
  locations_count  integer     not null default 0,
  deleted_at       timestamptz,
  deleted_by       uuid,
  constraint workspaces_pkey primary key (id),
  constraint workspaces_deleted_by_fkey foreign key (deleted_by) references identity.users(id) on delete set null,
  constraint workspaces_parent_id_fkey foreign key (parent_id) references workspaces.workspaces(id) on delete set null,
  constraint workspaces_personal_of_fkey foreign key (personal_of) references identity.users(id) on delete cascade,
  constraint workspace_deleted_by_only_when_deleted check ((deleted_at is not null) or (deleted_by is null)),
  constraint workspace_holding_has_no_parent check ((kind <> 'holding') or (parent_id is null)),
  constraint workspace_id_is_not_nil check (id <> '00000000-0000-0000-0000-000000000000'::uuid),
  constraint workspace_is_not_its_own_parent check (parent_id <> id),
  constraint workspace_is_personal_for_somebody check ((kind = 'personal') = (personal_of is not null)),
  constraint workspace_kind_is_known check (kind = any (array['personal', 'brand', 'agency', 'holding'])),
  constraint workspace_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint workspace_settings_are_an_object check ((jsonb_typeof(settings) = 'object') and (pg_column_size(settings) <= 32768)),
  constraint workspace_slug_is_plain check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  constraint workspace_texts_are_short check ((length(description) <= 2000) and (length(billing_email) <= 320)),
  constraint workspace_timezone_is_not_blank check ((length(timezone) >= 1) and (length(timezone) <= 64)),
  constraint workspace_trial_ends_after_it_began check (trial_ends_at > trial_started_at)
);
comment on table workspaces.workspaces is 'A tenant: one brand, creator or agency. usage: product; audience: tenant; domain: workspaces';
create index workspaces_by_deleter on workspaces.workspaces (deleted_by);
create index workspaces_by_parent on workspaces.workspaces (parent_id, name, id);
create unique index workspaces_by_slug on workspaces.workspaces (slug);
create index workspaces_by_trial_end on workspaces.workspaces (trial_ends_at) where (trial_ends_at is not null);
create unique index workspaces_personal on workspaces.workspaces (personal_of);
create index workspaces_to_be_removed on workspaces.workspaces (deleted_at) where (deleted_at is not null);
alter table workspaces.workspaces enable row level security;
alter table workspaces.workspaces force row level security;
create policy workspaces_for_the_installation on workspaces.workspaces for select to app_server
  using (select app.is_installation());
create policy workspaces_gone_for_good on workspaces.workspaces for delete to app_server
  using ((select app.is_installation()) and (deleted_at is not null));
create policy workspaces_in_workspace on workspaces.workspaces
  using (id = (select app.current_workspace_id()))
  with check (id = (select app.current_workspace_id()));
create policy workspaces_of_oneself on workspaces.workspaces for select to app_server
  using ((select app.is_person()) and (id in ( select members.workspace_id
   from workspaces.members)));
grant select, insert, update (avatar_key, billing_email, deleted_at, deleted_by, description, kind, locations_count, members_count, name, parent_id, settings, slug, timezone, trial_ends_at, trial_started_at, updated_at), delete on workspaces.workspaces to app_server;
grant select on workspaces.workspaces to authenticated;
create trigger workspaces_500_announce_change after update on workspaces.workspaces for each row execute function workspaces.announce_workspace_change();
create trigger workspaces_500_touch before update on workspaces.workspaces for each row execute function app.touch_updated_at();
