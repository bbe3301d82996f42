-- CR-57, CR-59, CR-86: a credit is 10,000 units, and none is lost by rounding. Earned is what came from outside, consumed
-- whatever is no longer there of it: used, kept back, expired or taken back, less what is owed. Both are added up from
-- the beginning.
create view creator.user_credit_balances with (security_invoker = true) as
  select b.workspace_id as id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = b.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         n.spendable_micro::numeric / 10000 as current_balance, n.earned_micro / 10000 as total_earned,
         (n.earned_micro - n.spendable_micro) / 10000 as total_consumed,
         p.month_grant_micro::numeric / 10000 as monthly_allowance,
         -- Once the month's allowance was given, or as it was before where none is.
         (select t.spendable_micro::numeric / 10000 from billing.ledger_transactions t
           where t.workspace_id = b.workspace_id
             and (t.created_at < d.starts_at or t.key = 'grant:month:' || d.starts_on || ':1')
           order by t.no desc limit 1) as month_start_balance,
         (select coalesce(sum(e.week_micro + e.month_micro + e.bonus_micro + e.payg_micro + e.owed_micro
                   + e.unlimited_micro - e.refunded_micro), 0) / 10000
            from billing.usage_events e
           where e.workspace_id = b.workspace_id and e.created_at >= d.starts_at) as current_month_consumed,
         d.starts_at as last_reset_at, d.ends_at as next_reset_at, w.unlimited_at is not null as is_unlimited,
         w.low_told_at is not null as low_balance_notified, w.created_at, w.updated_at
    from billing.wallets w
    join billing.pub_balances b on b.workspace_id = w.workspace_id
    join billing.pub_plans_now p on p.workspace_id = w.workspace_id
    left join lateral (
      select o.starts_on, o.starts_at, o.ends_at from billing.periods o
       where o.workspace_id = w.workspace_id and o.kind = 'month' and o.expired_at is null
       order by o.starts_on desc limit 1) d on true
    cross join lateral (
      select b.week_micro + b.month_micro + b.bonus_micro + b.payg_micro as spendable_micro,
             coalesce((select sum(e.amount_micro) from billing.ledger_entries e
                        where e.workspace_id = w.workspace_id
                          and e.from_account in ('grants', 'purchases', 'affiliates')), 0) as earned_micro) n;
comment on view creator.user_credit_balances is 'billing.wallets, with what they come to';
grant select on creator.user_credit_balances to authenticated;

-- CR-62, CR-64: dollars of 100,000 units. What was paid is what was taken, whatever it cost.
create view creator.credit_usage_events with (security_invoker = true) as
  select e.id,
         coalesce((select m.user_id from workspaces.members m
                    where m.workspace_id = e.workspace_id and m.id = e.member_id),
                  (select m.user_id from workspaces.members m
                    where m.workspace_id = e.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1)) as user_id,
         e.meter as action_type,
         (select t.reason from billing.ledger_transactions t
           where t.workspace_id = e.workspace_id and t.id = e.transaction_id) as description,
         (e.week_micro + e.month_micro + e.bonus_micro + e.payg_micro + e.owed_micro + e.unlimited_micro
           - e.refunded_micro)::numeric / 10000 as credits_charged,
         e.base_micro::numeric / 100000 as base_cost, e.api_micro::numeric / 100000 as api_cost,
         e.compute_micro::numeric / 100000 as compute_cost, e.input_tokens, e.output_tokens, e.model as model_used,
         e.subject_id::text as resource_id, e.subject_type as resource_type,
         jsonb_strip_nulls(jsonb_build_object('quantity', e.quantity, 'status', e.status, 'plan', e.plan,
           'source_platform', e.source_platform, 'duration_ms', e.duration_ms)) as event_metadata,
         e.created_at
    from billing.pub_uses e;
comment on view creator.credit_usage_events is 'billing.usage_events and usage_archive';
grant select on creator.credit_usage_events to authenticated;

-- CR-64: what is charged now, for everybody who has no price of their plan. Of the administrators: no direct client reads
-- it.
create view creator.credit_action_costs with (security_invoker = true) as
  select md5('meter ' || m.slug)::uuid as id, m.slug as action_type,
         coalesce(c.base_micro, 0)::numeric / 100000 as base_cost_dollars,
         coalesce(c.compute_micro, 0)::numeric / 100000 as compute_cost_dollars,
         coalesce(m.description, m.name) as description, m.retired_at is null as is_active, m.created_at,
         greatest(m.updated_at, c.created_at) as updated_at
    from billing.meters m
    left join lateral (
      select p.base_micro, p.compute_micro, p.created_at from billing.meter_prices p
       where p.meter = m.slug and p.plan = '' and p.from_at <= now() order by p.from_at desc limit 1) c on true;
comment on view creator.credit_action_costs is 'billing.meters, with their prices';

-- CR-65: calls of models. Which of them said welcome is not told apart; projects come with growth.
create view creator.ai_usage_logs with (security_invoker = true) as
  select e.id,
         coalesce((select m.user_id from workspaces.members m
                    where m.workspace_id = e.workspace_id and m.id = e.member_id),
                  (select m.user_id from workspaces.members m
                    where m.workspace_id = e.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1)) as user_id,
         null::uuid as project_id, e.model, e.input_tokens, e.output_tokens,
         e.api_micro::numeric / 100000 as estimated_cost, 'chat'::text as endpoint, e.created_at
    from billing.pub_uses e
   where e.model is not null;
comment on view creator.ai_usage_logs is 'billing.usage_events and usage_archive of models';
grant select on creator.ai_usage_logs to authenticated;

-- CR-88: how the subscription stands of the workspace one is in, where it is theirs.
create function creator.subscription_status_of(person uuid) returns text
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select s.status from billing.subscriptions s
     where person = (select m.user_id from workspaces.members m
                      where m.workspace_id = s.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1)
     order by s.status in ('trialing', 'active', 'past_due') desc, s.created_at desc, s.id desc limit 1);
exception when sqlstate 'WS001' or insufficient_privilege then
  return null;
end;
$$;
