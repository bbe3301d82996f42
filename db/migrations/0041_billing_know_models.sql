-- What models of AI a workspace speaks with, what they cost, and what every call to one came to.

create schema billing;
comment on schema billing is 'What is used and what it costs: models of AI, and their calls.';
grant usage on schema billing to app_server;

-- Where a workspace has its models, and how much they may cost in a month. Without a row it is the installation's own.
create table billing.ai_endpoints (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  base_url        text,                 -- hosted, or on one's own machine; null: the installation's
  key_hint        text,                 -- the last letters of the key, to know it by
  chat_model      text,                 -- null: the installation's
  embedding_model text,
  month_max_micro bigint,               -- null: as much as it takes
  checked_at      timestamptz,          -- when its list of models was last read
  failure_code    text,                 -- why it could not be
  unpriced_models text[]      not null default '{}', -- on that list without a price: to be entered by hand
  updated_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id),
  foreign key (workspace_id, updated_by)
    references workspaces.members (workspace_id, id) on delete set null (updated_by),
  constraint ai_endpoint_address_is_one check (base_url ~ '^https?://' and length(base_url) <= 500),
  constraint ai_endpoint_texts_are_short check (length(key_hint) between 1 and 8
    and length(chat_model) between 1 and 200 and length(embedding_model) between 1 and 200
    and length(failure_code) <= 60),
  constraint ai_endpoint_lists_are_short check (cardinality(unpriced_models) <= 500),
  constraint ai_endpoint_limit_is_no_debt check (month_max_micro >= 0)
);
comment on table billing.ai_endpoints is
  'Where a workspace has its models of AI, and what they may cost. usage: product; audience: tenant; domain: billing';
create index ai_endpoints_by_updater on billing.ai_endpoints (workspace_id, updated_by);
create trigger ai_endpoints_500_touch before update on billing.ai_endpoints
  for each row execute function app.touch_updated_at();
alter table billing.ai_endpoints enable row level security;
alter table billing.ai_endpoints force row level security;
create policy ai_endpoints_in_workspace on billing.ai_endpoints
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.ai_endpoints to app_server;
grant update (base_url, key_hint, chat_model, embedding_model, month_max_micro, checked_at, failure_code,
  unpriced_models, updated_by, updated_at)
  on billing.ai_endpoints to app_server;

-- Apart from where it is for, so that reading the one never reads the other.
create table billing.ai_keys (
  workspace_id uuid        not null,
  sealed       bytea       not null, -- ciphertext; "ai_key:<workspace>:<workspace>" is bound into it
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id),
  foreign key (workspace_id) references billing.ai_endpoints (workspace_id) on delete cascade,
  constraint ai_key_is_sealed check (octet_length(sealed) between 40 and 4096)
);
comment on table billing.ai_keys is
  'Keys to models of AI, sealed. usage: secret; audience: internal; domain: billing';
create trigger ai_keys_500_touch before update on billing.ai_keys
  for each row execute function app.touch_updated_at();
alter table billing.ai_keys enable row level security;
alter table billing.ai_keys force row level security;
create policy ai_keys_in_workspace on billing.ai_keys to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.ai_keys to app_server;
grant update (sealed, updated_at) on billing.ai_keys to app_server;

-- SS-63, SS-64: what a workspace can choose from. Each has its own list, since each may have its models elsewhere.
create table billing.ai_models (
  workspace_id       uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                 uuid        not null,
  model              text        not null, -- as it is asked for: 'openai/gpt-4o-mini'
  name               text        not null,
  provider           text        not null,
  description        text,
  logo_key           text,
  kind               text        not null default 'chat',
  class              text        not null default 'fast',
  input_micro        bigint      not null, -- of a million tokens
  output_micro       bigint      not null,
  call_micro         bigint      not null, -- of a usual call: what is shown as its price
  context_tokens_max integer     not null,
  dimensions         smallint,             -- of the vectors it makes
  supports_text      boolean     not null default true,
  supports_images    boolean     not null default false,
  supports_audio     boolean     not null default false,
  supports_tools     boolean     not null default false,
  supports_json      boolean     not null default false,
  is_own             boolean     not null default false, -- entered by hand: kept when the list is read anew
  retired_at         timestamptz,          -- by somebody, who may take it back
  gone_at            timestamptz,          -- from the list of where the models are
  created_at         timestamptz not null,
  updated_at         timestamptz not null,

  primary key (workspace_id, id),
  constraint ai_model_once unique (workspace_id, model),
  constraint ai_model_texts_are_short check (length(model) between 1 and 200 and length(name) between 1 and 200
    and length(provider) between 1 and 60 and length(description) <= 2000 and length(logo_key) <= 200),
  constraint ai_model_kind_is_known check (kind in ('chat', 'embedding', 'image')),
  constraint ai_model_class_is_known check (class in ('fast', 'advanced', 'affordable')),
  constraint ai_model_prices_are_no_gifts check (input_micro >= 0 and output_micro >= 0 and call_micro > 0),
  constraint ai_model_by_hand_is_on_no_list check (not is_own or gone_at is null),
  constraint ai_model_context_is_some check (context_tokens_max > 0),
  constraint ai_model_makes_vectors check (
    (kind = 'embedding') = (dimensions is not null) and dimensions between 1 and 16000)
);
comment on table billing.ai_models is
  'Models of AI a workspace can choose from, and what they cost. usage: reference; audience: tenant; domain: billing';
-- What is offered, the cheapest first.
create index ai_models_on_offer on billing.ai_models (workspace_id, kind, call_micro, model)
  where retired_at is null and gone_at is null;
-- All of them, to choose from and to look after.
create index ai_models_by_price on billing.ai_models (workspace_id, call_micro, model);
create trigger ai_models_500_touch before update on billing.ai_models
  for each row execute function app.touch_updated_at();
alter table billing.ai_models enable row level security;
alter table billing.ai_models force row level security;
create policy ai_models_in_workspace on billing.ai_models
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.ai_models to app_server;
grant update (name, provider, description, logo_key, kind, class, input_micro, output_micro, call_micro,
  context_tokens_max, dimensions, supports_text, supports_images, supports_audio, supports_tools,
  supports_json, is_own, retired_at, gone_at, updated_at)
  on billing.ai_models to app_server;

-- Written before a call is made, with what it may cost at most, and settled by what it came to.
create table billing.ai_calls (
  workspace_id     uuid        not null references workspaces.workspaces (id) on delete cascade,
  id               uuid        not null,
  month            date        not null, -- on which it is charged
  model            text        not null,
  kind             text        not null,
  purpose          text        not null, -- 'autopilot.answer'
  subject_type     text,                 -- what it was for: 'conversation'
  subject_id       uuid,
  outcome          text        not null default 'under_way',
  failure_code     text,
  held_micro       bigint      not null, -- kept back until it is settled
  cost_micro       bigint      not null default 0,
  is_estimated     boolean     not null default false, -- nobody said how many tokens it took
  input_tokens     integer     not null default 0,
  output_tokens    integer     not null default 0,
  cached_tokens    integer     not null default 0,
  reasoning_tokens integer     not null default 0,
  latency_ms       integer,
  first_token_ms   integer,
  request_id       text,
  created_at       timestamptz not null,
  settled_at       timestamptz,

  primary key (workspace_id, id),
  constraint ai_call_texts_are_short check (length(model) between 1 and 200 and length(failure_code) <= 60
    and length(request_id) <= 200 and length(subject_type) between 1 and 40),
  constraint ai_call_purpose_is_a_name check (purpose ~ '^[a-z_]{1,40}\.[a-z_]{1,40}$'),
  constraint ai_call_kind_is_known check (kind in ('chat', 'embedding', 'image')),
  constraint ai_call_outcome_is_known check (outcome in ('under_way', 'done', 'aborted', 'failed', 'unknown')),
  constraint ai_call_figures_are_counts check (held_micro >= 0 and cost_micro >= 0 and input_tokens >= 0
    and output_tokens >= 0 and cached_tokens >= 0 and reasoning_tokens >= 0 and latency_ms >= 0
    and first_token_ms >= 0),
  constraint ai_call_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint ai_call_settled_once_it_is check ((outcome = 'under_way') = (settled_at is null)),
  constraint ai_call_holds_while_under_way check (outcome = 'under_way' or held_micro = 0)
);
comment on table billing.ai_calls is
  'Every call to a model of AI: what for, and what it came to. usage: log; audience: tenant; domain: billing';
create index ai_calls_by_created on billing.ai_calls (workspace_id, created_at desc, id desc);
-- One thing after the other that a list is narrowed to.
create index ai_calls_by_purpose on billing.ai_calls (workspace_id, purpose, created_at desc, id desc);
create index ai_calls_by_model on billing.ai_calls (workspace_id, model, created_at desc, id desc);
create index ai_calls_by_outcome on billing.ai_calls (workspace_id, outcome, created_at desc, id desc);
create index ai_calls_by_subject on billing.ai_calls (workspace_id, subject_type, subject_id, created_at desc, id desc)
  where subject_id is not null;

alter table billing.ai_calls enable row level security;
alter table billing.ai_calls force row level security;
create policy ai_calls_in_workspace on billing.ai_calls
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.ai_calls to app_server;
grant update (outcome, failure_code, held_micro, cost_micro, is_estimated, input_tokens, output_tokens,
  cached_tokens, reasoning_tokens, latency_ms, first_token_ms, request_id, settled_at)
  on billing.ai_calls to app_server;

-- What a month has cost and what is kept back for calls under way: one row, so that the limit is asked and the money
-- kept back in one step. Follows from ai_calls.
create table billing.ai_months (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  month         date        not null,
  spent_micro   bigint      not null default 0,
  held_micro    bigint      not null default 0,
  limit_told_at timestamptz,          -- once a month is enough to say that there is nothing left

  primary key (workspace_id, month),
  constraint ai_month_is_one check (extract(day from month) = 1),
  constraint ai_month_is_no_debt check (spent_micro >= 0 and held_micro >= 0)
);
comment on table billing.ai_months is
  'What calls to models of AI cost in a month. usage: cache; audience: tenant; domain: billing';
alter table billing.ai_months enable row level security;
alter table billing.ai_months force row level security;
create policy ai_months_in_workspace on billing.ai_months
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.ai_months to app_server;
grant update (spent_micro, held_micro, limit_told_at) on billing.ai_months to app_server;

-- For the screen of what it costs: by day, what for, and by which model. Follows from ai_calls.
create table billing.ai_days (
  workspace_id  uuid    not null references workspaces.workspaces (id) on delete cascade,
  day           date    not null,
  purpose       text    not null,
  model         text    not null,
  calls         integer not null default 0,
  failed        integer not null default 0,
  input_tokens  bigint  not null default 0,
  output_tokens bigint  not null default 0,
  cost_micro    bigint  not null default 0,

  primary key (workspace_id, day, purpose, model),
  constraint ai_day_figures_are_counts check (calls >= 0 and failed >= 0 and input_tokens >= 0 and output_tokens >= 0
    and cost_micro >= 0)
);
comment on table billing.ai_days is
  'What calls to models of AI cost on a day. usage: cache; audience: tenant; domain: billing';
alter table billing.ai_days enable row level security;
alter table billing.ai_days force row level security;
create policy ai_days_in_workspace on billing.ai_days
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.ai_days to app_server;
grant update (calls, failed, input_tokens, output_tokens, cost_micro) on billing.ai_days to app_server;

-- What direct clients may see: the models, and what was spent. Where the models are, and every single call, is for the
-- server to show.
grant usage on schema billing to authenticated;
grant select on billing.ai_models, billing.ai_months, billing.ai_days to authenticated;
create policy ai_models_for_who_may_read_them on billing.ai_models as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy ai_months_for_who_may_read_them on billing.ai_months as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy ai_days_for_who_may_read_them on billing.ai_days as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));

-- migrate: down

drop table billing.ai_days;
drop table billing.ai_months;
drop table billing.ai_calls;
drop table billing.ai_models;
drop table billing.ai_keys;
drop table billing.ai_endpoints;
drop schema billing;
