-- People who bring others and get a share of what those pay. What is theirs is in their own, personal workspace; two
-- small tables say in which, for whoever comes by a link and for a payment that comes in elsewhere.

-- SE-32: somebody becomes an affiliate by being approved. What they get is not here but among the rates, and what they
-- have is kept nowhere: it is what their commissions come to (SE-148).
create table billing.affiliates (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  user_id       uuid        not null references identity.users (id) on delete cascade,
  status        text        not null default 'applied',
  code          text        not null, -- given once and never changed
  slug          text,                 -- chosen: the link people read
  about         text        not null, -- how they mean to bring people, in their words
  payout_method text        not null default 'credits',
  payout_email  text,
  applied_at    timestamptz not null,
  decided_at    timestamptz,
  decided_by    uuid,
  decision_note text,                 -- they read it
  approved_at   timestamptz,          -- the first time
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id),
  constraint affiliate_status_is_known check (status in ('applied', 'approved', 'rejected', 'suspended')),
  constraint affiliate_code_is_eight_letters check (code ~ '^[a-z0-9]{8}$'),
  constraint affiliate_slug_is_a_word check (slug ~ '^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$'),
  constraint affiliate_texts_are_short check (length(about) between 1 and 2000 and length(decision_note) <= 500
    and length(payout_email) between 3 and 254),
  constraint affiliate_payout_method_is_known check (payout_method in ('credits', 'money')),
  constraint affiliate_money_goes_somewhere check (payout_method = 'credits' or payout_email is not null),
  constraint affiliate_waits_until_decided check ((status = 'applied') = (decided_at is null)
    and (decided_at is null) = (decided_by is null)),
  constraint affiliate_was_approved_if_it_counts check (status not in ('approved', 'suspended')
    or approved_at is not null)
);
comment on table billing.affiliates is
  'Who brings others and gets a share of what they pay. usage: product; audience: person; domain: billing';
create index affiliates_of_person on billing.affiliates (user_id);
create index affiliates_by_time on billing.affiliates (applied_at desc, workspace_id desc);
create index affiliates_by_status on billing.affiliates (status, applied_at desc, workspace_id desc);
create trigger affiliates_500_touch before update on billing.affiliates
  for each row execute function app.touch_updated_at();

-- Whose link a word is. A word that was given up stays theirs, or somebody else would get the visits of old links.
create table billing.affiliate_links (
  word         text        not null,
  workspace_id uuid        not null references billing.affiliates (workspace_id) on delete cascade,
  created_at   timestamptz not null,

  primary key (word),
  constraint affiliate_link_is_a_word check (word ~ '^[a-z0-9][a-z0-9-]{1,48}[a-z0-9]$')
);
comment on table billing.affiliate_links is
  'Whose link a word is. usage: product; audience: internal; domain: billing';
create index affiliate_links_of_one on billing.affiliate_links (workspace_id);

-- SE-32: what somebody gets, from when on. Added to and never changed, so that a payment has the rate of its own time
-- however late it is told of. Nothing while they are suspended: that is a rate of 0. One that lies ahead may be
-- withdrawn.
create table billing.affiliate_rates (
  workspace_id uuid        not null references billing.affiliates (workspace_id) on delete cascade,
  id           uuid        not null,
  no           integer     not null, -- in the order in which they were said
  starts_at    timestamptz not null,
  rate_ppm     integer     not null, -- 200,000 is 20 %
  set_by       uuid        not null,
  withdrawn_at timestamptz,
  created_at   timestamptz not null,

  primary key (workspace_id, id),
  constraint affiliate_rate_in_order unique (workspace_id, no),
  constraint affiliate_rate_is_a_share check (rate_ppm between 0 and 1000000),
  constraint affiliate_rate_changes_nothing_past check (starts_at >= created_at),
  constraint affiliate_rate_withdrawn_before_it_starts check (withdrawn_at <= starts_at)
);
comment on table billing.affiliate_rates is
  'What share an affiliate gets, from when on. usage: log; audience: person; domain: billing';
create index affiliate_rates_by_start on billing.affiliate_rates (workspace_id, starts_at desc, no desc);

-- How many came by the link in a day. Who they were is not kept.
create table billing.affiliate_clicks (
  workspace_id uuid    not null references billing.affiliates (workspace_id) on delete cascade,
  day          date    not null, -- UTC's
  clicks_count integer not null,

  primary key (workspace_id, day),
  constraint affiliate_clicks_are_some check (clicks_count > 0)
);
comment on table billing.affiliate_clicks is
  'How many came by the link in a day. usage: log; audience: person; domain: billing';

-- Somebody who came by the link and stayed. They are a number to whom they were brought by.
create table billing.referrals (
  workspace_id          uuid        not null references billing.affiliates (workspace_id) on delete cascade,
  id                    uuid        not null,
  no                    integer     not null,
  referred_user_id      uuid        not null,
  referred_workspace_id uuid        not null, -- their personal one; kept when it is gone
  clicked_at            timestamptz not null,
  attributed_at         timestamptz not null,
  ends_at               timestamptz not null, -- of what is paid from here on, nothing
  first_paid_at         timestamptz,

  primary key (workspace_id, id),
  constraint referral_has_a_number unique (workspace_id, no),
  constraint referral_once unique (workspace_id, referred_workspace_id),
  constraint referral_numbers_rise check (no > 0),
  constraint referral_ends_after_it_began check (ends_at > attributed_at and attributed_at >= clicked_at)
);
comment on table billing.referrals is
  'Who came by an affiliate''s link and stayed. usage: product; audience: person; domain: billing';

create index referrals_who_paid on billing.referrals (workspace_id, first_paid_at) where first_paid_at is not null;
create index referrals_by_time on billing.referrals (workspace_id, attributed_at desc);

-- Whose referral a workspace is: once for ever, whatever link is followed later.
create table billing.referral_routes (
  referred_workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  workspace_id          uuid        not null, -- the affiliate's
  referral_id           uuid        not null,
  attributed_at         timestamptz not null,
  ends_at               timestamptz not null,

  primary key (referred_workspace_id),
  foreign key (workspace_id, referral_id) references billing.referrals (workspace_id, id) on delete cascade,
  constraint referral_route_leads_elsewhere check (referred_workspace_id <> workspace_id)
);
comment on table billing.referral_routes is
  'Whose referral a workspace is. usage: product; audience: internal; domain: billing';
create index referral_routes_of_one on billing.referral_routes (workspace_id, referral_id);

-- SE-29, SE-31: a share of one payment. What it was is never changed; what went back of the payment is all that went
-- back so far, and what is taken back of the share follows from it.
create table billing.commissions (
  workspace_id        uuid        not null references billing.affiliates (workspace_id) on delete cascade,
  id                  uuid        not null,
  referral_id         uuid        not null,
  source_workspace_id uuid        not null, -- who paid; kept when it is gone
  provider            text        not null,
  payment_id          text        not null, -- the provider's
  paid_for            text        not null,
  source_micro        bigint      not null,
  rate_ppm            integer     not null,
  commission_micro    bigint      not null,
  returned_micro      bigint      not null default 0, -- of the payment
  reversed_micro      bigint      not null default 0, -- of the commission
  settled_micro       bigint      not null default 0, -- what statements so far have counted of it
  open_micro          bigint      generated always as (commission_micro - reversed_micro - settled_micro) stored,
  received_at         timestamptz not null, -- when it was paid
  clears_at           timestamptz not null,
  cleared_at          timestamptz,
  paid_at             timestamptz,
  reversed_at         timestamptz,          -- the last time something went back
  reversal_reason     text,
  status              text        generated always as (case when reversed_micro = commission_micro then 'reversed'
    when paid_at is not null then 'paid' when cleared_at is not null then 'cleared' else 'pending' end) stored,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, referral_id) references billing.referrals (workspace_id, id) on delete cascade,
  constraint commission_once unique (workspace_id, provider, payment_id),
  constraint commission_is_known check (provider in ('stripe', 'whop') and paid_for in ('plan', 'credits')),
  constraint commission_payment_is_named check (length(payment_id) between 1 and 200),
  constraint commission_is_a_share check (source_micro > 0 and rate_ppm between 1 and 1000000
    and commission_micro > 0 and commission_micro = floor(source_micro::numeric * rate_ppm / 1000000)),
  constraint commission_returns_what_was_paid check (returned_micro between 0 and source_micro),
  constraint commission_reversed_in_proportion check (reversed_micro = floor(commission_micro::numeric * returned_micro
    / source_micro)),
  constraint commission_reversed_for_a_reason check (returned_micro = 0 or (reversed_at is not null
    and reversal_reason in ('refund', 'dispute', 'dispute_won'))),
  constraint commission_counts_within_itself check (settled_micro between 0 and commission_micro),
  constraint commission_counts_once_cleared check (settled_micro = 0 or cleared_at is not null),
  constraint commission_clears_in_its_time check (cleared_at >= clears_at and clears_at >= received_at)
);
comment on table billing.commissions is
  'A share of what somebody paid. usage: product; audience: person; domain: billing';
create index commissions_by_time on billing.commissions (workspace_id, received_at desc, id desc);
create index commissions_of_referral on billing.commissions (workspace_id, referral_id);
create index commissions_to_clear on billing.commissions (workspace_id, clears_at) where cleared_at is null;
-- What the next statement counts: what was taken back first, so that no limit hides it.
create index commissions_to_settle on billing.commissions (workspace_id, open_micro, id)
  where open_micro <> 0 and cleared_at is not null;
create trigger commissions_500_touch before update on billing.commissions
  for each row execute function app.touch_updated_at();

-- What went back of a payment, as it was last said: it may be told of before the payment is.
create table billing.commission_returns (
  workspace_id   uuid        not null references billing.affiliates (workspace_id) on delete cascade,
  provider       text        not null,
  payment_id     text        not null,
  paid_micro     bigint      not null,
  returned_micro bigint      not null,
  reason         text        not null,
  said_at        timestamptz not null,

  primary key (workspace_id, provider, payment_id),
  constraint commission_return_is_known check (provider in ('stripe', 'whop')
    and reason in ('refund', 'dispute', 'dispute_won')),
  constraint commission_return_payment_is_named check (length(payment_id) between 1 and 200),
  constraint commission_return_is_some_of_it check (paid_micro >= 0 and returned_micro >= 0)
);
comment on table billing.commission_returns is
  'What went back of a payment with a commission. usage: product; audience: server; domain: billing';

-- A statement that pays something: what was earned since the last one less what was taken back of what those paid.
-- What does not come to the least that is paid out stays open, and is counted by the next.
create table billing.payouts (
  workspace_id     uuid        not null references billing.affiliates (workspace_id) on delete cascade,
  id               uuid        not null,
  month            date,                 -- its first day; null: made by hand
  through_at       timestamptz not null, -- what cleared until then is in it
  method           text        not null,
  payout_email     text,
  earned_micro     bigint      not null,
  taken_back_micro bigint      not null,
  amount_micro     bigint      not null,
  lines_count      integer     not null,
  made_by          uuid,                 -- null: it was time
  paid_at          timestamptz,
  paid_by          uuid,
  reference        text,                 -- by which it is known at the bank
  created_at       timestamptz not null,
  updated_at       timestamptz not null,

  primary key (workspace_id, id),
  constraint payout_once_a_month unique (workspace_id, month),
  constraint payout_month_begins_it check (extract(day from month) = 1),
  constraint payout_method_is_known check (method in ('credits', 'money')),
  constraint payout_pays_what_it_says check (amount_micro = earned_micro - taken_back_micro),
  constraint payout_pays_something check (amount_micro > 0 and earned_micro > 0 and taken_back_micro >= 0
    and lines_count > 0),
  constraint payout_of_credits_is_paid_at_once check (method = 'money' or paid_at is not null),
  constraint payout_of_money_is_marked_by_somebody check (method = 'credits' or (paid_at is null) = (paid_by is null)),
  constraint payout_texts_are_short check (length(reference) between 1 and 200 and length(payout_email) <= 254)
);
comment on table billing.payouts is
  'What an affiliate was paid. usage: product; audience: person; domain: billing';
create index payouts_by_time on billing.payouts (workspace_id, created_at desc, id desc);
create index payouts_of_all on billing.payouts (created_at desc, workspace_id desc, id desc);
create index payouts_to_pay on billing.payouts (created_at desc, workspace_id desc, id desc) where paid_at is null;
create trigger payouts_500_touch before update on billing.payouts
  for each row execute function app.touch_updated_at();

create table billing.payout_lines (
  workspace_id  uuid   not null,
  payout_id     uuid   not null,
  commission_id uuid   not null,
  amount_micro  bigint not null, -- below 0: taken back of what was paid before

  primary key (workspace_id, payout_id, commission_id),
  foreign key (workspace_id, payout_id) references billing.payouts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, commission_id) references billing.commissions (workspace_id, id) on delete cascade,
  constraint payout_line_counts check (amount_micro <> 0)
);
comment on table billing.payout_lines is
  'Which commissions a payout is made of. usage: ledger; audience: person; domain: billing';
create index payout_lines_of_commission on billing.payout_lines (workspace_id, commission_id);

alter table billing.affiliates enable row level security;
alter table billing.affiliates force row level security;
create policy affiliates_in_workspace on billing.affiliates
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
-- Who looks after the installation sees who applied, and what waits to be paid.
create policy affiliates_for_the_installation on billing.affiliates
  for select to app_server using ((select app.is_installation()));
alter table billing.affiliate_links enable row level security;
alter table billing.affiliate_links force row level security;
create policy affiliate_links_in_workspace on billing.affiliate_links to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy affiliate_links_for_who_comes_by on billing.affiliate_links
  for select to app_server using ((select app.is_installation()));
alter table billing.affiliate_rates enable row level security;
alter table billing.affiliate_rates force row level security;
create policy affiliate_rates_in_workspace on billing.affiliate_rates
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.affiliate_clicks enable row level security;
alter table billing.affiliate_clicks force row level security;
create policy affiliate_clicks_in_workspace on billing.affiliate_clicks to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.referrals enable row level security;
alter table billing.referrals force row level security;
create policy referrals_in_workspace on billing.referrals
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.referral_routes enable row level security;
alter table billing.referral_routes force row level security;
create policy referral_routes_in_workspace on billing.referral_routes to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy referral_routes_for_what_comes_in on billing.referral_routes
  for select to app_server using ((select app.is_installation()));
alter table billing.commissions enable row level security;
alter table billing.commissions force row level security;
create policy commissions_in_workspace on billing.commissions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.commission_returns enable row level security;
alter table billing.commission_returns force row level security;
create policy commission_returns_in_workspace on billing.commission_returns to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
alter table billing.payouts enable row level security;
alter table billing.payouts force row level security;
create policy payouts_in_workspace on billing.payouts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy payouts_for_the_installation on billing.payouts
  for select to app_server using ((select app.is_installation()));
alter table billing.payout_lines enable row level security;
alter table billing.payout_lines force row level security;
create policy payout_lines_in_workspace on billing.payout_lines to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));

grant select, insert on billing.affiliates, billing.affiliate_links, billing.affiliate_rates, billing.affiliate_clicks,
  billing.referrals, billing.referral_routes, billing.commissions, billing.commission_returns, billing.payouts,
  billing.payout_lines to app_server;
grant update (status, slug, about, payout_method, payout_email, applied_at, decided_at, decided_by, decision_note,
  approved_at, updated_at) on billing.affiliates to app_server;
grant update (withdrawn_at) on billing.affiliate_rates to app_server;
grant update (first_paid_at) on billing.referrals to app_server;
grant update (clicks_count) on billing.affiliate_clicks to app_server;
-- What was paid, at which rate, and what that comes to is written once (SE-31, SE-148).
grant update (returned_micro, reversed_micro, settled_micro, cleared_at, paid_at, reversed_at, reversal_reason,
  updated_at) on billing.commissions to app_server;
grant update (paid_micro, returned_micro, reason, said_at) on billing.commission_returns to app_server;
grant update (paid_at, paid_by, reference, updated_at) on billing.payouts to app_server;

-- SE-30: an affiliate reads what is their own, and no direct client writes any of it. Who came, and who paid by which
-- payment, is read by none.
grant select on billing.affiliates, billing.affiliate_rates, billing.payouts to authenticated;
grant select (workspace_id, id, no, clicked_at, attributed_at, ends_at, first_paid_at)
  on billing.referrals to authenticated;
grant select (workspace_id, id, referral_id, paid_for, source_micro, rate_ppm, commission_micro, returned_micro,
  reversed_micro, settled_micro, open_micro, received_at, clears_at, cleared_at, paid_at, reversed_at,
  reversal_reason, status, created_at, updated_at) on billing.commissions to authenticated;
create policy affiliates_of_oneself on billing.affiliates as restrictive for select to authenticated
  using (user_id = (select app.current_user_id()));
create policy affiliate_rates_of_oneself on billing.affiliate_rates as restrictive for select to authenticated
  using (exists (select from billing.affiliates a
    where a.workspace_id = affiliate_rates.workspace_id and a.user_id = (select app.current_user_id())));
create policy referrals_of_oneself on billing.referrals as restrictive for select to authenticated
  using (exists (select from billing.affiliates a
    where a.workspace_id = referrals.workspace_id and a.user_id = (select app.current_user_id())));
create policy commissions_of_oneself on billing.commissions as restrictive for select to authenticated
  using (exists (select from billing.affiliates a
    where a.workspace_id = commissions.workspace_id and a.user_id = (select app.current_user_id())));
create policy payouts_of_oneself on billing.payouts as restrictive for select to authenticated
  using (exists (select from billing.affiliates a
    where a.workspace_id = payouts.workspace_id and a.user_id = (select app.current_user_id())));

-- migrate: down

drop table billing.payout_lines;
drop table billing.payouts;
drop table billing.commission_returns;
drop table billing.commissions;
drop table billing.referral_routes;
drop table billing.referrals;
drop table billing.affiliate_clicks;
drop table billing.affiliate_rates;
drop table billing.affiliate_links;
drop table billing.affiliates;
