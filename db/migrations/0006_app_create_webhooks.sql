-- Customers' systems hear of events by HTTP, signed by the Standard Webhooks scheme. A delivery is a row before the
-- first attempt, so that a crash, a replay and a person who asks "did you send it?" all look at the same thing.

create table app.webhook_endpoints (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null, -- made by the caller: the same id twice is one endpoint
  url             text        not null,
  event_names     text[]      not null, -- empty: every event customers may have
  description     text        not null default '',
  created_by      uuid,                 -- null when the system made it, or the member has left
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  disabled_at     timestamptz,
  disabled_by     uuid,                 -- null when it was given up on
  disabled_reason text,
  failing_since   timestamptz,          -- the first failure since the last success

  primary key (workspace_id, id),
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  foreign key (workspace_id, disabled_by)
    references workspaces.members (workspace_id, id) on delete set null (disabled_by),

  constraint webhook_endpoint_url_is_http check (url ~ '^https?://' and length(url) <= 2000),
  constraint webhook_endpoint_event_names_are_few check (cardinality(event_names) <= 100),
  constraint webhook_endpoint_description_is_short check (length(description) <= 200),
  constraint webhook_endpoint_disabled_reason_is_known check (disabled_reason in ('by_member', 'kept_failing', 'gone')),
  constraint webhook_endpoint_reason_iff_disabled check ((disabled_at is null) = (disabled_reason is null)),
  constraint webhook_endpoint_disabled_by_only_when_disabled check (disabled_at is not null or disabled_by is null)
);
comment on table app.webhook_endpoints is
  'Where a customer''s system hears of events. usage: product; audience: tenant; domain: app';
-- Behind the keys to members: without them, removing a member reads every endpoint.
create index webhook_endpoints_by_creator on app.webhook_endpoints (workspace_id, created_by);
create index webhook_endpoints_by_disabler on app.webhook_endpoints (workspace_id, disabled_by);
create trigger webhook_endpoints_500_touch before update on app.webhook_endpoints
  for each row execute function app.touch_updated_at();

alter table app.webhook_endpoints enable row level security;
alter table app.webhook_endpoints force row level security;
create policy webhook_endpoints_in_workspace on app.webhook_endpoints
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on app.webhook_endpoints to app_server;
grant update (url, event_names, description, updated_at, disabled_at, disabled_by, disabled_reason, failing_since)
  on app.webhook_endpoints to app_server;

-- Apart from the endpoint, so that reading endpoints never reads this. More than one while a secret is exchanged.
create table app.webhook_secrets (
  workspace_id  uuid        not null,
  endpoint_id   uuid        not null,
  id            uuid        not null,
  sealed        bytea       not null, -- ciphertext; "webhook_secret:<workspace>:<id>" is bound into it
  created_at    timestamptz not null,
  expires_at    timestamptz,          -- null for the one that stays

  primary key (workspace_id, endpoint_id, id),
  foreign key (workspace_id, endpoint_id)
    references app.webhook_endpoints (workspace_id, id) on delete cascade,

  constraint webhook_secret_is_sealed check (octet_length(sealed) between 40 and 1024),
  constraint webhook_secret_expires_after_it_began check (expires_at > created_at)
);
comment on table app.webhook_secrets is
  'What signs deliveries to an endpoint, sealed. usage: product; audience: internal; domain: app';
alter table app.webhook_secrets enable row level security;
alter table app.webhook_secrets force row level security;
create policy webhook_secrets_in_workspace on app.webhook_secrets to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (sealed, expires_at) on app.webhook_secrets to app_server;

create table app.webhook_deliveries (
  workspace_id     uuid        not null,
  id               uuid        not null,
  endpoint_id      uuid        not null,
  event_id         uuid        not null, -- the `webhook-id`, the same in every attempt and replay
  event_name       text        not null,
  body             text        not null,
  status           text        not null default 'waiting',
  attempts_count   smallint    not null default 0,
  first_attempt_at timestamptz,          -- of this round: a replay begins another
  next_attempt_at  timestamptz,
  response_status  smallint,
  response_body    text,                 -- the beginning of it
  failure_code     text,
  created_at       timestamptz not null,
  settled_at       timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, endpoint_id)
    references app.webhook_endpoints (workspace_id, id) on delete cascade,
  constraint webhook_delivery_once_per_endpoint unique (workspace_id, endpoint_id, event_id),

  constraint webhook_delivery_status_is_known check (status in ('waiting', 'delivered', 'given_up')),
  constraint webhook_delivery_settled_at_iff_settled check ((status = 'waiting') = (settled_at is null)),
  constraint webhook_delivery_next_iff_waiting check ((status = 'waiting') = (next_attempt_at is not null)),
  constraint webhook_delivery_attempts_are_not_negative check (attempts_count >= 0),
  constraint webhook_delivery_body_is_small check (length(body) <= 32768),
  constraint webhook_delivery_response_is_cut check (length(response_body) <= 2048),
  constraint webhook_delivery_response_status_is_http check (response_status between 100 and 599)
);
comment on table app.webhook_deliveries is
  'An event on its way to an endpoint, and what came of it. usage: product; audience: tenant; domain: app';
-- The list of one endpoint: newest first.
create index webhook_deliveries_by_endpoint on app.webhook_deliveries (workspace_id, endpoint_id, created_at desc, id desc);
-- The sweep: what should have been tried by now. Partial, so it stays small.
create index webhook_deliveries_waiting on app.webhook_deliveries (workspace_id, next_attempt_at)
  where status = 'waiting';
-- The purge: oldest first.
create index webhook_deliveries_by_age on app.webhook_deliveries (workspace_id, settled_at) where settled_at is not null;

alter table app.webhook_deliveries enable row level security;
alter table app.webhook_deliveries force row level security;
create policy webhook_deliveries_in_workspace on app.webhook_deliveries
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on app.webhook_deliveries to app_server;
grant update (status, attempts_count, first_attempt_at, next_attempt_at, response_status, response_body,
              failure_code, settled_at) on app.webhook_deliveries to app_server;

-- migrate: down

drop table app.webhook_deliveries;
drop table app.webhook_secrets;
drop table app.webhook_endpoints;
