-- What a workspace has to spend, and every movement of it. See docs/decisions/0026.

-- One for each workspace. Whoever moves money locks this row first, so that movements come one after the other.
create table billing.wallets (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  last_no       bigint      not null default 0, -- of its transactions
  unlimited_at  timestamptz,                    -- from when on nothing is refused; what is used is written all the same
  unlimited_by  uuid,                           -- who looks after the installation
  low_at_micro  bigint,                         -- from where on little is left. Null: a tenth of what a month gives
  low_told_at   timestamptz,                    -- once in a month is enough
  low_mailed_at timestamptz,                    -- claimed before it is sent
  reload_below_micro bigint,                    -- of what was bought: from here on more is bought. Null: never
  reload_due_at timestamptz,                    -- said once, until that was tried
  week_ends_at  timestamptz,                    -- when allowances are looked at again; null: by the next movement
  month_ends_at timestamptz,
  month_given_micro bigint  not null default 0, -- of the allowance of this month
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id),
  constraint wallet_numbers_rise check (last_no >= 0),
  constraint wallet_warns_above_nothing check (low_at_micro >= 0 and reload_below_micro >= 0
    and month_given_micro >= 0),
  constraint wallet_unlimited_by_somebody check ((unlimited_at is null) = (unlimited_by is null))
);
comment on table billing.wallets is
  'What a workspace has to spend. usage: product; audience: tenant; domain: billing';
create trigger wallets_500_touch before update on billing.wallets
  for each row execute function app.touch_updated_at();
alter table billing.wallets enable row level security;
alter table billing.wallets force row level security;
create policy wallets_in_workspace on billing.wallets
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.wallets to app_server;
grant update (last_no, unlimited_at, unlimited_by, low_at_micro, low_told_at, low_mailed_at, reload_below_micro,
  reload_due_at, week_ends_at, month_ends_at, month_given_micro, updated_at)
  on billing.wallets to app_server;

-- Written once and never changed. What was asked is known by its key, so that asked twice it is done once.
create table billing.ledger_transactions (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  no              bigint      not null, -- in the order in which they happened
  kind            text        not null,
  key             text        not null,
  fingerprint     bytea       not null, -- SHA-256 of what was asked: the same key with something else is refused
  reason          text        not null,
  subject_type    text,                 -- what it was for
  subject_id      uuid,
  member_id       uuid,                 -- by whom
  spendable_micro bigint      not null, -- what there was to spend after it
  created_at      timestamptz not null,

  primary key (workspace_id, id),
  constraint ledger_transaction_once unique (workspace_id, key),
  constraint ledger_transaction_in_order unique (workspace_id, no),
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint ledger_transaction_kind_is_known check (kind in ('grant', 'purchase', 'charge', 'hold', 'settle',
    'release', 'refund', 'expire', 'withdraw', 'payout')),
  constraint ledger_transaction_texts_are_short check (length(key) between 1 and 200
    and length(reason) between 1 and 300 and length(subject_type) between 1 and 40),
  constraint ledger_transaction_fingerprint_is_a_hash check (octet_length(fingerprint) = 32),
  constraint ledger_transaction_subject_is_whole check ((subject_type is null) = (subject_id is null)),
  constraint ledger_transaction_leaves_no_debt check (spendable_micro >= 0)
);
comment on table billing.ledger_transactions is
  'What moved money and why: append-only. usage: log; audience: tenant; domain: billing';
create index ledger_transactions_by_kind on billing.ledger_transactions (workspace_id, kind, no desc);
create index ledger_transactions_by_subject on billing.ledger_transactions (workspace_id, subject_type, subject_id)
  where subject_id is not null;
create index ledger_transactions_by_member on billing.ledger_transactions (workspace_id, member_id, no desc);

-- Each takes from one account and gives to another, so a transaction is balanced by what its entries are.
create table billing.ledger_entries (
  workspace_id   uuid     not null,
  transaction_id uuid     not null,
  position       smallint not null,
  from_account   text     not null,
  to_account     text     not null,
  amount_micro   bigint   not null,

  primary key (workspace_id, transaction_id, position),
  foreign key (workspace_id, transaction_id)
    references billing.ledger_transactions (workspace_id, id) on delete cascade,
  constraint ledger_entry_position_is_one check (position between 0 and 19),
  constraint ledger_entry_moves_something check (amount_micro > 0 and from_account <> to_account),
  constraint ledger_entry_takes_from_what_is_known check (from_account in ('week', 'month', 'bonus', 'payg',
    'held_week', 'held_month', 'held_bonus', 'held_payg', 'owed', 'grants', 'purchases', 'revenue', 'expiry',
    'refunds', 'affiliates', 'unlimited')),
  constraint ledger_entry_gives_to_what_is_known check (to_account in ('week', 'month', 'bonus', 'payg',
    'held_week', 'held_month', 'held_bonus', 'held_payg', 'owed', 'grants', 'purchases', 'revenue', 'expiry',
    'refunds', 'affiliates', 'unlimited'))
);
comment on table billing.ledger_entries is
  'What went from which account to which: append-only. usage: log; audience: tenant; domain: billing';

-- The sum of all entries, kept so that nobody has to add them up. Dropped, it is added up again by the next movement.
create table billing.balances (
  workspace_id     uuid   not null,
  through_no       bigint not null, -- the last transaction that is in it
  week_micro       bigint not null,
  month_micro      bigint not null,
  bonus_micro      bigint not null,
  payg_micro       bigint not null,
  held_week_micro  bigint not null,
  held_month_micro bigint not null,
  held_bonus_micro bigint not null,
  held_payg_micro  bigint not null,
  owed_micro       bigint not null, -- taken back of what was spent already: the next purchase pays it first

  primary key (workspace_id),
  foreign key (workspace_id) references billing.wallets (workspace_id) on delete cascade,
  constraint balance_is_below_no_limit check (week_micro >= 0 and month_micro >= 0 and bonus_micro >= 0
    and payg_micro >= 0),
  constraint balance_holds_no_less_than_nothing check (held_week_micro >= 0 and held_month_micro >= 0
    and held_bonus_micro >= 0 and held_payg_micro >= 0),
  constraint balance_owes_no_less_than_nothing check (owed_micro >= 0)
);
comment on table billing.balances is
  'What the entries of a ledger add up to. usage: cache; audience: tenant; domain: billing';

alter table billing.ledger_transactions enable row level security;
alter table billing.ledger_transactions force row level security;
create policy ledger_transactions_in_workspace on billing.ledger_transactions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.ledger_entries enable row level security;
alter table billing.ledger_entries force row level security;
create policy ledger_entries_in_workspace on billing.ledger_entries
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.balances enable row level security;
alter table billing.balances force row level security;
create policy balances_in_workspace on billing.balances
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
-- Nobody changes what was booked, and nobody takes it away but with its whole workspace.
grant select, insert on billing.ledger_transactions, billing.ledger_entries to app_server;
grant select, insert, delete on billing.balances to app_server;
grant update (through_no, week_micro, month_micro, bonus_micro, payg_micro, held_week_micro, held_month_micro,
  held_bonus_micro, held_payg_micro, owed_micro)
  on billing.balances to app_server;

-- Kept back before something is done whose cost is not known yet.
create table billing.reservations (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  meter         text        not null,
  reason        text        not null,
  week_micro    bigint      not null, -- from which bucket how much
  month_micro   bigint      not null,
  bonus_micro   bigint      not null,
  payg_micro    bigint      not null,
  is_unlimited  boolean     not null default false,
  outcome       text        not null default 'held',
  settled_micro bigint,
  expires_at    timestamptz not null,
  created_at    timestamptz not null,
  closed_at     timestamptz,

  primary key (workspace_id, id),
  constraint reservation_texts_are_short check (length(meter) between 1 and 60 and length(reason) between 1 and 300),
  constraint reservation_keeps_no_less_than_nothing check (week_micro >= 0 and month_micro >= 0
    and bonus_micro >= 0 and payg_micro >= 0 and settled_micro >= 0),
  constraint reservation_outcome_is_known check (outcome in ('held', 'settled', 'voided', 'expired')),
  constraint reservation_closed_once_it_is check ((outcome = 'held') = (closed_at is null)),
  constraint reservation_settled_by_something check ((outcome = 'settled') = (settled_micro is not null)),
  constraint reservation_ends_after_it_began check (expires_at > created_at)
);
comment on table billing.reservations is
  'What is kept back until its cost is known. usage: product; audience: tenant; domain: billing';
create index reservations_to_expire on billing.reservations (workspace_id, expires_at) where outcome = 'held';
alter table billing.reservations enable row level security;
alter table billing.reservations force row level security;
create policy reservations_in_workspace on billing.reservations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on billing.reservations to app_server;
grant update (outcome, settled_micro, closed_at) on billing.reservations to app_server;

-- migrate: down

drop table billing.reservations;
drop table billing.balances;
drop table billing.ledger_entries;
drop table billing.ledger_transactions;
drop table billing.wallets;
