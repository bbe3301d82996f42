-- What goes out to other platforms: an intent before the call, its outcome after it.

create table connections.calls (
  workspace_id     uuid        not null,
  id               uuid        not null, -- made by the caller: the same id twice is one call
  account_id       uuid        not null,
  kind             text        not null, -- message, private_reply, comment_reply, hide_comment...
  conversation_key text        not null, -- these go out one after another
  request          jsonb       not null,
  status           text        not null default 'queued',
  priority         smallint    not null default 0,
  attempts_count   smallint    not null default 0,
  not_before       timestamptz,          -- a limit holds it back until then
  held_reason      text,
  expires_at       timestamptz,          -- later it is no use: a reply window
  job_id           uuid,                 -- that makes it: the same one again knows it was broken off
  started_at       timestamptz,
  settled_at       timestamptz,
  platform_id      text,                 -- what it became there
  result           jsonb,
  failure_code     text,                 -- of Stoa's vocabulary
  platform_code    text,                 -- of theirs
  asked_at         timestamptz,          -- when the platform was last asked what became of it
  asked_count      smallint    not null default 0,
  requested_by     uuid,                 -- null: not by a member
  created_at       timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, requested_by)
    references workspaces.members (workspace_id, id) on delete set null (requested_by),
  constraint call_kind_is_a_word check (kind ~ '^[a-z][a-z0-9_]{0,59}$'),
  constraint call_texts_are_short check (length(conversation_key) between 1 and 300 and length(platform_id) <= 400
    and length(failure_code) <= 100 and length(platform_code) <= 100 and length(held_reason) <= 60),
  constraint call_request_is_small check (jsonb_typeof(request) = 'object' and pg_column_size(request) <= 65536),
  constraint call_status_is_known check (status in ('queued', 'sending', 'done', 'failed', 'unknown', 'cancelled')),
  constraint call_settled_iff_over check ((status in ('done', 'failed', 'cancelled')) = (settled_at is not null)),
  constraint call_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint call_begun_when_under_way check (status not in ('sending', 'unknown') or started_at is not null),
  constraint call_counts_are_not_negative check (attempts_count >= 0 and asked_count >= 0)
);
comment on table connections.calls is
  'One thing to be done on a platform, and what came of it. usage: product; audience: tenant; domain: connections';
create index calls_by_account on connections.calls (workspace_id, account_id, created_at desc, id desc);
create index calls_not_done_by_account on connections.calls (workspace_id, account_id, status, created_at desc, id desc)
  where status <> 'done';
create index calls_by_requester on connections.calls (workspace_id, requested_by);
-- Which one of a conversation is next, and how many of each kind wait.
create index calls_in_turn on connections.calls
  (workspace_id, account_id, conversation_key, priority desc, created_at, id) include (kind) where status = 'queued';
-- One at a time in a conversation, whoever makes them: until it is known what became of it, nothing follows.
create unique index calls_one_at_a_time on connections.calls (workspace_id, account_id, conversation_key)
  where status in ('sending', 'unknown');
-- The sweep: what should have gone by now. Partial, so it stays small. Not coalesce, which row security takes for
-- something that might tell of rows it hides, so that its condition would be looked at only after each row.
create index calls_overdue on connections.calls
  (workspace_id, (case when not_before is null then created_at else not_before end)) where status = 'queued';
create index calls_by_age on connections.calls (workspace_id, settled_at) where settled_at is not null;
-- One private reply to a comment, ever. One that nobody knows the outcome of may have been it.
create unique index calls_one_private_reply on connections.calls (workspace_id, account_id, (request ->> 'commentId'))
  where kind = 'private_reply' and (status not in ('failed', 'cancelled') or failure_code = 'outcome_unknown');
alter table connections.calls enable row level security;
alter table connections.calls force row level security;
create policy calls_in_workspace on connections.calls
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.calls to app_server;
grant update (status, attempts_count, not_before, held_reason, job_id, started_at, settled_at, platform_id, result,
              failure_code, platform_code, asked_at, asked_count) on connections.calls to app_server;

-- How much an account may still do. Counted in windows that begin with their first call.
create table connections.send_limits (
  workspace_id      uuid        not null,
  account_id        uuid        not null,
  lane              text        not null, -- messages, private_replies, comments, publishing, reads
  hourly_limit      integer     not null,
  daily_limit       integer     not null,
  hour_began_at     timestamptz,
  hour_count        integer     not null default 0,
  day_began_at      timestamptz,
  day_count         integer     not null default 0,
  last_call_at      timestamptz,
  held_until        timestamptz,          -- the platform said so
  usage_percent     smallint,             -- by the platform's own headers
  usage_at          timestamptz,
  exceeded_at       timestamptz,          -- when it was last said that a window is full
  created_at        timestamptz not null,
  updated_at        timestamptz not null,

  primary key (workspace_id, account_id, lane),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint send_limit_lane_is_known check (lane in ('messages', 'private_replies', 'comments', 'publishing', 'reads')),
  constraint send_limits_are_limits check (hourly_limit between 1 and 1000000 and daily_limit between 1 and 10000000),
  constraint send_limit_counts_are_not_negative check (hour_count >= 0 and day_count >= 0),
  constraint send_limit_usage_is_a_percentage check (usage_percent between 0 and 1000)
);
comment on table connections.send_limits is
  'How much an account may still do in this hour and day. usage: product; audience: tenant; domain: connections';
create trigger send_limits_500_touch before update on connections.send_limits
  for each row execute function app.touch_updated_at();
alter table connections.send_limits enable row level security;
alter table connections.send_limits force row level security;
create policy send_limits_in_workspace on connections.send_limits
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on connections.send_limits to app_server;
grant update (hourly_limit, daily_limit, hour_began_at, hour_count, day_began_at, day_count, last_call_at, held_until,
              usage_percent, usage_at, exceeded_at, updated_at) on connections.send_limits to app_server;

-- The same for all accounts of one platform's application together: what the platform counts per application.
create table connections.app_limits (
  platform      text        not null,
  held_until    timestamptz,
  usage_percent smallint,
  usage_at      timestamptz,
  updated_at    timestamptz not null,

  primary key (platform),
  constraint app_limit_usage_is_a_percentage check (usage_percent between 0 and 1000)
);
comment on table connections.app_limits is
  'How much our application may still do on a platform. usage: product; audience: internal; domain: connections';
create trigger app_limits_500_touch before update on connections.app_limits
  for each row execute function app.touch_updated_at();
alter table connections.app_limits enable row level security;
alter table connections.app_limits force row level security;
-- What the platform says of us all, so all may know it: there is nothing of anybody in it.
create policy app_limits_of_everybody on connections.app_limits to app_server using (true) with check (true);
grant select, insert, update (held_until, usage_percent, usage_at, updated_at) on connections.app_limits to app_server;

-- Who of all has made how many calls of an application: when it nears its limit, whoever had the most waits first.
create table connections.app_shares (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  platform      text        not null,
  hour_began_at timestamptz not null,
  hour_count    integer     not null default 0,

  primary key (workspace_id, platform),
  constraint app_share_is_not_negative check (hour_count >= 0)
);
comment on table connections.app_shares is
  'How much of an application''s hour a workspace has had. usage: product; audience: internal; domain: connections';
create index app_shares_by_hour on connections.app_shares (platform, hour_began_at) include (hour_count);
alter table connections.app_shares enable row level security;
alter table connections.app_shares force row level security;
create policy app_shares_in_workspace on connections.app_shares to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy app_shares_for_the_sum on connections.app_shares
  for select to app_server using ((select app.is_installation()));
grant select, insert, delete, update (hour_began_at, hour_count) on connections.app_shares to app_server;

-- migrate: down

drop table connections.app_shares;
drop table connections.app_limits;
drop table connections.send_limits;
drop table connections.calls;
