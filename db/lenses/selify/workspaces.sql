-- avatar_url: pictures have addresses that the server signs for a while. Of several owners the first is shown.
create view selify.workspaces with (security_invoker = true) as
  select w.id, w.created_at, w.updated_at, w.name, w.slug, w.kind as type,
         coalesce(w.personal_of, (select m.user_id from workspaces.members m
                                   where m.workspace_id = w.id and m.role = 'owner'
                                   order by m.joined_at, m.id limit 1)) as owner_id,
         w.settings, w.description, null::text as avatar_url, w.deleted_at,
         null::jsonb as social_platforms_config, -- autopilot fills this
         w.parent_id as parent_workspace_id, w.kind = 'holding' as is_holding_company,
         null::jsonb as brand_voice, null::jsonb as brand_metadata -- voice fills these
    from workspaces.workspaces w;
comment on view selify.workspaces is 'workspaces.workspaces';
grant select on selify.workspaces to authenticated;

-- An invitation is no member yet, so nothing here expires.
create view selify.workspace_members with (security_invoker = true) as
  select m.id, m.created_at, m.updated_at, m.workspace_id, m.user_id, coalesce(m.role, 'guest') as role,
         to_jsonb(m.extra_permissions) as permissions, inviter.user_id as invited_by, m.invited_at, m.joined_at,
         null::timestamptz as expires_at
    from workspaces.members m
    left join workspaces.members inviter on inviter.workspace_id = m.workspace_id and inviter.id = m.invited_by;
comment on view selify.workspace_members is 'workspaces.members';
grant select on selify.workspace_members to authenticated;

-- Which platform an entry is about is among what it says changed. A code stands for the words of an error.
create view selify.oauth_audit_logs with (security_invoker = true) as
  select e.id, split_part(e.action, '.', 2) as event_type, e.workspace_id, e.actor_user_id as user_id,
         e.changes -> 'platform' ->> 'to' as platform, e.subject_id as platform_account_id, e.address as ip_address,
         e.agent as user_agent, e.succeeded as success, e.error_code as error_message, e.changes as metadata,
         e.created_at
    from workspaces.audit_entries e
   where e.category = 'connections';
comment on view selify.oauth_audit_logs is 'workspaces.audit_entries of connections';
grant select on selify.oauth_audit_logs to authenticated;

create view selify.workspace_events with (security_invoker = true) as
  select e.id, e.workspace_id, e.action as event_type, e.changes as event_data, e.created_at
    from workspaces.audit_entries e
   where e.category <> 'connections';
comment on view selify.workspace_events is 'workspaces.audit_entries but for those of connections';
grant select on selify.workspace_events to authenticated;
