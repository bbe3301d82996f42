-- The document compares user_id, a text, with auth.uid(), a uuid; here row security does, on the uuid.
create view blogai.users with (security_invoker = true) as
  select u.id, u.id::text as user_id, u.email, u.name,
         blogai.billing_of(u.id) ->> 'customer' as stripe_customer_id,
         coalesce(blogai.billing_of(u.id) ->> 'tier', 'free') as tier,
         u.disabled_at is null and u.deleted_at is null as is_active, u.last_signed_in_at as last_login_at,
         u.created_at, u.updated_at
    from identity.users u;
comment on view blogai.users is 'identity.users';
grant select, update (name) on blogai.users to authenticated;

-- For whoever has tables of their own beside these; those of the core have app.touch_updated_at().
create function blogai.update_updated_at_column() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.updated_at := now();
  return new;
end;
$$;
