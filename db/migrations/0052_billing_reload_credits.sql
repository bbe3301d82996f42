-- Credits that are bought by themselves before they run out, and every time that was tried.

-- One for each workspace that has ever set it. SE-27: off until somebody switches it on.
create table billing.auto_reloads (
  workspace_id     uuid        not null references workspaces.workspaces (id) on delete cascade,
  provider         text        not null, -- whose kept card is charged. SE-28: the card itself is known there alone
  threshold_micro  bigint      not null, -- of what was bought: below this more is bought
  amount_micro     bigint      not null, -- how much
  day_max_micro    bigint      not null, -- and how much within 24 hours at most
  enabled_at       timestamptz,          -- null: it is off
  enabled_by       uuid,
  off_at           timestamptz,
  off_reason       text,
  last_reload_at   timestamptz,          -- when credits were last bought by it
  last_state       text,                 -- what the last attempt came to
  failed_attempts  integer     not null default 0, -- one after the other
  next_try_at      timestamptz,          -- not before
  waits_for        text,                 -- why
  created_by       uuid,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,

  primary key (workspace_id),
  foreign key (workspace_id, enabled_by)
    references workspaces.members (workspace_id, id) on delete set null (enabled_by),
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint auto_reload_provider_is_known check (provider in ('stripe', 'whop')),
  -- SE-25, SE-26. In whole cents: a card is charged nothing smaller.
  constraint auto_reload_threshold_is_five_dollars_at_least check (threshold_micro between 500000 and 1000000000),
  constraint auto_reload_amount_is_fifteen_dollars_at_least check (amount_micro between 1500000 and 1000000000),
  constraint auto_reload_is_in_cents check (threshold_micro % 1000 = 0 and amount_micro % 1000 = 0
    and day_max_micro % 1000 = 0),
  constraint auto_reload_day_has_room_for_one check (day_max_micro >= amount_micro and day_max_micro <= 10000000000),
  constraint auto_reload_off_for_a_reason check ((off_at is null) = (off_reason is null)),
  constraint auto_reload_off_reason_is_known check (off_reason in ('by_member', 'refused_too_often')),
  constraint auto_reload_on_or_off check (enabled_at is null or off_at is null),
  constraint auto_reload_enabled_by_while_on check (enabled_by is null or enabled_at is not null),
  constraint auto_reload_last_state_is_known check (last_state in ('paid', 'declined', 'needs_person', 'failed')),
  constraint auto_reload_waits_for_something check ((next_try_at is null) = (waits_for is null)
    and waits_for in ('after_refusal', 'day_max')),
  constraint auto_reload_counts check (failed_attempts between 0 and 100)
);
comment on table billing.auto_reloads is
  'When credits are bought by themselves. usage: product; audience: tenant; domain: billing';
create index auto_reloads_by_enabler on billing.auto_reloads (workspace_id, enabled_by);
create index auto_reloads_by_creator on billing.auto_reloads (workspace_id, created_by);
create trigger auto_reloads_500_touch before update on billing.auto_reloads
  for each row execute function app.touch_updated_at();
alter table billing.auto_reloads enable row level security;
alter table billing.auto_reloads force row level security;
create policy auto_reloads_in_workspace on billing.auto_reloads
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.auto_reloads to app_server;
grant update (provider, threshold_micro, amount_micro, day_max_micro, enabled_at, enabled_by, off_at, off_reason,
  last_reload_at, last_state, failed_attempts, next_try_at, waits_for, updated_at)
  on billing.auto_reloads to app_server;

-- Written before the card is charged. Whoever dies meanwhile leaves it open, and it is asked for again by the same key,
-- under which the provider charges once: asked again, it says what came of it.
create table billing.reloads (
  workspace_id      uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                uuid        not null, -- the key it is asked for by, and what is in the payment's metadata
  provider          text        not null,
  customer_id       text,                 -- the provider's, and the same each time it is asked. Null: nobody is known there
  amount_micro      bigint      not null,
  state             text        not null,
  payment_id        text,                 -- the provider's
  failure_code      text,
  failure_message   text,
  asks_count        integer     not null default 0,
  asked_at          timestamptz,          -- when it was last asked for
  asked_by_job      text,                 -- which takes it up again at once; others once it has had its time
  ask_again_at      timestamptz,          -- of one nobody knows the outcome of
  next_try_at       timestamptz,          -- what was said to people of what comes next; null: nothing, it is off
  created_at        timestamptz not null,
  settled_at        timestamptz,
  notice_claimed_at timestamptz,          -- a mail is sent at most once
  notified_at       timestamptz,

  primary key (workspace_id, id),
  constraint reload_provider_is_known check (provider in ('stripe', 'whop')),
  constraint reload_buys_something check (amount_micro > 0),
  constraint reload_state_is_known check (state in ('queued', 'calling', 'unknown', 'paid', 'declined', 'needs_person',
    'failed', 'dropped')),
  constraint reload_settled_once_it_is check ((state in ('queued', 'calling', 'unknown')) = (settled_at is null)),
  constraint reload_paid_by_a_payment check ((state = 'paid') = (payment_id is not null)),
  constraint reload_refused_for_a_reason check ((state in ('declined', 'needs_person', 'failed'))
    = (failure_code is not null)),
  constraint reload_texts_are_short check (length(customer_id) between 1 and 200 and length(payment_id) between 1 and 200
    and length(failure_code) between 1 and 100 and length(failure_message) between 1 and 500
    and length(asked_by_job) between 1 and 100),
  constraint reload_called_by_a_job check (state <> 'calling' or (asked_at is not null and asked_by_job is not null)),
  constraint reload_unknown_is_asked_again check ((state = 'unknown') = (ask_again_at is not null)),
  constraint reload_asks_are_counted check (asks_count >= 0)
);
comment on table billing.reloads is
  'Each time credits were bought by themselves. usage: product; audience: tenant; domain: billing';
-- However many find that too little is left, one buys.
create unique index reloads_one_open on billing.reloads (workspace_id) where settled_at is null;
-- A payment counts for one.
create unique index reloads_payment_once on billing.reloads (workspace_id, provider, payment_id)
  where payment_id is not null;
create index reloads_by_time on billing.reloads (workspace_id, created_at desc, id desc);
create index reloads_to_tell on billing.reloads (workspace_id, settled_at)
  where state in ('declined', 'needs_person', 'failed') and notified_at is null and notice_claimed_at is null;
alter table billing.reloads enable row level security;
alter table billing.reloads force row level security;
create policy reloads_in_workspace on billing.reloads
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.reloads to app_server;
grant update (state, payment_id, failure_code, failure_message, asks_count, asked_at, asked_by_job, ask_again_at,
  next_try_at, settled_at, notice_claimed_at, notified_at)
  on billing.reloads to app_server;

-- migrate: down

drop table billing.reloads;
drop table billing.auto_reloads;
