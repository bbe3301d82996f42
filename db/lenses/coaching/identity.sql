-- email_verification_token: only the hash of a link is kept, and nobody is shown that. avatar_url: pictures have
-- addresses that the server signs for a while.
create view coaching.profiles with (security_invoker = true) as
  select u.id, u.id as auth_id, u.email, u.name as user_name, p.organization_name, null::text as avatar_url,
         -- billing fills these
         null::text as stripe_customer_id, null::text as stripe_subscription_id, null::text as subscription_plan,
         null::integer as subscription_quota, null::integer as subscription_usage,
         null::timestamptz as quota_last_reset,
         u.disabled_at is null and u.deleted_at is null as is_active,
         u.email_confirmed_at is not null as email_confirmed, null::text as email_verification_token,
         u.deleted_at is not null as is_deleted, u.deleted_at, u.created_at,
         greatest(u.updated_at, p.updated_at) as updated_at
    from identity.users u join identity.profiles p on p.user_id = u.id;
comment on view coaching.profiles is 'identity.users with identity.profiles';
grant select on coaching.profiles to authenticated;
