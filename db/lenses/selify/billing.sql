-- SE-18, SE-19: what is offered. Its price at Stripe is there once it was asked for.
create view selify.subscription_tiers with (security_invoker = true) as
  select md5('plan ' || p.slug)::uuid as id, p.slug, p.name as display_name,
         (select c.id from billing.prices c
           where c.provider = 'stripe'
             and c.lookup_key = 'stoa:' || p.slug || ':month:' || p.month_price_micro / 1000
           order by c.is_active desc, c.seen_at desc limit 1) as stripe_price_id,
         (p.month_price_micro / 1000)::integer as monthly_price_cents, p.month_grant_micro as monthly_tokens_micro,
         p.week_grant_micro as weekly_credits_limit, p.display_order, p.retired_at is null as is_active, p.is_featured,
         p.description, to_jsonb(p.features) as features, '{}'::jsonb as metadata, p.created_at, p.updated_at
    from billing.plans p
   where p.retired_at is null;
comment on view selify.subscription_tiers is 'billing.plans that are offered';
grant select on selify.subscription_tiers to authenticated;

-- SE-02 to SE-04: what was bought, in units of $0.00001. What is kept back of it is there until it is used. Neither of
-- the totals ever falls: what is given back after a use comes in again.
create view selify.workspace_payg_balance with (security_invoker = true) as
  select b.workspace_id as id, b.workspace_id, b.payg_micro + b.held_payg_micro as balance_micro_units,
         t.in_micro as total_purchased, t.in_micro - b.payg_micro - b.held_payg_micro as total_used, w.created_at,
         w.updated_at,
         (select c.provider_id from billing.customers c
           where c.workspace_id = b.workspace_id and c.provider = 'stripe') as stripe_customer_id
    from billing.wallets w
    join billing.pub_balances b on b.workspace_id = w.workspace_id
    cross join lateral (
      select coalesce(sum(e.amount_micro), 0)::bigint as in_micro from billing.ledger_entries e
       where e.workspace_id = w.workspace_id and e.to_account = 'payg' and e.from_account <> 'held_payg') t;
comment on view selify.workspace_payg_balance is 'billing.wallets: what was bought';
grant select on selify.workspace_payg_balance to authenticated;

-- SE-05, SE-06, SE-154, SE-155: the allowance of the week, in the one unit there is. What is kept back of it counts as
-- used until it is free again.
create view selify.workspace_quotas with (security_invoker = true) as
  select b.workspace_id as id, b.workspace_id, p.plan as subscription_tier, d.starts_at as period_start,
         d.ends_at as period_end, w.created_at, w.updated_at, d.granted_micro as weekly_credits_limit,
         greatest(0, d.granted_micro - b.week_micro) as weekly_credits_used
    from billing.wallets w
    join billing.pub_balances b on b.workspace_id = w.workspace_id
    join billing.pub_plans_now p on p.workspace_id = w.workspace_id
    cross join lateral (
      select o.starts_at, o.ends_at, o.granted_micro from billing.periods o
       where o.workspace_id = w.workspace_id and o.kind = 'week' and o.expired_at is null
       order by o.starts_on desc limit 1) d;
comment on view selify.workspace_quotas is 'billing.periods: the allowance of the week';
grant select on selify.workspace_quotas to authenticated;

-- SE-20 to SE-22: the one that is open, else the last there was.
create view selify.workspace_subscriptions with (security_invoker = true) as
  select distinct on (s.workspace_id) s.id, s.workspace_id, s.plan as tier, s.status,
         case s.provider when 'stripe' then s.provider_id end as stripe_subscription_id,
         case s.provider when 'stripe' then s.customer_id end as stripe_customer_id,
         s.period_starts_at as current_period_start, s.period_ends_at as current_period_end,
         s.ends_at is not null and s.ended_at is null as cancel_at_period_end, s.created_at, s.updated_at,
         s.cancelled_at, s.scheduled_plan as scheduled_tier, s.scheduled_at as scheduled_tier_effective_date,
         s.schedule_id as stripe_schedule_id
    from billing.subscriptions s
    join billing.plans p on p.slug = s.plan
   order by s.workspace_id, s.status in ('trialing', 'active', 'past_due') desc, p.display_order desc,
            s.created_at desc, s.id desc;
comment on view selify.workspace_subscriptions is 'billing.subscriptions, one of each workspace';
grant select on selify.workspace_subscriptions to authenticated;

-- SE-07 to SE-11: a try-on is a generation there. Paid from both, it says so by what was bought.
create view selify.workspace_usage_events with (security_invoker = true) as
  select e.id, e.workspace_id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = e.workspace_id and m.id = e.member_id) as user_id,
         case e.meter when 'try_on' then 'generation' else e.meter end as service_type, e.meter as service_subtype,
         e.week_micro + e.month_micro + e.bonus_micro + e.payg_micro + e.owed_micro + e.unlimited_micro as cost_credits,
         case when e.payg_micro + e.owed_micro > 0 then 'payg_balance' else 'subscription' end as cost_source, e.status,
         e.duration_ms as processing_time_ms, e.source_platform, e.subject_id::text as source_id,
         jsonb_strip_nulls(jsonb_build_object('quantity', e.quantity, 'model', e.model, 'subject_type', e.subject_type,
           'input_tokens', e.input_tokens, 'output_tokens', e.output_tokens, 'refunded_micro',
           nullif(e.refunded_micro, 0))) as metadata,
         e.error_code, e.error_message, e.created_at,
         case e.status when 'completed' then e.created_at + coalesce(e.duration_ms, 0) * interval '1 ms' end
           as completed_at,
         e.plan as subscription_tier, e.refunded_at
    from billing.pub_uses e;
comment on view selify.workspace_usage_events is 'billing.usage_events and usage_archive';
grant select on selify.workspace_usage_events to authenticated;

-- SE-12 to SE-15: cents of 1,000 units. What went back of a payment does not end it: only all of it does. Orders of a
-- shop (SE-16) come with commerce.
create view selify.workspace_financial_transactions with (security_invoker = true) as
  select y.id, y.workspace_id,
         (select m.user_id from billing.checkouts c
            join workspaces.members m on m.workspace_id = c.workspace_id and m.id = c.member_id
           where c.workspace_id = y.workspace_id and c.id = y.checkout_id) as user_id,
         y.kind as transaction_type, (y.amount_micro / 1000)::integer as amount_usd_cents,
         y.credits_micro as amount_micro_units, case y.provider when 'stripe' then y.intent_id end
           as stripe_payment_intent_id,
         case y.provider when 'stripe' then y.subscription_id end as stripe_subscription_id,
         case y.provider when 'stripe' then y.invoice_id end as stripe_invoice_id, (select c.provider_ref from billing.checkouts c
           where c.workspace_id = y.workspace_id and c.id = y.checkout_id and c.provider_ref like 'cs\_%')
           as stripe_session_id,
         case y.provider when 'stripe' then y.customer_id end as stripe_customer_id, y.plan as subscription_tier,
         i.period_starts_at as billing_period_start, i.period_ends_at as billing_period_end,
         y.payg_before_micro as payg_balance_before, y.payg_after_micro as payg_balance_after,
         case y.status when 'partially_refunded' then 'completed' when 'paid' then 'completed' else y.status end
           as status,
         case y.paid_for when 'credits' then 'Credits' else 'Plan ' || coalesce(y.plan, '') end as description,
         y.failure as notes,
         jsonb_strip_nulls(jsonb_build_object('provider', y.provider, 'provider_id', y.provider_id, 'currency',
           y.currency, 'refunded_cents', nullif(y.refunded_micro, 0) / 1000, 'disputed_cents',
           nullif(y.disputed_micro, 0) / 1000)) as metadata,
         y.paid_at as created_at, case when y.status <> 'failed' then y.paid_at end as completed_at, y.refunded_at
    from billing.payments y
    left join billing.invoices i on i.workspace_id = y.workspace_id and i.provider = y.provider
                                and i.provider_id = y.invoice_id;
comment on view selify.workspace_financial_transactions is 'billing.payments';
grant select on selify.workspace_financial_transactions to authenticated;

-- SE-23, SE-24
create view selify.subscription_cancellation_feedback with (security_invoker = true) as
  select f.id, f.workspace_id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = f.workspace_id and m.id = f.member_id) as user_id,
         f.plan as subscription_tier,
         (select s.provider_id from billing.subscriptions s
           where s.workspace_id = f.workspace_id and s.id = f.subscription_id and s.provider = 'stripe')
           as stripe_subscription_id,
         f.cancellation as cancellation_type, f.reason as cancellation_reason, f.created_at, f.member_role as user_role,
         f.flow as cancellation_flow, f.had_payment_failures,
         case f.cycle when 'year' then 'annual' else 'monthly' end as billing_cycle, f.previous_plan as previous_tier
    from billing.cancellation_feedback f;
comment on view selify.subscription_cancellation_feedback is 'billing.cancellation_feedback';
grant select on selify.subscription_cancellation_feedback to authenticated;

-- SE-25 to SE-28, SE-150: read by who may read what is paid, and set by who may manage it, at the server. The card is
-- known at the provider alone.
create view selify.workspace_auto_reload_settings with (security_invoker = true) as
  select a.workspace_id, a.enabled_at is not null as enabled, (a.threshold_micro / 1000)::integer as threshold_cents,
         (a.amount_micro / 1000)::integer as reload_amount_cents, null::text as stripe_payment_method_id,
         a.last_reload_at, a.last_state as last_reload_status, a.failed_attempts, a.created_at, a.updated_at,
         (select m.user_id from workspaces.members m
           where m.workspace_id = a.workspace_id and m.id = a.created_by) as created_by
    from billing.auto_reloads a;
comment on view selify.workspace_auto_reload_settings is 'billing.auto_reloads';
grant select on selify.workspace_auto_reload_settings to authenticated;

-- SE-17, SE-143: cents are too coarse for what a message costs, so metadata has the units. Of the server alone.
create view selify.billing_meters with (security_invoker = true) as
  select md5('meter ' || m.slug)::uuid as id, m.slug, m.name as display_name, m.unit_label,
         (coalesce(c.base_micro + c.compute_micro, 0) / 1000)::integer as default_unit_amount_cents,
         jsonb_build_object('family', m.family, 'base_micro', coalesce(c.base_micro, 0), 'compute_micro',
           coalesce(c.compute_micro, 0)) as metadata,
         m.retired_at is null as is_active, m.created_at, m.updated_at
    from billing.meters m
    left join lateral (
      select p.base_micro, p.compute_micro from billing.meter_prices p
       where p.meter = m.slug and p.plan = '' and p.from_at <= now() order by p.from_at desc limit 1) c on true;
comment on view selify.billing_meters is 'billing.meters, with what they cost';

-- What Stripe told, and what it hinted at is here.
create view selify.processed_webhook_events with (security_invoker = true) as
  select e.event_id, e.mirrored_at as processed_at
    from billing.provider_events e
   where e.provider = 'stripe' and e.mirrored_at is not null;
comment on view selify.processed_webhook_events is 'billing.provider_events of Stripe that were dealt with';
grant select on selify.processed_webhook_events to authenticated;

-- SE-29 to SE-31: an affiliate's own, in their own workspace. Who came is a number to whoever brought them, so neither
-- they nor what they paid by is named. Part of a cent is nobody's before it is a whole one.
create view selify.affiliate_commissions with (security_invoker = true) as
  select c.id, a.user_id as affiliate_user_id, null::uuid as referred_user_id, null::uuid as source_workspace_id,
         null::uuid as source_transaction_id, c.paid_for as commission_type,
         (c.source_micro / 1000)::integer as source_amount_cents,
         (c.rate_ppm::numeric / 1000000)::numeric(4, 3) as commission_rate,
         (c.commission_micro / 1000)::integer as commission_cents, c.status, c.clears_at, c.paid_at, c.reversed_at,
         c.reversal_reason,
         case when c.reversed_micro between 1 and c.commission_micro - 1
              then 'of it ' || round(c.reversed_micro::numeric / 100000, 5) || ' taken back' end as notes,
         c.created_at, c.updated_at
    from billing.commissions c
    join billing.affiliates a on a.workspace_id = c.workspace_id;
comment on view selify.affiliate_commissions is 'billing.commissions';
grant select on selify.affiliate_commissions to authenticated;

-- SE-32, SE-148: what somebody is as an affiliate. Nothing of it is kept in their profile, where they could change it:
-- it is what their commissions come to. Where no workspace is set it is not known, and the profile is shown all the same.
create function selify.affiliate_of(person uuid) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (
    select jsonb_build_object('code', a.code, 'slug', a.slug, 'approved_at', a.approved_at,
             'status', case a.status when 'approved' then 'affiliate' else a.status end,
             'method', a.payout_method, 'email', a.payout_email,
             'rate', (select r.rate_ppm from billing.affiliate_rates r
                       where r.workspace_id = a.workspace_id and r.starts_at <= now() and r.withdrawn_at is null
                       order by r.starts_at desc, r.no desc limit 1),
             'referrals', (select count(*) from billing.referrals r where r.workspace_id = a.workspace_id),
             'conversions', count(distinct c.referral_id),
             'balance', coalesce(sum(c.open_micro) filter (where c.cleared_at is not null), 0),
             'earned', coalesce(sum(c.commission_micro - c.reversed_micro), 0))
      from billing.affiliates a
      left join billing.commissions c on c.workspace_id = a.workspace_id
     where a.user_id = person
     group by a.workspace_id
     order by a.workspace_id limit 1);
exception when sqlstate 'WS001' or insufficient_privilege then
  return null;
end;
$$;
