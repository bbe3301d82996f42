-- Workspaces in full: what kind they are, who belongs to whom, who may do what where, and the trail of it.

alter table workspaces.workspaces
  add column kind             text        not null default 'brand',
  add column slug             text,
  add column description      text,
  add column avatar_key       text,       -- in storage
  add column timezone         text        not null default 'UTC',
  add column billing_email    text,
  add column settings         jsonb       not null default '{}',
  add column personal_of      uuid        references identity.users (id) on delete cascade,
  add column parent_id        uuid        references workspaces.workspaces (id) on delete set null,
  add column trial_started_at timestamptz,
  add column trial_ends_at    timestamptz,
  add column members_count    integer     not null default 0, -- kept by triggers: a holding's owner sees figures, not rows
  add column locations_count  integer     not null default 0,
  add column deleted_at       timestamptz,
  add column deleted_by       uuid        references identity.users (id) on delete set null;
update workspaces.workspaces set slug = 'w-' || replace(id::text, '-', '');
alter table workspaces.workspaces
  alter column slug set not null,
  -- Whoever makes one by hand need not think of an address.
  alter column slug set default 'w-' || replace(gen_random_uuid()::text, '-', ''),
  add constraint workspace_kind_is_known check (kind in ('personal', 'brand', 'agency', 'holding')),
  add constraint workspace_slug_is_plain check (slug ~ '^[a-z0-9]([a-z0-9-]{0,58}[a-z0-9])?$'),
  add constraint workspace_texts_are_short check (length(description) <= 2000 and length(billing_email) <= 320),
  add constraint workspace_timezone_is_not_blank check (length(timezone) between 1 and 64),
  add constraint workspace_settings_are_an_object check (jsonb_typeof(settings) = 'object' and pg_column_size(settings) <= 32768),
  add constraint workspace_is_personal_for_somebody check ((kind = 'personal') = (personal_of is not null)),
  add constraint workspace_is_not_its_own_parent check (parent_id <> id),
  add constraint workspace_holding_has_no_parent check (kind <> 'holding' or parent_id is null),
  add constraint workspace_trial_ends_after_it_began check (trial_ends_at > trial_started_at),
  add constraint workspace_deleted_by_only_when_deleted check (deleted_at is not null or deleted_by is null);
create unique index workspaces_by_slug on workspaces.workspaces (slug);
create unique index workspaces_personal on workspaces.workspaces (personal_of);
create index workspaces_by_parent on workspaces.workspaces (parent_id, name, id);
create index workspaces_by_deleter on workspaces.workspaces (deleted_by);
create index workspaces_to_be_removed on workspaces.workspaces (deleted_at) where deleted_at is not null;
create index workspaces_by_trial_end on workspaces.workspaces (trial_ends_at) where trial_ends_at is not null;
create policy workspaces_gone_for_good on workspaces.workspaces for delete to app_server
  using ((select app.is_installation()) and deleted_at is not null);
grant update (kind, slug, description, avatar_key, timezone, billing_email, settings, parent_id, trial_started_at,
              trial_ends_at, members_count, locations_count, deleted_at, deleted_by) on workspaces.workspaces to app_server;
grant delete on workspaces.workspaces to app_server;

-- Doors keep in memory whose workspace it is. A deleted one is shut for everybody at once.
create function workspaces.announce_workspace_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.deleted_at is distinct from old.deleted_at then
    perform pg_notify('stoa_doors', 'workspace ' || old.id::text);
  end if;
  return null;
end;
$$;
create trigger workspaces_500_announce_change after update on workspaces.workspaces
  for each row execute function workspaces.announce_workspace_change();

alter table workspaces.locations
  add column address         text,
  add column phone           text,
  add column email           text,
  add column website         text,
  add column google_place_id text,
  add column business_info   jsonb not null default '{}',
  add column opening_hours   jsonb not null default '{}', -- by weekday, in local time
  add column brand_voice     jsonb not null default '{}',
  add column settings        jsonb not null default '{}',
  add constraint location_texts_are_short check (
    length(address) <= 500 and length(phone) <= 40 and length(email) <= 320 and length(website) <= 300
    and length(google_place_id) <= 300),
  add constraint location_objects_are_objects check (
    jsonb_typeof(business_info) = 'object' and jsonb_typeof(opening_hours) = 'object'
    and jsonb_typeof(brand_voice) = 'object' and jsonb_typeof(settings) = 'object'),
  add constraint location_objects_are_small check (
    pg_column_size(business_info) <= 16384 and pg_column_size(opening_hours) <= 16384
    and pg_column_size(brand_voice) <= 32768 and pg_column_size(settings) <= 16384);
grant update (address, phone, email, website, google_place_id, business_info, opening_hours, brand_voice, settings)
  on workspaces.locations to app_server;

-- No role for the whole workspace: a guest, who has a role at some of its locations only.
alter table workspaces.members
  alter column role drop not null,
  add column extra_permissions     text[]      not null default '{}',
  add column withdrawn_permissions text[]      not null default '{}',
  add column invited_by            uuid,       -- null when the system made it, or that member has left
  add column invited_at            timestamptz,
  add column joined_at             timestamptz,
  add constraint member_invited_by_a_member foreign key (workspace_id, invited_by)
    references workspaces.members (workspace_id, id) on delete set null (invited_by),
  add constraint member_permissions_are_few
    check (cardinality(extra_permissions) <= 200 and cardinality(withdrawn_permissions) <= 200);
update workspaces.members set joined_at = created_at;
alter table workspaces.members alter column joined_at set not null, alter column joined_at set default now();
create index members_by_inviter on workspaces.members (workspace_id, invited_by);
create index members_by_age on workspaces.members (workspace_id, joined_at, id);
-- Who could still turn out the light: the rule about the last owner locks these.
create index members_owners on workspaces.members (workspace_id, id) where role = 'owner';
grant update (extra_permissions, withdrawn_permissions) on workspaces.members to app_server;

create table workspaces.location_roles (
  workspace_id          uuid        not null references workspaces.workspaces (id) on delete cascade,
  member_id             uuid        not null,
  location_id           uuid        not null,
  role                  text        not null,
  extra_permissions     text[]      not null default '{}',
  withdrawn_permissions text[]      not null default '{}',
  created_at            timestamptz not null,
  updated_at            timestamptz not null,

  primary key (workspace_id, member_id, location_id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, location_id) references workspaces.locations (workspace_id, id) on delete cascade,
  constraint location_role_is_known check (role in ('admin', 'manager', 'member', 'viewer')),
  constraint location_permissions_are_few
    check (cardinality(extra_permissions) <= 200 and cardinality(withdrawn_permissions) <= 200)
);
comment on table workspaces.location_roles is
  'What a member may do at one location. usage: product; audience: tenant; domain: workspaces';
create index location_roles_by_location on workspaces.location_roles (workspace_id, location_id);
create trigger location_roles_500_touch before update on workspaces.location_roles
  for each row execute function app.touch_updated_at();
alter table workspaces.location_roles enable row level security;
alter table workspaces.location_roles force row level security;
create policy location_roles_in_workspace on workspaces.location_roles
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (role, extra_permissions, withdrawn_permissions, updated_at)
  on workspaces.location_roles to app_server;

create function workspaces.announce_location_role_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_row workspaces.location_roles := case when tg_op = 'DELETE' then old else new end;
begin
  perform pg_notify('stoa_doors', user_id::text) from workspaces.members
    where workspace_id = v_row.workspace_id and id = v_row.member_id;
  return null;
end;
$$;
create trigger location_roles_500_announce_change after insert or update or delete on workspaces.location_roles
  for each row execute function workspaces.announce_location_role_change();

create table workspaces.invitations (
  workspace_id   uuid        not null references workspaces.workspaces (id) on delete cascade,
  id             uuid        not null, -- made by the caller: the same id twice is one invitation
  email          text,                 -- null: a link for whoever has it
  token_hash     bytea,                -- of the newest link; null until the mail that carries it is made
  role           text,
  location_roles jsonb       not null default '[]',
  invited_by     uuid,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  sent_at        timestamptz,
  sent_count     integer     not null default 0,
  accepted_at    timestamptz,
  accepted_by    uuid,                 -- the member it made; null again when they leave
  revoked_at     timestamptz,
  revoked_by     uuid,
  updated_at     timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, invited_by)
    references workspaces.members (workspace_id, id) on delete set null (invited_by),
  foreign key (workspace_id, accepted_by)
    references workspaces.members (workspace_id, id) on delete set null (accepted_by),
  foreign key (workspace_id, revoked_by)
    references workspaces.members (workspace_id, id) on delete set null (revoked_by),
  constraint invitation_email_is_lower_case check (email = lower(email) and email like '_%@_%' and length(email) <= 320),
  constraint invitation_token_is_hashed check (octet_length(token_hash) = 32),
  constraint invitation_role_is_known check (role in ('owner', 'admin', 'manager', 'member', 'viewer')),
  constraint invitation_location_roles_are_a_list
    check (jsonb_typeof(location_roles) = 'array' and pg_column_size(location_roles) <= 16384),
  constraint invitation_gives_some_role check (role is not null or location_roles <> '[]'),
  constraint invitation_expires_after_it_began check (expires_at > created_at),
  constraint invitation_ends_one_way check (accepted_at is null or revoked_at is null)
);
comment on table workspaces.invitations is
  'Who was asked to join, as what, until when. usage: secret; audience: internal; domain: workspaces';
create unique index invitations_open on workspaces.invitations (workspace_id, email)
  where accepted_at is null and revoked_at is null;
create index invitations_by_age on workspaces.invitations (workspace_id, created_at desc, id desc);
create index invitations_by_token on workspaces.invitations (workspace_id, token_hash);
create index invitations_by_inviter on workspaces.invitations (workspace_id, invited_by);
create index invitations_by_accepter on workspaces.invitations (workspace_id, accepted_by);
create index invitations_by_revoker on workspaces.invitations (workspace_id, revoked_by);
create trigger invitations_500_touch before update on workspaces.invitations
  for each row execute function app.touch_updated_at();
alter table workspaces.invitations enable row level security;
alter table workspaces.invitations force row level security;
create policy invitations_in_workspace on workspaces.invitations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (token_hash, expires_at, sent_at, sent_count, accepted_at, accepted_by,
  revoked_at, revoked_by, updated_at) on workspaces.invitations to app_server;

-- A key acts with its own permissions, and never with more than the member who made it has at the moment.
create table workspaces.api_keys (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  name          text        not null,
  token_hash    bytea       not null,
  hint          text        not null, -- its last characters, to tell it from others
  permissions   text[]      not null,
  made_by       uuid        not null,
  created_at    timestamptz not null,
  expires_at    timestamptz,
  last_used_at  timestamptz,
  revoked_at    timestamptz,
  revoked_by    uuid,

  primary key (workspace_id, id),
  foreign key (workspace_id, made_by) references workspaces.members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, revoked_by)
    references workspaces.members (workspace_id, id) on delete set null (revoked_by),
  constraint api_key_name_is_not_blank check (length(trim(name)) between 1 and 120),
  constraint api_key_is_hashed check (octet_length(token_hash) = 32),
  constraint api_key_hint_is_short check (length(hint) between 1 and 8),
  constraint api_key_permissions_are_few check (cardinality(permissions) between 1 and 200),
  constraint api_key_expires_after_it_began check (expires_at > created_at)
);
comment on table workspaces.api_keys is
  'What another program shows at the door; here is its SHA-256. usage: secret; audience: internal; domain: workspaces';
create unique index api_keys_by_token on workspaces.api_keys (workspace_id, token_hash);
create index api_keys_by_age on workspaces.api_keys (workspace_id, created_at desc, id desc);
create index api_keys_by_maker on workspaces.api_keys (workspace_id, made_by);
create index api_keys_by_revoker on workspaces.api_keys (workspace_id, revoked_by);
alter table workspaces.api_keys enable row level security;
alter table workspaces.api_keys force row level security;
create policy api_keys_in_workspace on workspaces.api_keys
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (name, last_used_at, revoked_at, revoked_by) on workspaces.api_keys to app_server;

create function workspaces.announce_key_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'DELETE' or new.revoked_at is distinct from old.revoked_at then
    perform pg_notify('stoa_doors', encode(old.token_hash, 'hex'));
  end if;
  return null;
end;
$$;
create trigger api_keys_500_announce_change after update or delete on workspaces.api_keys
  for each row execute function workspaces.announce_key_change();

-- The figures of a workspace, kept beside its name.
create function workspaces.count_members() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  update workspaces.workspaces
     set members_count = members_count + case when tg_op = 'INSERT' then 1 else -1 end
   where id = case when tg_op = 'INSERT' then new.workspace_id else old.workspace_id end;
  return null;
end;
$$;
create trigger members_500_count after insert or delete on workspaces.members
  for each row execute function workspaces.count_members();

create function workspaces.count_locations() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
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
$$;
create trigger locations_500_count after insert or update or delete on workspaces.locations
  for each row execute function workspaces.count_locations();
update workspaces.workspaces w set
  members_count = (select count(*) from workspaces.members m where m.workspace_id = w.id),
  locations_count = (select count(*) from workspaces.locations l where l.workspace_id = w.id and l.closed_at is null);

-- What changed in a workspace, and who did it. Only ever added to: the server may neither change nor remove an entry.
create table workspaces.audit_entries (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  actor_kind    text        not null,
  actor_user_id uuid        references identity.users (id) on delete set null,
  actor_key_id  uuid,
  category      text        not null,
  action        text        not null,
  subject_type  text        not null,
  subject_id    text,
  changes       jsonb       not null default '{}',
  succeeded     boolean     not null default true,
  error_code    text,
  address       text,
  agent         text,
  request_id    text,
  created_at    timestamptz not null,

  primary key (workspace_id, id),
  constraint audit_actor_is_known check (actor_kind in ('member', 'key', 'person', 'administrator', 'autopilot', 'system', 'nobody')),
  constraint audit_category_is_known check (category in (
    'identity', 'membership', 'settings', 'secrets', 'money', 'connections', 'workspace', 'content', 'installation')),
  constraint audit_action_is_named check (action ~ '^[a-z]+\.[a-z_]+$' and length(action) <= 120),
  constraint audit_texts_are_short check (
    length(subject_type) <= 60 and length(subject_id) <= 120 and length(agent) <= 500 and length(address) <= 60
    and length(error_code) <= 120 and pg_column_size(changes) <= 32768)
);
comment on table workspaces.audit_entries is
  'What changed in a workspace, and who did it. usage: log; audience: tenant; domain: workspaces';
create index audit_entries_by_age on workspaces.audit_entries (workspace_id, created_at desc, id desc);
create index audit_entries_by_category on workspaces.audit_entries (workspace_id, category, created_at desc, id desc);
create index audit_entries_by_actor on workspaces.audit_entries (workspace_id, actor_user_id, created_at desc, id desc);
create index audit_entries_by_subject on workspaces.audit_entries (workspace_id, subject_type, subject_id, created_at desc, id desc);
create index audit_entries_of_user on workspaces.audit_entries (actor_user_id);
alter table workspaces.audit_entries enable row level security;
alter table workspaces.audit_entries force row level security;
create policy audit_entries_in_workspace on workspaces.audit_entries
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on workspaces.audit_entries to app_server;

-- The way every module writes the trail, in the transaction of the change itself. What is done in a workspace goes to
-- that workspace's trail, what is done outside of any to the person's or the installation's. Open screens hear of it.
create function app.record(entry jsonb, happened_at timestamptz) returns void
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace_id uuid := app.current_workspace_id();
begin
  if v_workspace_id = '00000000-0000-0000-0000-000000000000' then
    insert into identity.audit_entries (id, user_id, actor_kind, actor_user_id, category, action, subject_type,
      subject_id, changes, succeeded, error_code, address, agent, request_id, created_at)
    values ((entry ->> 'id')::uuid, (entry ->> 'userId')::uuid, entry ->> 'actorKind', (entry ->> 'actorUserId')::uuid,
      entry ->> 'category', entry ->> 'action', entry ->> 'subjectType', entry ->> 'subjectId',
      coalesce(entry -> 'changes', '{}'), coalesce((entry ->> 'succeeded')::boolean, true), entry ->> 'errorCode',
      entry ->> 'address', entry ->> 'agent', entry ->> 'requestId', happened_at);
    return;
  end if;
  insert into workspaces.audit_entries (workspace_id, id, actor_kind, actor_user_id, actor_key_id, category, action,
    subject_type, subject_id, changes, succeeded, error_code, address, agent, request_id, created_at)
  values (v_workspace_id, (entry ->> 'id')::uuid, entry ->> 'actorKind', (entry ->> 'actorUserId')::uuid,
    (entry ->> 'actorKeyId')::uuid, entry ->> 'category', entry ->> 'action', entry ->> 'subjectType',
    entry ->> 'subjectId', coalesce(entry -> 'changes', '{}'), coalesce((entry ->> 'succeeded')::boolean, true),
    entry ->> 'errorCode', entry ->> 'address', entry ->> 'agent', entry ->> 'requestId', happened_at);
  perform pg_notify('stoa_sayings', jsonb_build_object(
    'id', entry ->> 'id', 'workspaceId', v_workspace_id, 'name', 'workspaces.audit_added',
    'payload', jsonb_build_object('category', entry ->> 'category'))::text);
end;
$$;
grant execute on function app.record to app_server;

-- migrate: down

drop function app.record;
drop table workspaces.audit_entries;
drop trigger locations_500_count on workspaces.locations;
drop trigger members_500_count on workspaces.members;
drop function workspaces.count_locations, workspaces.count_members;
drop table workspaces.api_keys, workspaces.invitations, workspaces.location_roles;
drop function workspaces.announce_key_change, workspaces.announce_location_role_change;
drop index workspaces.members_owners, workspaces.members_by_age, workspaces.members_by_inviter;
revoke update on workspaces.members from app_server;
grant update (role, updated_at) on workspaces.members to app_server;
delete from workspaces.members where role is null;
alter table workspaces.members
  drop column extra_permissions, drop column withdrawn_permissions, drop column invited_by, drop column invited_at,
  drop column joined_at, alter column role set not null;
revoke update on workspaces.locations from app_server;
grant update (name, timezone, closed_at, closed_by, updated_at) on workspaces.locations to app_server;
alter table workspaces.locations
  drop column address, drop column phone, drop column email, drop column website, drop column google_place_id,
  drop column business_info, drop column opening_hours, drop column brand_voice, drop column settings;
drop trigger workspaces_500_announce_change on workspaces.workspaces;
drop function workspaces.announce_workspace_change;
drop policy workspaces_gone_for_good on workspaces.workspaces;
revoke delete, update on workspaces.workspaces from app_server;
grant update (name, updated_at) on workspaces.workspaces to app_server;
alter table workspaces.workspaces
  drop column kind, drop column slug, drop column description, drop column avatar_key, drop column timezone,
  drop column billing_email, drop column settings, drop column personal_of, drop column parent_id,
  drop column trial_started_at, drop column trial_ends_at, drop column members_count, drop column locations_count,
  drop column deleted_at, drop column deleted_by;
