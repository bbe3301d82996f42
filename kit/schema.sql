-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema app;
comment on schema app is 'What the ground itself keeps: settings of a transaction, idempotency, events, webhooks.';
grant usage on schema app to anon;
grant usage on schema app to app_server;
grant usage on schema app to app_server_together;
grant usage on schema app to authenticated;
grant usage on schema app to service_role;

create function app.current_user_id()
 returns uuid
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select case
    when pg_has_role('app_server', 'member') then nullif(current_setting('app.user_id', true), '')
    else nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  end::uuid
$function$;

create function app.current_workspace_id()
 returns uuid
 language plpgsql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_workspace_id text := case
    when pg_has_role('app_server', 'member') then current_setting('app.workspace_id', true)
    else nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'workspace_id'
  end;
begin
  if v_workspace_id is null or v_workspace_id = '' then
    raise exception 'no workspace is set for this transaction' using errcode = 'WS001';
  end if;
  return v_workspace_id::uuid;
end;
$function$;

create function app.is_installation()
 returns boolean
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select current_user in ('app_server', 'app_server_together')
     and current_setting('app.workspace_id', true) = '00000000-0000-0000-0000-000000000000'
     and coalesce(current_setting('app.user_id', true), '') = ''
$function$;

create function app.is_person()
 returns boolean
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select current_user = 'app_server'
     and current_setting('app.workspace_id', true) = '00000000-0000-0000-0000-000000000000'
     and coalesce(current_setting('app.user_id', true), '') <> ''
$function$;

create function app.named_workspace_ids()
 returns uuid[]
 language plpgsql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_workspace_ids text := current_setting('app.workspace_ids', true);
begin
  if v_workspace_ids is null or v_workspace_ids = '' then
    raise exception 'no workspaces are named for this transaction' using errcode = 'WS001';
  end if;
  return v_workspace_ids::uuid[];
end;
$function$;

create function app.record(entry jsonb, happened_at timestamp with time zone)
 returns void
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;
grant execute on function app.record(jsonb,timestamp with time zone) to app_server;
grant execute on function app.record(jsonb,timestamp with time zone) to public;

create function app.touch_updated_at()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  if new.updated_at is not distinct from old.updated_at then
    new.updated_at := now();
  end if;
  return new;
end;
$function$;

create table app.events (
  workspace_id uuid        not null,
  transaction  xid8        not null default pg_current_xact_id(),
  position     bigint      not null  generated always as identity,
  id           uuid        not null,
  name         text        not null,
  payload      jsonb       not null,
  published_at timestamptz not null,
  constraint events_pkey primary key (workspace_id, transaction, "position"),
  constraint events_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint event_name_is_dotted check (name ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
  constraint event_payload_is_small check (length((payload)::text) <= 16384)
);
comment on table app.events is 'What happened, for readers that catch up. usage: product; audience: tenant; domain: app';
create index events_by_age on app.events (workspace_id, published_at);
alter table app.events enable row level security;
alter table app.events force row level security;
create policy events_in_workspace on app.events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on app.events to app_server;

create table app.idempotency_keys (
  workspace_id uuid        not null,
  member_id    uuid        not null,
  key          text        not null,
  request_hash bytea       not null,
  status       smallint,
  reply        text,
  created_at   timestamptz not null,
  constraint idempotency_keys_pkey primary key (workspace_id, member_id, key),
  constraint idempotency_keys_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint idempotency_keys_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint idempotency_key_is_visible check (key ~ '^[!-~]{1,255}$'),
  constraint idempotency_reply_only_with_status check ((status is not null) or (reply is null)),
  constraint idempotency_request_is_hashed check (octet_length(request_hash) = 32),
  constraint idempotency_status_is_a_success check ((status >= 200) and (status <= 299))
);
comment on table app.idempotency_keys is 'What a write in a workspace answered, by its caller''s key. usage: product; audience: internal; domain: app';
create index idempotency_keys_by_age on app.idempotency_keys (workspace_id, created_at);
alter table app.idempotency_keys enable row level security;
alter table app.idempotency_keys force row level security;
create policy idempotency_keys_in_workspace on app.idempotency_keys
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (reply, status), delete on app.idempotency_keys to app_server;

create table app.person_idempotency_keys (
  user_id      uuid        not null,
  key          text        not null,
  request_hash bytea       not null,
  status       smallint,
  reply        text,
  created_at   timestamptz not null,
  constraint person_idempotency_keys_pkey primary key (user_id, key),
  constraint person_idempotency_keys_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint person_idempotency_key_is_visible check (key ~ '^[!-~]{1,255}$'),
  constraint person_idempotency_reply_only_with_status check ((status is not null) or (reply is null)),
  constraint person_idempotency_request_is_hashed check (octet_length(request_hash) = 32),
  constraint person_idempotency_status_is_a_success check ((status >= 200) and (status <= 299))
);
comment on table app.person_idempotency_keys is 'What a write outside any workspace answered, by its caller''s key. usage: product; audience: internal; domain: app';
create index person_idempotency_keys_by_age on app.person_idempotency_keys (created_at);
alter table app.person_idempotency_keys enable row level security;
alter table app.person_idempotency_keys force row level security;
create policy person_idempotency_keys_answered_for_administrators on app.person_idempotency_keys for update to app_server
  using (select app.is_installation())
  with check (select app.is_installation());
create policy person_idempotency_keys_kept_for_administrators on app.person_idempotency_keys for insert to app_server
  with check (select app.is_installation());
create policy person_idempotency_keys_oneself on app.person_idempotency_keys to app_server
  using (user_id = (select app.current_user_id()))
  with check (user_id = (select app.current_user_id()));
create policy person_idempotency_keys_removed_by_sweep on app.person_idempotency_keys for delete to app_server
  using (select app.is_installation());
create policy person_idempotency_keys_seen_by_sweep on app.person_idempotency_keys for select to app_server
  using (select app.is_installation());
grant select, insert, update (reply, status), delete on app.person_idempotency_keys to app_server;

create table app.webhook_deliveries (
  workspace_id     uuid        not null,
  id               uuid        not null,
  endpoint_id      uuid        not null,
  event_id         uuid        not null,
  event_name       text        not null,
  body             text        not null,
  status           text        not null default 'waiting',
  attempts_count   smallint    not null default 0,
  first_attempt_at timestamptz,
  next_attempt_at  timestamptz,
  response_status  smallint,
  response_body    text,
  failure_code     text,
  created_at       timestamptz not null,
  settled_at       timestamptz,
  constraint webhook_deliveries_pkey primary key (workspace_id, id),
  constraint webhook_delivery_once_per_endpoint unique (workspace_id, endpoint_id, event_id),
  constraint webhook_deliveries_workspace_id_endpoint_id_fkey foreign key (workspace_id, endpoint_id) references app.webhook_endpoints(workspace_id, id) on delete cascade,
  constraint webhook_delivery_attempts_are_not_negative check (attempts_count >= 0),
  constraint webhook_delivery_body_is_small check (length(body) <= 32768),
  constraint webhook_delivery_next_iff_waiting check ((status = 'waiting') = (next_attempt_at is not null)),
  constraint webhook_delivery_response_is_cut check (length(response_body) <= 2048),
  constraint webhook_delivery_response_status_is_http check ((response_status >= 100) and (response_status <= 599)),
  constraint webhook_delivery_settled_at_iff_settled check ((status = 'waiting') = (settled_at is null)),
  constraint webhook_delivery_status_is_known check (status = any (array['waiting', 'delivered', 'given_up']))
);
comment on table app.webhook_deliveries is 'An event on its way to an endpoint, and what came of it. usage: product; audience: tenant; domain: app';
create index webhook_deliveries_by_age on app.webhook_deliveries (workspace_id, settled_at) where (settled_at is not null);
create index webhook_deliveries_by_endpoint on app.webhook_deliveries (workspace_id, endpoint_id, created_at desc, id desc);
create index webhook_deliveries_waiting on app.webhook_deliveries (workspace_id, next_attempt_at) where (status = 'waiting');
alter table app.webhook_deliveries enable row level security;
alter table app.webhook_deliveries force row level security;
create policy webhook_deliveries_in_workspace on app.webhook_deliveries
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (attempts_count, failure_code, first_attempt_at, next_attempt_at, response_body, response_status, settled_at, status), delete on app.webhook_deliveries to app_server;

create table app.webhook_endpoints (
  workspace_id    uuid        not null,
  id              uuid        not null,
  url             text        not null,
  event_names     text[]      not null,
  description     text        not null default '',
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  disabled_at     timestamptz,
  disabled_by     uuid,
  disabled_reason text,
  failing_since   timestamptz,
  constraint webhook_endpoints_pkey primary key (workspace_id, id),
  constraint webhook_endpoints_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint webhook_endpoints_workspace_id_disabled_by_fkey foreign key (workspace_id, disabled_by) references workspaces.members(workspace_id, id) on delete set null (disabled_by),
  constraint webhook_endpoints_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint webhook_endpoint_description_is_short check (length(description) <= 200),
  constraint webhook_endpoint_disabled_by_only_when_disabled check ((disabled_at is not null) or (disabled_by is null)),
  constraint webhook_endpoint_disabled_reason_is_known check (disabled_reason = any (array['by_member', 'kept_failing', 'gone'])),
  constraint webhook_endpoint_event_names_are_few check (cardinality(event_names) <= 100),
  constraint webhook_endpoint_reason_iff_disabled check ((disabled_at is null) = (disabled_reason is null)),
  constraint webhook_endpoint_url_is_http check ((url ~ '^https?://') and (length(url) <= 2000))
);
comment on table app.webhook_endpoints is 'Where a customer''s system hears of events. usage: product; audience: tenant; domain: app';
create index webhook_endpoints_by_creator on app.webhook_endpoints (workspace_id, created_by);
create index webhook_endpoints_by_disabler on app.webhook_endpoints (workspace_id, disabled_by);
alter table app.webhook_endpoints enable row level security;
alter table app.webhook_endpoints force row level security;
create policy webhook_endpoints_in_workspace on app.webhook_endpoints
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (description, disabled_at, disabled_by, disabled_reason, event_names, failing_since, updated_at, url), delete on app.webhook_endpoints to app_server;
create trigger webhook_endpoints_500_touch before update on app.webhook_endpoints for each row execute function app.touch_updated_at();

create table app.webhook_secrets (
  workspace_id uuid        not null,
  endpoint_id  uuid        not null,
  id           uuid        not null,
  sealed       bytea       not null,
  created_at   timestamptz not null,
  expires_at   timestamptz,
  constraint webhook_secrets_pkey primary key (workspace_id, endpoint_id, id),
  constraint webhook_secrets_workspace_id_endpoint_id_fkey foreign key (workspace_id, endpoint_id) references app.webhook_endpoints(workspace_id, id) on delete cascade,
  constraint webhook_secret_expires_after_it_began check (expires_at > created_at),
  constraint webhook_secret_is_sealed check ((octet_length(sealed) >= 40) and (octet_length(sealed) <= 1024))
);
comment on table app.webhook_secrets is 'What signs deliveries to an endpoint, sealed. usage: product; audience: internal; domain: app';
alter table app.webhook_secrets enable row level security;
alter table app.webhook_secrets force row level security;
create policy webhook_secrets_in_workspace on app.webhook_secrets to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (expires_at, sealed), delete on app.webhook_secrets to app_server;

create schema stoa;
comment on schema stoa is 'What is installed in this database: migrations, roles, lenses, job tables.';
grant usage on schema stoa to app_server;

create table stoa.installed (
  part         text        not null,
  digest       text        not null,
  installed_at timestamptz not null default now(),
  constraint installed_part_is_named_once primary key (part)
);
comment on table stoa.installed is 'What is made anew whenever it changes: roles, lenses, job tables. usage: log; audience: server; domain: app';
alter table stoa.installed enable row level security;
create policy installed_for_the_server on stoa.installed for select to app_server
  using (true);
grant select on stoa.installed to app_server;

create table stoa.migrations (
  number     integer     not null,
  name       text        not null,
  checksum   text        not null,
  way_down   text        not null,
  applied_at timestamptz not null default now(),
  constraint migration_number_is_taken_once primary key (number),
  constraint migration_checksum_is_sha256 check (checksum ~ '^[0-9a-f]{64}$'),
  constraint migration_number_is_positive check (number > 0)
);
comment on table stoa.migrations is 'A migration that is applied, with its way back. usage: log; audience: server; domain: app';
alter table stoa.migrations enable row level security;
create policy migrations_for_the_server on stoa.migrations for select to app_server
  using (true);
grant select on stoa.migrations to app_server;
