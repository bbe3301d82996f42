-- BA-16 to BA-21: what a plan allows of generations, in a month and in a day; -1 is no limit. Nothing else says so.
create view blogai.tier_limits with (security_invoker = true) as
  select p.slug as tier,
         coalesce((select l.count_max from billing.plan_limits l
                    where l.plan = p.slug and l.family = 'generation' and l.period = 'month'), -1) as monthly_limit,
         coalesce((select l.count_max from billing.plan_limits l
                    where l.plan = p.slug and l.family = 'generation' and l.period = 'day'), -1) as daily_limit,
         p.features, p.month_price_micro::numeric / 100000 as price_monthly,
         p.year_price_micro::numeric / 100000 as price_yearly, p.description, p.updated_at
    from billing.plans p;
comment on view blogai.tier_limits is 'billing.plans, with their limits of generations';
grant select on blogai.tier_limits to authenticated;

-- BA-22, BA-54, BA-59: a month begins by the workspace's own clock. One row for each workspace, whose it is by its owner.
create view blogai.user_quotas with (security_invoker = true) as
  select p.workspace_id as id,
         (select m.user_id::text from workspaces.members m
           where m.workspace_id = p.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         p.plan as tier, date_trunc('month', now() at time zone o.timezone) at time zone o.timezone as period_start,
         (date_trunc('month', now() at time zone o.timezone) + interval '1 month') at time zone o.timezone as period_end,
         w.created_at, w.updated_at
    from billing.wallets w
    join billing.pub_plans_now p on p.workspace_id = w.workspace_id
    join workspaces.workspaces o on o.id = w.workspace_id;
comment on view blogai.user_quotas is 'billing.wallets, with the month that is now';
grant select on blogai.user_quotas to authenticated;

-- BA-24: what counts against the quota: what was generated, and came to something.
create view blogai.usage_records with (security_invoker = true) as
  select e.id,
         (select m.user_id::text from workspaces.members m
           where m.workspace_id = e.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         e.meter as operation_type, coalesce(e.input_tokens, 0) + coalesce(e.output_tokens, 0) as tokens_used,
         e.created_at as "timestamp",
         jsonb_strip_nulls(jsonb_build_object('quantity', nullif(e.quantity, 1), 'model', e.model,
           'subject_type', e.subject_type, 'subject_id', e.subject_id)) as metadata,
         e.created_at
    from billing.pub_uses e
   where e.family = 'generation' and e.status = 'completed';
comment on view blogai.usage_records is 'billing.usage_events and usage_archive (BA-29) of generations';
grant select on blogai.usage_records to authenticated;

-- BA-30
create view blogai.stripe_customers with (security_invoker = true) as
  select c.workspace_id as id,
         (select m.user_id::text from workspaces.members m
           where m.workspace_id = c.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         c.provider_id as customer_id, c.email, c.created_at, c.updated_at
    from billing.customers c
   where c.provider = 'stripe';
comment on view blogai.stripe_customers is 'billing.customers at Stripe';
grant select on blogai.stripe_customers to authenticated;

-- BA-31, BA-62: unpaid is past due there, and what is paused is not complete.
create view blogai.stripe_subscriptions with (security_invoker = true) as
  select s.id, s.provider_id as subscription_id,
         (select m.user_id::text from workspaces.members m
           where m.workspace_id = s.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         s.customer_id, s.plan as tier,
         case s.status when 'unpaid' then 'past_due' when 'paused' then 'incomplete' else s.status end as status,
         s.period_starts_at as current_period_start, s.period_ends_at as current_period_end,
         s.ends_at is not null and s.ended_at is null as cancel_at_period_end, s.cancelled_at, s.created_at,
         s.updated_at
    from billing.subscriptions s
   where s.provider = 'stripe';
comment on view blogai.stripe_subscriptions is 'billing.subscriptions at Stripe';
grant select on blogai.stripe_subscriptions to authenticated;

-- BA-33: those that went through.
create view blogai.payments with (security_invoker = true) as
  select y.id,
         (select m.user_id::text from workspaces.members m
           where m.workspace_id = y.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         y.subscription_id, y.invoice_id, (y.amount_micro / 1000)::integer as amount_cents, y.currency, y.status,
         y.paid_at, y.created_at
    from billing.payments y
   where y.provider = 'stripe' and y.status <> 'failed';
comment on view blogai.payments is 'billing.payments at Stripe that went through';
grant select on blogai.payments to authenticated;

-- BA-34
create view blogai.payment_failures with (security_invoker = true) as
  select f.id,
         (select m.user_id::text from workspaces.members m
           where m.workspace_id = f.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         f.subscription_id, f.invoice_id, f.attempt_count, f.reason as failure_reason, f.failed_at, f.resolved_at,
         f.created_at
    from billing.payment_failures f
   where f.provider = 'stripe';
comment on view blogai.payment_failures is 'billing.payment_failures at Stripe';
grant select on blogai.payment_failures to authenticated;

-- What is being generated counts as soon as it has begun, as it does for the product.
create view blogai.counted_generations with (security_invoker = true) as
  select e.workspace_id, e.quantity, coalesce(e.input_tokens, 0) + coalesce(e.output_tokens, 0) as tokens, e.created_at
    from billing.usage_events e
   where e.family = 'generation' and e.status = 'completed'
  union all
  select o.workspace_id, o.quantity, 0, o.created_at
    from billing.open_uses o
   where o.family = 'generation' and o.forgotten_at is null;
comment on view blogai.counted_generations is 'billing.usage_events and open_uses of generations';
grant select on blogai.counted_generations to authenticated;

-- BA-27. Of several workspaces of one person, the one they have for themselves.
create function blogai.get_current_month_usage(user_id text)
returns table (usage_count bigint, tokens_used bigint, period_start timestamptz, period_end timestamptz)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(e.quantity), 0)::bigint,
         coalesce(sum(e.tokens), 0)::bigint, q.period_start, q.period_end
    from (select q.id, q.period_start, q.period_end
            from blogai.user_quotas q
            join workspaces.workspaces w on w.id = q.id
           where q.user_id = get_current_month_usage.user_id
           order by w.personal_of is null, w.created_at, w.id limit 1) q
    left join blogai.counted_generations e on e.workspace_id = q.id and e.created_at >= q.period_start
                                          and e.created_at < q.period_end
   group by q.period_start, q.period_end
$$;

create function blogai.get_daily_usage(user_id text) returns bigint
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select coalesce(sum(e.quantity), 0)::bigint
    from (select w.id, w.timezone
            from blogai.user_quotas q
            join workspaces.workspaces w on w.id = q.id
           where q.user_id = get_daily_usage.user_id
           order by w.personal_of is null, w.created_at, w.id limit 1) q
    join blogai.counted_generations e on e.workspace_id = q.id
     and e.created_at >= date_trunc('day', now() at time zone q.timezone) at time zone q.timezone
$$;

-- BA-26, BA-28: nothing remains where remaining is 0, and null is no limit. CR-60: who has none set is counted, and
-- never refused.
create function blogai.check_quota_available(p_user_id text)
returns table (user_id text, tier text, current_usage bigint, monthly_limit bigint, daily_usage bigint,
               daily_limit bigint, remaining bigint, is_available boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select u.user_id, u.tier, u.used, u.monthly_limit, u.used_today, u.daily_limit,
         case when not u.is_unlimited then greatest(0, r.remaining) end,
         u.is_unlimited or coalesce(r.remaining > 0, true)
    from (select q.user_id, q.tier, m.usage_count as used, l.monthly_limit,
                 blogai.get_daily_usage(q.user_id) as used_today, l.daily_limit, b.unlimited_at is not null as is_unlimited
            from (select q.id, q.user_id, q.tier
                    from blogai.user_quotas q
                    join workspaces.workspaces w on w.id = q.id
                   where q.user_id = $1
                   order by w.personal_of is null, w.created_at, w.id limit 1) q
            join blogai.tier_limits l on l.tier = q.tier
            join billing.wallets b on b.workspace_id = q.id
            cross join lateral blogai.get_current_month_usage(q.user_id) m) u
    cross join lateral (select least(nullif(u.monthly_limit, -1) - u.used, nullif(u.daily_limit, -1) - u.used_today)
                          as remaining) r
$$;

create function blogai.get_usage_breakdown(user_id text, start_date timestamptz, end_date timestamptz)
returns table (operation_type text, usage_count bigint, tokens_used bigint)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select r.operation_type, sum(coalesce((r.metadata ->> 'quantity')::bigint, 1))::bigint, sum(r.tokens_used)::bigint
    from blogai.usage_records r
   where r.user_id = get_usage_breakdown.user_id and r."timestamp" >= start_date and r."timestamp" < end_date
   group by r.operation_type order by r.operation_type
$$;

-- BA-25: written down where something remains, and refused where nothing does; two at once come one after the other, by
-- the lock that the server takes too. BA-38: for whoever may write there, which no person may. What has a price is
-- charged, so only the server writes that.
create function blogai.increment_user_usage(user_id text, op_type text, tokens integer default 0,
  metadata jsonb default null)
returns table (success boolean, current_usage bigint, monthly_limit bigint, remaining bigint)
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace_id uuid;
  v_plan text;
  v_id uuid := gen_random_uuid();
begin
  select q.id, q.tier into v_workspace_id, v_plan
    from blogai.user_quotas q
    join workspaces.workspaces w on w.id = q.id
   where q.user_id = $1
   order by w.personal_of is null, w.created_at, w.id limit 1;
  if v_workspace_id is null then
    raise exception 'nobody by that id has a quota' using errcode = 'no_data_found';
  end if;
  if not exists (select from billing.meters m
                  where m.slug = op_type and m.family = 'generation' and m.retired_at is null) then
    raise exception '% is nothing that is counted', op_type using errcode = 'invalid_parameter_value';
  end if;
  if exists (select from (select distinct on (p.plan) p.base_micro + p.compute_micro as micro
                            from billing.meter_prices p
                           where p.meter = op_type and p.plan in ('', v_plan) and p.from_at <= now()
                           order by p.plan, p.from_at desc) c
              where c.micro > 0) then
    raise exception '% has a price: it is written down by the server, which charges it', op_type
      using errcode = 'feature_not_supported';
  end if;

  perform from billing.wallets w where w.workspace_id = v_workspace_id for no key update;
  select q.is_available into success from blogai.check_quota_available($1) q;
  if success then
    insert into billing.usage_events (workspace_id, id, meter, family, plan, input_tokens, asked, created_at)
    values (v_workspace_id, v_id, op_type, 'generation', v_plan, greatest(0, coalesce(tokens, 0)),
            sha256(convert_to(concat_ws(' ', v_id, op_type, tokens), 'UTF8')), now());
    update billing.allowances a set used_count = a.used_count + 1
     where a.workspace_id = v_workspace_id and a.family in ('generation', '*') and a.scope = ''
       and a.starts_at <= now() and a.ends_at > now();
  end if;
  return query select success, q.current_usage, q.monthly_limit, q.remaining from blogai.check_quota_available($1) q;
end;
$$;
revoke execute on function blogai.increment_user_usage(text, text, integer, jsonb) from public;

-- BA-23: months begin by themselves, and what was counted in one that is over counts in none. So what is moved here is
-- what is kept of counts: it is thrown away, and how many months that were is answered. Run twice, it moves nothing.
create function blogai.reset_expired_quotas() returns integer
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_moved integer;
begin
  with moved as (
    delete from billing.allowances a where a.family = 'generation' and a.period = 'month' and a.ends_at <= now()
    returning a.workspace_id)
  select count(*) into v_moved from moved;
  return v_moved;
end;
$$;
revoke execute on function blogai.reset_expired_quotas() from public;

create function blogai.get_subscription_status(p_user_id text)
returns table (user_id text, tier text, status text, subscription_id text, customer_id text,
               current_period_start timestamptz, current_period_end timestamptz, cancel_at_period_end boolean)
language sql stable
set search_path = pg_catalog, pg_temp
as $$
  select q.user_id, q.tier, coalesce(s.status, 'none'), s.subscription_id, c.customer_id, s.current_period_start,
         s.current_period_end, coalesce(s.cancel_at_period_end, false)
    from (select q.id, q.user_id, q.tier
            from blogai.user_quotas q
            join workspaces.workspaces w on w.id = q.id
           where q.user_id = $1
           order by w.personal_of is null, w.created_at, w.id limit 1) q
    left join blogai.stripe_customers c on c.id = q.id
    left join lateral (
      select s.* from blogai.stripe_subscriptions s
       where s.user_id = q.user_id
       order by s.status in ('trialing', 'active', 'past_due') desc, s.created_at desc, s.id desc limit 1) s on true
$$;

-- BA-32, BA-55: a tier is kept in one place, so nothing is copied. For whoever has a trigger of this name on a table of
-- their own.
create function blogai.sync_user_tier_from_subscription() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  return new;
end;
$$;

-- BA-53, BA-55: whoever has no workspace set has no tier to be shown, and everybody begins with the one that is free.
create function blogai.billing_of(person uuid) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  return (select jsonb_build_object('tier', s.tier, 'customer', s.customer_id)
            from blogai.get_subscription_status(person::text) s);
exception when sqlstate 'WS001' or insufficient_privilege then
  return null;
end;
$$;
