-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema connections;
comment on schema connections is 'Accounts on other platforms: their tokens, what comes in from them and what goes out to them.';
grant usage on schema connections to app_server;
grant usage on schema connections to authenticated;

create function connections.announce_route_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_route connections.account_routes := coalesce(new, old);
begin
  perform pg_notify('stoa_account_routes', v_route.platform || ' ' || v_route.platform_account_id);
  if v_route.business_id is not null then
    perform pg_notify('stoa_account_routes', v_route.platform || ' ' || v_route.business_id);
  end if;
  return null;
end;
$function$;

create function connections.day_at(p_workspace_id uuid, p_at timestamp with time zone)
 returns date
 language sql
 stable
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select (p_at at time zone w.timezone)::date from workspaces.workspaces w where w.id = p_workspace_id
$function$;

create function connections.judge_direct_settings()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_wrong text := (
    select s.key from jsonb_each(new.settings) s
     where not case s.key || ' ' || jsonb_typeof(s.value)
       when 'tryonEnabled boolean' then true
       when 'autoReplyEnabled boolean' then true
       when 'notificationsEnabled boolean' then true
       when 'businessHoursOnly boolean' then true
       when 'globalTriggerKeywords array' then jsonb_array_length(s.value) <= 100 and not exists (
         select from jsonb_array_elements(s.value) word
          where jsonb_typeof(word) <> 'string' or length(word #>> '{}') not between 1 and 100)
       when 'messageTemplates object' then not exists (
         select from jsonb_each(s.value) template
          where length(template.key) not between 1 and 60
             or jsonb_typeof(template.value) <> 'string' or length(template.value #>> '{}') > 2000)
       else false
     end
     order by s.key limit 1);
begin
  if v_wrong is not null then
    raise exception 'no setting of an account can be: %', v_wrong
      using errcode = 'check_violation', schema = 'connections', table = 'accounts', column = 'settings',
            constraint = 'account_settings_are_known';
  end if;
  return new;
end;
$function$;

create function connections.keep_months(p_now timestamp with time zone, p_months_kept integer)
 returns integer
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_month date := date_trunc('month', p_now at time zone 'UTC')::date;
  v_from  date;
  v_name  text;
  v_count integer := 0;
  v_old   record;
begin
  if p_months_kept not between 1 and 120 then
    raise exception 'months kept must be between 1 and 120' using errcode = '22023';
  end if;
  -- One process at a time.
  perform pg_advisory_xact_lock(hashtextextended('connections.keep_months', 0));
  for i in 0..2 loop
    v_from := (v_month + make_interval(months => i))::date;
    v_name := 'webhook_events_' || to_char(v_from, 'YYYYMM');
    if to_regclass('connections.' || v_name) is null
       -- What came for it meanwhile stays where it is: it would refuse the new table.
       and not exists (
         select from connections.webhook_events_else
          where received_at >= v_from::timestamp at time zone 'UTC'
            and received_at < (v_from + interval '1 month') at time zone 'UTC') then
      execute format(
        'create table connections.%I partition of connections.webhook_events for values from (%L) to (%L)',
        v_name, v_from::timestamp at time zone 'UTC', (v_from + interval '1 month') at time zone 'UTC');
      execute format('alter table connections.%I enable row level security', v_name);
      execute format('alter table connections.%I force row level security', v_name);
      execute format(
        'create policy %I on connections.%I using (workspace_id = (select app.current_workspace_id()))'
        || ' with check (workspace_id = (select app.current_workspace_id()))', v_name || '_in_workspace', v_name);
      execute format('comment on table connections.%I is %L', v_name,
        'Events of one month. usage: product; audience: tenant; domain: connections');
      v_count := v_count + 1;
    end if;
  end loop;
  for v_old in
    select c.relname from pg_inherits i join pg_class c on c.oid = i.inhrelid
     where i.inhparent = 'connections.webhook_events'::regclass and c.relname ~ '^webhook_events_[0-9]{6}$'
       and to_date(right(c.relname, 6), 'YYYYMM') < v_month - make_interval(months => p_months_kept)
  loop
    execute format('drop table connections.%I', v_old.relname);
    v_count := v_count + 1;
  end loop;
  return v_count;
end;
$function$;

create function connections.record_direct_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_changes jsonb := (
    select jsonb_object_agg(key, jsonb_build_object('from', told.was, 'to', told.becomes))
      from jsonb_each(old.settings) was full join jsonb_each(new.settings) becomes using (key)
     cross join lateral (
       select case when length(was.value::text) <= 400 then was.value
                   else to_jsonb(left(was.value::text, 400) || '…') end as was,
              case when length(becomes.value::text) <= 400 then becomes.value
                   else to_jsonb(left(becomes.value::text, 400) || '…') end as becomes) told
     where becomes.value is distinct from was.value);
begin
  if v_changes is not null then
    insert into workspaces.audit_entries (workspace_id, id, actor_kind, actor_user_id, category, action, subject_type,
      subject_id, changes, created_at)
    values (new.workspace_id, gen_random_uuid(), 'member', app.current_user_id(), 'settings',
      'connections.changed_directly', 'account', left(new.platform_account_id, 120), v_changes, now());
  end if;
  return null;
end;
$function$;

create table connections.account_routes (
  platform            text        not null,
  platform_account_id text        not null,
  workspace_id        uuid        not null,
  account_id          uuid        not null,
  business_id         text,
  created_at          timestamptz not null,
  constraint account_routes_pkey primary key (platform, platform_account_id),
  constraint account_routes_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade
);
comment on table connections.account_routes is 'In which workspace a platform''s account is open. usage: product; audience: internal; domain: connections';
create index account_routes_by_account on connections.account_routes (workspace_id, account_id);
create index account_routes_by_business on connections.account_routes (platform, business_id) where (business_id is not null);
alter table connections.account_routes enable row level security;
alter table connections.account_routes force row level security;
create policy account_routes_for_what_comes_in on connections.account_routes for select to app_server
  using (select app.is_installation());
create policy account_routes_in_workspace on connections.account_routes to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.account_routes to app_server;
create trigger account_routes_500_announce after insert or delete on connections.account_routes for each row execute function connections.announce_route_change();

create table connections.accounts (
  workspace_id        uuid        not null,
  id                  uuid        not null,
  platform            text        not null,
  platform_account_id text        not null,
  app_scoped_id       text,
  parent_platform_id  text,
  login               text        not null,
  account_kind        text,
  location_id         uuid,
  username            text,
  display_name        text        not null,
  profile_url         text,
  picture_url         text,
  biography           text,
  followers_count     bigint,
  following_count     bigint,
  posts_count         bigint,
  views_count         bigint,
  figures_at          timestamptz,
  scopes              text[]      not null default '{}'[],
  lacking_scopes      text[]      not null default '{}'[],
  settings            jsonb       not null default '{}'::jsonb,
  details             jsonb       not null default '{}'::jsonb,
  token_expires_at    timestamptz,
  token_refreshed_at  timestamptz,
  refresh_at          timestamptz,
  refresh_failures    smallint    not null default 0,
  broken_at           timestamptz,
  broken_reason       text,
  connected_at        timestamptz not null,
  connected_by        uuid,
  disconnected_at     timestamptz,
  disconnected_by     uuid,
  disconnected_reason text,
  emptied_at          timestamptz,
  is_demo             boolean     not null default false,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  constraint accounts_pkey primary key (workspace_id, id),
  constraint account_once_per_workspace unique (workspace_id, platform, platform_account_id),
  constraint accounts_workspace_id_connected_by_fkey foreign key (workspace_id, connected_by) references workspaces.members(workspace_id, id) on delete set null (connected_by),
  constraint accounts_workspace_id_disconnected_by_fkey foreign key (workspace_id, disconnected_by) references workspaces.members(workspace_id, id) on delete set null (disconnected_by),
  constraint accounts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint accounts_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete set null (location_id),
  constraint account_broken_reason_is_known check (broken_reason = any (array['token_expired', 'token_revoked', 'refresh_refused', 'scopes_withdrawn', 'uninstalled', 'blocked'])),
  constraint account_disconnected_by_only_when_disconnected check ((disconnected_at is not null) or (disconnected_by is null)),
  constraint account_disconnected_reason_is_known check (disconnected_reason = any (array['by_member', 'uninstalled', 'moved'])),
  constraint account_emptied_only_when_disconnected check ((emptied_at is null) or (disconnected_at is not null)),
  constraint account_figures_are_not_negative check ((followers_count >= 0) and (following_count >= 0) and (posts_count >= 0) and (views_count >= 0)),
  constraint account_login_is_known check (login = any (array['instagram', 'facebook', 'google', 'shopify', 'amazon', 'other'])),
  constraint account_objects_are_small check ((jsonb_typeof(settings) = 'object') and (pg_column_size(settings) <= 32768) and (jsonb_typeof(details) = 'object') and (pg_column_size(details) <= 32768)),
  constraint account_platform_id_is_plain check (platform_account_id ~ '^[!-~]{1,255}$'),
  constraint account_platform_is_known check (platform = any (array['instagram', 'messenger', 'whatsapp', 'youtube', 'shopify', 'amazon', 'tiktok', 'twitter', 'google', 'tripadvisor'])),
  constraint account_reason_iff_broken check ((broken_at is null) = (broken_reason is null)),
  constraint account_reason_iff_disconnected check ((disconnected_at is null) = (disconnected_reason is null)),
  constraint account_refresh_failures_are_not_negative check (refresh_failures >= 0),
  constraint account_refreshes_only_while_open check ((refresh_at is null) or ((disconnected_at is null) and (broken_at is null))),
  constraint account_scopes_are_few check ((cardinality(scopes) <= 100) and (cardinality(lacking_scopes) <= 100)),
  constraint account_texts_are_short check ((length(app_scoped_id) <= 255) and (length(parent_platform_id) <= 255) and (length(account_kind) <= 40) and (length(username) <= 255) and ((length(display_name) >= 1) and (length(display_name) <= 255)) and (length(profile_url) <= 2000) and (length(picture_url) <= 4000) and (length(biography) <= 4000))
);
comment on table connections.accounts is 'An account on another platform, as this workspace knows it. usage: product; audience: tenant; domain: connections';
create index accounts_by_connector on connections.accounts (workspace_id, connected_by);
create index accounts_by_disconnector on connections.accounts (workspace_id, disconnected_by);
create index accounts_by_location on connections.accounts (workspace_id, location_id);
create index accounts_by_name on connections.accounts (workspace_id, platform, display_name, id);
create unique index accounts_one_seller on connections.accounts (workspace_id) where ((platform = 'amazon') and (disconnected_at is null));
create index accounts_to_empty on connections.accounts (workspace_id, disconnected_at) where ((disconnected_at is not null) and (emptied_at is null));
create index accounts_to_refresh on connections.accounts (workspace_id, refresh_at) where (refresh_at is not null);
alter table connections.accounts enable row level security;
alter table connections.accounts force row level security;
create policy accounts_changed_by_who_may_connect on connections.accounts as restrictive for update to authenticated
  using ( select workspaces.direct_client_may('connections.connect', '{owner,admin}'[]) as direct_client_may);
create policy accounts_for_who_may_see_them on connections.accounts as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy accounts_in_workspace on connections.accounts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (account_kind, app_scoped_id, biography, broken_at, broken_reason, connected_at, connected_by, details, disconnected_at, disconnected_by, disconnected_reason, display_name, emptied_at, figures_at, followers_count, following_count, lacking_scopes, location_id, login, parent_platform_id, picture_url, posts_count, profile_url, refresh_at, refresh_failures, scopes, settings, token_expires_at, token_refreshed_at, updated_at, username, views_count), delete on connections.accounts to app_server;
grant select, update (settings) on connections.accounts to authenticated;
create trigger accounts_400_judge_direct_settings before update on connections.accounts for each row when ((not pg_has_role('app_server'::name, 'member'))) execute function connections.judge_direct_settings();
create trigger accounts_500_touch before update on connections.accounts for each row execute function app.touch_updated_at();
create trigger accounts_600_record_direct_change after update on connections.accounts for each row when ((not pg_has_role('app_server'::name, 'member'))) execute function connections.record_direct_change();

create table connections.app_limits (
  platform      text        not null,
  held_until    timestamptz,
  usage_percent smallint,
  usage_at      timestamptz,
  updated_at    timestamptz not null,
  constraint app_limits_pkey primary key (platform),
  constraint app_limit_usage_is_a_percentage check ((usage_percent >= 0) and (usage_percent <= 1000))
);
comment on table connections.app_limits is 'How much our application may still do on a platform. usage: product; audience: internal; domain: connections';
alter table connections.app_limits enable row level security;
alter table connections.app_limits force row level security;
create policy app_limits_of_everybody on connections.app_limits to app_server
  using (true)
  with check (true);
grant select, insert, update (held_until, updated_at, usage_at, usage_percent) on connections.app_limits to app_server;
create trigger app_limits_500_touch before update on connections.app_limits for each row execute function app.touch_updated_at();

create table connections.app_shares (
  workspace_id  uuid        not null,
  platform      text        not null,
  hour_began_at timestamptz not null,
  hour_count    integer     not null default 0,
  constraint app_shares_pkey primary key (workspace_id, platform),
  constraint app_shares_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint app_share_is_not_negative check (hour_count >= 0)
);
comment on table connections.app_shares is 'How much of an application''s hour a workspace has had. usage: product; audience: internal; domain: connections';
create index app_shares_by_hour on connections.app_shares (platform, hour_began_at) include (hour_count);
alter table connections.app_shares enable row level security;
alter table connections.app_shares force row level security;
create policy app_shares_for_the_sum on connections.app_shares for select to app_server
  using (select app.is_installation());
create policy app_shares_in_workspace on connections.app_shares to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (hour_began_at, hour_count), delete on connections.app_shares to app_server;

create table connections.calls (
  workspace_id     uuid        not null,
  id               uuid        not null,
  account_id       uuid        not null,
  kind             text        not null,
  conversation_key text        not null,
  request          jsonb       not null,
  status           text        not null default 'queued',
  priority         smallint    not null default 0,
  attempts_count   smallint    not null default 0,
  not_before       timestamptz,
  held_reason      text,
  expires_at       timestamptz,
  job_id           uuid,
  started_at       timestamptz,
  settled_at       timestamptz,
  platform_id      text,
  result           jsonb,
  failure_code     text,
  platform_code    text,
  asked_at         timestamptz,
  asked_count      smallint    not null default 0,
  requested_by     uuid,
  created_at       timestamptz not null,
  constraint calls_pkey primary key (workspace_id, id),
  constraint calls_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint calls_workspace_id_requested_by_fkey foreign key (workspace_id, requested_by) references workspaces.members(workspace_id, id) on delete set null (requested_by),
  constraint call_begun_when_under_way check ((status <> all (array['sending', 'unknown'])) or (started_at is not null)),
  constraint call_counts_are_not_negative check ((attempts_count >= 0) and (asked_count >= 0)),
  constraint call_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint call_kind_is_a_word check (kind ~ '^[a-z][a-z0-9_]{0,59}$'),
  constraint call_request_is_small check ((jsonb_typeof(request) = 'object') and (pg_column_size(request) <= 65536)),
  constraint call_settled_iff_over check ((status = any (array['done', 'failed', 'cancelled'])) = (settled_at is not null)),
  constraint call_status_is_known check (status = any (array['queued', 'sending', 'done', 'failed', 'unknown', 'cancelled'])),
  constraint call_texts_are_short check (((length(conversation_key) >= 1) and (length(conversation_key) <= 300)) and (length(platform_id) <= 400) and (length(failure_code) <= 100) and (length(platform_code) <= 100) and (length(held_reason) <= 60))
);
comment on table connections.calls is 'One thing to be done on a platform, and what came of it. usage: product; audience: tenant; domain: connections';
create index calls_by_account on connections.calls (workspace_id, account_id, created_at desc, id desc);
create index calls_by_age on connections.calls (workspace_id, settled_at) where (settled_at is not null);
create index calls_by_requester on connections.calls (workspace_id, requested_by);
create index calls_in_turn on connections.calls (workspace_id, account_id, conversation_key, priority desc, created_at, id) include (kind) where (status = 'queued');
create index calls_not_done_by_account on connections.calls (workspace_id, account_id, status, created_at desc, id desc) where (status <> 'done');
create unique index calls_one_at_a_time on connections.calls (workspace_id, account_id, conversation_key) where (status = any (array['sending', 'unknown']));
create unique index calls_one_private_reply on connections.calls (workspace_id, account_id, ((request ->> 'commentId'))) where ((kind = 'private_reply') and ((status <> all (array['failed', 'cancelled'])) or (failure_code = 'outcome_unknown')));
create index calls_overdue on connections.calls (workspace_id, (
case
    when (not_before is null) then created_at
    else not_before
end)) where (status = 'queued');
alter table connections.calls enable row level security;
alter table connections.calls force row level security;
create policy calls_in_workspace on connections.calls
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (asked_at, asked_count, attempts_count, failure_code, held_reason, job_id, not_before, platform_code, platform_id, result, settled_at, started_at, status), delete on connections.calls to app_server;

create table connections.health (
  workspace_id        uuid        not null,
  account_id          uuid        not null,
  last_succeeded_at   timestamptz,
  last_failed_at      timestamptz,
  failures_count      integer     not null default 0,
  failure_kinds       jsonb       not null default '{}'::jsonb,
  response_ms         integer,
  last_event_at       timestamptz,
  hooks_came_count    integer     not null default 0,
  hooks_missed_count  integer     not null default 0,
  day                 date,
  day_processed_count integer     not null default 0,
  day_failed_count    integer     not null default 0,
  token_checked_at    timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  constraint health_pkey primary key (workspace_id, account_id),
  constraint health_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint health_counts_are_not_negative check ((failures_count >= 0) and (response_ms >= 0) and (hooks_came_count >= 0) and (hooks_missed_count >= 0) and (day_processed_count >= 0) and (day_failed_count >= 0)),
  constraint health_failure_kinds_are_small check ((jsonb_typeof(failure_kinds) = 'object') and (pg_column_size(failure_kinds) <= 4096))
);
comment on table connections.health is 'How an account is doing: calls, webhooks, today''s counts. usage: product; audience: tenant; domain: connections';
create index health_by_check on connections.health (workspace_id, token_checked_at);
alter table connections.health enable row level security;
alter table connections.health force row level security;
create policy health_for_who_may_see_it on connections.health as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy health_in_workspace on connections.health
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (day, day_failed_count, day_processed_count, failure_kinds, failures_count, hooks_came_count, hooks_missed_count, last_event_at, last_failed_at, last_succeeded_at, response_ms, token_checked_at, updated_at), delete on connections.health to app_server;
grant select on connections.health to authenticated;
create trigger health_500_touch before update on connections.health for each row execute function app.touch_updated_at();

create table connections.oauth_states (
  workspace_id   uuid        not null,
  id             uuid        not null,
  platform       text        not null,
  login          text        not null,
  member_id      uuid        not null,
  account_id     uuid,
  location_id    uuid,
  state_hash     bytea       not null,
  context_sealed bytea,
  status         text        not null default 'begun',
  answer_sealed  bytea,
  offers_sealed  bytea,
  offers         jsonb       not null default '[]'::jsonb,
  failure_code   text,
  created_at     timestamptz not null,
  expires_at     timestamptz not null,
  used_at        timestamptz,
  settled_at     timestamptz,
  constraint oauth_states_pkey primary key (workspace_id, id),
  constraint oauth_states_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint oauth_states_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint oauth_states_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete set null (location_id),
  constraint oauth_states_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint oauth_state_expires_after_it_began check (expires_at > created_at),
  constraint oauth_state_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint oauth_state_is_hashed check (octet_length(state_hash) = 32),
  constraint oauth_state_keeps_no_answer_when_over check ((settled_at is null) or ((answer_sealed is null) and (offers_sealed is null) and (context_sealed is null))),
  constraint oauth_state_offers_are_a_list check ((jsonb_typeof(offers) = 'array') and (pg_column_size(offers) <= 131072)),
  constraint oauth_state_settled_iff_over check ((status = any (array['connected', 'failed'])) = (settled_at is not null)),
  constraint oauth_state_status_is_known check (status = any (array['begun', 'answered', 'choosing', 'connected', 'failed'])),
  constraint oauth_state_used_iff_it_came_back check (((status = 'begun') = (used_at is null)) or (status = 'failed'))
);
comment on table connections.oauth_states is 'One way through a platform''s consent page and back. usage: secret; audience: internal; domain: connections';
create index oauth_states_by_account on connections.oauth_states (workspace_id, account_id);
create index oauth_states_by_age on connections.oauth_states (workspace_id, created_at);
create index oauth_states_by_location on connections.oauth_states (workspace_id, location_id);
create index oauth_states_by_member on connections.oauth_states (workspace_id, member_id);
create index oauth_states_not_over on connections.oauth_states (workspace_id, expires_at) where (settled_at is null);
alter table connections.oauth_states enable row level security;
alter table connections.oauth_states force row level security;
create policy oauth_states_in_workspace on connections.oauth_states to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (answer_sealed, context_sealed, failure_code, offers, offers_sealed, settled_at, status, used_at), delete on connections.oauth_states to app_server;

create table connections.pending_installs (
  id                  uuid        not null,
  shop                text        not null,
  claim_hash          bytea       not null,
  token_sealed        bytea,
  refresh_sealed      bytea,
  token_expires_at    timestamptz,
  scopes              text[]      not null default '{}'[],
  status              text        not null default 'pending_account_creation',
  details             jsonb       not null default '{}'::jsonb,
  installed_at        timestamptz not null,
  expires_at          timestamptz not null,
  completed_at        timestamptz,
  linked_workspace_id uuid,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  constraint pending_installs_pkey primary key (id),
  constraint pending_install_once_per_shop unique (shop),
  constraint pending_installs_linked_workspace_id_fkey foreign key (linked_workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint pending_install_claim_is_hashed check (octet_length(claim_hash) = 32),
  constraint pending_install_completed_iff_linked check (((status = 'active') = (completed_at is not null)) and ((status = 'active') = (linked_workspace_id is not null))),
  constraint pending_install_details_are_small check ((jsonb_typeof(details) = 'object') and (pg_column_size(details) <= 16384)),
  constraint pending_install_keeps_tokens_only_while_waiting check ((status = 'pending_account_creation') or ((token_sealed is null) and (refresh_sealed is null))),
  constraint pending_install_shop_is_a_host check (shop ~ '^[a-z0-9][a-z0-9.-]{1,253}$'),
  constraint pending_install_status_is_known check (status = any (array['pending_account_creation', 'active', 'expired']))
);
comment on table connections.pending_installs is 'A shop that was installed before anybody here knew it. usage: secret; audience: internal; domain: connections';
create index pending_installs_by_expiry on connections.pending_installs (expires_at) where (status = 'pending_account_creation');
create index pending_installs_by_workspace on connections.pending_installs (linked_workspace_id);
alter table connections.pending_installs enable row level security;
alter table connections.pending_installs force row level security;
create policy pending_installs_of_installation on connections.pending_installs to app_server
  using (select app.is_installation())
  with check (select app.is_installation());
create policy pending_installs_of_linked_workspace on connections.pending_installs for select
  using (linked_workspace_id = (select app.current_workspace_id()));
grant select, insert, update (claim_hash, completed_at, details, expires_at, installed_at, linked_workspace_id, refresh_sealed, scopes, status, token_expires_at, token_sealed, updated_at), delete on connections.pending_installs to app_server;
create trigger pending_installs_500_touch before update on connections.pending_installs for each row execute function app.touch_updated_at();

create table connections.secrets (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  kind         text        not null,
  sealed       bytea       not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint secrets_pkey primary key (workspace_id, account_id, kind),
  constraint secrets_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint secret_is_sealed check ((octet_length(sealed) >= 40) and (octet_length(sealed) <= 16384)),
  constraint secret_kind_is_known check (kind = any (array['access', 'refresh']))
);
comment on table connections.secrets is 'Tokens of connected accounts, sealed. usage: secret; audience: internal; domain: connections';
alter table connections.secrets enable row level security;
alter table connections.secrets force row level security;
create policy secrets_in_workspace on connections.secrets to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (sealed, updated_at), delete on connections.secrets to app_server;
create trigger secrets_500_touch before update on connections.secrets for each row execute function app.touch_updated_at();

create table connections.send_limits (
  workspace_id  uuid        not null,
  account_id    uuid        not null,
  lane          text        not null,
  hourly_limit  integer     not null,
  daily_limit   integer     not null,
  hour_began_at timestamptz,
  hour_count    integer     not null default 0,
  day_began_at  timestamptz,
  day_count     integer     not null default 0,
  last_call_at  timestamptz,
  held_until    timestamptz,
  usage_percent smallint,
  usage_at      timestamptz,
  exceeded_at   timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint send_limits_pkey primary key (workspace_id, account_id, lane),
  constraint send_limits_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint send_limit_counts_are_not_negative check ((hour_count >= 0) and (day_count >= 0)),
  constraint send_limit_lane_is_known check (lane = any (array['messages', 'private_replies', 'comments', 'publishing', 'reads'])),
  constraint send_limit_usage_is_a_percentage check ((usage_percent >= 0) and (usage_percent <= 1000)),
  constraint send_limits_are_limits check (((hourly_limit >= 1) and (hourly_limit <= 1000000)) and ((daily_limit >= 1) and (daily_limit <= 10000000)))
);
comment on table connections.send_limits is 'How much an account may still do in this hour and day. usage: product; audience: tenant; domain: connections';
alter table connections.send_limits enable row level security;
alter table connections.send_limits force row level security;
create policy send_limits_for_who_may_see_them on connections.send_limits as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy send_limits_in_workspace on connections.send_limits
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (daily_limit, day_began_at, day_count, exceeded_at, held_until, hour_began_at, hour_count, hourly_limit, last_call_at, updated_at, usage_at, usage_percent), delete on connections.send_limits to app_server;
grant select on connections.send_limits to authenticated;
create trigger send_limits_500_touch before update on connections.send_limits for each row execute function app.touch_updated_at();

create table connections.sync_runs (
  workspace_id   uuid        not null,
  id             uuid        not null,
  account_id     uuid        not null,
  resource       text        not null,
  why            text        not null,
  status         text        not null default 'pending',
  started_at     timestamptz not null,
  completed_at   timestamptz,
  calls_count    integer     not null default 0,
  posts_count    integer     not null default 0,
  comments_count integer     not null default 0,
  messages_count integer     not null default 0,
  new_count      integer     not null default 0,
  failure_code   text,
  failure_detail text,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  constraint sync_runs_pkey primary key (workspace_id, id),
  constraint sync_runs_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint sync_run_completed_iff_over check ((status = 'pending') = (completed_at is null)),
  constraint sync_run_counts_are_not_negative check ((calls_count >= 0) and (posts_count >= 0) and (comments_count >= 0) and (messages_count >= 0) and (new_count >= 0)),
  constraint sync_run_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint sync_run_status_is_known check (status = any (array['pending', 'success', 'failed'])),
  constraint sync_run_texts_are_short check ((length(failure_code) <= 100) and (length(failure_detail) <= 2000)),
  constraint sync_run_why_is_known check (why = any (array['schedule', 'connected', 'gap', 'asked']))
);
comment on table connections.sync_runs is 'One time of asking a platform for what is new. usage: product; audience: tenant; domain: connections';
create index sync_runs_by_account on connections.sync_runs (workspace_id, account_id, started_at desc, id desc);
create index sync_runs_by_age on connections.sync_runs (workspace_id, started_at);
alter table connections.sync_runs enable row level security;
alter table connections.sync_runs force row level security;
create policy sync_runs_for_who_may_see_them on connections.sync_runs as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy sync_runs_in_workspace on connections.sync_runs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (calls_count, comments_count, completed_at, failure_code, failure_detail, messages_count, new_count, posts_count, status, updated_at), delete on connections.sync_runs to app_server;
grant select on connections.sync_runs to authenticated;
create trigger sync_runs_500_touch before update on connections.sync_runs for each row execute function app.touch_updated_at();

create table connections.sync_states (
  workspace_id      uuid        not null,
  account_id        uuid        not null,
  resource          text        not null,
  cursor            jsonb,
  newest_item_id    text,
  newest_item_at    timestamptz,
  items_count       bigint      not null default 0,
  activity          text        not null default 'normal',
  every_minutes     integer     not null default 5,
  running_since     timestamptz,
  run_id            uuid,
  last_started_at   timestamptz,
  last_completed_at timestamptz,
  next_at           timestamptz not null,
  hour_began_at     timestamptz,
  hour_calls_count  integer     not null default 0,
  failures_count    integer     not null default 0,
  last_failure_code text,
  last_failed_at    timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  constraint sync_states_pkey primary key (workspace_id, account_id, resource),
  constraint sync_states_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint sync_activity_is_known check (activity = any (array['busy', 'normal', 'quiet', 'asleep'])),
  constraint sync_counts_are_not_negative check ((items_count >= 0) and (hour_calls_count >= 0) and (failures_count >= 0)),
  constraint sync_cursor_is_small check (pg_column_size(cursor) <= 16384),
  constraint sync_every_is_sane check ((every_minutes >= 1) and (every_minutes <= 10080)),
  constraint sync_resource_is_known check (resource = any (array['profile', 'posts', 'comments', 'messages', 'metrics'])),
  constraint sync_run_iff_running check ((running_since is null) = (run_id is null)),
  constraint sync_texts_are_short check ((length(newest_item_id) <= 400) and (length(last_failure_code) <= 100))
);
comment on table connections.sync_states is 'How far an account''s posts, comments and figures are known. usage: product; audience: tenant; domain: connections';
create index sync_states_due on connections.sync_states (workspace_id, next_at);
alter table connections.sync_states enable row level security;
alter table connections.sync_states force row level security;
create policy sync_states_for_who_may_see_them on connections.sync_states as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy sync_states_in_workspace on connections.sync_states
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (activity, cursor, every_minutes, failures_count, hour_began_at, hour_calls_count, items_count, last_completed_at, last_failed_at, last_failure_code, last_started_at, newest_item_at, newest_item_id, next_at, run_id, running_since, updated_at), delete on connections.sync_states to app_server;
grant select on connections.sync_states to authenticated;
create trigger sync_states_500_touch before update on connections.sync_states for each row execute function app.touch_updated_at();

create table connections.webhook_events (
  workspace_id      uuid        not null,
  id                uuid        not null,
  received_at       timestamptz not null,
  account_id        uuid        not null,
  platform          text        not null,
  source            text        not null,
  kind              text        not null,
  conversation_key  text        not null,
  platform_event_id text,
  fingerprint       bytea       not null,
  happened_at       timestamptz,
  payload           jsonb       not null,
  status            text        not null default 'pending',
  attempts_count    smallint    not null default 0,
  next_attempt_at   timestamptz,
  started_at        timestamptz,
  settled_at        timestamptz,
  duration_ms       integer,
  worker            text,
  result            jsonb,
  skipped_reason    text,
  failure_code      text,
  failure_detail    text,
  constraint webhook_events_pkey primary key (workspace_id, id, received_at),
  constraint webhook_events_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint webhook_event_counts_are_not_negative check ((attempts_count >= 0) and (duration_ms >= 0)),
  constraint webhook_event_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint webhook_event_is_fingerprinted check (octet_length(fingerprint) = 32),
  constraint webhook_event_kind_is_a_word check (kind ~ '^[a-z][a-z0-9_]{0,59}$'),
  constraint webhook_event_payload_is_small check (pg_column_size(payload) <= 262144),
  constraint webhook_event_reason_iff_skipped check ((status = 'skipped') = (skipped_reason is not null)),
  constraint webhook_event_settled_iff_over check ((status = any (array['completed', 'skipped'])) = (settled_at is not null)),
  constraint webhook_event_source_is_known check (source = any (array['webhook', 'sync'])),
  constraint webhook_event_status_is_known check (status = any (array['pending', 'processing', 'completed', 'failed', 'skipped'])),
  constraint webhook_event_texts_are_short check (((length(conversation_key) >= 1) and (length(conversation_key) <= 300)) and (length(platform_event_id) <= 400) and (length(worker) <= 255) and (length(skipped_reason) <= 60) and (length(failure_code) <= 100) and (length(failure_detail) <= 2000))
);
comment on table connections.webhook_events is 'What a platform told of an account, and what became of it. usage: product; audience: tenant; domain: connections';
create index webhook_events_by_account on only connections.webhook_events (workspace_id, account_id, received_at desc, id desc);
create index webhook_events_by_time on only connections.webhook_events (workspace_id, received_at desc, id desc);
create index webhook_events_failed on only connections.webhook_events (workspace_id, received_at desc, id desc) where (status = 'failed');
create index webhook_events_unsettled on only connections.webhook_events (workspace_id, received_at) where (status = any (array['pending', 'processing']));
alter table connections.webhook_events enable row level security;
alter table connections.webhook_events force row level security;
create policy webhook_events_for_who_may_read_them on connections.webhook_events as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.read_events', '{owner,admin,manager}'[]) as direct_client_may);
create policy webhook_events_in_workspace on connections.webhook_events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (attempts_count, duration_ms, failure_code, failure_detail, next_attempt_at, result, settled_at, skipped_reason, started_at, status, worker), delete on connections.webhook_events to app_server;
grant select on connections.webhook_events to authenticated;

create table connections.webhook_receipts (
  workspace_id uuid        not null,
  platform     text        not null,
  key          text        not null,
  received_at  timestamptz not null,
  constraint webhook_receipts_pkey primary key (workspace_id, platform, key),
  constraint webhook_receipts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint webhook_receipt_key_is_short check ((length(key) >= 1) and (length(key) <= 420))
);
comment on table connections.webhook_receipts is 'Which events were taken in already. usage: product; audience: internal; domain: connections';
create index webhook_receipts_by_age on connections.webhook_receipts (workspace_id, received_at);
alter table connections.webhook_receipts enable row level security;
alter table connections.webhook_receipts force row level security;
create policy webhook_receipts_in_workspace on connections.webhook_receipts to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.webhook_receipts to app_server;

create table connections.webhook_subscriptions (
  workspace_id      uuid        not null,
  account_id        uuid        not null,
  platform_id       text,
  wanted_fields     text[]      not null default '{}'[],
  subscribed_fields text[]      not null default '{}'[],
  status            text        not null default 'wanted',
  verified_at       timestamptz,
  verify_at         timestamptz,
  failures_count    integer     not null default 0,
  last_failure_code text,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  constraint webhook_subscriptions_pkey primary key (workspace_id, account_id),
  constraint webhook_subscriptions_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint webhook_subscription_failures_are_not_negative check (failures_count >= 0),
  constraint webhook_subscription_fields_are_few check ((cardinality(wanted_fields) <= 60) and (cardinality(subscribed_fields) <= 60)),
  constraint webhook_subscription_status_is_known check (status = any (array['wanted', 'active', 'refused', 'ended'])),
  constraint webhook_subscription_texts_are_short check ((length(platform_id) <= 400) and (length(last_failure_code) <= 100))
);
comment on table connections.webhook_subscriptions is 'Whether a platform tells of an account. usage: product; audience: tenant; domain: connections';
create index webhook_subscriptions_due on connections.webhook_subscriptions (workspace_id, verify_at) where (verify_at is not null);
alter table connections.webhook_subscriptions enable row level security;
alter table connections.webhook_subscriptions force row level security;
create policy webhook_subscriptions_for_who_may_see_them on connections.webhook_subscriptions as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy webhook_subscriptions_in_workspace on connections.webhook_subscriptions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (failures_count, last_failure_code, platform_id, status, subscribed_fields, updated_at, verified_at, verify_at, wanted_fields), delete on connections.webhook_subscriptions to app_server;
grant select on connections.webhook_subscriptions to authenticated;
create trigger webhook_subscriptions_500_touch before update on connections.webhook_subscriptions for each row execute function app.touch_updated_at();
