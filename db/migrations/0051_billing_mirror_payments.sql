-- What payment providers know, as they last said it; and what they are asked for, written down before it is asked.
-- Nothing here is decided by an event: an event says that there is something to ask. See modules/billing/README.md.

-- Who a workspace is at a provider: one each (BA-30, SS-73). Whoever writes what was asked of them locks this row.
create table billing.customers (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  provider     text        not null,
  provider_id  text        not null, -- 'cus_…'
  email        text,
  asked_no     bigint      not null default 0, -- how often was asked for all there is of them
  seen_no      bigint      not null default 0, -- which of these answers is here: an older one changes nothing
  seen_at      timestamptz,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, provider),
  constraint customer_provider_is_known check (provider in ('stripe', 'whop')),
  constraint customer_texts_are_short check (length(provider_id) between 1 and 200 and length(email) <= 320),
  constraint customer_answers_were_asked_for check (seen_no between 0 and asked_no),
  constraint customer_seen_once_answered check ((seen_no = 0) = (seen_at is null))
);
comment on table billing.customers is
  'Who a workspace is at a payment provider. usage: product; audience: tenant; domain: billing';
create trigger customers_500_touch before update on billing.customers
  for each row execute function app.touch_updated_at();
alter table billing.customers enable row level security;
alter table billing.customers force row level security;
create policy customers_in_workspace on billing.customers
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.customers to app_server;
grant update (provider_id, email, asked_no, seen_no, seen_at, updated_at) on billing.customers to app_server;

-- In which workspace a customer is, for what comes in and says no more than that.
create table billing.customer_routes (
  provider     text        not null,
  customer_id  text        not null,
  workspace_id uuid        not null,
  created_at   timestamptz not null,

  primary key (provider, customer_id),
  foreign key (workspace_id, provider) references billing.customers (workspace_id, provider) on delete cascade,
  constraint customer_route_id_is_short check (length(customer_id) between 1 and 200)
);
comment on table billing.customer_routes is
  'In which workspace a customer of a payment provider is. usage: product; audience: internal; domain: billing';
create index customer_routes_by_customer on billing.customer_routes (workspace_id, provider);
alter table billing.customer_routes enable row level security;
alter table billing.customer_routes force row level security;
create policy customer_routes_in_workspace on billing.customer_routes to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy customer_routes_for_what_comes_in on billing.customer_routes
  for select to app_server using ((select app.is_installation()));
grant select, insert on billing.customer_routes to app_server;

-- Somebody wants to pay. The row is there before the provider is asked, and its id is in whatever comes of it.
create table billing.checkouts (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null, -- made by the caller: the same id twice is one page to pay on
  provider      text        not null,
  kind          text        not null,
  plan          text,                 -- by its name, whatever becomes of it
  cycle         text,
  pack          text,                 -- null for credits: as many as were asked for
  name          text        not null, -- what is written on the page
  price_micro   bigint      not null,
  credits_micro bigint      not null, -- what it gives; a plan's time gives nothing by itself
  currency      text        not null default 'usd',
  trial_days    integer     not null default 0,
  state         text        not null default 'queued',
  failure       text,
  provider_ref  text,                 -- the provider's page or payment: 'cs_…', 'pi_…'
  url           text,                 -- where to pay, while it is open
  member_id     uuid,
  opened_at     timestamptz,
  settled_at    timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint checkout_provider_is_known check (provider in ('stripe', 'whop')),
  constraint checkout_kind_is_known check (kind in ('plan', 'credits', 'reload')),
  constraint checkout_of_a_plan_names_it check ((kind = 'plan') = (plan is not null)
    and (plan is null) = (cycle is null) and (pack is null or kind = 'credits')),
  constraint checkout_cycle_is_known check (cycle in ('month', 'year')),
  constraint checkout_is_no_gift check (price_micro >= 0 and credits_micro >= 0 and trial_days between 0 and 90),
  constraint checkout_state_is_known check (state in ('queued', 'open', 'paid', 'expired', 'failed')),
  constraint checkout_settled_once_it_is check ((state in ('paid', 'expired', 'failed')) = (settled_at is not null)),
  constraint checkout_failed_for_a_reason check (failure is null or state = 'failed'),
  constraint checkout_texts_are_short check (length(name) between 1 and 200 and length(currency) = 3
    and length(failure) between 1 and 300 and length(provider_ref) between 1 and 200 and length(url) <= 2000)
);
comment on table billing.checkouts is
  'What somebody wanted to pay for, and what became of it. usage: product; audience: tenant; domain: billing';
create index checkouts_by_time on billing.checkouts (workspace_id, created_at desc, id desc);
create index checkouts_still_open on billing.checkouts (workspace_id, created_at) where state in ('queued', 'open');
create index checkouts_by_member on billing.checkouts (workspace_id, member_id);
create trigger checkouts_500_touch before update on billing.checkouts
  for each row execute function app.touch_updated_at();
alter table billing.checkouts enable row level security;
alter table billing.checkouts force row level security;
create policy checkouts_in_workspace on billing.checkouts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.checkouts to app_server;
grant update (state, failure, provider_ref, url, opened_at, settled_at, updated_at) on billing.checkouts to app_server;

-- The installation's: what it sells there, as the provider last said (SS-70, SS-71).
create table billing.products (
  provider    text        not null,
  id          text        not null, -- the provider's: 'prod_…'
  name        text        not null,
  description text,
  image       text,
  is_active   boolean     not null,
  metadata    jsonb       not null default '{}',
  seen_at     timestamptz not null,
  created_at  timestamptz not null,
  updated_at  timestamptz not null,

  primary key (provider, id),
  constraint product_provider_is_known check (provider in ('stripe', 'whop'))
);
comment on table billing.products is
  'What is sold at a payment provider. usage: reference; audience: server; domain: billing';
create trigger products_500_touch before update on billing.products
  for each row execute function app.touch_updated_at();
create table billing.prices (
  provider       text        not null,
  id             text        not null, -- the provider's: 'price_…'
  product_id     text        not null,
  description    text,
  lookup_key     text,
  amount_micro   bigint      not null,
  currency       text        not null,
  kind           text        not null,
  every          text,                 -- SS-71's interval
  interval_count integer     not null default 1,
  trial_days     integer     not null default 0,
  is_active      boolean     not null,
  metadata       jsonb       not null default '{}',
  seen_at        timestamptz not null,
  created_at     timestamptz not null,
  updated_at     timestamptz not null,

  primary key (provider, id),
  foreign key (provider, product_id) references billing.products (provider, id) on delete cascade,
  constraint price_is_no_gift check (amount_micro >= 0 and trial_days >= 0),
  constraint price_currency_has_three_letters check (length(currency) = 3),
  constraint price_kind_is_known check (kind in ('one_time', 'recurring')),
  constraint price_interval_is_known check (every in ('day', 'week', 'month', 'year') and interval_count > 0),
  constraint price_recurs_by_an_interval check ((kind = 'recurring') = (every is not null))
);
comment on table billing.prices is
  'What it costs at a payment provider. usage: reference; audience: server; domain: billing';
create index prices_by_product on billing.prices (provider, product_id);
create trigger prices_500_touch before update on billing.prices
  for each row execute function app.touch_updated_at();
alter table billing.products enable row level security;
alter table billing.products force row level security;
create policy products_for_the_server on billing.products to app_server using (true) with check (true);
alter table billing.prices enable row level security;
alter table billing.prices force row level security;
create policy prices_for_the_server on billing.prices to app_server using (true) with check (true);
grant select, insert on billing.products, billing.prices to app_server;
grant update (name, description, image, is_active, metadata, seen_at, updated_at) on billing.products to app_server;
grant update (description, lookup_key, is_active, metadata, seen_at, updated_at) on billing.prices to app_server;

create table billing.invoices (
  workspace_id     uuid        not null references workspaces.workspaces (id) on delete cascade,
  id               uuid        not null,
  provider         text        not null,
  provider_id      text        not null, -- 'in_…'
  number           text,
  subscription_id  text,                 -- the provider's
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

  primary key (workspace_id, id),
  constraint invoice_once unique (workspace_id, provider, provider_id),
  constraint invoice_provider_is_known check (provider in ('stripe', 'whop')),
  constraint invoice_reason_is_known check (reason in ('first', 'renewal', 'change', 'other')),
  constraint invoice_status_is_known check (status in ('draft', 'open', 'paid', 'void', 'uncollectible')),
  constraint invoice_attempts_are_counted check (attempt_count >= 0 and length(currency) = 3)
);
comment on table billing.invoices is
  'What a payment provider asked for. usage: product; audience: tenant; domain: billing';
create index invoices_by_time on billing.invoices (workspace_id, issued_at desc, id desc);
create trigger invoices_500_touch before update on billing.invoices
  for each row execute function app.touch_updated_at();
alter table billing.invoices enable row level security;
alter table billing.invoices force row level security;
create policy invoices_in_workspace on billing.invoices
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.invoices to app_server;
grant update (number, subscription_id, reason, status, total_micro, paid_micro, currency, attempt_count,
  failure, next_attempt_at, period_starts_at, period_ends_at, url, pdf_url, paid_at, updated_at)
  on billing.invoices to app_server;

-- BA-33, SE-12 to SE-15: what was paid, what it gave, and what went back of it.
create table billing.payments (
  workspace_id      uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                uuid        not null,
  provider          text        not null,
  provider_id       text        not null, -- 'ch_…', 'pay_…'
  intent_id         text,                 -- 'pi_…'
  customer_id       text        not null, -- the provider's
  invoice_id        text,                 -- the provider's
  subscription_id   text,                 -- the provider's
  checkout_id       uuid,                 -- ours, as it was written into it
  paid_for          text        not null,
  kind              text        not null,
  plan              text,                 -- that was paid for, or that there was then (SE-09)
  status            text        not null,
  amount_micro      bigint      not null,
  currency          text        not null,
  credits_micro     bigint      not null default 0, -- what it gave
  refunded_micro    bigint      not null default 0, -- money that was given back
  disputed_micro    bigint      not null default 0, -- money that somebody wants back, or got so
  taken_micro       bigint      not null default 0, -- credits that were taken back for it
  payg_before_micro bigint,                         -- SE-14: what was bought, before and after it
  payg_after_micro  bigint,
  failure           text,
  paid_at           timestamptz not null,           -- or tried to
  refunded_at       timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,

  primary key (workspace_id, id),
  constraint payment_once unique (workspace_id, provider, provider_id),
  foreign key (workspace_id, checkout_id)
    references billing.checkouts (workspace_id, id) on delete set null (checkout_id),
  constraint payment_provider_is_known check (provider in ('stripe', 'whop')),
  constraint payment_is_for_something check (paid_for in ('plan', 'credits')),
  constraint payment_kind_is_known check (kind in ('subscription_payment', 'subscription_renewal', 'payg_purchase')
    and (kind = 'payg_purchase') = (paid_for = 'credits')),
  constraint payment_status_is_known check (status in ('paid', 'partially_refunded', 'refunded', 'failed')),
  constraint payment_gives_back_what_was_paid check (refunded_micro between 0 and amount_micro
    and disputed_micro between 0 and amount_micro),
  constraint payment_takes_back_what_it_gave check (taken_micro between 0 and credits_micro),
  constraint payment_refunded_once_it_is check ((status in ('partially_refunded', 'refunded'))
    = (refunded_at is not null) and (refunded_micro > 0) = (refunded_at is not null)),
  constraint payment_moved_what_is_known check ((payg_before_micro is null) = (payg_after_micro is null)),
  constraint payment_currency_has_three_letters check (length(currency) = 3)
);
comment on table billing.payments is
  'What was paid, what it gave and what went back of it. usage: product; audience: tenant; domain: billing';
create index payments_by_time on billing.payments (workspace_id, paid_at desc, id desc);
create index payments_by_checkout on billing.payments (workspace_id, checkout_id);
create index payments_by_subscription on billing.payments (workspace_id, provider, subscription_id);
create trigger payments_500_touch before update on billing.payments
  for each row execute function app.touch_updated_at();

-- BA-34: one for each invoice that could not be collected, and when it was after all.
create table billing.payment_failures (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  provider        text        not null,
  invoice_id      text        not null, -- the provider's
  subscription_id text,                 -- the provider's
  attempt_count   integer     not null,
  reason          text,
  failed_at       timestamptz not null,
  resolved_at     timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, id),
  constraint payment_failure_once unique (workspace_id, provider, invoice_id),
  constraint payment_failure_was_tried check (attempt_count >= 1)
);
comment on table billing.payment_failures is
  'What could not be collected. usage: product; audience: tenant; domain: billing';
create index payment_failures_unresolved on billing.payment_failures (workspace_id, failed_at desc)
  where resolved_at is null;
create trigger payment_failures_500_touch before update on billing.payment_failures
  for each row execute function app.touch_updated_at();

-- SS-74: what providers told, each once, whole. It says that there is something to ask, and decides nothing.
create table billing.provider_events (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  provider     text        not null,
  event_id     text        not null, -- 'evt_…', 'msg_…'
  customer_id  text        not null,
  kind         text        not null, -- 'invoice.paid'
  payload      jsonb       not null,
  happened_at  timestamptz not null,
  received_at  timestamptz not null,
  mirrored_at  timestamptz,          -- what it hinted at is here

  primary key (workspace_id, id),
  constraint provider_event_once unique (workspace_id, provider, event_id),
  constraint provider_event_provider_is_known check (provider in ('stripe', 'whop')),
  constraint provider_event_texts_are_short check (length(event_id) between 1 and 300
    and length(kind) between 1 and 120 and length(customer_id) between 1 and 200)
);
comment on table billing.provider_events is
  'What payment providers told. usage: log; audience: tenant; domain: billing';
create index provider_events_to_mirror on billing.provider_events (workspace_id, provider, received_at)
  where mirrored_at is null;
create index provider_events_by_time on billing.provider_events (workspace_id, received_at);

-- SE-23, SE-24: why somebody left, said by whom and where.
create table billing.cancellation_feedback (
  workspace_id         uuid        not null references workspaces.workspaces (id) on delete cascade,
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
  previous_plan        text,                 -- before a downgrade that came before it
  created_at           timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, subscription_id)
    references billing.subscriptions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint cancellation_feedback_kind_is_known check (cancellation in ('end_of_period', 'immediate')),
  constraint cancellation_feedback_says_why check (length(reason) between 1 and 2000),
  constraint cancellation_feedback_flow_is_known check (flow in ('settings_page', 'billing_page')),
  constraint cancellation_feedback_cycle_is_known check (cycle in ('month', 'year'))
);
comment on table billing.cancellation_feedback is
  'Why somebody cancelled. usage: product; audience: tenant; domain: billing';
create index cancellation_feedback_by_subscription
  on billing.cancellation_feedback (workspace_id, subscription_id, created_at desc);
create index cancellation_feedback_by_member on billing.cancellation_feedback (workspace_id, member_id);

alter table billing.payments enable row level security;
alter table billing.payments force row level security;
create policy payments_in_workspace on billing.payments
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.payment_failures enable row level security;
alter table billing.payment_failures force row level security;
create policy payment_failures_in_workspace on billing.payment_failures
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.provider_events enable row level security;
alter table billing.provider_events force row level security;
create policy provider_events_in_workspace on billing.provider_events
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.cancellation_feedback enable row level security;
alter table billing.cancellation_feedback force row level security;
create policy cancellation_feedback_in_workspace on billing.cancellation_feedback
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));

grant select, insert on billing.payments, billing.payment_failures, billing.cancellation_feedback to app_server;
grant select, insert, delete on billing.provider_events to app_server;
grant update (status, credits_micro, refunded_micro, disputed_micro, taken_micro, payg_before_micro,
  payg_after_micro, failure, refunded_at, updated_at) on billing.payments to app_server;
grant update (attempt_count, reason, resolved_at, updated_at) on billing.payment_failures to app_server;
grant update (mirrored_at) on billing.provider_events to app_server;

-- migrate: down

drop table billing.cancellation_feedback;
drop table billing.provider_events;
drop table billing.payment_failures;
drop table billing.payments;
drop table billing.invoices;
drop table billing.prices;
drop table billing.products;
drop table billing.checkouts;
drop table billing.customer_routes;
drop table billing.customers;
