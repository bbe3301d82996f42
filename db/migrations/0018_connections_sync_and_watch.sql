-- What is asked for instead of waited for, and how an account is doing.

create table connections.sync_states (
  workspace_id       uuid        not null,
  account_id         uuid        not null,
  resource           text        not null,
  cursor             jsonb,                -- where an unfinished run goes on; null: from the newest
  newest_item_id     text,                 -- up to here everything is known
  newest_item_at     timestamptz,
  items_count        bigint      not null default 0,
  activity           text        not null default 'normal',
  every_minutes      integer     not null default 5,
  running_since      timestamptz,          -- and who took it this long ago has died
  run_id             uuid,
  last_started_at    timestamptz,
  last_completed_at  timestamptz,
  next_at            timestamptz not null,
  hour_began_at      timestamptz,
  hour_calls_count   integer     not null default 0,
  failures_count     integer     not null default 0, -- in a row
  last_failure_code  text,
  last_failed_at     timestamptz,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,

  primary key (workspace_id, account_id, resource),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint sync_resource_is_known check (resource in ('profile', 'posts', 'comments', 'messages', 'metrics')),
  constraint sync_activity_is_known check (activity in ('busy', 'normal', 'quiet', 'asleep')),
  constraint sync_every_is_sane check (every_minutes between 1 and 10080),
  constraint sync_cursor_is_small check (pg_column_size(cursor) <= 16384),
  constraint sync_texts_are_short check (length(newest_item_id) <= 400 and length(last_failure_code) <= 100),
  constraint sync_counts_are_not_negative check (items_count >= 0 and hour_calls_count >= 0 and failures_count >= 0),
  constraint sync_run_iff_running check ((running_since is null) = (run_id is null))
);
comment on table connections.sync_states is
  'How far an account''s posts, comments and figures are known. usage: product; audience: tenant; domain: connections';
create index sync_states_due on connections.sync_states (workspace_id, next_at);
create trigger sync_states_500_touch before update on connections.sync_states
  for each row execute function app.touch_updated_at();
alter table connections.sync_states enable row level security;
alter table connections.sync_states force row level security;
create policy sync_states_in_workspace on connections.sync_states
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.sync_states to app_server;
grant update (cursor, newest_item_id, newest_item_at, items_count, activity, every_minutes, running_since, run_id,
              last_started_at, last_completed_at, next_at, hour_began_at, hour_calls_count, failures_count,
              last_failure_code, last_failed_at, updated_at) on connections.sync_states to app_server;

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
  new_count      integer     not null default 0, -- of all of them, what nobody had told us
  failure_code   text,
  failure_detail text,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint sync_run_why_is_known check (why in ('schedule', 'connected', 'gap', 'asked')),
  constraint sync_run_status_is_known check (status in ('pending', 'success', 'failed')),
  constraint sync_run_completed_iff_over check ((status = 'pending') = (completed_at is null)),
  constraint sync_run_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint sync_run_texts_are_short check (length(failure_code) <= 100 and length(failure_detail) <= 2000),
  constraint sync_run_counts_are_not_negative check (calls_count >= 0 and posts_count >= 0 and comments_count >= 0
    and messages_count >= 0 and new_count >= 0)
);
comment on table connections.sync_runs is
  'One time of asking a platform for what is new. usage: product; audience: tenant; domain: connections';
create index sync_runs_by_account on connections.sync_runs (workspace_id, account_id, started_at desc, id desc);
create index sync_runs_by_age on connections.sync_runs (workspace_id, started_at);
create trigger sync_runs_500_touch before update on connections.sync_runs
  for each row execute function app.touch_updated_at();
alter table connections.sync_runs enable row level security;
alter table connections.sync_runs force row level security;
create policy sync_runs_in_workspace on connections.sync_runs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.sync_runs to app_server;
grant update (status, completed_at, calls_count, posts_count, comments_count, messages_count, new_count, failure_code,
              failure_detail, updated_at) on connections.sync_runs to app_server;

-- Which day it is for the people of a workspace. Here, so that counting something for the day costs no question first.
create function connections.day_at(p_workspace_id uuid, p_at timestamptz) returns date
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select (p_at at time zone w.timezone)::date from workspaces.workspaces w where w.id = p_workspace_id
$$;

-- One row per account. What was counted belongs to the day that is named, and begins anew with the next.
create table connections.health (
  workspace_id           uuid        not null,
  account_id             uuid        not null,
  last_succeeded_at      timestamptz,
  last_failed_at         timestamptz,
  failures_count         integer     not null default 0, -- in a row
  failure_kinds          jsonb       not null default '{}', -- how often each, of the last days
  response_ms            integer,                        -- a moving average
  last_event_at          timestamptz,
  hooks_came_count       integer     not null default 0, -- told by a webhook before anybody asked...
  hooks_missed_count     integer     not null default 0, -- ...and found only by asking
  day                    date,
  day_processed_count    integer     not null default 0,
  day_failed_count       integer     not null default 0,
  token_checked_at       timestamptz,
  created_at             timestamptz not null,
  updated_at             timestamptz not null,

  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint health_counts_are_not_negative check (failures_count >= 0 and response_ms >= 0 and hooks_came_count >= 0
    and hooks_missed_count >= 0 and day_processed_count >= 0 and day_failed_count >= 0),
  constraint health_failure_kinds_are_small check (
    jsonb_typeof(failure_kinds) = 'object' and pg_column_size(failure_kinds) <= 4096)
);
comment on table connections.health is
  'How an account is doing: calls, webhooks, today''s counts. usage: product; audience: tenant; domain: connections';
create index health_by_check on connections.health (workspace_id, token_checked_at);
create trigger health_500_touch before update on connections.health
  for each row execute function app.touch_updated_at();
alter table connections.health enable row level security;
alter table connections.health force row level security;
create policy health_in_workspace on connections.health
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.health to app_server;
grant update (last_succeeded_at, last_failed_at, failures_count, failure_kinds, response_ms, last_event_at,
              hooks_came_count, hooks_missed_count, day, day_processed_count, day_failed_count, token_checked_at,
              updated_at) on connections.health to app_server;

create table connections.webhook_subscriptions (
  workspace_id      uuid        not null,
  account_id        uuid        not null,
  platform_id       text,                 -- where the platform gives it an id
  wanted_fields     text[]      not null default '{}',
  subscribed_fields text[]      not null default '{}',
  status            text        not null default 'wanted',
  verified_at       timestamptz,
  verify_at         timestamptz,          -- when to look again; leases run out
  failures_count    integer     not null default 0,
  last_failure_code text,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,

  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint webhook_subscription_status_is_known check (status in ('wanted', 'active', 'refused', 'ended')),
  constraint webhook_subscription_texts_are_short check (
    length(platform_id) <= 400 and length(last_failure_code) <= 100),
  constraint webhook_subscription_fields_are_few check (
    cardinality(wanted_fields) <= 60 and cardinality(subscribed_fields) <= 60),
  constraint webhook_subscription_failures_are_not_negative check (failures_count >= 0)
);
comment on table connections.webhook_subscriptions is
  'Whether a platform tells of an account. usage: product; audience: tenant; domain: connections';
create index webhook_subscriptions_due on connections.webhook_subscriptions (workspace_id, verify_at)
  where verify_at is not null;
create trigger webhook_subscriptions_500_touch before update on connections.webhook_subscriptions
  for each row execute function app.touch_updated_at();
alter table connections.webhook_subscriptions enable row level security;
alter table connections.webhook_subscriptions force row level security;
create policy webhook_subscriptions_in_workspace on connections.webhook_subscriptions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.webhook_subscriptions to app_server;
grant update (platform_id, wanted_fields, subscribed_fields, status, verified_at, verify_at, failures_count,
              last_failure_code, updated_at) on connections.webhook_subscriptions to app_server;

-- migrate: down

drop table connections.webhook_subscriptions;
drop table connections.health;
drop function connections.day_at(uuid, timestamptz);
drop table connections.sync_runs;
drop table connections.sync_states;
