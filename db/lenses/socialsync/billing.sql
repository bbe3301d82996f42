-- SS-63, SS-64: what one can choose from, priced in credits of $0.10, which are 10,000 micro-units each. What is no longer
-- on the list of where the models are is as little active as what somebody retired.
create view socialsync.ai_models with (security_invoker = true) as
  select m.id, m.name, m.provider, m.model as openrouter_id, m.description, m.logo_key,
         m.call_micro::numeric / 10000 as credit_cost, m.class as model_type,
         m.context_tokens_max as max_context_tokens, m.supports_text, m.supports_images, m.supports_audio,
         m.retired_at is null and m.gone_at is null as is_active
    from billing.ai_models m
   where m.kind = 'chat';
comment on view socialsync.ai_models is 'billing.ai_models, those that answer';
grant select on socialsync.ai_models to authenticated;

-- SS-65, SS-66, SS-86: credits of $0.10 are whole numbers here, so what is shown is the whole ones there are. What is
-- kept back for something is not there to spend. storage_used_mb is what files of the knowledge base take.
create view socialsync.user_credits with (security_invoker = true) as
  select b.workspace_id as id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = b.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         (select s.provider_id from billing.subscriptions s
           where s.workspace_id = b.workspace_id and s.provider <> 'house'
             and s.status in ('trialing', 'active', 'past_due')
           order by s.created_at desc, s.id desc limit 1) as subscription_id,
         (b.week_micro + b.month_micro + b.bonus_micro + b.payg_micro) / 10000 as credits_balance,
         p.month_grant_micro / 10000 as plan_credits,
         (select d.ends_at from billing.periods d
           where d.workspace_id = b.workspace_id and d.kind = 'month' and d.expired_at is null
           order by d.starts_on desc limit 1) as next_reset_at,
         (select coalesce(sum(k.size_bytes), 0)::float8 / 1048576 from knowledge.documents k
           where k.workspace_id = b.workspace_id) as storage_used_mb
    from billing.pub_balances b
    join billing.pub_plans_now p on p.workspace_id = b.workspace_id;
comment on view socialsync.user_credits is 'billing.wallets, with what they come to';
grant select on socialsync.user_credits to authenticated;

-- SS-67, SS-68, SS-86: whole credits that came or went, so that any run of rows adds up to how the balance changed. What
-- moved less than a credit shows once it makes one whole; the units are in metadata.
create view socialsync.credit_transactions with (security_invoker = true) as
  select t.id,
         coalesce((select m.user_id from workspaces.members m
                    where m.workspace_id = t.workspace_id and m.id = t.member_id),
                  (select m.user_id from workspaces.members m
                    where m.workspace_id = t.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1)) as user_id,
         case when t.kind = 'purchase' then 'purchase' when t.key = 'trial' then 'trial_grant'
              when t.kind = 'grant' and exists (
                select from billing.ledger_entries e
                 where e.workspace_id = t.workspace_id and e.transaction_id = t.id and e.to_account in ('week', 'month'))
              then 'monthly_reset'
              when t.kind = 'expire' then 'monthly_reset' when t.kind in ('grant', 'payout') then 'bonus'
              when t.spendable_micro > coalesce(b.spendable_micro, 0) then 'refund' else 'deduction'
              end as transaction_type,
         t.spendable_micro / 10000 - coalesce(b.spendable_micro, 0) / 10000 as credits_amount,
         t.spendable_micro / 10000 as credits_balance_after, t.reason,
         jsonb_strip_nulls(jsonb_build_object('kind', t.kind,
           'amount_micro', t.spendable_micro - coalesce(b.spendable_micro, 0), 'balance_micro', t.spendable_micro,
           'subject_type', t.subject_type, 'subject_id', t.subject_id)) as metadata,
         t.created_at
    from billing.ledger_transactions t
    left join billing.ledger_transactions b on b.workspace_id = t.workspace_id and b.no = t.no - 1
   where t.spendable_micro <> coalesce(b.spendable_micro, 0);
comment on view socialsync.credit_transactions is 'billing.ledger_transactions that changed what there is to spend';
grant select on socialsync.credit_transactions to authenticated;

-- SS-70
create view socialsync.products with (security_invoker = true) as
  select p.id, p.name, p.description, p.image, p.is_active as active, p.provider as source, p.metadata
    from billing.products p;
comment on view socialsync.products is 'billing.products';
grant select on socialsync.products to authenticated;

-- SS-71: in cents, of which one is 1,000 units.
create view socialsync.prices with (security_invoker = true) as
  select p.id, p.product_id, p.description, p.amount_micro / 1000 as unit_amount, p.currency, p.kind as type,
         p.every as interval, p.interval_count, p.trial_days as trial_period_days, p.is_active as active, p.metadata
    from billing.prices p;
comment on view socialsync.prices is 'billing.prices';
grant select on socialsync.prices to authenticated;

-- SS-72: what was given by hand is at no provider. The price is the one that was asked for the plan.
create view socialsync.subscriptions with (security_invoker = true) as
  select s.provider_id as id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = s.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         (select p.id from billing.prices p
           where p.provider = s.provider
             and p.lookup_key = 'stoa:' || s.plan || ':' || s.cycle || ':' || s.price_micro / 1000
           order by p.is_active desc, p.seen_at desc limit 1) as price_id,
         case s.status when 'cancelled' then 'canceled' else s.status end as status, s.provider as source, s.quantity,
         s.ends_at is not null and s.ended_at is null as cancel_at_period_end,
         s.period_starts_at as current_period_start, s.period_ends_at as current_period_end,
         s.trial_starts_at as trial_start, s.trial_ends_at as trial_end, s.ends_at as cancel_at,
         s.cancelled_at as canceled_at, s.ended_at,
         jsonb_strip_nulls(jsonb_build_object('plan', s.plan, 'cycle', s.cycle, 'scheduled_plan', s.scheduled_plan,
           'scheduled_at', s.scheduled_at)) as metadata
    from billing.subscriptions s
   where s.provider <> 'house';
comment on view socialsync.subscriptions is 'billing.subscriptions at a provider';
grant select on socialsync.subscriptions to authenticated;

-- SS-73: its id is that of the person.
create view socialsync.customers with (security_invoker = true) as
  select (select m.user_id from workspaces.members m
           where m.workspace_id = c.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as id,
         max(c.provider_id) filter (where c.provider = 'stripe') as stripe_customer_id,
         max(c.provider_id) filter (where c.provider = 'whop') as whop_customer_id
    from billing.customers c
   group by c.workspace_id;
comment on view socialsync.customers is 'billing.customers, all of a workspace in one row';
grant select on socialsync.customers to authenticated;

-- SS-74: what payment providers told, each once. What it hinted at was asked for, and is here, since processed_at.
create view socialsync.webhook_events with (security_invoker = true) as
  select e.id, case e.provider when 'stripe' then e.event_id end as stripe_event_id,
         case e.provider when 'whop' then e.event_id end as whop_event_id, e.kind as event_type, e.provider as source,
         e.payload, e.mirrored_at as processed_at
    from billing.provider_events e;
comment on view socialsync.webhook_events is 'billing.provider_events';
grant select on socialsync.webhook_events to authenticated;
