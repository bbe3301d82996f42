create view creator.organizations with (security_invoker = true) as
  select w.id, w.name, w.slug, w.description,
         case when w.kind in ('agency', 'holding') then 'agency' else 'business' end as type,
         w.settings, w.deleted_at is null as is_active,
         null::text as subscription_tier, null::text as subscription_status, -- billing fills these
         w.trial_ends_at, w.billing_email,
         null::text as stripe_customer_id, null::text as stripe_subscription_id, -- billing fills these
         w.created_at, w.updated_at
    from workspaces.workspaces w;
comment on view creator.organizations is 'workspaces.workspaces';
grant select on creator.organizations to authenticated;

create view creator.locations with (security_invoker = true) as
  select l.id, l.workspace_id as organization_id, l.name, l.address, l.google_place_id, l.timezone, l.settings,
         l.closed_at is null as is_active, l.brand_voice as brand_voice_data, l.business_info, l.created_at,
         l.updated_at
    from workspaces.locations l;
comment on view creator.locations is 'workspaces.locations';
grant select on creator.locations to authenticated;

-- A role at a location has no id of its own; this one is always the same. A guest has such roles only. Beside the four
-- documented roles there is that of a viewer.
create view creator.user_memberships with (security_invoker = true) as
  select m.id, m.user_id, m.workspace_id as organization_id, m.role, null::uuid as location_id,
         jsonb_build_object('extra', m.extra_permissions, 'withdrawn', m.withdrawn_permissions) as permissions,
         m.created_at, m.updated_at
    from workspaces.members m
   where m.role is not null
  union all
  select md5(r.member_id::text || r.location_id::text)::uuid, m.user_id, r.workspace_id, r.role, r.location_id,
         jsonb_build_object('extra', r.extra_permissions, 'withdrawn', r.withdrawn_permissions), r.created_at,
         r.updated_at
    from workspaces.location_roles r
    join workspaces.members m on m.workspace_id = r.workspace_id and m.id = r.member_id;
comment on view creator.user_memberships is 'workspaces.members with workspaces.location_roles';
grant select on creator.user_memberships to authenticated;

create view creator.audit_logs with (security_invoker = true) as
  select e.id, e.actor_user_id as user_id, e.workspace_id as organization_id, e.action,
         e.subject_type as resource_type, e.subject_id as resource_id, e.changes, e.address as ip_address, e.agent as user_agent, e.created_at
    from workspaces.audit_entries e;
comment on view creator.audit_logs is 'workspaces.audit_entries';
grant select on creator.audit_logs to authenticated;
