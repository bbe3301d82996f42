-- What goes back of payments, what a provider is to be told, and how the installation keeps up with it.

create table billing.refunds (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  payment_id    uuid        not null,
  provider      text        not null,
  provider_id   text        not null, -- 're_…'
  amount_micro  bigint      not null,
  credits_micro bigint      not null, -- that it took back
  turns_count   integer     not null default 1, -- how often it began or ceased to count
  reason        text,
  refunded_at   timestamptz not null,
  gone_at       timestamptz,          -- when it was noticed that a bank had sent it back: the money stays
  created_at    timestamptz not null,

  primary key (workspace_id, id),
  constraint refund_once unique (workspace_id, provider, provider_id),
  foreign key (workspace_id, payment_id) references billing.payments (workspace_id, id) on delete cascade,
  constraint refund_gives_something check (amount_micro > 0 and credits_micro >= 0 and turns_count >= 0),
  constraint refund_that_is_gone_keeps_nothing check (gone_at is null or credits_micro = 0)
);
comment on table billing.refunds is
  'What was given back of a payment. usage: product; audience: tenant; domain: billing';
create index refunds_by_payment on billing.refunds (workspace_id, payment_id);

create table billing.disputes (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  payment_id    uuid        not null,
  provider      text        not null,
  provider_id   text        not null, -- 'dp_…'
  amount_micro  bigint      not null,
  credits_micro bigint      not null, -- that it keeps; none once it is won
  turns_count   integer     not null default 1, -- how often it began or ceased to count
  status        text        not null,
  reason        text,
  opened_at     timestamptz not null,
  closed_at     timestamptz,          -- when that was noticed
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id, id),
  constraint dispute_once unique (workspace_id, provider, provider_id),
  foreign key (workspace_id, payment_id) references billing.payments (workspace_id, id) on delete cascade,
  constraint dispute_is_about_something check (amount_micro > 0 and credits_micro >= 0 and turns_count >= 0),
  constraint dispute_status_is_known check (status in ('open', 'won', 'lost')),
  constraint dispute_closed_once_it_is check ((status = 'open') = (closed_at is null)),
  constraint dispute_that_is_won_keeps_nothing check (status <> 'won' or credits_micro = 0)
);
comment on table billing.disputes is
  'What somebody wants back through a bank. usage: product; audience: tenant; domain: billing';
create index disputes_by_payment on billing.disputes (workspace_id, payment_id);
create trigger disputes_500_touch before update on billing.disputes
  for each row execute function app.touch_updated_at();

-- The installation's: told, and nobody knows yet whom it is about. Taken in before it is acknowledged, and settled once
-- that is known, or once the provider says that it is nobody here. Each is asked about by itself, less and less often,
-- and given up after a day.
create table billing.stray_events (
  provider    text        not null,
  event_id    text        not null,
  kind        text        not null,
  customer_id text,
  object_id   text,
  payload     jsonb       not null,
  happened_at timestamptz not null,
  received_at timestamptz not null,
  asks_count  integer     not null default 0, -- to which nobody gave an answer
  ask_at      timestamptz not null,           -- when it is asked about next
  failure     text,                           -- what came instead of the last answer
  settled_at  timestamptz,                    -- kept for a while, so that it is not asked about again
  came_to     text,

  primary key (provider, event_id),
  constraint stray_event_settled_as_something check ((settled_at is null) = (came_to is null)),
  constraint stray_event_outcome_is_known check (came_to in ('somebody', 'nobody', 'given_up')),
  constraint stray_event_was_asked_about check (asks_count >= 0 and length(failure) between 1 and 300)
);
create index stray_events_to_ask_about on billing.stray_events (provider, ask_at) where settled_at is null;
create index stray_events_settled on billing.stray_events (provider, settled_at) where settled_at is not null;
comment on table billing.stray_events is
  'What payment providers told of nobody who is known yet. usage: log; audience: internal; domain: billing';

-- The installation's: up to when a provider was asked what changed, so that what was never told is found.
create table billing.provider_sweeps (
  provider     text        not null,
  swept_until  timestamptz not null,
  catalogue_at timestamptz,          -- when its products and prices were last read
  updated_at   timestamptz not null,

  primary key (provider)
);
comment on table billing.provider_sweeps is
  'Up to when a payment provider was asked what changed. usage: product; audience: internal; domain: billing';
create trigger provider_sweeps_500_touch before update on billing.provider_sweeps
  for each row execute function app.touch_updated_at();

-- What somebody decided and a provider is to be told: another plan, an end, money back. The row is there before that.
create table billing.payment_orders (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null, -- made by the caller; the provider knows the order by it
  provider        text        not null,
  kind            text        not null,
  subscription_id uuid,
  payment_id      uuid,
  plan            text,
  cycle           text,
  moment          text,                 -- when it counts
  amount_micro    bigint,               -- of a refund, null: all that is left; of a change, the price it was decided at
  state           text        not null default 'queued',
  failure         text,
  member_id       uuid,
  admin_id        uuid,                 -- who looks after the installation
  settled_at      timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, subscription_id)
    references billing.subscriptions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, payment_id) references billing.payments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint payment_order_kind_is_known check (kind in ('change_plan', 'cancel', 'keep', 'refund')),
  constraint payment_order_is_about_one_thing check ((kind = 'refund') = (payment_id is not null)
    and (kind = 'refund') = (subscription_id is null)),
  constraint payment_order_names_its_plan_and_price check ((kind = 'change_plan') = (plan is not null)
    and (plan is null) = (cycle is null) and (kind <> 'change_plan' or amount_micro is not null)
    and (kind in ('change_plan', 'refund') or amount_micro is null)),
  constraint payment_order_cycle_is_known check (cycle in ('month', 'year')),
  constraint payment_order_moment_is_known check (moment in ('now', 'at_period_end')),
  constraint payment_order_gives_something check (amount_micro > 0 or (kind = 'change_plan' and amount_micro = 0)),
  constraint payment_order_state_is_known check (state in ('queued', 'done', 'refused')),
  constraint payment_order_settled_once_it_is check ((state = 'queued') = (settled_at is null)),
  constraint payment_order_failure_is_short check (length(failure) between 1 and 300)
);
comment on table billing.payment_orders is
  'What a payment provider is to be told. usage: product; audience: tenant; domain: billing';
create index payment_orders_by_subscription on billing.payment_orders (workspace_id, subscription_id, created_at desc);
create index payment_orders_by_payment on billing.payment_orders (workspace_id, payment_id);
create index payment_orders_by_member on billing.payment_orders (workspace_id, member_id);
create index payment_orders_still_queued on billing.payment_orders (workspace_id, created_at) where state = 'queued';
create trigger payment_orders_500_touch before update on billing.payment_orders
  for each row execute function app.touch_updated_at();

-- The installation's: what a provider has, held against what is here and against the ledger, at one time.
create table billing.reconciliations (
  id              uuid        not null,
  provider        text        not null,
  state           text        not null default 'running',
  customers_count integer     not null default 0,
  payments_count  integer     not null default 0,
  differences     jsonb       not null default '[]', -- a line for each, and no more than are shown
  started_by      uuid,
  started_at      timestamptz not null,
  finished_at     timestamptz,

  primary key (id),
  constraint reconciliation_state_is_known check (state in ('running', 'done', 'failed')),
  constraint reconciliation_finished_once_it_is check ((state = 'running') = (finished_at is null)),
  constraint reconciliation_counts_no_less_than_none check (customers_count >= 0 and payments_count >= 0)
);
comment on table billing.reconciliations is
  'What a payment provider has, held against what is here. usage: log; audience: internal; domain: billing';
create index reconciliations_by_time on billing.reconciliations (started_at desc);

alter table billing.refunds enable row level security;
alter table billing.refunds force row level security;
create policy refunds_in_workspace on billing.refunds
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.disputes enable row level security;
alter table billing.disputes force row level security;
create policy disputes_in_workspace on billing.disputes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.stray_events enable row level security;
alter table billing.stray_events force row level security;
create policy stray_events_for_the_server on billing.stray_events to app_server using (true) with check (true);
alter table billing.provider_sweeps enable row level security;
alter table billing.provider_sweeps force row level security;
create policy provider_sweeps_for_the_server on billing.provider_sweeps to app_server using (true) with check (true);
alter table billing.payment_orders enable row level security;
alter table billing.payment_orders force row level security;
create policy payment_orders_in_workspace on billing.payment_orders
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.reconciliations enable row level security;
alter table billing.reconciliations force row level security;
create policy reconciliations_for_the_server on billing.reconciliations to app_server using (true) with check (true);

grant select, insert on billing.refunds, billing.disputes, billing.provider_sweeps, billing.payment_orders,
  billing.reconciliations to app_server;
grant select, insert, delete on billing.stray_events to app_server;
grant update (payload, received_at, asks_count, ask_at, failure, settled_at, came_to) on billing.stray_events to app_server;
grant update (amount_micro, credits_micro, turns_count, gone_at) on billing.refunds to app_server;
grant update (status, amount_micro, credits_micro, turns_count, closed_at, updated_at)
  on billing.disputes to app_server;
-- What failed at first and is paid later was paid then.
grant update (paid_at) on billing.payments to app_server;
grant update (swept_until, catalogue_at, updated_at) on billing.provider_sweeps to app_server;
grant update (state, failure, settled_at, updated_at) on billing.payment_orders to app_server;
grant update (state, customers_count, payments_count, differences, finished_at)
  on billing.reconciliations to app_server;

-- migrate: down

revoke update (paid_at) on billing.payments from app_server;
drop table billing.reconciliations;
drop table billing.payment_orders;
drop table billing.provider_sweeps;
drop table billing.stray_events;
drop table billing.disputes;
drop table billing.refunds;
