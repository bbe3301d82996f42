-- What happened, in the order it was committed: written in the transaction that made it happen, read by open
-- browsers that catch up. Listeners and customers' webhooks do not read it: each has a job of its own.
--
-- A number that is taken before the commit becomes visible out of order: whoever remembers "up to 7" misses the 6
-- that commits later. So a place in this order is the writing transaction and then the number within it, and a
-- reader takes only what is below every transaction still running (pg_snapshot_xmin). Transaction numbers belong to
-- one cluster: after a restore elsewhere, readers are told to start afresh.

create table app.events (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  transaction   xid8        not null default pg_current_xact_id(),
  position      bigint      not null generated always as identity,
  id            uuid        not null,
  name          text        not null,
  payload       jsonb       not null,
  published_at  timestamptz not null,

  primary key (workspace_id, transaction, position),

  constraint event_name_is_dotted check (name ~ '^[a-z][a-z0-9_]*\.[a-z][a-z0-9_]*$'),
  constraint event_payload_is_small check (length(payload::text) <= 16384)
);
comment on table app.events is
  'What happened, for readers that catch up. usage: product; audience: tenant; domain: app';
-- The purge: oldest first.
create index events_by_age on app.events (workspace_id, published_at);

alter table app.events enable row level security;
alter table app.events force row level security;
create policy events_in_workspace on app.events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));

-- An event is never changed.
grant select, insert, delete on app.events to app_server;

-- migrate: down

drop table app.events;
