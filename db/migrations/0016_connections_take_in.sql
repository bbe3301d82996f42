-- What other platforms tell. Durable before it is acknowledged, worked off afterwards.

create table connections.webhook_events (
  workspace_id      uuid        not null,
  id                uuid        not null, -- its time is received_at, so that whoever has the id knows the month
  received_at       timestamptz not null,
  account_id        uuid        not null,
  platform          text        not null,
  source            text        not null,
  kind              text        not null, -- message, comment, reaction...: one vocabulary for all platforms
  conversation_key  text        not null, -- what must be handled in order: a person, a post
  platform_event_id text,                 -- where the platform gives one
  fingerprint       bytea       not null, -- SHA-256 of the single event, its fields in order
  happened_at       timestamptz,          -- by the platform's clock
  payload           jsonb       not null, -- the single event as it came
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
  failure_detail    text,                 -- for the log's readers: no secret, no stack

  primary key (workspace_id, id, received_at),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,

  constraint webhook_event_source_is_known check (source in ('webhook', 'sync')),
  constraint webhook_event_kind_is_a_word check (kind ~ '^[a-z][a-z0-9_]{0,59}$'),
  constraint webhook_event_texts_are_short check (length(conversation_key) between 1 and 300
    and length(platform_event_id) <= 400 and length(worker) <= 255 and length(skipped_reason) <= 60
    and length(failure_code) <= 100 and length(failure_detail) <= 2000),
  constraint webhook_event_is_fingerprinted check (octet_length(fingerprint) = 32),
  constraint webhook_event_payload_is_small check (pg_column_size(payload) <= 262144),
  constraint webhook_event_status_is_known check (status in ('pending', 'processing', 'completed', 'failed', 'skipped')),
  constraint webhook_event_settled_iff_over check ((status in ('completed', 'skipped')) = (settled_at is not null)),
  constraint webhook_event_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint webhook_event_reason_iff_skipped check ((status = 'skipped') = (skipped_reason is not null)),
  constraint webhook_event_counts_are_not_negative check (attempts_count >= 0 and duration_ms >= 0)
) partition by range (received_at);
comment on table connections.webhook_events is
  'What a platform told of an account, and what became of it. usage: product; audience: tenant; domain: connections';
-- The event log: newest first, all or of one account.
create index webhook_events_by_time on connections.webhook_events (workspace_id, received_at desc, id desc);
create index webhook_events_by_account on connections.webhook_events (workspace_id, account_id, received_at desc, id desc);
-- Dead letters, and the sweep. Partial, so they stay small.
create index webhook_events_failed on connections.webhook_events (workspace_id, received_at desc, id desc) where status = 'failed';
create index webhook_events_unsettled on connections.webhook_events (workspace_id, received_at)
  where status in ('pending', 'processing');

alter table connections.webhook_events enable row level security;
alter table connections.webhook_events force row level security;
create policy webhook_events_in_workspace on connections.webhook_events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.webhook_events to app_server;
grant update (status, attempts_count, next_attempt_at, started_at, settled_at, duration_ms, worker, result,
              skipped_reason, failure_code, failure_detail) on connections.webhook_events to app_server;

-- For what comes when its month has no part of its own: nothing is ever lost for want of one.
create table connections.webhook_events_else partition of connections.webhook_events default;
comment on table connections.webhook_events_else is
  'Events of months that have no table of their own yet. usage: product; audience: tenant; domain: connections';
alter table connections.webhook_events_else enable row level security;
alter table connections.webhook_events_else force row level security;
create policy webhook_events_else_in_workspace on connections.webhook_events_else
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));

-- That an event was taken in, kept apart because a key over months cannot be unique in tables by month. One key per
-- event: the platform's own id where it gives one, else the fingerprint.
create table connections.webhook_receipts (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  platform     text        not null,
  key          text        not null,
  received_at  timestamptz not null,

  primary key (workspace_id, platform, key),
  constraint webhook_receipt_key_is_short check (length(key) between 1 and 420)
);
comment on table connections.webhook_receipts is
  'Which events were taken in already. usage: product; audience: internal; domain: connections';
create index webhook_receipts_by_age on connections.webhook_receipts (workspace_id, received_at);
alter table connections.webhook_receipts enable row level security;
alter table connections.webhook_receipts force row level security;
create policy webhook_receipts_in_workspace on connections.webhook_receipts to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.webhook_receipts to app_server;

-- Makes the tables of this month and the next ones, and drops those older than so many months. Tables are the owner's
-- affair: as whom the server logs in, and whose rights it otherwise gives up at the start of every transaction.
create function connections.keep_months(p_now timestamptz, p_months_kept integer) returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
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
$$;
revoke all on function connections.keep_months from public;

-- migrate: down

drop function connections.keep_months;
drop table connections.webhook_receipts;
drop table connections.webhook_events;
