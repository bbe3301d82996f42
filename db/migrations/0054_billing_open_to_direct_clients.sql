-- What direct clients may see: what there is to spend, what was spent and what for, what was subscribed to and paid,
-- for whoever may read it there. They write none of it (BA-38, SE-30). What meters cost, what is kept back, and what
-- payment providers are asked for is the server's alone (SE-143).
grant select on billing.wallets, billing.balances, billing.ledger_transactions, billing.ledger_entries,
  billing.periods, billing.usage_events, billing.subscriptions, billing.customers, billing.invoices, billing.payments,
  billing.payment_failures, billing.provider_events, billing.cancellation_feedback, billing.auto_reloads,
  billing.reloads to authenticated;
grant select (workspace_id, id, member_id, provider_ref) on billing.checkouts to authenticated;
create policy checkouts_for_who_may_read_them on billing.checkouts as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
grant select (workspace_id, family, quantity, created_at, forgotten_at) on billing.open_uses to authenticated;
create policy open_uses_for_who_may_read_them on billing.open_uses as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy wallets_for_who_may_read_them on billing.wallets as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy balances_for_who_may_read_them on billing.balances as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy ledger_transactions_for_who_may_read_them on billing.ledger_transactions
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy ledger_entries_for_who_may_read_them on billing.ledger_entries as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy periods_for_who_may_read_them on billing.periods as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy usage_events_for_who_may_read_them on billing.usage_events as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy subscriptions_for_who_may_read_them on billing.subscriptions as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy customers_for_who_may_read_them on billing.customers as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy invoices_for_who_may_read_them on billing.invoices as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy payments_for_who_may_read_them on billing.payments as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy payment_failures_for_who_may_read_them on billing.payment_failures
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy provider_events_for_who_may_read_them on billing.provider_events
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy cancellation_feedback_for_who_may_read_it on billing.cancellation_feedback
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy auto_reloads_for_who_may_read_them on billing.auto_reloads as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
create policy reloads_for_who_may_read_them on billing.reloads as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));

-- What is on offer is no secret (BA-37, SE-144).
grant select on billing.plans, billing.plan_limits, billing.products, billing.prices to authenticated;
comment on table billing.plans is
  'What can be subscribed to. usage: reference; audience: tenant; domain: billing';
comment on table billing.plan_limits is
  'How much of something a plan allows. usage: reference; audience: tenant; domain: billing';
comment on table billing.products is
  'What is sold at a payment provider. usage: reference; audience: tenant; domain: billing';
comment on table billing.prices is
  'What it costs at a payment provider. usage: reference; audience: tenant; domain: billing';
create policy plans_for_everybody on billing.plans for select to authenticated using (true);
create policy plan_limits_for_everybody on billing.plan_limits for select to authenticated using (true);
create policy products_for_everybody on billing.products for select to authenticated using (true);
create policy prices_for_everybody on billing.prices for select to authenticated using (true);

-- What a wallet comes to, also where what is kept of it is missing or behind: as the next movement would find it.
create view billing.pub_balances with (security_invoker = true) as
  select w.workspace_id, w.last_no,
         coalesce(b.week_micro, 0) + s.week_micro as week_micro,
         coalesce(b.month_micro, 0) + s.month_micro as month_micro,
         coalesce(b.bonus_micro, 0) + s.bonus_micro as bonus_micro,
         coalesce(b.payg_micro, 0) + s.payg_micro as payg_micro,
         coalesce(b.held_week_micro + b.held_month_micro + b.held_bonus_micro, 0) + s.held_micro as held_micro,
         coalesce(b.held_payg_micro, 0) + s.held_payg_micro as held_payg_micro,
         coalesce(b.owed_micro, 0) + s.owed_micro as owed_micro
    from billing.wallets w
    left join billing.balances b on b.workspace_id = w.workspace_id
    cross join lateral (
      select coalesce(sum(m.micro) filter (where m.account = 'week'), 0)::bigint as week_micro,
             coalesce(sum(m.micro) filter (where m.account = 'month'), 0)::bigint as month_micro,
             coalesce(sum(m.micro) filter (where m.account = 'bonus'), 0)::bigint as bonus_micro,
             coalesce(sum(m.micro) filter (where m.account = 'payg'), 0)::bigint as payg_micro,
             coalesce(sum(m.micro) filter (where m.account in ('held_week', 'held_month', 'held_bonus')), 0)::bigint
               as held_micro,
             coalesce(sum(m.micro) filter (where m.account = 'held_payg'), 0)::bigint as held_payg_micro,
             coalesce(-sum(m.micro) filter (where m.account = 'owed'), 0)::bigint as owed_micro
        from billing.ledger_transactions t
        join billing.ledger_entries e on e.workspace_id = t.workspace_id and e.transaction_id = t.id
        cross join lateral (values (e.to_account, e.amount_micro), (e.from_account, -e.amount_micro))
          m (account, micro)
       where t.workspace_id = w.workspace_id and t.no > coalesce(b.through_no, 0)) s;
comment on view billing.pub_balances is 'What wallets come to.';

-- The plan a workspace has: the best of those it subscribed to that are open, else what costs nothing.
create view billing.pub_plans_now with (security_invoker = true) as
  select w.workspace_id, p.slug as plan, p.month_grant_micro, p.week_grant_micro, p.is_free
    from billing.wallets w
    cross join lateral (
      select p.slug, p.month_grant_micro, p.week_grant_micro, p.is_free
        from billing.plans p
       where p.is_free
          or p.slug in (select s.plan from billing.subscriptions s
                         where s.workspace_id = w.workspace_id and s.status in ('trialing', 'active', 'past_due')
                           and (s.ends_at is null or s.ends_at > now()))
       order by p.is_free, p.display_order desc, p.slug
       limit 1) p;
comment on view billing.pub_plans_now is 'The plan that each workspace with a wallet has.';
grant select on billing.pub_balances, billing.pub_plans_now to authenticated;

-- migrate: down

drop view billing.pub_plans_now;
drop view billing.pub_balances;
drop policy plans_for_everybody on billing.plans;
drop policy plan_limits_for_everybody on billing.plan_limits;
drop policy products_for_everybody on billing.products;
drop policy prices_for_everybody on billing.prices;
comment on table billing.plans is
  'What can be subscribed to. usage: reference; audience: server; domain: billing';
comment on table billing.plan_limits is
  'How much of something a plan allows. usage: reference; audience: server; domain: billing';
comment on table billing.products is
  'What is sold at a payment provider. usage: reference; audience: server; domain: billing';
comment on table billing.prices is
  'What it costs at a payment provider. usage: reference; audience: server; domain: billing';
revoke select on billing.plans, billing.plan_limits, billing.products, billing.prices from authenticated;
drop policy wallets_for_who_may_read_them on billing.wallets;
drop policy balances_for_who_may_read_them on billing.balances;
drop policy ledger_transactions_for_who_may_read_them on billing.ledger_transactions;
drop policy ledger_entries_for_who_may_read_them on billing.ledger_entries;
drop policy periods_for_who_may_read_them on billing.periods;
drop policy usage_events_for_who_may_read_them on billing.usage_events;
drop policy subscriptions_for_who_may_read_them on billing.subscriptions;
drop policy customers_for_who_may_read_them on billing.customers;
drop policy invoices_for_who_may_read_them on billing.invoices;
drop policy payments_for_who_may_read_them on billing.payments;
drop policy payment_failures_for_who_may_read_them on billing.payment_failures;
drop policy provider_events_for_who_may_read_them on billing.provider_events;
drop policy auto_reloads_for_who_may_read_them on billing.auto_reloads;
drop policy reloads_for_who_may_read_them on billing.reloads;
drop policy cancellation_feedback_for_who_may_read_it on billing.cancellation_feedback;
revoke select on billing.wallets, billing.balances, billing.ledger_transactions, billing.ledger_entries,
  billing.periods, billing.usage_events, billing.subscriptions, billing.customers, billing.invoices, billing.payments,
  billing.payment_failures, billing.provider_events, billing.cancellation_feedback, billing.auto_reloads,
  billing.reloads from authenticated;
drop policy checkouts_for_who_may_read_them on billing.checkouts;
revoke select (workspace_id, id, member_id, provider_ref) on billing.checkouts from authenticated;
drop policy open_uses_for_who_may_read_them on billing.open_uses;
revoke select (workspace_id, family, quantity, created_at, forgotten_at) on billing.open_uses from authenticated;
