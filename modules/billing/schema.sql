-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema billing;
comment on schema billing is 'What is used and what it costs: models of AI, and their calls.';
grant usage on schema billing to app_server;
grant usage on schema billing to app_server_together;
grant usage on schema billing to authenticated;

create function billing.check_use_is_archived()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  if exists (select from workspaces.workspaces w where w.id = old.workspace_id)
    and not exists (select from billing.usage_archive a
                     where a.workspace_id = old.workspace_id and a.created_at = old.created_at and a.id = old.id) then
    raise exception 'a use is kept: it leaves for the archive and nowhere else'
      using errcode = 'check_violation', constraint = 'usage_event_is_kept';
  end if;
  return null;
end;
$function$;

create function billing.look_at_allowances_again()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  if tg_op = 'UPDATE' and (new.plan, new.status, new.ends_at, new.trial_starts_at)
     is not distinct from (old.plan, old.status, old.ends_at, old.trial_starts_at) then
    return null;
  end if;
  update billing.wallets set week_ends_at = null, month_ends_at = null where workspace_id = new.workspace_id;
  return null;
end;
$function$;

create function billing.refuse_writing_uses()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  raise exception 'uses are written where they are kept' using errcode = 'insufficient_privilege';
end;
$function$;

create table billing.affiliate_clicks (
  workspace_id uuid    not null,
  day          date    not null,
  clicks_count integer not null,
  constraint affiliate_clicks_pkey primary key (workspace_id, day),
  constraint affiliate_clicks_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint affiliate_clicks_are_some check (clicks_count > 0)
);
comment on table billing.affiliate_clicks is 'How many came by the link in a day. usage: log; audience: person; domain: billing';
alter table billing.affiliate_clicks enable row level security;
alter table billing.affiliate_clicks force row level security;
create policy affiliate_clicks_in_workspace on billing.affiliate_clicks to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (clicks_count) on billing.affiliate_clicks to app_server;

create table billing.affiliate_links (
  word         text        not null,
  workspace_id uuid        not null,
  created_at   timestamptz not null,
  constraint affiliate_links_pkey primary key (word),
  constraint affiliate_links_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint affiliate_link_is_a_word check (word ~ '^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$')
);
comment on table billing.affiliate_links is 'Whose link a word is. usage: product; audience: internal; domain: billing';
create index affiliate_links_of_one on billing.affiliate_links (workspace_id);
alter table billing.affiliate_links enable row level security;
alter table billing.affiliate_links force row level security;
create policy affiliate_links_for_who_comes_by on billing.affiliate_links for select to app_server
  using (select app.is_installation());
create policy affiliate_links_in_workspace on billing.affiliate_links to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.affiliate_links to app_server;

create table billing.affiliate_rates (
  workspace_id uuid        not null,
  id           uuid        not null,
  no           integer     not null,
  starts_at    timestamptz not null,
  rate_ppm     integer     not null,
  set_by       uuid        not null,
  withdrawn_at timestamptz,
  created_at   timestamptz not null,
  constraint affiliate_rates_pkey primary key (workspace_id, id),
  constraint affiliate_rate_in_order unique (workspace_id, no),
  constraint affiliate_rates_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint affiliate_rate_changes_nothing_past check (starts_at >= created_at),
  constraint affiliate_rate_is_a_share check ((rate_ppm >= 0) and (rate_ppm <= 1000000)),
  constraint affiliate_rate_withdrawn_before_it_starts check (withdrawn_at <= starts_at)
);
comment on table billing.affiliate_rates is 'What share an affiliate gets, from when on. usage: log; audience: person; domain: billing';
create index affiliate_rates_by_start on billing.affiliate_rates (workspace_id, starts_at desc, no desc);
alter table billing.affiliate_rates enable row level security;
alter table billing.affiliate_rates force row level security;
create policy affiliate_rates_in_workspace on billing.affiliate_rates
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy affiliate_rates_of_oneself on billing.affiliate_rates as restrictive for select to authenticated
  using (exists ( select
   from billing.affiliates a
  where ((a.workspace_id = affiliate_rates.workspace_id) and (a.user_id = (select app.current_user_id())))));
grant select, insert, update (withdrawn_at) on billing.affiliate_rates to app_server;
grant select on billing.affiliate_rates to authenticated;

create table billing.affiliates (
  workspace_id  uuid        not null,
  user_id       uuid        not null,
  status        text        not null default 'applied',
  code          text        not null,
  slug          text,
  about         text        not null,
  payout_method text        not null default 'credits',
  payout_email  text,
  applied_at    timestamptz not null,
  decided_at    timestamptz,
  decided_by    uuid,
  decision_note text,
  approved_at   timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint affiliates_pkey primary key (workspace_id),
  constraint affiliates_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint affiliates_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint affiliate_code_is_eight_letters check (code ~ '^[a-z0-9]{8}$'),
  constraint affiliate_money_goes_somewhere check ((payout_method = 'credits') or (payout_email is not null)),
  constraint affiliate_payout_method_is_known check (payout_method = any (array['credits', 'money'])),
  constraint affiliate_slug_is_a_word check (slug ~ '^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$'),
  constraint affiliate_status_is_known check (status = any (array['applied', 'approved', 'rejected', 'suspended'])),
  constraint affiliate_texts_are_short check (((length(about) >= 1) and (length(about) <= 2000)) and (length(decision_note) <= 500) and ((length(payout_email) >= 3) and (length(payout_email) <= 254))),
  constraint affiliate_waits_until_decided check (((status = 'applied') = (decided_at is null)) and ((decided_at is null) = (decided_by is null))),
  constraint affiliate_was_approved_if_it_counts check ((status <> all (array['approved', 'suspended'])) or (approved_at is not null))
);
comment on table billing.affiliates is 'Who brings others and gets a share of what they pay. usage: product; audience: person; domain: billing';
create index affiliates_by_status on billing.affiliates (status, applied_at desc, workspace_id desc);
create index affiliates_by_time on billing.affiliates (applied_at desc, workspace_id desc);
create index affiliates_of_person on billing.affiliates (user_id);
alter table billing.affiliates enable row level security;
alter table billing.affiliates force row level security;
create policy affiliates_for_the_installation on billing.affiliates for select to app_server
  using (select app.is_installation());
create policy affiliates_in_workspace on billing.affiliates
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy affiliates_of_oneself on billing.affiliates as restrictive for select to authenticated
  using (user_id = (select app.current_user_id()));
grant select, insert, update (about, applied_at, approved_at, decided_at, decided_by, decision_note, payout_email, payout_method, slug, status, updated_at) on billing.affiliates to app_server;
grant select on billing.affiliates to authenticated;
create trigger affiliates_500_touch before update on billing.affiliates for each row execute function app.touch_updated_at();

create table billing.ai_calls (
  workspace_id     uuid        not null,
  id               uuid        not null,
  month            date        not null,
  model            text        not null,
  kind             text        not null,
  purpose          text        not null,
  subject_type     text,
  subject_id       uuid,
  outcome          text        not null default 'under_way',
  failure_code     text,
  held_micro       bigint      not null,
  cost_micro       bigint      not null default 0,
  is_estimated     boolean     not null default false,
  input_tokens     integer     not null default 0,
  output_tokens    integer     not null default 0,
  cached_tokens    integer     not null default 0,
  reasoning_tokens integer     not null default 0,
  latency_ms       integer,
  first_token_ms   integer,
  request_id       text,
  created_at       timestamptz not null,
  settled_at       timestamptz,
  constraint ai_calls_pkey primary key (workspace_id, id),
  constraint ai_calls_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ai_call_figures_are_counts check ((held_micro >= 0) and (cost_micro >= 0) and (input_tokens >= 0) and (output_tokens >= 0) and (cached_tokens >= 0) and (reasoning_tokens >= 0) and (latency_ms >= 0) and (first_token_ms >= 0)),
  constraint ai_call_holds_while_under_way check ((outcome = 'under_way') or (held_micro = 0)),
  constraint ai_call_kind_is_known check (kind = any (array['chat', 'embedding', 'image'])),
  constraint ai_call_outcome_is_known check (outcome = any (array['under_way', 'done', 'aborted', 'failed', 'unknown'])),
  constraint ai_call_purpose_is_a_name check (purpose ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  constraint ai_call_settled_once_it_is check ((outcome = 'under_way') = (settled_at is null)),
  constraint ai_call_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint ai_call_texts_are_short check (((length(model) >= 1) and (length(model) <= 200)) and (length(failure_code) <= 60) and (length(request_id) <= 200) and ((length(subject_type) >= 1) and (length(subject_type) <= 40)))
);
comment on table billing.ai_calls is 'Every call to a model of AI: what for, and what it came to. usage: log; audience: tenant; domain: billing';
create index ai_calls_by_created on billing.ai_calls (workspace_id, created_at desc, id desc);
create index ai_calls_by_model on billing.ai_calls (workspace_id, model, created_at desc, id desc);
create index ai_calls_by_outcome on billing.ai_calls (workspace_id, outcome, created_at desc, id desc);
create index ai_calls_by_purpose on billing.ai_calls (workspace_id, purpose, created_at desc, id desc);
create index ai_calls_by_subject on billing.ai_calls (workspace_id, subject_type, subject_id, created_at desc, id desc) where (subject_id is not null);
alter table billing.ai_calls enable row level security;
alter table billing.ai_calls force row level security;
create policy ai_calls_in_workspace on billing.ai_calls
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (cached_tokens, cost_micro, failure_code, first_token_ms, held_micro, input_tokens, is_estimated, latency_ms, outcome, output_tokens, reasoning_tokens, request_id, settled_at), delete on billing.ai_calls to app_server;

create table billing.ai_days (
  workspace_id  uuid    not null,
  day           date    not null,
  purpose       text    not null,
  model         text    not null,
  calls         integer not null default 0,
  failed        integer not null default 0,
  input_tokens  bigint  not null default 0,
  output_tokens bigint  not null default 0,
  cost_micro    bigint  not null default 0,
  constraint ai_days_pkey primary key (workspace_id, day, purpose, model),
  constraint ai_days_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ai_day_figures_are_counts check ((calls >= 0) and (failed >= 0) and (input_tokens >= 0) and (output_tokens >= 0) and (cost_micro >= 0))
);
comment on table billing.ai_days is 'What calls to models of AI cost on a day. usage: cache; audience: tenant; domain: billing';
alter table billing.ai_days enable row level security;
alter table billing.ai_days force row level security;
create policy ai_days_for_who_may_read_them on billing.ai_days as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy ai_days_in_workspace on billing.ai_days
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (calls, cost_micro, failed, input_tokens, output_tokens), delete on billing.ai_days to app_server;
grant select on billing.ai_days to authenticated;

create table billing.ai_endpoints (
  workspace_id    uuid        not null,
  base_url        text,
  key_hint        text,
  chat_model      text,
  embedding_model text,
  month_max_micro bigint,
  checked_at      timestamptz,
  failure_code    text,
  unpriced_models text[]      not null default '{}'[],
  updated_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint ai_endpoints_pkey primary key (workspace_id),
  constraint ai_endpoints_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ai_endpoints_workspace_id_updated_by_fkey foreign key (workspace_id, updated_by) references workspaces.members(workspace_id, id) on delete set null (updated_by),
  constraint ai_endpoint_address_is_one check ((base_url ~ '^https?://') and (length(base_url) <= 500)),
  constraint ai_endpoint_limit_is_no_debt check (month_max_micro >= 0),
  constraint ai_endpoint_lists_are_short check (cardinality(unpriced_models) <= 500),
  constraint ai_endpoint_texts_are_short check (((length(key_hint) >= 1) and (length(key_hint) <= 8)) and ((length(chat_model) >= 1) and (length(chat_model) <= 200)) and ((length(embedding_model) >= 1) and (length(embedding_model) <= 200)) and (length(failure_code) <= 60))
);
comment on table billing.ai_endpoints is 'Where a workspace has its models of AI, and what they may cost. usage: product; audience: tenant; domain: billing';
create index ai_endpoints_by_updater on billing.ai_endpoints (workspace_id, updated_by);
alter table billing.ai_endpoints enable row level security;
alter table billing.ai_endpoints force row level security;
create policy ai_endpoints_in_workspace on billing.ai_endpoints
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (base_url, chat_model, checked_at, embedding_model, failure_code, key_hint, month_max_micro, unpriced_models, updated_at, updated_by), delete on billing.ai_endpoints to app_server;
create trigger ai_endpoints_500_touch before update on billing.ai_endpoints for each row execute function app.touch_updated_at();

create table billing.ai_keys (
  workspace_id uuid        not null,
  sealed       bytea       not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint ai_keys_pkey primary key (workspace_id),
  constraint ai_keys_workspace_id_fkey foreign key (workspace_id) references billing.ai_endpoints(workspace_id) on delete cascade,
  constraint ai_key_is_sealed check ((octet_length(sealed) >= 40) and (octet_length(sealed) <= 4096))
);
comment on table billing.ai_keys is 'Keys to models of AI, sealed. usage: secret; audience: internal; domain: billing';
alter table billing.ai_keys enable row level security;
alter table billing.ai_keys force row level security;
create policy ai_keys_in_workspace on billing.ai_keys to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (sealed, updated_at), delete on billing.ai_keys to app_server;
create trigger ai_keys_500_touch before update on billing.ai_keys for each row execute function app.touch_updated_at();

create table billing.ai_models (
  workspace_id       uuid        not null,
  id                 uuid        not null,
  model              text        not null,
  name               text        not null,
  provider           text        not null,
  description        text,
  logo_key           text,
  kind               text        not null default 'chat',
  class              text        not null default 'fast',
  input_micro        bigint      not null,
  output_micro       bigint      not null,
  call_micro         bigint      not null,
  context_tokens_max integer     not null,
  dimensions         smallint,
  supports_text      boolean     not null default true,
  supports_images    boolean     not null default false,
  supports_audio     boolean     not null default false,
  supports_tools     boolean     not null default false,
  supports_json      boolean     not null default false,
  is_own             boolean     not null default false,
  retired_at         timestamptz,
  gone_at            timestamptz,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  constraint ai_models_pkey primary key (workspace_id, id),
  constraint ai_model_once unique (workspace_id, model),
  constraint ai_models_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ai_model_by_hand_is_on_no_list check ((not is_own) or (gone_at is null)),
  constraint ai_model_class_is_known check (class = any (array['fast', 'advanced', 'affordable'])),
  constraint ai_model_context_is_some check (context_tokens_max > 0),
  constraint ai_model_kind_is_known check (kind = any (array['chat', 'embedding', 'image'])),
  constraint ai_model_makes_vectors check (((kind = 'embedding') = (dimensions is not null)) and ((dimensions >= 1) and (dimensions <= 16000))),
  constraint ai_model_prices_are_no_gifts check ((input_micro >= 0) and (output_micro >= 0) and (call_micro > 0)),
  constraint ai_model_texts_are_short check (((length(model) >= 1) and (length(model) <= 200)) and ((length(name) >= 1) and (length(name) <= 200)) and ((length(provider) >= 1) and (length(provider) <= 60)) and (length(description) <= 2000) and (length(logo_key) <= 200))
);
comment on table billing.ai_models is 'Models of AI a workspace can choose from, and what they cost. usage: reference; audience: tenant; domain: billing';
create index ai_models_by_price on billing.ai_models (workspace_id, call_micro, model);
create index ai_models_on_offer on billing.ai_models (workspace_id, kind, call_micro, model) where ((retired_at is null) and (gone_at is null));
alter table billing.ai_models enable row level security;
alter table billing.ai_models force row level security;
create policy ai_models_for_who_may_read_them on billing.ai_models as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy ai_models_in_workspace on billing.ai_models
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (call_micro, class, context_tokens_max, description, dimensions, gone_at, input_micro, is_own, kind, logo_key, name, output_micro, provider, retired_at, supports_audio, supports_images, supports_json, supports_text, supports_tools, updated_at), delete on billing.ai_models to app_server;
grant select on billing.ai_models to authenticated;
create trigger ai_models_500_touch before update on billing.ai_models for each row execute function app.touch_updated_at();

create table billing.ai_months (
  workspace_id    uuid        not null,
  month           date        not null,
  spent_micro     bigint      not null default 0,
  held_micro      bigint      not null default 0,
  limit_told_at   timestamptz,
  credits_told_at timestamptz,
  constraint ai_months_pkey primary key (workspace_id, month),
  constraint ai_months_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ai_month_is_no_debt check ((spent_micro >= 0) and (held_micro >= 0)),
  constraint ai_month_is_one check (extract(day from month) = (1)::numeric)
);
comment on table billing.ai_months is 'What calls to models of AI cost in a month. usage: cache; audience: tenant; domain: billing';
alter table billing.ai_months enable row level security;
alter table billing.ai_months force row level security;
create policy ai_months_for_who_may_read_them on billing.ai_months as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy ai_months_in_workspace on billing.ai_months
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (credits_told_at, held_micro, limit_told_at, spent_micro), delete on billing.ai_months to app_server;
grant select on billing.ai_months to authenticated;

create table billing.allowances (
  workspace_id uuid        not null,
  family       text        not null,
  scope        text        not null default '',
  period       text        not null,
  starts_at    timestamptz not null,
  ends_at      timestamptz not null,
  used_count   bigint      not null default 0,
  used_micro   bigint      not null default 0,
  constraint allowances_pkey primary key (workspace_id, family, scope, period, starts_at),
  constraint allowances_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint allowance_ends_after_it_begins check (ends_at > starts_at),
  constraint allowance_is_no_debt check ((used_count >= 0) and (used_micro >= 0)),
  constraint allowance_period_is_known check (period = any (array['day', 'week', 'month']))
);
comment on table billing.allowances is 'How much of something was used in a day, a week or a month. usage: cache; audience: tenant; domain: billing';
alter table billing.allowances enable row level security;
alter table billing.allowances force row level security;
create policy allowances_in_workspace on billing.allowances
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (used_count, used_micro), delete on billing.allowances to app_server;

create table billing.auto_reloads (
  workspace_id    uuid        not null,
  provider        text        not null,
  threshold_micro bigint      not null,
  amount_micro    bigint      not null,
  day_max_micro   bigint      not null,
  enabled_at      timestamptz,
  enabled_by      uuid,
  off_at          timestamptz,
  off_reason      text,
  last_reload_at  timestamptz,
  last_state      text,
  failed_attempts integer     not null default 0,
  next_try_at     timestamptz,
  waits_for       text,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint auto_reloads_pkey primary key (workspace_id),
  constraint auto_reloads_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint auto_reloads_workspace_id_enabled_by_fkey foreign key (workspace_id, enabled_by) references workspaces.members(workspace_id, id) on delete set null (enabled_by),
  constraint auto_reloads_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint auto_reload_amount_is_fifteen_dollars_at_least check ((amount_micro >= 1500000) and (amount_micro <= 1000000000)),
  constraint auto_reload_counts check ((failed_attempts >= 0) and (failed_attempts <= 100)),
  constraint auto_reload_day_has_room_for_one check ((day_max_micro >= amount_micro) and (day_max_micro <= '10000000000'::bigint)),
  constraint auto_reload_enabled_by_while_on check ((enabled_by is null) or (enabled_at is not null)),
  constraint auto_reload_is_in_cents check (((threshold_micro % (1000)::bigint) = 0) and ((amount_micro % (1000)::bigint) = 0) and ((day_max_micro % (1000)::bigint) = 0)),
  constraint auto_reload_last_state_is_known check (last_state = any (array['paid', 'declined', 'needs_person', 'failed'])),
  constraint auto_reload_off_for_a_reason check ((off_at is null) = (off_reason is null)),
  constraint auto_reload_off_reason_is_known check (off_reason = any (array['by_member', 'refused_too_often'])),
  constraint auto_reload_on_or_off check ((enabled_at is null) or (off_at is null)),
  constraint auto_reload_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint auto_reload_threshold_is_five_dollars_at_least check ((threshold_micro >= 500000) and (threshold_micro <= 1000000000)),
  constraint auto_reload_waits_for_something check (((next_try_at is null) = (waits_for is null)) and (waits_for = any (array['after_refusal', 'day_max'])))
);
comment on table billing.auto_reloads is 'When credits are bought by themselves. usage: product; audience: tenant; domain: billing';
create index auto_reloads_by_creator on billing.auto_reloads (workspace_id, created_by);
create index auto_reloads_by_enabler on billing.auto_reloads (workspace_id, enabled_by);
alter table billing.auto_reloads enable row level security;
alter table billing.auto_reloads force row level security;
create policy auto_reloads_for_who_may_read_them on billing.auto_reloads as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy auto_reloads_in_workspace on billing.auto_reloads
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (amount_micro, day_max_micro, enabled_at, enabled_by, failed_attempts, last_reload_at, last_state, next_try_at, off_at, off_reason, provider, threshold_micro, updated_at, waits_for) on billing.auto_reloads to app_server;
grant select on billing.auto_reloads to authenticated;
create trigger auto_reloads_500_touch before update on billing.auto_reloads for each row execute function app.touch_updated_at();

create table billing.balances (
  workspace_id     uuid   not null,
  through_no       bigint not null,
  week_micro       bigint not null,
  month_micro      bigint not null,
  bonus_micro      bigint not null,
  payg_micro       bigint not null,
  held_week_micro  bigint not null,
  held_month_micro bigint not null,
  held_bonus_micro bigint not null,
  held_payg_micro  bigint not null,
  owed_micro       bigint not null,
  constraint balances_pkey primary key (workspace_id),
  constraint balances_workspace_id_fkey foreign key (workspace_id) references billing.wallets(workspace_id) on delete cascade,
  constraint balance_holds_no_less_than_nothing check ((held_week_micro >= 0) and (held_month_micro >= 0) and (held_bonus_micro >= 0) and (held_payg_micro >= 0)),
  constraint balance_is_below_no_limit check ((week_micro >= 0) and (month_micro >= 0) and (bonus_micro >= 0) and (payg_micro >= 0)),
  constraint balance_owes_no_less_than_nothing check (owed_micro >= 0)
);
comment on table billing.balances is 'What the entries of a ledger add up to. usage: cache; audience: tenant; domain: billing';
alter table billing.balances enable row level security;
alter table billing.balances force row level security;
create policy balances_for_who_may_read_them on billing.balances as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy balances_in_workspace on billing.balances
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy balances_together on billing.balances to app_server_together
  using ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])))
  with check ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])));
grant select, insert, update (bonus_micro, held_bonus_micro, held_month_micro, held_payg_micro, held_week_micro, month_micro, owed_micro, payg_micro, through_no, week_micro), delete on billing.balances to app_server;
grant select, insert, update (bonus_micro, held_bonus_micro, held_month_micro, held_payg_micro, held_week_micro, month_micro, owed_micro, payg_micro, through_no, week_micro) on billing.balances to app_server_together;
grant select on billing.balances to authenticated;

create table billing.cancellation_feedback (
  workspace_id         uuid        not null,
  id                   uuid        not null,
  subscription_id      uuid        not null,
  member_id            uuid,
  plan                 text        not null,
  cancellation         text        not null,
  reason               text        not null,
  member_role          text,
  flow                 text,
  had_payment_failures boolean     not null,
  cycle                text        not null,
  previous_plan        text,
  created_at           timestamptz not null,
  constraint cancellation_feedback_pkey primary key (workspace_id, id),
  constraint cancellation_feedback_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint cancellation_feedback_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint cancellation_feedback_workspace_id_subscription_id_fkey foreign key (workspace_id, subscription_id) references billing.subscriptions(workspace_id, id) on delete cascade,
  constraint cancellation_feedback_cycle_is_known check (cycle = any (array['month', 'year'])),
  constraint cancellation_feedback_flow_is_known check (flow = any (array['settings_page', 'billing_page'])),
  constraint cancellation_feedback_kind_is_known check (cancellation = any (array['end_of_period', 'immediate'])),
  constraint cancellation_feedback_says_why check ((length(reason) >= 1) and (length(reason) <= 2000))
);
comment on table billing.cancellation_feedback is 'Why somebody cancelled. usage: product; audience: tenant; domain: billing';
create index cancellation_feedback_by_member on billing.cancellation_feedback (workspace_id, member_id);
create index cancellation_feedback_by_subscription on billing.cancellation_feedback (workspace_id, subscription_id, created_at desc);
alter table billing.cancellation_feedback enable row level security;
alter table billing.cancellation_feedback force row level security;
create policy cancellation_feedback_for_who_may_read_it on billing.cancellation_feedback as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy cancellation_feedback_in_workspace on billing.cancellation_feedback
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.cancellation_feedback to app_server;
grant select on billing.cancellation_feedback to authenticated;

create table billing.caps (
  workspace_id uuid        not null,
  id           uuid        not null,
  member_id    uuid,
  period       text        not null,
  max_micro    bigint      not null,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint caps_pkey primary key (workspace_id, id),
  constraint caps_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint caps_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint cap_is_no_debt check (max_micro >= 0),
  constraint cap_period_is_known check (period = any (array['day', 'week', 'month']))
);
comment on table billing.caps is 'How much may be spent at most. usage: product; audience: tenant; domain: billing';
create unique index caps_one_each on billing.caps (workspace_id, member_id, period) nulls not distinct;
alter table billing.caps enable row level security;
alter table billing.caps force row level security;
create policy caps_in_workspace on billing.caps
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (max_micro, updated_at), delete on billing.caps to app_server;
create trigger caps_500_touch before update on billing.caps for each row execute function app.touch_updated_at();

create table billing.checkouts (
  workspace_id  uuid        not null,
  id            uuid        not null,
  provider      text        not null,
  kind          text        not null,
  plan          text,
  cycle         text,
  pack          text,
  name          text        not null,
  price_micro   bigint      not null,
  credits_micro bigint      not null,
  currency      text        not null default 'usd',
  trial_days    integer     not null default 0,
  state         text        not null default 'queued',
  failure       text,
  provider_ref  text,
  url           text,
  member_id     uuid,
  opened_at     timestamptz,
  settled_at    timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint checkouts_pkey primary key (workspace_id, id),
  constraint checkouts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint checkouts_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint checkout_cycle_is_known check (cycle = any (array['month', 'year'])),
  constraint checkout_failed_for_a_reason check ((failure is null) or (state = 'failed')),
  constraint checkout_is_no_gift check ((price_micro >= 0) and (credits_micro >= 0) and ((trial_days >= 0) and (trial_days <= 90))),
  constraint checkout_kind_is_known check (kind = any (array['plan', 'credits', 'reload'])),
  constraint checkout_of_a_plan_names_it check (((kind = 'plan') = (plan is not null)) and ((plan is null) = (cycle is null)) and ((pack is null) or (kind = 'credits'))),
  constraint checkout_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint checkout_settled_once_it_is check ((state = any (array['paid', 'expired', 'failed'])) = (settled_at is not null)),
  constraint checkout_state_is_known check (state = any (array['queued', 'open', 'paid', 'expired', 'failed'])),
  constraint checkout_texts_are_short check (((length(name) >= 1) and (length(name) <= 200)) and (length(currency) = 3) and ((length(failure) >= 1) and (length(failure) <= 300)) and ((length(provider_ref) >= 1) and (length(provider_ref) <= 200)) and (length(url) <= 2000))
);
comment on table billing.checkouts is 'What somebody wanted to pay for, and what became of it. usage: product; audience: tenant; domain: billing';
create index checkouts_by_member on billing.checkouts (workspace_id, member_id);
create index checkouts_by_time on billing.checkouts (workspace_id, created_at desc, id desc);
create index checkouts_still_open on billing.checkouts (workspace_id, created_at) where (state = any (array['queued', 'open']));
alter table billing.checkouts enable row level security;
alter table billing.checkouts force row level security;
create policy checkouts_for_who_may_read_them on billing.checkouts as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy checkouts_in_workspace on billing.checkouts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (failure, opened_at, provider_ref, settled_at, state, updated_at, url) on billing.checkouts to app_server;
grant select (id, member_id, provider_ref, workspace_id) on billing.checkouts to authenticated;
create trigger checkouts_500_touch before update on billing.checkouts for each row execute function app.touch_updated_at();

create table billing.commission_returns (
  workspace_id   uuid        not null,
  provider       text        not null,
  payment_id     text        not null,
  paid_micro     bigint      not null,
  returned_micro bigint      not null,
  reason         text        not null,
  said_at        timestamptz not null,
  constraint commission_returns_pkey primary key (workspace_id, provider, payment_id),
  constraint commission_returns_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint commission_return_is_known check ((provider = any (array['stripe', 'whop'])) and (reason = any (array['refund', 'dispute', 'dispute_won']))),
  constraint commission_return_is_some_of_it check ((paid_micro >= 0) and (returned_micro >= 0)),
  constraint commission_return_payment_is_named check ((length(payment_id) >= 1) and (length(payment_id) <= 200))
);
comment on table billing.commission_returns is 'What went back of a payment with a commission. usage: product; audience: server; domain: billing';
alter table billing.commission_returns enable row level security;
alter table billing.commission_returns force row level security;
create policy commission_returns_in_workspace on billing.commission_returns to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (paid_micro, reason, returned_micro, said_at) on billing.commission_returns to app_server;

create table billing.commissions (
  workspace_id        uuid        not null,
  id                  uuid        not null,
  referral_id         uuid        not null,
  source_workspace_id uuid        not null,
  provider            text        not null,
  payment_id          text        not null,
  paid_for            text        not null,
  source_micro        bigint      not null,
  rate_ppm            integer     not null,
  commission_micro    bigint      not null,
  returned_micro      bigint      not null default 0,
  reversed_micro      bigint      not null default 0,
  settled_micro       bigint      not null default 0,
  open_micro          bigint                generated always as (((commission_micro - reversed_micro) - settled_micro)) stored,
  received_at         timestamptz not null,
  clears_at           timestamptz not null,
  cleared_at          timestamptz,
  paid_at             timestamptz,
  reversed_at         timestamptz,
  reversal_reason     text,
  status              text                  generated always as (
case
    when (reversed_micro = commission_micro) then 'reversed'
    when (paid_at is not null) then 'paid'
    when (cleared_at is not null) then 'cleared'
    else 'pending'
end) stored,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  constraint commissions_pkey primary key (workspace_id, id),
  constraint commission_once unique (workspace_id, provider, payment_id),
  constraint commissions_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint commissions_workspace_id_referral_id_fkey foreign key (workspace_id, referral_id) references billing.referrals(workspace_id, id) on delete cascade,
  constraint commission_clears_in_its_time check ((cleared_at >= clears_at) and (clears_at >= received_at)),
  constraint commission_counts_once_cleared check ((settled_micro = 0) or (cleared_at is not null)),
  constraint commission_counts_within_itself check ((settled_micro >= 0) and (settled_micro <= commission_micro)),
  constraint commission_is_a_share check ((source_micro > 0) and ((rate_ppm >= 1) and (rate_ppm <= 1000000)) and (commission_micro > 0) and ((commission_micro)::numeric = floor((((source_micro)::numeric * (rate_ppm)::numeric) / (1000000)::numeric)))),
  constraint commission_is_known check ((provider = any (array['stripe', 'whop'])) and (paid_for = any (array['plan', 'credits']))),
  constraint commission_payment_is_named check ((length(payment_id) >= 1) and (length(payment_id) <= 200)),
  constraint commission_returns_what_was_paid check ((returned_micro >= 0) and (returned_micro <= source_micro)),
  constraint commission_reversed_for_a_reason check ((returned_micro = 0) or ((reversed_at is not null) and (reversal_reason = any (array['refund', 'dispute', 'dispute_won'])))),
  constraint commission_reversed_in_proportion check ((reversed_micro)::numeric = floor((((commission_micro)::numeric * (returned_micro)::numeric) / (source_micro)::numeric)))
);
comment on table billing.commissions is 'A share of what somebody paid. usage: product; audience: person; domain: billing';
create index commissions_by_time on billing.commissions (workspace_id, received_at desc, id desc);
create index commissions_of_referral on billing.commissions (workspace_id, referral_id);
create index commissions_to_clear on billing.commissions (workspace_id, clears_at) where (cleared_at is null);
create index commissions_to_settle on billing.commissions (workspace_id, open_micro, id) where ((open_micro <> 0) and (cleared_at is not null));
alter table billing.commissions enable row level security;
alter table billing.commissions force row level security;
create policy commissions_in_workspace on billing.commissions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy commissions_of_oneself on billing.commissions as restrictive for select to authenticated
  using (exists ( select
   from billing.affiliates a
  where ((a.workspace_id = commissions.workspace_id) and (a.user_id = (select app.current_user_id())))));
grant select, insert, update (cleared_at, paid_at, returned_micro, reversal_reason, reversed_at, reversed_micro, settled_micro, updated_at) on billing.commissions to app_server;
grant select (cleared_at, clears_at, commission_micro, created_at, id, open_micro, paid_at, paid_for, rate_ppm, received_at, referral_id, returned_micro, reversal_reason, reversed_at, reversed_micro, settled_micro, source_micro, status, updated_at, workspace_id) on billing.commissions to authenticated;
create trigger commissions_500_touch before update on billing.commissions for each row execute function app.touch_updated_at();

create table billing.credit_packs (
  slug          text        not null,
  name          text        not null,
  price_micro   bigint      not null,
  credits_micro bigint      not null,
  display_order integer     not null default 0,
  retired_at    timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint credit_packs_pkey primary key (slug),
  constraint credit_pack_is_no_gift check ((price_micro > 0) and (credits_micro > 0)),
  constraint credit_pack_name_is_short check ((length(name) >= 1) and (length(name) <= 60)),
  constraint credit_pack_slug_is_a_word check (slug ~ '^[a-z][a-z0-9_-]{0,39}$')
);
comment on table billing.credit_packs is 'Credits that can be bought at once. usage: reference; audience: server; domain: billing';
alter table billing.credit_packs enable row level security;
alter table billing.credit_packs force row level security;
create policy credit_packs_for_the_server on billing.credit_packs to app_server
  using (true)
  with check (true);
grant select, insert, update (credits_micro, display_order, name, price_micro, retired_at, updated_at) on billing.credit_packs to app_server;
create trigger credit_packs_500_touch before update on billing.credit_packs for each row execute function app.touch_updated_at();

create table billing.customer_routes (
  provider     text        not null,
  customer_id  text        not null,
  workspace_id uuid        not null,
  created_at   timestamptz not null,
  constraint customer_routes_pkey primary key (provider, customer_id),
  constraint customer_routes_workspace_id_provider_fkey foreign key (workspace_id, provider) references billing.customers(workspace_id, provider) on delete cascade,
  constraint customer_route_id_is_short check ((length(customer_id) >= 1) and (length(customer_id) <= 200))
);
comment on table billing.customer_routes is 'In which workspace a customer of a payment provider is. usage: product; audience: internal; domain: billing';
create index customer_routes_by_customer on billing.customer_routes (workspace_id, provider);
alter table billing.customer_routes enable row level security;
alter table billing.customer_routes force row level security;
create policy customer_routes_for_what_comes_in on billing.customer_routes for select to app_server
  using (select app.is_installation());
create policy customer_routes_in_workspace on billing.customer_routes to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.customer_routes to app_server;

create table billing.customers (
  workspace_id uuid        not null,
  provider     text        not null,
  provider_id  text        not null,
  email        text,
  asked_no     bigint      not null default 0,
  seen_no      bigint      not null default 0,
  seen_at      timestamptz,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint customers_pkey primary key (workspace_id, provider),
  constraint customers_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint customer_answers_were_asked_for check ((seen_no >= 0) and (seen_no <= asked_no)),
  constraint customer_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint customer_seen_once_answered check ((seen_no = 0) = (seen_at is null)),
  constraint customer_texts_are_short check (((length(provider_id) >= 1) and (length(provider_id) <= 200)) and (length(email) <= 320))
);
comment on table billing.customers is 'Who a workspace is at a payment provider. usage: product; audience: tenant; domain: billing';
alter table billing.customers enable row level security;
alter table billing.customers force row level security;
create policy customers_for_who_may_read_them on billing.customers as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy customers_in_workspace on billing.customers
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (asked_no, email, provider_id, seen_at, seen_no, updated_at) on billing.customers to app_server;
grant select on billing.customers to authenticated;
create trigger customers_500_touch before update on billing.customers for each row execute function app.touch_updated_at();

create table billing.disputes (
  workspace_id  uuid        not null,
  id            uuid        not null,
  payment_id    uuid        not null,
  provider      text        not null,
  provider_id   text        not null,
  amount_micro  bigint      not null,
  credits_micro bigint      not null,
  turns_count   integer     not null default 1,
  status        text        not null,
  reason        text,
  opened_at     timestamptz not null,
  closed_at     timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint disputes_pkey primary key (workspace_id, id),
  constraint dispute_once unique (workspace_id, provider, provider_id),
  constraint disputes_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint disputes_workspace_id_payment_id_fkey foreign key (workspace_id, payment_id) references billing.payments(workspace_id, id) on delete cascade,
  constraint dispute_closed_once_it_is check ((status = 'open') = (closed_at is null)),
  constraint dispute_is_about_something check ((amount_micro > 0) and (credits_micro >= 0) and (turns_count >= 0)),
  constraint dispute_status_is_known check (status = any (array['open', 'won', 'lost'])),
  constraint dispute_that_is_won_keeps_nothing check ((status <> 'won') or (credits_micro = 0))
);
comment on table billing.disputes is 'What somebody wants back through a bank. usage: product; audience: tenant; domain: billing';
create index disputes_by_payment on billing.disputes (workspace_id, payment_id);
alter table billing.disputes enable row level security;
alter table billing.disputes force row level security;
create policy disputes_in_workspace on billing.disputes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (amount_micro, closed_at, credits_micro, status, turns_count, updated_at) on billing.disputes to app_server;
create trigger disputes_500_touch before update on billing.disputes for each row execute function app.touch_updated_at();

create table billing.house_prices (
  model        text        not null,
  from_at      timestamptz not null,
  input_micro  bigint,
  output_micro bigint,
  created_at   timestamptz not null,
  constraint house_prices_pkey primary key (model, from_at),
  constraint house_price_is_no_gift check (((input_micro >= 0) and (input_micro <= '1000000000000'::bigint)) and ((output_micro >= 0) and (output_micro <= '1000000000000'::bigint))),
  constraint house_price_is_whole check ((input_micro is null) = (output_micro is null)),
  constraint house_price_names_a_model check (model ~ '^[!-~]{1,200}$')
);
comment on table billing.house_prices is 'What a model of the installation costs, from when on. usage: reference; audience: server; domain: billing';
alter table billing.house_prices enable row level security;
alter table billing.house_prices force row level security;
create policy house_prices_for_the_server on billing.house_prices to app_server
  using (true)
  with check (true);
grant select, insert on billing.house_prices to app_server;

create table billing.invoices (
  workspace_id     uuid        not null,
  id               uuid        not null,
  provider         text        not null,
  provider_id      text        not null,
  number           text,
  subscription_id  text,
  reason           text        not null,
  status           text        not null,
  total_micro      bigint      not null,
  paid_micro       bigint      not null,
  currency         text        not null,
  attempt_count    integer     not null,
  failure          text,
  next_attempt_at  timestamptz,
  period_starts_at timestamptz,
  period_ends_at   timestamptz,
  url              text,
  pdf_url          text,
  paid_at          timestamptz,
  issued_at        timestamptz not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint invoices_pkey primary key (workspace_id, id),
  constraint invoice_once unique (workspace_id, provider, provider_id),
  constraint invoices_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint invoice_attempts_are_counted check ((attempt_count >= 0) and (length(currency) = 3)),
  constraint invoice_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint invoice_reason_is_known check (reason = any (array['first', 'renewal', 'change', 'other'])),
  constraint invoice_status_is_known check (status = any (array['draft', 'open', 'paid', 'void', 'uncollectible']))
);
comment on table billing.invoices is 'What a payment provider asked for. usage: product; audience: tenant; domain: billing';
create index invoices_by_time on billing.invoices (workspace_id, issued_at desc, id desc);
alter table billing.invoices enable row level security;
alter table billing.invoices force row level security;
create policy invoices_for_who_may_read_them on billing.invoices as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy invoices_in_workspace on billing.invoices
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (attempt_count, currency, failure, next_attempt_at, number, paid_at, paid_micro, pdf_url, period_ends_at, period_starts_at, reason, status, subscription_id, total_micro, updated_at, url) on billing.invoices to app_server;
grant select on billing.invoices to authenticated;
create trigger invoices_500_touch before update on billing.invoices for each row execute function app.touch_updated_at();

create table billing.ledger_entries (
  workspace_id   uuid     not null,
  transaction_id uuid     not null,
  position       smallint not null,
  from_account   text     not null,
  to_account     text     not null,
  amount_micro   bigint   not null,
  constraint ledger_entries_pkey primary key (workspace_id, transaction_id, "position"),
  constraint ledger_entries_workspace_id_transaction_id_fkey foreign key (workspace_id, transaction_id) references billing.ledger_transactions(workspace_id, id) on delete cascade,
  constraint ledger_entry_gives_to_what_is_known check (to_account = any (array['week', 'month', 'bonus', 'payg', 'held_week', 'held_month', 'held_bonus', 'held_payg', 'owed', 'grants', 'purchases', 'revenue', 'expiry', 'refunds', 'affiliates', 'unlimited'])),
  constraint ledger_entry_moves_something check ((amount_micro > 0) and (from_account <> to_account)),
  constraint ledger_entry_position_is_one check (("position" >= 0) and ("position" <= 19)),
  constraint ledger_entry_takes_from_what_is_known check (from_account = any (array['week', 'month', 'bonus', 'payg', 'held_week', 'held_month', 'held_bonus', 'held_payg', 'owed', 'grants', 'purchases', 'revenue', 'expiry', 'refunds', 'affiliates', 'unlimited']))
);
comment on table billing.ledger_entries is 'What went from which account to which: append-only. usage: log; audience: tenant; domain: billing';
alter table billing.ledger_entries enable row level security;
alter table billing.ledger_entries force row level security;
create policy ledger_entries_for_who_may_read_them on billing.ledger_entries as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy ledger_entries_in_workspace on billing.ledger_entries
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy ledger_entries_together on billing.ledger_entries for insert to app_server_together
  with check ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])));
grant select, insert on billing.ledger_entries to app_server;
grant insert on billing.ledger_entries to app_server_together;
grant select on billing.ledger_entries to authenticated;

create table billing.ledger_transactions (
  workspace_id    uuid        not null,
  id              uuid        not null,
  no              bigint      not null,
  kind            text        not null,
  key             text        not null,
  fingerprint     bytea       not null,
  reason          text        not null,
  subject_type    text,
  subject_id      uuid,
  member_id       uuid,
  spendable_micro bigint      not null,
  created_at      timestamptz not null,
  constraint ledger_transactions_pkey primary key (workspace_id, id),
  constraint ledger_transaction_in_order unique (workspace_id, no),
  constraint ledger_transaction_once unique (workspace_id, key),
  constraint ledger_transactions_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ledger_transactions_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint ledger_transaction_fingerprint_is_a_hash check (octet_length(fingerprint) = 32),
  constraint ledger_transaction_kind_is_known check (kind = any (array['grant', 'purchase', 'charge', 'hold', 'settle', 'release', 'refund', 'expire', 'withdraw', 'payout'])),
  constraint ledger_transaction_leaves_no_debt check (spendable_micro >= 0),
  constraint ledger_transaction_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint ledger_transaction_texts_are_short check (((length(key) >= 1) and (length(key) <= 200)) and ((length(reason) >= 1) and (length(reason) <= 300)) and ((length(subject_type) >= 1) and (length(subject_type) <= 40)))
);
comment on table billing.ledger_transactions is 'What moved money and why: append-only. usage: log; audience: tenant; domain: billing';
create index ledger_transactions_by_kind on billing.ledger_transactions (workspace_id, kind, no desc);
create index ledger_transactions_by_member on billing.ledger_transactions (workspace_id, member_id, no desc);
create index ledger_transactions_by_subject on billing.ledger_transactions (workspace_id, subject_type, subject_id) where (subject_id is not null);
alter table billing.ledger_transactions enable row level security;
alter table billing.ledger_transactions force row level security;
create policy ledger_transactions_for_who_may_read_them on billing.ledger_transactions as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy ledger_transactions_in_workspace on billing.ledger_transactions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy ledger_transactions_together on billing.ledger_transactions to app_server_together
  using ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])))
  with check ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])));
grant select, insert on billing.ledger_transactions to app_server;
grant select (fingerprint, id, key, workspace_id), insert on billing.ledger_transactions to app_server_together;
grant select on billing.ledger_transactions to authenticated;

create table billing.meter_prices (
  meter         text        not null,
  plan          text        not null default '',
  from_at       timestamptz not null,
  base_micro    bigint      not null,
  compute_micro bigint      not null,
  created_at    timestamptz not null,
  constraint meter_prices_pkey primary key (meter, plan, from_at),
  constraint meter_prices_meter_fkey foreign key (meter) references billing.meters(slug) on delete cascade,
  constraint meter_price_is_no_gift check (((base_micro >= 0) and (base_micro <= '1000000000000'::bigint)) and ((compute_micro >= 0) and (compute_micro <= '1000000000000'::bigint)))
);
comment on table billing.meter_prices is 'What a use costs, from when on. usage: reference; audience: server; domain: billing';
alter table billing.meter_prices enable row level security;
alter table billing.meter_prices force row level security;
create policy meter_prices_for_the_server on billing.meter_prices to app_server
  using (true)
  with check (true);
grant select, insert on billing.meter_prices to app_server;

create table billing.meters (
  slug        text        not null,
  name        text        not null,
  unit_label  text        not null,
  description text,
  family      text        not null,
  retired_at  timestamptz,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  constraint meters_pkey primary key (slug),
  constraint meter_family_is_a_word check (family ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint meter_slug_is_a_word check (slug ~ '^[a-z][a-z0-9_]{0,59}$'),
  constraint meter_texts_are_short check (((length(name) >= 1) and (length(name) <= 120)) and ((length(unit_label) >= 1) and (length(unit_label) <= 40)) and (length(description) <= 500))
);
comment on table billing.meters is 'What can be used and is charged. usage: reference; audience: server; domain: billing';
alter table billing.meters enable row level security;
alter table billing.meters force row level security;
create policy meters_for_the_server on billing.meters to app_server
  using (true)
  with check (true);
grant select, insert, update (description, family, name, retired_at, unit_label, updated_at) on billing.meters to app_server;
create trigger meters_500_touch before update on billing.meters for each row execute function app.touch_updated_at();

create table billing.open_uses (
  workspace_id    uuid        not null,
  id              uuid        not null,
  meter           text        not null,
  family          text        not null,
  plan            text        not null,
  quantity        integer     not null,
  base_micro      bigint      not null,
  compute_micro   bigint      not null,
  estimate_micro  bigint      not null,
  charges_api     boolean     not null,
  is_reserved     boolean     not null,
  model           text,
  subject_type    text,
  subject_id      uuid,
  member_id       uuid,
  source_platform text        not null,
  reason          text        not null,
  asked           bytea       not null,
  forgotten_at    timestamptz,
  created_at      timestamptz not null,
  constraint open_uses_pkey primary key (workspace_id, id),
  constraint open_uses_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint open_uses_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint open_use_asked_is_a_hash check (octet_length(asked) = 32),
  constraint open_use_counts check (quantity > 0),
  constraint open_use_is_no_gift check ((base_micro >= 0) and (compute_micro >= 0) and (estimate_micro >= 0)),
  constraint open_use_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint open_use_texts_are_short check (((length(meter) >= 1) and (length(meter) <= 60)) and ((length(family) >= 1) and (length(family) <= 40)) and ((length(plan) >= 1) and (length(plan) <= 40)) and (length(model) <= 200) and ((length(subject_type) >= 1) and (length(subject_type) <= 40)) and ((length(reason) >= 1) and (length(reason) <= 300)))
);
comment on table billing.open_uses is 'What is being used, before its cost is known. usage: product; audience: tenant; domain: billing';
create index open_uses_by_created on billing.open_uses (workspace_id, created_at, id);
create index open_uses_by_member on billing.open_uses (workspace_id, member_id);
alter table billing.open_uses enable row level security;
alter table billing.open_uses force row level security;
create policy open_uses_for_who_may_read_them on billing.open_uses as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy open_uses_in_workspace on billing.open_uses
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (forgotten_at), delete on billing.open_uses to app_server;
grant select (created_at, family, forgotten_at, quantity, workspace_id) on billing.open_uses to authenticated;

create table billing.payment_failures (
  workspace_id    uuid        not null,
  id              uuid        not null,
  provider        text        not null,
  invoice_id      text        not null,
  subscription_id text,
  attempt_count   integer     not null,
  reason          text,
  failed_at       timestamptz not null,
  resolved_at     timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  told_attempt    integer     not null default 0,
  constraint payment_failures_pkey primary key (workspace_id, id),
  constraint payment_failure_once unique (workspace_id, provider, invoice_id),
  constraint payment_failures_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint payment_failure_told_once_it_happened check ((told_attempt >= 0) and (told_attempt <= attempt_count)),
  constraint payment_failure_was_tried check (attempt_count >= 1)
);
comment on table billing.payment_failures is 'What could not be collected. usage: product; audience: tenant; domain: billing';
create index payment_failures_to_tell on billing.payment_failures (workspace_id, failed_at) where ((resolved_at is null) and (told_attempt < attempt_count));
create index payment_failures_unresolved on billing.payment_failures (workspace_id, failed_at desc) where (resolved_at is null);
alter table billing.payment_failures enable row level security;
alter table billing.payment_failures force row level security;
create policy payment_failures_for_who_may_read_them on billing.payment_failures as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy payment_failures_in_workspace on billing.payment_failures
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (attempt_count, reason, resolved_at, told_attempt, updated_at) on billing.payment_failures to app_server;
grant select on billing.payment_failures to authenticated;
create trigger payment_failures_500_touch before update on billing.payment_failures for each row execute function app.touch_updated_at();

create table billing.payment_orders (
  workspace_id    uuid        not null,
  id              uuid        not null,
  provider        text        not null,
  kind            text        not null,
  subscription_id uuid,
  payment_id      uuid,
  plan            text,
  cycle           text,
  moment          text,
  amount_micro    bigint,
  state           text        not null default 'queued',
  failure         text,
  member_id       uuid,
  admin_id        uuid,
  settled_at      timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint payment_orders_pkey primary key (workspace_id, id),
  constraint payment_orders_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint payment_orders_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint payment_orders_workspace_id_payment_id_fkey foreign key (workspace_id, payment_id) references billing.payments(workspace_id, id) on delete cascade,
  constraint payment_orders_workspace_id_subscription_id_fkey foreign key (workspace_id, subscription_id) references billing.subscriptions(workspace_id, id) on delete cascade,
  constraint payment_order_cycle_is_known check (cycle = any (array['month', 'year'])),
  constraint payment_order_failure_is_short check ((length(failure) >= 1) and (length(failure) <= 300)),
  constraint payment_order_gives_something check ((amount_micro > 0) or ((kind = 'change_plan') and (amount_micro = 0))),
  constraint payment_order_is_about_one_thing check (((kind = 'refund') = (payment_id is not null)) and ((kind = 'refund') = (subscription_id is null))),
  constraint payment_order_kind_is_known check (kind = any (array['change_plan', 'cancel', 'keep', 'refund'])),
  constraint payment_order_moment_is_known check (moment = any (array['now', 'at_period_end'])),
  constraint payment_order_names_its_plan_and_price check (((kind = 'change_plan') = (plan is not null)) and ((plan is null) = (cycle is null)) and ((kind <> 'change_plan') or (amount_micro is not null)) and ((kind = any (array['change_plan', 'refund'])) or (amount_micro is null))),
  constraint payment_order_settled_once_it_is check ((state = 'queued') = (settled_at is null)),
  constraint payment_order_state_is_known check (state = any (array['queued', 'done', 'refused']))
);
comment on table billing.payment_orders is 'What a payment provider is to be told. usage: product; audience: tenant; domain: billing';
create index payment_orders_by_member on billing.payment_orders (workspace_id, member_id);
create index payment_orders_by_payment on billing.payment_orders (workspace_id, payment_id);
create index payment_orders_by_subscription on billing.payment_orders (workspace_id, subscription_id, created_at desc);
create index payment_orders_still_queued on billing.payment_orders (workspace_id, created_at) where (state = 'queued');
alter table billing.payment_orders enable row level security;
alter table billing.payment_orders force row level security;
create policy payment_orders_in_workspace on billing.payment_orders
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (failure, settled_at, state, updated_at) on billing.payment_orders to app_server;
create trigger payment_orders_500_touch before update on billing.payment_orders for each row execute function app.touch_updated_at();

create table billing.payments (
  workspace_id      uuid        not null,
  id                uuid        not null,
  provider          text        not null,
  provider_id       text        not null,
  intent_id         text,
  customer_id       text        not null,
  invoice_id        text,
  subscription_id   text,
  checkout_id       uuid,
  paid_for          text        not null,
  kind              text        not null,
  plan              text,
  status            text        not null,
  amount_micro      bigint      not null,
  currency          text        not null,
  credits_micro     bigint      not null default 0,
  refunded_micro    bigint      not null default 0,
  disputed_micro    bigint      not null default 0,
  taken_micro       bigint      not null default 0,
  payg_before_micro bigint,
  payg_after_micro  bigint,
  failure           text,
  paid_at           timestamptz not null,
  refunded_at       timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  constraint payments_pkey primary key (workspace_id, id),
  constraint payment_once unique (workspace_id, provider, provider_id),
  constraint payments_workspace_id_checkout_id_fkey foreign key (workspace_id, checkout_id) references billing.checkouts(workspace_id, id) on delete set null (checkout_id),
  constraint payments_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint payment_currency_has_three_letters check (length(currency) = 3),
  constraint payment_gives_back_what_was_paid check (((refunded_micro >= 0) and (refunded_micro <= amount_micro)) and ((disputed_micro >= 0) and (disputed_micro <= amount_micro))),
  constraint payment_is_for_something check (paid_for = any (array['plan', 'credits'])),
  constraint payment_kind_is_known check ((kind = any (array['subscription_payment', 'subscription_renewal', 'payg_purchase'])) and ((kind = 'payg_purchase') = (paid_for = 'credits'))),
  constraint payment_moved_what_is_known check ((payg_before_micro is null) = (payg_after_micro is null)),
  constraint payment_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint payment_refunded_once_it_is check (((status = any (array['partially_refunded', 'refunded'])) = (refunded_at is not null)) and ((refunded_micro > 0) = (refunded_at is not null))),
  constraint payment_status_is_known check (status = any (array['paid', 'partially_refunded', 'refunded', 'failed'])),
  constraint payment_takes_back_what_it_gave check ((taken_micro >= 0) and (taken_micro <= credits_micro))
);
comment on table billing.payments is 'What was paid, what it gave and what went back of it. usage: product; audience: tenant; domain: billing';
create index payments_by_checkout on billing.payments (workspace_id, checkout_id);
create index payments_by_subscription on billing.payments (workspace_id, provider, subscription_id);
create index payments_by_time on billing.payments (workspace_id, paid_at desc, id desc);
alter table billing.payments enable row level security;
alter table billing.payments force row level security;
create policy payments_for_who_may_read_them on billing.payments as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy payments_in_workspace on billing.payments
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (credits_micro, disputed_micro, failure, paid_at, payg_after_micro, payg_before_micro, refunded_at, refunded_micro, status, taken_micro, updated_at) on billing.payments to app_server;
grant select on billing.payments to authenticated;
create trigger payments_500_touch before update on billing.payments for each row execute function app.touch_updated_at();

create table billing.payout_lines (
  workspace_id  uuid   not null,
  payout_id     uuid   not null,
  commission_id uuid   not null,
  amount_micro  bigint not null,
  constraint payout_lines_pkey primary key (workspace_id, payout_id, commission_id),
  constraint payout_lines_workspace_id_commission_id_fkey foreign key (workspace_id, commission_id) references billing.commissions(workspace_id, id) on delete cascade,
  constraint payout_lines_workspace_id_payout_id_fkey foreign key (workspace_id, payout_id) references billing.payouts(workspace_id, id) on delete cascade,
  constraint payout_line_counts check (amount_micro <> 0)
);
comment on table billing.payout_lines is 'Which commissions a payout is made of. usage: ledger; audience: person; domain: billing';
create index payout_lines_of_commission on billing.payout_lines (workspace_id, commission_id);
alter table billing.payout_lines enable row level security;
alter table billing.payout_lines force row level security;
create policy payout_lines_in_workspace on billing.payout_lines to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.payout_lines to app_server;

create table billing.payouts (
  workspace_id     uuid        not null,
  id               uuid        not null,
  month            date,
  through_at       timestamptz not null,
  method           text        not null,
  payout_email     text,
  earned_micro     bigint      not null,
  taken_back_micro bigint      not null,
  amount_micro     bigint      not null,
  lines_count      integer     not null,
  made_by          uuid,
  paid_at          timestamptz,
  paid_by          uuid,
  reference        text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint payouts_pkey primary key (workspace_id, id),
  constraint payout_once_a_month unique (workspace_id, month),
  constraint payouts_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint payout_method_is_known check (method = any (array['credits', 'money'])),
  constraint payout_month_begins_it check (extract(day from month) = (1)::numeric),
  constraint payout_of_credits_is_paid_at_once check ((method = 'money') or (paid_at is not null)),
  constraint payout_of_money_is_marked_by_somebody check ((method = 'credits') or ((paid_at is null) = (paid_by is null))),
  constraint payout_pays_something check ((amount_micro > 0) and (earned_micro > 0) and (taken_back_micro >= 0) and (lines_count > 0)),
  constraint payout_pays_what_it_says check (amount_micro = (earned_micro - taken_back_micro)),
  constraint payout_texts_are_short check (((length(reference) >= 1) and (length(reference) <= 200)) and (length(payout_email) <= 254))
);
comment on table billing.payouts is 'What an affiliate was paid. usage: product; audience: person; domain: billing';
create index payouts_by_time on billing.payouts (workspace_id, created_at desc, id desc);
create index payouts_of_all on billing.payouts (created_at desc, workspace_id desc, id desc);
create index payouts_to_pay on billing.payouts (created_at desc, workspace_id desc, id desc) where (paid_at is null);
alter table billing.payouts enable row level security;
alter table billing.payouts force row level security;
create policy payouts_for_the_installation on billing.payouts for select to app_server
  using (select app.is_installation());
create policy payouts_in_workspace on billing.payouts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy payouts_of_oneself on billing.payouts as restrictive for select to authenticated
  using (exists ( select
   from billing.affiliates a
  where ((a.workspace_id = payouts.workspace_id) and (a.user_id = (select app.current_user_id())))));
grant select, insert, update (paid_at, paid_by, reference, updated_at) on billing.payouts to app_server;
grant select on billing.payouts to authenticated;
create trigger payouts_500_touch before update on billing.payouts for each row execute function app.touch_updated_at();

create table billing.periods (
  workspace_id  uuid        not null,
  kind          text        not null,
  starts_on     date        not null,
  starts_at     timestamptz not null,
  ends_at       timestamptz not null,
  plan          text        not null,
  granted_micro bigint      not null,
  grants_count  smallint    not null,
  expired_at    timestamptz,
  expired_micro bigint,
  constraint periods_pkey primary key (workspace_id, kind, starts_on),
  constraint periods_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint period_ends_after_it_begins check (ends_at > starts_at),
  constraint period_expired_micro_iff_expired check ((expired_at is null) = (expired_micro is null)),
  constraint period_gives_no_less_than_nothing check ((granted_micro >= 0) and (grants_count >= 0) and (expired_micro >= 0)),
  constraint period_kind_is_known check (kind = any (array['week', 'month']))
);
comment on table billing.periods is 'What was given of an allowance for which time. usage: log; audience: tenant; domain: billing';
alter table billing.periods enable row level security;
alter table billing.periods force row level security;
create policy periods_for_who_may_read_them on billing.periods as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy periods_in_workspace on billing.periods
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (ends_at, expired_at, expired_micro, granted_micro, grants_count, plan) on billing.periods to app_server;
grant select on billing.periods to authenticated;

create table billing.plan_limits (
  plan      text   not null,
  family    text   not null,
  period    text   not null,
  count_max bigint not null,
  constraint plan_limits_pkey primary key (plan, family, period),
  constraint plan_limits_plan_fkey foreign key (plan) references billing.plans(slug) on delete cascade,
  constraint plan_limit_family_is_a_word check (family ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint plan_limit_is_no_debt check (count_max >= 0),
  constraint plan_limit_period_is_known check (period = any (array['day', 'week', 'month']))
);
comment on table billing.plan_limits is 'How much of something a plan allows. usage: reference; audience: tenant; domain: billing';
alter table billing.plan_limits enable row level security;
alter table billing.plan_limits force row level security;
create policy plan_limits_for_everybody on billing.plan_limits for select to authenticated
  using (true);
create policy plan_limits_for_the_server on billing.plan_limits to app_server
  using (true)
  with check (true);
grant select, insert, update (count_max), delete on billing.plan_limits to app_server;
grant select on billing.plan_limits to authenticated;

create table billing.plans (
  slug              text        not null,
  name              text        not null,
  description       text,
  features          text[]      not null default '{}'[],
  month_price_micro bigint      not null,
  year_price_micro  bigint      not null,
  month_grant_micro bigint      not null default 0,
  week_grant_micro  bigint      not null default 0,
  trial_days        integer     not null default 0,
  trial_grant_micro bigint      not null default 0,
  is_free           boolean     not null default false,
  is_featured       boolean     not null default false,
  display_order     integer     not null default 0,
  retired_at        timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  constraint plans_pkey primary key (slug),
  constraint plan_features_are_few check (cardinality(features) <= 40),
  constraint plan_free_costs_nothing check ((not is_free) or ((month_price_micro = 0) and (year_price_micro = 0))),
  constraint plan_grants_take_nothing check ((month_grant_micro >= 0) and (week_grant_micro >= 0) and (trial_grant_micro >= 0)),
  constraint plan_prices_are_no_gifts check ((month_price_micro >= 0) and (year_price_micro >= 0)),
  constraint plan_slug_is_a_word check (slug ~ '^[a-z][a-z0-9_-]{0,39}$'),
  constraint plan_texts_are_short check (((length(name) >= 1) and (length(name) <= 60)) and (length(description) <= 500)),
  constraint plan_trial_is_short check ((trial_days >= 0) and (trial_days <= 90))
);
comment on table billing.plans is 'What can be subscribed to. usage: reference; audience: tenant; domain: billing';
create unique index plans_one_free on billing.plans (is_free) where is_free;
alter table billing.plans enable row level security;
alter table billing.plans force row level security;
create policy plans_for_everybody on billing.plans for select to authenticated
  using (true);
create policy plans_for_the_server on billing.plans to app_server
  using (true)
  with check (true);
grant select, insert, update (description, display_order, features, is_featured, is_free, month_grant_micro, month_price_micro, name, retired_at, trial_days, trial_grant_micro, updated_at, week_grant_micro, year_price_micro) on billing.plans to app_server;
grant select on billing.plans to authenticated;
create trigger plans_500_touch before update on billing.plans for each row execute function app.touch_updated_at();

create table billing.prices (
  provider       text        not null,
  id             text        not null,
  product_id     text        not null,
  description    text,
  lookup_key     text,
  amount_micro   bigint      not null,
  currency       text        not null,
  kind           text        not null,
  every          text,
  interval_count integer     not null default 1,
  trial_days     integer     not null default 0,
  is_active      boolean     not null,
  metadata       jsonb       not null default '{}'::jsonb,
  seen_at        timestamptz not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,
  constraint prices_pkey primary key (provider, id),
  constraint prices_provider_product_id_fkey foreign key (provider, product_id) references billing.products(provider, id) on delete cascade,
  constraint price_currency_has_three_letters check (length(currency) = 3),
  constraint price_interval_is_known check ((every = any (array['day', 'week', 'month', 'year'])) and (interval_count > 0)),
  constraint price_is_no_gift check ((amount_micro >= 0) and (trial_days >= 0)),
  constraint price_kind_is_known check (kind = any (array['one_time', 'recurring'])),
  constraint price_recurs_by_an_interval check ((kind = 'recurring') = (every is not null))
);
comment on table billing.prices is 'What it costs at a payment provider. usage: reference; audience: tenant; domain: billing';
create index prices_by_product on billing.prices (provider, product_id);
alter table billing.prices enable row level security;
alter table billing.prices force row level security;
create policy prices_for_everybody on billing.prices for select to authenticated
  using (true);
create policy prices_for_the_server on billing.prices to app_server
  using (true)
  with check (true);
grant select, insert, update (description, is_active, lookup_key, metadata, seen_at, updated_at) on billing.prices to app_server;
grant select on billing.prices to authenticated;
create trigger prices_500_touch before update on billing.prices for each row execute function app.touch_updated_at();

create table billing.products (
  provider    text        not null,
  id          text        not null,
  name        text        not null,
  description text,
  image       text,
  is_active   boolean     not null,
  metadata    jsonb       not null default '{}'::jsonb,
  seen_at     timestamptz not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,
  constraint products_pkey primary key (provider, id),
  constraint product_provider_is_known check (provider = any (array['stripe', 'whop']))
);
comment on table billing.products is 'What is sold at a payment provider. usage: reference; audience: tenant; domain: billing';
alter table billing.products enable row level security;
alter table billing.products force row level security;
create policy products_for_everybody on billing.products for select to authenticated
  using (true);
create policy products_for_the_server on billing.products to app_server
  using (true)
  with check (true);
grant select, insert, update (description, image, is_active, metadata, name, seen_at, updated_at) on billing.products to app_server;
grant select on billing.products to authenticated;
create trigger products_500_touch before update on billing.products for each row execute function app.touch_updated_at();

create table billing.provider_events (
  workspace_id uuid        not null,
  id           uuid        not null,
  provider     text        not null,
  event_id     text        not null,
  customer_id  text        not null,
  kind         text        not null,
  payload      jsonb       not null,
  happened_at  timestamptz not null,
  received_at  timestamptz not null,
  mirrored_at  timestamptz,
  constraint provider_events_pkey primary key (workspace_id, id),
  constraint provider_event_once unique (workspace_id, provider, event_id),
  constraint provider_events_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint provider_event_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint provider_event_texts_are_short check (((length(event_id) >= 1) and (length(event_id) <= 300)) and ((length(kind) >= 1) and (length(kind) <= 120)) and ((length(customer_id) >= 1) and (length(customer_id) <= 200)))
);
comment on table billing.provider_events is 'What payment providers told. usage: log; audience: tenant; domain: billing';
create index provider_events_by_time on billing.provider_events (workspace_id, received_at);
create index provider_events_to_mirror on billing.provider_events (workspace_id, provider, received_at) where (mirrored_at is null);
alter table billing.provider_events enable row level security;
alter table billing.provider_events force row level security;
create policy provider_events_for_who_may_read_them on billing.provider_events as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy provider_events_in_workspace on billing.provider_events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (mirrored_at), delete on billing.provider_events to app_server;
grant select on billing.provider_events to authenticated;

create table billing.provider_sweeps (
  provider     text        not null,
  swept_until  timestamptz not null,
  catalogue_at timestamptz,
  updated_at   timestamptz not null,
  constraint provider_sweeps_pkey primary key (provider)
);
comment on table billing.provider_sweeps is 'Up to when a payment provider was asked what changed. usage: product; audience: internal; domain: billing';
alter table billing.provider_sweeps enable row level security;
alter table billing.provider_sweeps force row level security;
create policy provider_sweeps_for_the_server on billing.provider_sweeps to app_server
  using (true)
  with check (true);
grant select, insert, update (catalogue_at, swept_until, updated_at) on billing.provider_sweeps to app_server;
create trigger provider_sweeps_500_touch before update on billing.provider_sweeps for each row execute function app.touch_updated_at();

-- view billing.pub_balances with (security_invoker=true) shows:
--   workspace_id uuid
--   last_no bigint
--   week_micro bigint
--   month_micro bigint
--   bonus_micro bigint
--   payg_micro bigint
--   held_micro bigint
--   held_payg_micro bigint
--   owed_micro bigint
comment on view billing.pub_balances is 'What wallets come to.';
grant select on billing.pub_balances to authenticated;

-- view billing.pub_plans_now with (security_invoker=true) shows:
--   workspace_id uuid
--   plan text
--   month_grant_micro bigint
--   week_grant_micro bigint
--   is_free boolean
comment on view billing.pub_plans_now is 'The plan that each workspace with a wallet has.';
grant select on billing.pub_plans_now to authenticated;

-- view billing.pub_uses with (security_invoker=true) shows:
--   workspace_id uuid
--   id uuid
--   meter text
--   family text
--   plan text
--   quantity integer
--   status text
--   transaction_id uuid
--   reservation_id uuid
--   base_micro bigint
--   compute_micro bigint
--   api_micro bigint
--   week_micro bigint
--   month_micro bigint
--   bonus_micro bigint
--   payg_micro bigint
--   owed_micro bigint
--   unlimited_micro bigint
--   refunded_micro bigint
--   refunded_at timestamptz
--   model text
--   input_tokens integer
--   output_tokens integer
--   subject_type text
--   subject_id uuid
--   member_id uuid
--   source_platform text
--   duration_ms integer
--   error_code text
--   error_message text
--   asked bytea
--   created_at timestamptz
comment on view billing.pub_uses is 'Uses, with those that are archived.';
grant select on billing.pub_uses to app_server;
grant select on billing.pub_uses to authenticated;
create trigger pub_uses_500_refuse instead of insert or delete or update on billing.pub_uses for each row execute function billing.refuse_writing_uses();

create table billing.reconciliations (
  id              uuid        not null,
  provider        text        not null,
  state           text        not null default 'running',
  customers_count integer     not null default 0,
  payments_count  integer     not null default 0,
  differences     jsonb       not null default '[]'::jsonb,
  started_by      uuid,
  started_at      timestamptz not null,
  finished_at     timestamptz,
  asks_count      integer     not null default 0,
  looked_through  text,
  failure         text,
  heard_at        timestamptz not null,
  constraint reconciliations_pkey primary key (id),
  constraint reconciliation_asks_are_not_negative check (asks_count >= 0),
  constraint reconciliation_counts_no_less_than_none check ((customers_count >= 0) and (payments_count >= 0)),
  constraint reconciliation_failure_iff_failed check ((state = 'failed') = (failure is not null)),
  constraint reconciliation_failure_is_known check (failure = any (array['not_answered', 'not_accepted', 'refused', 'provider_gone', 'interrupted'])),
  constraint reconciliation_finished_once_it_is check ((state = 'running') = (finished_at is null)),
  constraint reconciliation_state_is_known check (state = any (array['running', 'done', 'failed']))
);
comment on table billing.reconciliations is 'What a payment provider has, held against what is here. usage: log; audience: internal; domain: billing';
create index reconciliations_by_time on billing.reconciliations (started_at desc);
create index reconciliations_under_way on billing.reconciliations (heard_at) where (state = 'running');
alter table billing.reconciliations enable row level security;
alter table billing.reconciliations force row level security;
create policy reconciliations_for_the_server on billing.reconciliations to app_server
  using (true)
  with check (true);
grant select, insert, update (asks_count, customers_count, differences, failure, finished_at, heard_at, looked_through, payments_count, state) on billing.reconciliations to app_server;

create table billing.referral_routes (
  referred_workspace_id uuid        not null,
  workspace_id          uuid        not null,
  referral_id           uuid        not null,
  attributed_at         timestamptz not null,
  ends_at               timestamptz not null,
  constraint referral_routes_pkey primary key (referred_workspace_id),
  constraint referral_routes_referred_workspace_id_fkey foreign key (referred_workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint referral_routes_workspace_id_referral_id_fkey foreign key (workspace_id, referral_id) references billing.referrals(workspace_id, id) on delete cascade,
  constraint referral_route_leads_elsewhere check (referred_workspace_id <> workspace_id)
);
comment on table billing.referral_routes is 'Whose referral a workspace is. usage: product; audience: internal; domain: billing';
create index referral_routes_of_one on billing.referral_routes (workspace_id, referral_id);
alter table billing.referral_routes enable row level security;
alter table billing.referral_routes force row level security;
create policy referral_routes_for_what_comes_in on billing.referral_routes for select to app_server
  using (select app.is_installation());
create policy referral_routes_in_workspace on billing.referral_routes to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.referral_routes to app_server;

create table billing.referrals (
  workspace_id          uuid        not null,
  id                    uuid        not null,
  no                    integer     not null,
  referred_user_id      uuid        not null,
  referred_workspace_id uuid        not null,
  clicked_at            timestamptz not null,
  attributed_at         timestamptz not null,
  ends_at               timestamptz not null,
  first_paid_at         timestamptz,
  constraint referrals_pkey primary key (workspace_id, id),
  constraint referral_has_a_number unique (workspace_id, no),
  constraint referral_once unique (workspace_id, referred_workspace_id),
  constraint referrals_workspace_id_fkey foreign key (workspace_id) references billing.affiliates(workspace_id) on delete cascade,
  constraint referral_ends_after_it_began check ((ends_at > attributed_at) and (attributed_at >= clicked_at)),
  constraint referral_numbers_rise check (no > 0)
);
comment on table billing.referrals is 'Who came by an affiliate''s link and stayed. usage: product; audience: person; domain: billing';
create index referrals_by_time on billing.referrals (workspace_id, attributed_at desc);
create index referrals_who_paid on billing.referrals (workspace_id, first_paid_at) where (first_paid_at is not null);
alter table billing.referrals enable row level security;
alter table billing.referrals force row level security;
create policy referrals_in_workspace on billing.referrals
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy referrals_of_oneself on billing.referrals as restrictive for select to authenticated
  using (exists ( select
   from billing.affiliates a
  where ((a.workspace_id = referrals.workspace_id) and (a.user_id = (select app.current_user_id())))));
grant select, insert, update (first_paid_at) on billing.referrals to app_server;
grant select (attributed_at, clicked_at, ends_at, first_paid_at, id, no, workspace_id) on billing.referrals to authenticated;

create table billing.refunds (
  workspace_id  uuid        not null,
  id            uuid        not null,
  payment_id    uuid        not null,
  provider      text        not null,
  provider_id   text        not null,
  amount_micro  bigint      not null,
  credits_micro bigint      not null,
  turns_count   integer     not null default 1,
  reason        text,
  refunded_at   timestamptz not null,
  gone_at       timestamptz,
  created_at    timestamptz not null,
  constraint refunds_pkey primary key (workspace_id, id),
  constraint refund_once unique (workspace_id, provider, provider_id),
  constraint refunds_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint refunds_workspace_id_payment_id_fkey foreign key (workspace_id, payment_id) references billing.payments(workspace_id, id) on delete cascade,
  constraint refund_gives_something check ((amount_micro > 0) and (credits_micro >= 0) and (turns_count >= 0)),
  constraint refund_that_is_gone_keeps_nothing check ((gone_at is null) or (credits_micro = 0))
);
comment on table billing.refunds is 'What was given back of a payment. usage: product; audience: tenant; domain: billing';
create index refunds_by_payment on billing.refunds (workspace_id, payment_id);
alter table billing.refunds enable row level security;
alter table billing.refunds force row level security;
create policy refunds_in_workspace on billing.refunds
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (amount_micro, credits_micro, gone_at, turns_count) on billing.refunds to app_server;

create table billing.reloads (
  workspace_id      uuid        not null,
  id                uuid        not null,
  provider          text        not null,
  customer_id       text,
  amount_micro      bigint      not null,
  state             text        not null,
  payment_id        text,
  failure_code      text,
  failure_message   text,
  asks_count        integer     not null default 0,
  asked_at          timestamptz,
  asked_by_job      text,
  ask_again_at      timestamptz,
  next_try_at       timestamptz,
  created_at        timestamptz not null,
  settled_at        timestamptz,
  notice_claimed_at timestamptz,
  notified_at       timestamptz,
  constraint reloads_pkey primary key (workspace_id, id),
  constraint reloads_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint reload_asks_are_counted check (asks_count >= 0),
  constraint reload_buys_something check (amount_micro > 0),
  constraint reload_called_by_a_job check ((state <> 'calling') or ((asked_at is not null) and (asked_by_job is not null))),
  constraint reload_paid_by_a_payment check ((state = 'paid') = (payment_id is not null)),
  constraint reload_provider_is_known check (provider = any (array['stripe', 'whop'])),
  constraint reload_refused_for_a_reason check ((state = any (array['declined', 'needs_person', 'failed'])) = (failure_code is not null)),
  constraint reload_settled_once_it_is check ((state = any (array['queued', 'calling', 'unknown'])) = (settled_at is null)),
  constraint reload_state_is_known check (state = any (array['queued', 'calling', 'unknown', 'paid', 'declined', 'needs_person', 'failed', 'dropped'])),
  constraint reload_texts_are_short check (((length(customer_id) >= 1) and (length(customer_id) <= 200)) and ((length(payment_id) >= 1) and (length(payment_id) <= 200)) and ((length(failure_code) >= 1) and (length(failure_code) <= 100)) and ((length(failure_message) >= 1) and (length(failure_message) <= 500)) and ((length(asked_by_job) >= 1) and (length(asked_by_job) <= 100))),
  constraint reload_unknown_is_asked_again check ((state = 'unknown') = (ask_again_at is not null))
);
comment on table billing.reloads is 'Each time credits were bought by themselves. usage: product; audience: tenant; domain: billing';
create index reloads_by_time on billing.reloads (workspace_id, created_at desc, id desc);
create unique index reloads_one_open on billing.reloads (workspace_id) where (settled_at is null);
create unique index reloads_payment_once on billing.reloads (workspace_id, provider, payment_id) where (payment_id is not null);
create index reloads_to_tell on billing.reloads (workspace_id, settled_at) where ((state = any (array['declined', 'needs_person', 'failed'])) and (notified_at is null) and (notice_claimed_at is null));
alter table billing.reloads enable row level security;
alter table billing.reloads force row level security;
create policy reloads_for_who_may_read_them on billing.reloads as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy reloads_in_workspace on billing.reloads
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (ask_again_at, asked_at, asked_by_job, asks_count, failure_code, failure_message, next_try_at, notice_claimed_at, notified_at, payment_id, settled_at, state) on billing.reloads to app_server;
grant select on billing.reloads to authenticated;

create table billing.reservations (
  workspace_id  uuid        not null,
  id            uuid        not null,
  meter         text        not null,
  reason        text        not null,
  week_micro    bigint      not null,
  month_micro   bigint      not null,
  bonus_micro   bigint      not null,
  payg_micro    bigint      not null,
  is_unlimited  boolean     not null default false,
  outcome       text        not null default 'held',
  settled_micro bigint,
  expires_at    timestamptz not null,
  created_at    timestamptz not null,
  closed_at     timestamptz,
  constraint reservations_pkey primary key (workspace_id, id),
  constraint reservations_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint reservation_closed_once_it_is check ((outcome = 'held') = (closed_at is null)),
  constraint reservation_ends_after_it_began check (expires_at > created_at),
  constraint reservation_keeps_no_less_than_nothing check ((week_micro >= 0) and (month_micro >= 0) and (bonus_micro >= 0) and (payg_micro >= 0) and (settled_micro >= 0)),
  constraint reservation_outcome_is_known check (outcome = any (array['held', 'settled', 'voided', 'expired'])),
  constraint reservation_settled_by_something check ((outcome = 'settled') = (settled_micro is not null)),
  constraint reservation_texts_are_short check (((length(meter) >= 1) and (length(meter) <= 60)) and ((length(reason) >= 1) and (length(reason) <= 300)))
);
comment on table billing.reservations is 'What is kept back until its cost is known. usage: product; audience: tenant; domain: billing';
create index reservations_to_expire on billing.reservations (workspace_id, expires_at) where (outcome = 'held');
alter table billing.reservations enable row level security;
alter table billing.reservations force row level security;
create policy reservations_in_workspace on billing.reservations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (closed_at, outcome, settled_micro) on billing.reservations to app_server;

create table billing.stray_events (
  provider    text        not null,
  event_id    text        not null,
  kind        text        not null,
  customer_id text,
  object_id   text,
  payload     jsonb       not null,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  asks_count  integer     not null default 0,
  ask_at      timestamptz not null,
  failure     text,
  settled_at  timestamptz,
  came_to     text,
  constraint stray_events_pkey primary key (provider, event_id),
  constraint stray_event_outcome_is_known check (came_to = any (array['somebody', 'nobody', 'given_up'])),
  constraint stray_event_settled_as_something check ((settled_at is null) = (came_to is null)),
  constraint stray_event_was_asked_about check ((asks_count >= 0) and ((length(failure) >= 1) and (length(failure) <= 300)))
);
comment on table billing.stray_events is 'What payment providers told of nobody who is known yet. usage: log; audience: internal; domain: billing';
create index stray_events_settled on billing.stray_events (provider, settled_at) where (settled_at is not null);
create index stray_events_to_ask_about on billing.stray_events (provider, ask_at) where (settled_at is null);
alter table billing.stray_events enable row level security;
alter table billing.stray_events force row level security;
create policy stray_events_for_the_server on billing.stray_events to app_server
  using (true)
  with check (true);
grant select, insert, update (ask_at, asks_count, came_to, failure, payload, received_at, settled_at), delete on billing.stray_events to app_server;

create table billing.subscriptions (
  workspace_id     uuid        not null,
  id               uuid        not null,
  provider         text        not null,
  provider_id      text        not null,
  customer_id      text,
  plan             text        not null,
  cycle            text        not null,
  status           text        not null,
  quantity         integer     not null default 1,
  price_micro      bigint      not null,
  currency         text        not null default 'usd',
  period_starts_at timestamptz,
  period_ends_at   timestamptz,
  trial_starts_at  timestamptz,
  trial_ends_at    timestamptz,
  ends_at          timestamptz,
  cancelled_at     timestamptz,
  ended_at         timestamptz,
  scheduled_plan   text,
  scheduled_cycle  text,
  scheduled_at     timestamptz,
  schedule_id      text,
  previous_plan    text,
  seen_at          timestamptz not null,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint subscriptions_pkey primary key (workspace_id, id),
  constraint subscription_once unique (workspace_id, provider, provider_id),
  constraint subscriptions_plan_fkey foreign key (plan) references billing.plans(slug),
  constraint subscriptions_scheduled_plan_fkey foreign key (scheduled_plan) references billing.plans(slug),
  constraint subscriptions_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint subscription_change_is_whole check (((scheduled_plan is null) = (scheduled_at is null)) and ((scheduled_plan is null) = (scheduled_cycle is null))),
  constraint subscription_cycle_is_known check ((cycle = any (array['month', 'year'])) and (scheduled_cycle = any (array['month', 'year']))),
  constraint subscription_ids_are_short check (((length(provider_id) >= 1) and (length(provider_id) <= 200)) and ((length(customer_id) >= 1) and (length(customer_id) <= 200)) and ((length(schedule_id) >= 1) and (length(schedule_id) <= 200))),
  constraint subscription_is_of_something check ((quantity > 0) and (price_micro >= 0) and (length(currency) = 3)),
  constraint subscription_over_once_cancelled check ((status <> 'cancelled') or (ended_at is not null)),
  constraint subscription_provider_is_known check (provider = any (array['stripe', 'whop', 'house'])),
  constraint subscription_status_is_known check (status = any (array['trialing', 'active', 'past_due', 'incomplete', 'unpaid', 'paused', 'cancelled']))
);
comment on table billing.subscriptions is 'What a workspace has subscribed to. usage: product; audience: tenant; domain: billing';
create index subscriptions_by_plan on billing.subscriptions (plan);
create index subscriptions_by_scheduled_plan on billing.subscriptions (scheduled_plan);
create index subscriptions_open on billing.subscriptions (workspace_id, created_at desc) where (status = any (array['trialing', 'active', 'past_due']));
alter table billing.subscriptions enable row level security;
alter table billing.subscriptions force row level security;
create policy subscriptions_for_who_may_read_them on billing.subscriptions as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy subscriptions_in_workspace on billing.subscriptions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (cancelled_at, currency, customer_id, cycle, ended_at, ends_at, period_ends_at, period_starts_at, plan, previous_plan, price_micro, quantity, schedule_id, scheduled_at, scheduled_cycle, scheduled_plan, seen_at, status, trial_ends_at, trial_starts_at, updated_at) on billing.subscriptions to app_server;
grant select on billing.subscriptions to authenticated;
create trigger subscriptions_500_look_at_allowances after insert or update of plan, status, ends_at, trial_starts_at on billing.subscriptions for each row execute function billing.look_at_allowances_again();
create trigger subscriptions_500_touch before update on billing.subscriptions for each row execute function app.touch_updated_at();

create table billing.usage_archive (
  workspace_id    uuid        not null,
  id              uuid        not null,
  meter           text        not null,
  family          text        not null,
  plan            text        not null,
  quantity        integer     not null default 1,
  status          text        not null default 'completed',
  transaction_id  uuid,
  reservation_id  uuid,
  base_micro      bigint      not null default 0,
  compute_micro   bigint      not null default 0,
  api_micro       bigint      not null default 0,
  week_micro      bigint      not null default 0,
  month_micro     bigint      not null default 0,
  bonus_micro     bigint      not null default 0,
  payg_micro      bigint      not null default 0,
  owed_micro      bigint      not null default 0,
  unlimited_micro bigint      not null default 0,
  refunded_micro  bigint      not null default 0,
  refunded_at     timestamptz,
  model           text,
  input_tokens    integer,
  output_tokens   integer,
  subject_type    text,
  subject_id      uuid,
  member_id       uuid,
  source_platform text        not null default 'unknown',
  duration_ms     integer,
  error_code      text,
  error_message   text,
  asked           bytea       not null,
  created_at      timestamptz not null,
  constraint usage_archive_pkey primary key (workspace_id, created_at, id),
  constraint usage_archive_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint usage_event_asked_is_a_hash check (octet_length(asked) = 32),
  constraint usage_event_costs_are_no_gifts check ((base_micro >= 0) and (compute_micro >= 0) and (api_micro >= 0)),
  constraint usage_event_counts_are_counts check ((quantity > 0) and (input_tokens >= 0) and (output_tokens >= 0) and (duration_ms >= 0)),
  constraint usage_event_failed_says_why check ((status = 'failed') = (error_code is not null)),
  constraint usage_event_refund_is_no_more_than_paid check ((refunded_micro >= 0) and (refunded_micro <= (((((week_micro + month_micro) + bonus_micro) + payg_micro) + owed_micro) + unlimited_micro))),
  constraint usage_event_refunded_at_once_it_is check ((refunded_micro > 0) = (refunded_at is not null)),
  constraint usage_event_source_is_known check (source_platform = any (array['website', 'mobile_ios', 'mobile_android', 'api', 'bot', 'unknown'])),
  constraint usage_event_status_is_known check (status = any (array['completed', 'failed'])),
  constraint usage_event_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint usage_event_texts_are_short check (((length(meter) >= 1) and (length(meter) <= 60)) and ((length(family) >= 1) and (length(family) <= 40)) and ((length(plan) >= 1) and (length(plan) <= 40)) and (length(model) <= 200) and (length(error_code) <= 60) and (length(error_message) <= 500) and ((length(subject_type) >= 1) and (length(subject_type) <= 40))),
  constraint usage_event_was_paid check ((week_micro >= 0) and (month_micro >= 0) and (bonus_micro >= 0) and (payg_micro >= 0) and (owed_micro >= 0) and (unlimited_micro >= 0))
);
comment on table billing.usage_archive is 'Uses older than a year. usage: log; audience: tenant; domain: billing';
alter table billing.usage_archive enable row level security;
alter table billing.usage_archive force row level security;
create policy usage_archive_for_who_may_read_it on billing.usage_archive as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy usage_archive_in_workspace on billing.usage_archive
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.usage_archive to app_server;
grant select on billing.usage_archive to authenticated;

create table billing.usage_counts (
  workspace_id  uuid not null,
  counted_until date not null,
  constraint usage_counts_pkey primary key (workspace_id),
  constraint usage_counts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade
);
comment on table billing.usage_counts is 'Until when usage is summed up by days. usage: cache; audience: internal; domain: billing';
alter table billing.usage_counts enable row level security;
alter table billing.usage_counts force row level security;
create policy usage_counts_in_workspace on billing.usage_counts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (counted_until), delete on billing.usage_counts to app_server;

create table billing.usage_days (
  workspace_id  uuid   not null,
  day           date   not null,
  meter         text   not null,
  model         text   not null,
  member        text   not null,
  uses_count    bigint not null,
  failed_count  bigint not null,
  quantity      bigint not null,
  paid_micro    bigint not null,
  api_micro     bigint not null,
  input_tokens  bigint not null,
  output_tokens bigint not null,
  constraint usage_days_pkey primary key (workspace_id, day, meter, model, member),
  constraint usage_days_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint usage_day_is_no_debt check ((uses_count >= 0) and (failed_count >= 0) and (quantity >= 0) and (paid_micro >= 0) and (api_micro >= 0) and (input_tokens >= 0) and (output_tokens >= 0))
);
comment on table billing.usage_days is 'What was used on days that are over. usage: cache; audience: tenant; domain: billing';
alter table billing.usage_days enable row level security;
alter table billing.usage_days force row level security;
create policy usage_days_in_workspace on billing.usage_days
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (paid_micro), delete on billing.usage_days to app_server;

create table billing.usage_events (
  workspace_id    uuid        not null,
  id              uuid        not null,
  meter           text        not null,
  family          text        not null,
  plan            text        not null,
  quantity        integer     not null default 1,
  status          text        not null default 'completed',
  transaction_id  uuid,
  reservation_id  uuid,
  base_micro      bigint      not null default 0,
  compute_micro   bigint      not null default 0,
  api_micro       bigint      not null default 0,
  week_micro      bigint      not null default 0,
  month_micro     bigint      not null default 0,
  bonus_micro     bigint      not null default 0,
  payg_micro      bigint      not null default 0,
  owed_micro      bigint      not null default 0,
  unlimited_micro bigint      not null default 0,
  refunded_micro  bigint      not null default 0,
  refunded_at     timestamptz,
  model           text,
  input_tokens    integer,
  output_tokens   integer,
  subject_type    text,
  subject_id      uuid,
  member_id       uuid,
  source_platform text        not null default 'unknown',
  duration_ms     integer,
  error_code      text,
  error_message   text,
  asked           bytea       not null,
  created_at      timestamptz not null,
  constraint usage_events_pkey primary key (workspace_id, id),
  constraint usage_events_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint usage_events_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint usage_events_workspace_id_reservation_id_fkey foreign key (workspace_id, reservation_id) references billing.reservations(workspace_id, id),
  constraint usage_events_workspace_id_transaction_id_fkey foreign key (workspace_id, transaction_id) references billing.ledger_transactions(workspace_id, id),
  constraint usage_event_asked_is_a_hash check (octet_length(asked) = 32),
  constraint usage_event_costs_are_no_gifts check ((base_micro >= 0) and (compute_micro >= 0) and (api_micro >= 0)),
  constraint usage_event_counts_are_counts check ((quantity > 0) and (input_tokens >= 0) and (output_tokens >= 0) and (duration_ms >= 0)),
  constraint usage_event_failed_says_why check ((status = 'failed') = (error_code is not null)),
  constraint usage_event_refund_is_no_more_than_paid check ((refunded_micro >= 0) and (refunded_micro <= (((((week_micro + month_micro) + bonus_micro) + payg_micro) + owed_micro) + unlimited_micro))),
  constraint usage_event_refunded_at_once_it_is check ((refunded_micro > 0) = (refunded_at is not null)),
  constraint usage_event_source_is_known check (source_platform = any (array['website', 'mobile_ios', 'mobile_android', 'api', 'bot', 'unknown'])),
  constraint usage_event_status_is_known check (status = any (array['completed', 'failed'])),
  constraint usage_event_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint usage_event_texts_are_short check (((length(meter) >= 1) and (length(meter) <= 60)) and ((length(family) >= 1) and (length(family) <= 40)) and ((length(plan) >= 1) and (length(plan) <= 40)) and (length(model) <= 200) and (length(error_code) <= 60) and (length(error_message) <= 500) and ((length(subject_type) >= 1) and (length(subject_type) <= 40))),
  constraint usage_event_was_paid check ((week_micro >= 0) and (month_micro >= 0) and (bonus_micro >= 0) and (payg_micro >= 0) and (owed_micro >= 0) and (unlimited_micro >= 0))
);
comment on table billing.usage_events is 'Every use of what is charged. usage: log; audience: tenant; domain: billing';
create index usage_events_by_created on billing.usage_events (workspace_id, created_at desc, id desc);
create index usage_events_by_member on billing.usage_events (workspace_id, member_id, created_at desc, id desc);
create index usage_events_by_meter on billing.usage_events (workspace_id, meter, created_at desc, id desc);
create index usage_events_by_model on billing.usage_events (workspace_id, model, created_at desc, id desc) where (model is not null);
create index usage_events_by_reservation on billing.usage_events (workspace_id, reservation_id);
create index usage_events_by_subject on billing.usage_events (workspace_id, subject_type, subject_id) where (subject_id is not null);
create index usage_events_by_transaction on billing.usage_events (workspace_id, transaction_id);
alter table billing.usage_events enable row level security;
alter table billing.usage_events force row level security;
create policy usage_events_for_who_may_read_them on billing.usage_events as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy usage_events_in_workspace on billing.usage_events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (refunded_at, refunded_micro), delete on billing.usage_events to app_server;
grant select on billing.usage_events to authenticated;
create trigger usage_events_500_check_kept after delete on billing.usage_events for each row execute function billing.check_use_is_archived();

create table billing.wallets (
  workspace_id       uuid        not null,
  last_no            bigint      not null default 0,
  unlimited_at       timestamptz,
  unlimited_by       uuid,
  low_at_micro       bigint,
  low_told_at        timestamptz,
  low_mailed_at      timestamptz,
  reload_below_micro bigint,
  reload_due_at      timestamptz,
  week_ends_at       timestamptz,
  month_ends_at      timestamptz,
  month_given_micro  bigint      not null default 0,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  constraint wallets_pkey primary key (workspace_id),
  constraint wallets_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint wallet_numbers_rise check (last_no >= 0),
  constraint wallet_unlimited_by_somebody check ((unlimited_at is null) = (unlimited_by is null)),
  constraint wallet_warns_above_nothing check ((low_at_micro >= 0) and (reload_below_micro >= 0) and (month_given_micro >= 0))
);
comment on table billing.wallets is 'What a workspace has to spend. usage: product; audience: tenant; domain: billing';
alter table billing.wallets enable row level security;
alter table billing.wallets force row level security;
create policy wallets_for_who_may_read_them on billing.wallets as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('billing.read', '{owner,admin,manager}'[]) as direct_client_may);
create policy wallets_in_workspace on billing.wallets
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy wallets_together on billing.wallets to app_server_together
  using ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])))
  with check ((select app.is_installation()) and (workspace_id = any ((select app.named_workspace_ids())::uuid[])));
grant select, insert, update (last_no, low_at_micro, low_mailed_at, low_told_at, month_ends_at, month_given_micro, reload_below_micro, reload_due_at, unlimited_at, unlimited_by, updated_at, week_ends_at) on billing.wallets to app_server;
grant select, update (last_no, updated_at) on billing.wallets to app_server_together;
grant select on billing.wallets to authenticated;
create trigger wallets_500_touch before update on billing.wallets for each row execute function app.touch_updated_at();
