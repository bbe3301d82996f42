-- What plans and credits there are, who has which, and what of it was given for which time. See docs/decisions/0026.

-- SE-18, SE-19, BA-16: this alone decides what a plan gives.
create table billing.plans (
  slug               text        not null,
  name               text        not null,
  description        text,
  features           text[]      not null default '{}',
  month_price_micro  bigint      not null,
  year_price_micro   bigint      not null,
  month_grant_micro  bigint      not null default 0, -- credits given anew each month
  week_grant_micro   bigint      not null default 0, -- and each week
  trial_days         integer     not null default 0,
  trial_grant_micro  bigint      not null default 0,
  is_free            boolean     not null default false, -- what a workspace has that has chosen nothing
  is_featured        boolean     not null default false,
  display_order      integer     not null default 0,
  retired_at         timestamptz,                    -- kept by whoever has it, offered to nobody else
  created_at         timestamptz not null,
  updated_at         timestamptz not null,

  primary key (slug),
  constraint plan_slug_is_a_word check (slug ~ '^[a-z][a-z0-9_-]{0,39}$'),
  constraint plan_texts_are_short check (length(name) between 1 and 60 and length(description) <= 500),
  constraint plan_features_are_few check (cardinality(features) <= 40),
  constraint plan_prices_are_no_gifts check (month_price_micro >= 0 and year_price_micro >= 0),
  constraint plan_grants_take_nothing check (month_grant_micro >= 0 and week_grant_micro >= 0
    and trial_grant_micro >= 0),
  constraint plan_trial_is_short check (trial_days between 0 and 90),
  constraint plan_free_costs_nothing check (not is_free or (month_price_micro = 0 and year_price_micro = 0))
);
comment on table billing.plans is
  'What can be subscribed to. usage: reference; audience: server; domain: billing';
create unique index plans_one_free on billing.plans (is_free) where is_free;
create trigger plans_500_touch before update on billing.plans
  for each row execute function app.touch_updated_at();

-- BA-17 to BA-21: how much of something a plan allows in a day, a week or a month. None: no limit.
create table billing.plan_limits (
  plan      text   not null references billing.plans (slug) on delete cascade,
  family    text   not null,
  period    text   not null,
  count_max bigint not null,

  primary key (plan, family, period),
  constraint plan_limit_family_is_a_word check (family ~ '^[a-z][a-z0-9_]{0,39}$'),
  constraint plan_limit_period_is_known check (period in ('day', 'week', 'month')),
  constraint plan_limit_is_no_debt check (count_max >= 0)
);
comment on table billing.plan_limits is
  'How much of something a plan allows. usage: reference; audience: server; domain: billing';

alter table billing.plans enable row level security;
alter table billing.plans force row level security;
create policy plans_for_the_server on billing.plans to app_server using (true) with check (true);
alter table billing.plan_limits enable row level security;
alter table billing.plan_limits force row level security;
create policy plan_limits_for_the_server on billing.plan_limits to app_server using (true) with check (true);
grant select, insert on billing.plans to app_server;
grant select, insert, delete on billing.plan_limits to app_server;
grant update (name, description, features, month_price_micro, year_price_micro, month_grant_micro,
  week_grant_micro, trial_days, trial_grant_micro, is_free, is_featured, display_order, retired_at, updated_at)
  on billing.plans to app_server;
grant update (count_max) on billing.plan_limits to app_server;

-- BA-17 to BA-21 with CR-58's hundred credits a month for whoever pays nothing; SE-19's enterprise has no price in its
-- document and is by agreement. Grants of the paid ones are what they cost, so that a month is worth what is paid.
insert into billing.plans (slug, name, description, month_price_micro, year_price_micro, month_grant_micro,
  is_free, is_featured, display_order, created_at, updated_at)
select slug, name, description, month_usd * 100000, year_usd * 100000, grant_usd * 100000, month_usd = 0 and slug = 'free',
       slug = 'pro', place, now(), now()
  from (values
    ('free', 'Free', 'To try it, and for what is small', 0, 0, 10, 0),
    ('starter', 'Starter', 'For one brand', 19, 190, 19, 1),
    ('pro', 'Pro', 'For a brand that talks all day', 49, 490, 49, 2),
    ('business', 'Business', 'For a team and several brands', 149, 1490, 149, 3),
    ('enterprise', 'Enterprise', 'By agreement', 0, 0, 1000, 4)
  ) as known (slug, name, description, month_usd, year_usd, grant_usd, place);
update billing.plans set retired_at = created_at where slug = 'enterprise'; -- given by hand, bought by nobody
insert into billing.plan_limits (plan, family, period, count_max) values
  ('free', 'generation', 'month', 5), ('free', 'generation', 'day', 2),
  ('starter', 'generation', 'month', 50), ('starter', 'generation', 'day', 10),
  ('pro', 'generation', 'month', 200), ('pro', 'generation', 'day', 50),
  ('business', 'generation', 'month', 1000);

-- Credits that can be bought at once: SE-12, SE-13. What one gets may be more than what one pays.
create table billing.credit_packs (
  slug          text        not null,
  name          text        not null,
  price_micro   bigint      not null,
  credits_micro bigint      not null,
  display_order integer     not null default 0,
  retired_at    timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (slug),
  constraint credit_pack_slug_is_a_word check (slug ~ '^[a-z][a-z0-9_-]{0,39}$'),
  constraint credit_pack_name_is_short check (length(name) between 1 and 60),
  constraint credit_pack_is_no_gift check (price_micro > 0 and credits_micro > 0)
);
insert into billing.credit_packs (slug, name, price_micro, credits_micro, display_order, created_at, updated_at)
values ('small', '100 credits', 1000000, 1000000, 1, now(), now()),
       ('medium', '300 credits', 2900000, 3000000, 2, now(), now()),
       ('large', '1,200 credits', 10000000, 12000000, 3, now(), now());
comment on table billing.credit_packs is
  'Credits that can be bought at once. usage: reference; audience: server; domain: billing';
create trigger credit_packs_500_touch before update on billing.credit_packs
  for each row execute function app.touch_updated_at();
alter table billing.credit_packs enable row level security;
alter table billing.credit_packs force row level security;
create policy credit_packs_for_the_server on billing.credit_packs to app_server using (true) with check (true);
grant select, insert on billing.credit_packs to app_server;
grant update (name, price_micro, credits_micro, display_order, retired_at, updated_at)
  on billing.credit_packs to app_server;

-- What a workspace has subscribed to, as the provider last said, or as whoever looks after the installation gave it.
-- The plan a workspace has is the best of those that are open; nothing else says which (BA-55, CR-88).
create table billing.subscriptions (
  workspace_id        uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                  uuid        not null,
  provider            text        not null,
  provider_id         text        not null, -- 'sub_…', 'mem_…'
  customer_id         text,                 -- the provider's
  plan                text        not null references billing.plans (slug),
  cycle               text        not null,
  status              text        not null,
  quantity            integer     not null default 1,
  price_micro         bigint      not null,
  currency            text        not null default 'usd',
  period_starts_at    timestamptz,
  period_ends_at      timestamptz,
  trial_starts_at     timestamptz,
  trial_ends_at       timestamptz,
  ends_at             timestamptz,          -- cancelled, and good until then
  cancelled_at        timestamptz,          -- when that was said
  ended_at            timestamptz,
  scheduled_plan      text        references billing.plans (slug), -- SE-21: a downgrade waits
  scheduled_cycle     text,
  scheduled_at        timestamptz,          -- when it comes
  schedule_id         text,                 -- the provider's
  previous_plan       text,                 -- before the last change
  seen_at             timestamptz not null, -- when what is here was asked for: what is older changes nothing
  created_at          timestamptz not null,
  updated_at          timestamptz not null,

  primary key (workspace_id, id),
  constraint subscription_once unique (workspace_id, provider, provider_id),
  constraint subscription_provider_is_known check (provider in ('stripe', 'whop', 'house')),
  constraint subscription_cycle_is_known check (cycle in ('month', 'year') and scheduled_cycle in ('month', 'year')),
  constraint subscription_status_is_known check (status in ('trialing', 'active', 'past_due', 'incomplete', 'unpaid',
    'paused', 'cancelled')),
  constraint subscription_is_of_something check (quantity > 0 and price_micro >= 0 and length(currency) = 3),
  constraint subscription_ids_are_short check (length(provider_id) between 1 and 200
    and length(customer_id) between 1 and 200 and length(schedule_id) between 1 and 200),
  constraint subscription_change_is_whole check ((scheduled_plan is null) = (scheduled_at is null)
    and (scheduled_plan is null) = (scheduled_cycle is null)),
  constraint subscription_over_once_cancelled check (status <> 'cancelled' or ended_at is not null)
);
comment on table billing.subscriptions is
  'What a workspace has subscribed to. usage: product; audience: tenant; domain: billing';
create index subscriptions_by_plan on billing.subscriptions (plan);
create index subscriptions_by_scheduled_plan on billing.subscriptions (scheduled_plan);
create index subscriptions_open on billing.subscriptions (workspace_id, created_at desc)
  where status in ('trialing', 'active', 'past_due');
create trigger subscriptions_500_touch before update on billing.subscriptions
  for each row execute function app.touch_updated_at();
alter table billing.subscriptions enable row level security;
alter table billing.subscriptions force row level security;
create policy subscriptions_in_workspace on billing.subscriptions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.subscriptions to app_server;
grant update (customer_id, plan, cycle, status, quantity, price_micro, currency, period_starts_at, period_ends_at,
  trial_starts_at, trial_ends_at, ends_at, cancelled_at, ended_at, scheduled_plan, scheduled_cycle, scheduled_at,
  schedule_id, previous_plan, seen_at, updated_at)
  on billing.subscriptions to app_server;

-- What was given of an allowance for which time, so that it is given once, and a better plan gives the difference. A
-- time is known by the day on which it begins: a workspace that moves to another zone has no month twice.
create table billing.periods (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  kind          text        not null,
  starts_on     date        not null, -- by the workspace's own calendar: the first, a Monday
  starts_at     timestamptz not null, -- by the clock it had when it was first looked at
  ends_at       timestamptz not null,
  plan          text        not null, -- the best it had in it
  granted_micro bigint      not null,
  grants_count  smallint    not null,
  expired_at    timestamptz,          -- when what was left of it was taken back; null: it is the one that is now
  expired_micro bigint,               -- what that was

  primary key (workspace_id, kind, starts_on),
  constraint period_kind_is_known check (kind in ('week', 'month')),
  constraint period_ends_after_it_begins check (ends_at > starts_at),
  constraint period_gives_no_less_than_nothing check (granted_micro >= 0 and grants_count >= 0 and expired_micro >= 0),
  constraint period_expired_micro_iff_expired check ((expired_at is null) = (expired_micro is null))
);
comment on table billing.periods is
  'What was given of an allowance for which time. usage: log; audience: tenant; domain: billing';
alter table billing.periods enable row level security;
alter table billing.periods force row level security;
create policy periods_in_workspace on billing.periods
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.periods to app_server;
grant update (ends_at, plan, granted_micro, grants_count, expired_at, expired_micro) on billing.periods to app_server;

-- Whoever has another plan from now on is looked at by the next movement, whoever it was that wrote so.
create function billing.look_at_allowances_again() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if tg_op = 'UPDATE' and (new.plan, new.status, new.ends_at, new.trial_starts_at)
     is not distinct from (old.plan, old.status, old.ends_at, old.trial_starts_at) then
    return null;
  end if;
  update billing.wallets set week_ends_at = null, month_ends_at = null where workspace_id = new.workspace_id;
  return null;
end;
$$;
create trigger subscriptions_500_look_at_allowances after insert or update of plan, status, ends_at, trial_starts_at
  on billing.subscriptions for each row execute function billing.look_at_allowances_again();

-- migrate: down

drop table billing.periods;
drop table billing.subscriptions;
drop function billing.look_at_allowances_again();
drop table billing.credit_packs;
drop table billing.plan_limits;
drop table billing.plans;
