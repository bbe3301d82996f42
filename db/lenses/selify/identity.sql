-- Over identity.profiles alone, with the person looked up beside it, so that it can be written through. timezone was
-- declared a timestamp by mistake (SE-153); the zone's name is identity.profiles.timezone. avatar_url: pictures have
-- addresses that the server signs for a while. Whoever is disabled is so without an end.
create view selify.profiles with (security_invoker = true) as
  select p.user_id as id, p.updated_at, p.username,
         (select u.name from identity.users u where u.id = p.user_id) as full_name,
         null::text as avatar_url, p.website, p.place as location, null::timestamptz as timezone,
         p.locale as language, p.phone,
         null::uuid as referral_id, -- by whom somebody came is for those who brought them
         p.created_at,
         (select case when u.deleted_at is not null then 'deleted' when u.disabled_at is not null then 'banned'
                      else 'active' end from identity.users u where u.id = p.user_id) as status,
         (select u.email from identity.users u where u.id = p.user_id) as email,
         (select u.deleted_at from identity.users u where u.id = p.user_id) as deleted_at,
         p.invited_at,
         (select 'infinity'::timestamptz from identity.users u
           where u.id = p.user_id and u.disabled_at is not null) as banned_until,
         (select u.email_confirmed_at from identity.users u where u.id = p.user_id) as email_confirmed_at,
         p.preferences, p.onboarded_at,
         selify.affiliate_of(p.user_id) ->> 'code' as referral_code,
         coalesce(selify.affiliate_of(p.user_id) ->> 'status', 'user') as affiliate_status,
         coalesce((selify.affiliate_of(p.user_id) ->> 'rate')::numeric / 1000000, 0.2)::numeric(4, 3)
           as affiliate_commission_rate,
         coalesce((selify.affiliate_of(p.user_id) ->> 'balance')::bigint / 1000, 0) as affiliate_balance_cents,
         coalesce((selify.affiliate_of(p.user_id) ->> 'earned')::bigint / 1000, 0) as affiliate_total_earned_cents,
         coalesce((selify.affiliate_of(p.user_id) ->> 'referrals')::integer, 0) as affiliate_total_referrals,
         coalesce((selify.affiliate_of(p.user_id) ->> 'conversions')::integer, 0) as affiliate_total_conversions,
         coalesce(selify.affiliate_of(p.user_id) ->> 'method', 'credits') as affiliate_payout_method,
         selify.affiliate_of(p.user_id) ->> 'email' as affiliate_payout_email,
         selify.affiliate_of(p.user_id) ->> 'slug' as affiliate_custom_slug,
         (selify.affiliate_of(p.user_id) ->> 'approved_at')::timestamptz as affiliate_approved_at
    from identity.profiles p;
comment on view selify.profiles is 'identity.profiles with identity.users';
grant select, update (phone, location, language) on selify.profiles to authenticated;

-- What an error code says in words is made where it is shown.
create view selify.sso_audit_log with (security_invoker = true) as
  select e.id, e.created_at, e.user_id, e.email, e.event as event_type, e.source_host as source_subdomain,
         e.return_to as return_to_url, e.method as login_method, e.address as ip_address, e.agent as user_agent,
         e.country_code, e.succeeded as success, null::text as error_message, e.error_code, e.details as metadata
    from identity.sign_in_events e;
comment on view selify.sso_audit_log is 'identity.sign_in_events';
grant select on selify.sso_audit_log to authenticated;
