create view socialsync.users with (security_invoker = true) as
  select u.id, u.email, u.name as full_name, u.disabled_at is null and u.deleted_at is null as is_active,
         u.created_at, u.updated_at
    from identity.users u;
comment on view socialsync.users is 'identity.users';
grant select, update (full_name) on socialsync.users to authenticated;
