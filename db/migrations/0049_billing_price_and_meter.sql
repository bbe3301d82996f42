-- What can be used, what it costs, and every use of it. See docs/decisions/0026.

-- The installation's: what it sells is the same for all its workspaces.
create table billing.meters (
  slug         text        not null, -- 'ai_chat_message', 'try_on': CR-63, SE-17, BA-24
  name         text        not null,
  unit_label   text        not null, -- what one of it is called: 'message'
  description  text,
  family       text        not null, -- what it is counted under: 'ai', 'generation', 'sync'
  retired_at   timestamptz,          -- from then on it cannot be used
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (slug),
  constraint meter_slug_is_a_word check (slug ~ '^[a-z][a-z0-9_]{0,59}$'),
  constraint meter_family_is_a_word check (family ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint meter_texts_are_short check (length(name) between 1 and 120 and length(unit_label) between 1 and 40
    and length(description) <= 500)
);
comment on table billing.meters is
  'What can be used and is charged. usage: reference; audience: server; domain: billing';
create trigger meters_500_touch before update on billing.meters
  for each row execute function app.touch_updated_at();

-- What a meter costs from a moment on, for everybody or in a plan. Never changed: another price is another row.
create table billing.meter_prices (
  meter         text        not null references billing.meters (slug) on delete cascade,
  plan          text        not null default '', -- '' for every plan that has none of its own
  from_at       timestamptz not null,
  base_micro    bigint      not null, -- of each use
  compute_micro bigint      not null, -- and of what it takes of ours; what a model costs comes on top
  created_at    timestamptz not null,

  primary key (meter, plan, from_at),
  constraint meter_price_is_no_gift check (base_micro between 0 and 1000000000000
    and compute_micro between 0 and 1000000000000)
);
comment on table billing.meter_prices is
  'What a use costs, from when on. usage: reference; audience: server; domain: billing';

alter table billing.meters enable row level security;
alter table billing.meters force row level security;
create policy meters_for_the_server on billing.meters to app_server using (true) with check (true);
alter table billing.meter_prices enable row level security;
alter table billing.meter_prices force row level security;
create policy meter_prices_for_the_server on billing.meter_prices to app_server using (true) with check (true);
grant select, insert on billing.meters, billing.meter_prices to app_server;
grant update (name, unit_label, description, family, retired_at, updated_at) on billing.meters to app_server;

-- The twelve of CR-63, the kinds of SE-07 and the operations of BA-24. Where the documents say no price there is none
-- until somebody enters one: what is used is written down all the same.
insert into billing.meters (slug, name, unit_label, family, created_at, updated_at)
select slug, name, unit_label, family, now(), now()
  from (values
    ('ai_chat_message', 'AI chat message', 'message', 'ai'),
    ('ai_comment_response', 'AI answer to a comment', 'answer', 'ai'),
    ('ai_sentiment_analysis', 'AI reading of a message', 'reading', 'ai'),
    ('ai_content_suggestion', 'AI suggestion', 'suggestion', 'ai'),
    ('workflow_execution', 'Step of a workflow', 'step', 'workflow'),
    ('scheduled_task', 'Scheduled task', 'task', 'workflow'),
    ('bulk_operation', 'Bulk operation', 'operation', 'workflow'),
    ('youtube_sync', 'Sync of a channel', 'sync', 'sync'),
    ('comment_fetch', 'Fetch of comments', 'fetch', 'sync'),
    ('video_analysis', 'Analysis of a video', 'analysis', 'ai'),
    ('analytics_generation', 'Report', 'report', 'ai'),
    ('external_api_call', 'Call of another system', 'call', 'api'),
    ('message', 'Message sent', 'message', 'message'),
    ('try_on', 'Virtual try-on', 'try-on', 'studio'),
    ('photo_shoot', 'Photo shoot', 'picture', 'studio'),
    ('blog', 'Blog post', 'post', 'generation'),
    ('book', 'Book', 'book', 'generation'),
    ('batch', 'Batch of posts', 'batch', 'generation'),
    ('remix', 'Remix', 'remix', 'generation'),
    ('tool', 'Writing tool', 'use', 'generation'),
    ('other', 'Anything else', 'use', 'generation')
  ) as known (slug, name, unit_label, family);

-- SE-07, CR-62: one for every use, with what it cost in parts and where that came from. Usage is read from here alone.
create table billing.usage_events (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  meter           text        not null,
  family          text        not null,
  plan            text        not null, -- at that time: SE-09
  quantity        integer     not null default 1,
  status          text        not null default 'completed',
  transaction_id  uuid,                 -- by which it was charged; null: for nothing
  reservation_id  uuid,
  base_micro      bigint      not null default 0,
  compute_micro   bigint      not null default 0,
  api_micro       bigint      not null default 0, -- what a model cost
  week_micro      bigint      not null default 0, -- from which bucket it was paid
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
  subject_type    text,                 -- what it was for
  subject_id      uuid,
  member_id       uuid,
  source_platform text        not null default 'unknown', -- SE-10: where it was asked for
  duration_ms     integer,
  error_code      text,
  error_message   text,
  asked           bytea       not null, -- SHA-256 of what was asked: the same id with something else is refused
  created_at      timestamptz not null, -- when it began

  primary key (workspace_id, id),
  foreign key (workspace_id, transaction_id) references billing.ledger_transactions (workspace_id, id),
  foreign key (workspace_id, reservation_id) references billing.reservations (workspace_id, id),
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint usage_event_status_is_known check (status in ('completed', 'failed')),
  constraint usage_event_failed_says_why check ((status = 'failed') = (error_code is not null)),
  constraint usage_event_texts_are_short check (length(meter) between 1 and 60 and length(family) between 1 and 40
    and length(plan) between 1 and 40 and length(model) <= 200 and length(error_code) <= 60
    and length(error_message) <= 500 and length(subject_type) between 1 and 40),
  constraint usage_event_counts_are_counts check (quantity > 0 and input_tokens >= 0 and output_tokens >= 0
    and duration_ms >= 0),
  constraint usage_event_costs_are_no_gifts check (base_micro >= 0 and compute_micro >= 0 and api_micro >= 0),
  constraint usage_event_was_paid check (week_micro >= 0 and month_micro >= 0 and bonus_micro >= 0
    and payg_micro >= 0 and owed_micro >= 0 and unlimited_micro >= 0),
  constraint usage_event_refund_is_no_more_than_paid check (refunded_micro between 0 and
    week_micro + month_micro + bonus_micro + payg_micro + owed_micro + unlimited_micro),
  constraint usage_event_refunded_at_once_it_is check ((refunded_micro > 0) = (refunded_at is not null)),
  constraint usage_event_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint usage_event_asked_is_a_hash check (octet_length(asked) = 32),
  constraint usage_event_source_is_known check (source_platform in ('website', 'mobile_ios', 'mobile_android', 'api',
    'bot', 'unknown'))
);
comment on table billing.usage_events is
  'Every use of what is charged. usage: log; audience: tenant; domain: billing';
create index usage_events_by_created on billing.usage_events (workspace_id, created_at desc, id desc);
create index usage_events_by_meter on billing.usage_events (workspace_id, meter, created_at desc, id desc);
create index usage_events_by_member on billing.usage_events (workspace_id, member_id, created_at desc, id desc);
create index usage_events_by_model on billing.usage_events (workspace_id, model, created_at desc, id desc)
  where model is not null;
create index usage_events_by_subject on billing.usage_events (workspace_id, subject_type, subject_id)
  where subject_id is not null;
create index usage_events_by_transaction on billing.usage_events (workspace_id, transaction_id);
create index usage_events_by_reservation on billing.usage_events (workspace_id, reservation_id);
alter table billing.usage_events enable row level security;
alter table billing.usage_events force row level security;
create policy usage_events_in_workspace on billing.usage_events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.usage_events to app_server;
grant update (refunded_micro, refunded_at) on billing.usage_events to app_server;

-- Begun, and nobody has said yet what it came to. It is counted from here on, and what it may cost is kept back under
-- the same id. Settled it is a usage event; given up, or forgotten, it was nothing.
create table billing.open_uses (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  meter           text        not null,
  family          text        not null,
  plan            text        not null,
  quantity        integer     not null,
  base_micro      bigint      not null, -- by the prices of when it began
  compute_micro   bigint      not null,
  estimate_micro  bigint      not null, -- what is charged at most, as was said
  charges_api     boolean     not null, -- false: what a model costs is paid elsewhere
  is_reserved     boolean     not null,
  model           text,
  subject_type    text,
  subject_id      uuid,
  member_id       uuid,
  source_platform text        not null,
  reason          text        not null,
  asked           bytea       not null,
  forgotten_at    timestamptz,          -- counted no more; whoever tells after all is heard
  created_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint open_use_texts_are_short check (length(meter) between 1 and 60 and length(family) between 1 and 40
    and length(plan) between 1 and 40 and length(model) <= 200 and length(subject_type) between 1 and 40
    and length(reason) between 1 and 300),
  constraint open_use_counts check (quantity > 0),
  constraint open_use_is_no_gift check (base_micro >= 0 and compute_micro >= 0 and estimate_micro >= 0),
  constraint open_use_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint open_use_asked_is_a_hash check (octet_length(asked) = 32)
);
comment on table billing.open_uses is
  'What is being used, before its cost is known. usage: product; audience: tenant; domain: billing';
create index open_uses_by_created on billing.open_uses (workspace_id, created_at, id);
create index open_uses_by_member on billing.open_uses (workspace_id, member_id);
alter table billing.open_uses enable row level security;
alter table billing.open_uses force row level security;
create policy open_uses_in_workspace on billing.open_uses
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.open_uses to app_server;
grant update (forgotten_at) on billing.open_uses to app_server;

-- Sums of days that are over, so that nobody adds up a year. Counted from usage_events and thrown away at will: a day
-- that is not counted is read from them.
create table billing.usage_days (
  workspace_id  uuid   not null references workspaces.workspaces (id) on delete cascade,
  day           date   not null, -- of UTC
  meter         text   not null,
  model         text   not null, -- '': none
  member        text   not null, -- their id; '': nobody in particular
  uses_count    bigint not null,
  failed_count  bigint not null,
  quantity      bigint not null,
  paid_micro    bigint not null, -- without what was given back
  api_micro     bigint not null,
  input_tokens  bigint not null,
  output_tokens bigint not null,

  primary key (workspace_id, day, meter, model, member),
  constraint usage_day_is_no_debt check (uses_count >= 0 and failed_count >= 0 and quantity >= 0 and paid_micro >= 0
    and api_micro >= 0 and input_tokens >= 0 and output_tokens >= 0)
);
comment on table billing.usage_days is
  'What was used on days that are over. usage: cache; audience: tenant; domain: billing';
create table billing.usage_counts (
  workspace_id  uuid not null references workspaces.workspaces (id) on delete cascade,
  counted_until date not null, -- days before it are in usage_days

  primary key (workspace_id)
);
comment on table billing.usage_counts is
  'Until when usage is summed up by days. usage: cache; audience: internal; domain: billing';
alter table billing.usage_days enable row level security;
alter table billing.usage_days force row level security;
create policy usage_days_in_workspace on billing.usage_days
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.usage_counts enable row level security;
alter table billing.usage_counts force row level security;
create policy usage_counts_in_workspace on billing.usage_counts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.usage_days, billing.usage_counts to app_server;
grant update (paid_micro) on billing.usage_days to app_server;
grant update (counted_until) on billing.usage_counts to app_server;

-- How much of a family was used in a period: asked and counted in one statement, so that of two who would take the last
-- one, one gets it. Only where something is limited; it follows from usage_events and open_uses.
create table billing.allowances (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  family       text        not null, -- of meters; '*': all together
  scope        text        not null default '', -- a member's id; '': all of the workspace
  period       text        not null,
  starts_at    timestamptz not null, -- of the period, by the workspace's own clock
  ends_at      timestamptz not null,
  used_count   bigint      not null default 0,
  used_micro   bigint      not null default 0,

  primary key (workspace_id, family, scope, period, starts_at),
  constraint allowance_period_is_known check (period in ('day', 'week', 'month')),
  constraint allowance_ends_after_it_begins check (ends_at > starts_at),
  constraint allowance_is_no_debt check (used_count >= 0 and used_micro >= 0)
);
comment on table billing.allowances is
  'How much of something was used in a day, a week or a month. usage: cache; audience: tenant; domain: billing';
alter table billing.allowances enable row level security;
alter table billing.allowances force row level security;
create policy allowances_in_workspace on billing.allowances
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.allowances to app_server;
grant update (used_count, used_micro) on billing.allowances to app_server;

-- How much may be spent at most: by all of the workspace, or by a member. Nobody may set one above a plan's limits.
create table billing.caps (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  member_id    uuid,                 -- null: all of the workspace together
  period       text        not null,
  max_micro    bigint      not null,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  constraint cap_period_is_known check (period in ('day', 'week', 'month')),
  constraint cap_is_no_debt check (max_micro >= 0)
);
comment on table billing.caps is
  'How much may be spent at most. usage: product; audience: tenant; domain: billing';
create unique index caps_one_each on billing.caps (workspace_id, member_id, period) nulls not distinct;
create trigger caps_500_touch before update on billing.caps
  for each row execute function app.touch_updated_at();
alter table billing.caps enable row level security;
alter table billing.caps force row level security;
create policy caps_in_workspace on billing.caps
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on billing.caps to app_server;
grant update (max_micro, updated_at) on billing.caps to app_server;

-- When it was last said that a model was not asked because nothing is left to pay it with.
alter table billing.ai_months add column credits_told_at timestamptz;
grant update (credits_told_at) on billing.ai_months to app_server;

-- migrate: down

alter table billing.ai_months drop column credits_told_at;
drop table billing.caps;
drop table billing.allowances;
drop table billing.usage_counts;
drop table billing.usage_days;
drop table billing.open_uses;
drop table billing.usage_events;
drop table billing.meter_prices;
drop table billing.meters;
