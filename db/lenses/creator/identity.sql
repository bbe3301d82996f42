-- Somebody's application, demo, place on the waiting list, mails and trial: tables of the server's, out of reach of
-- direct clients. Asked in one place and only by who may, since a view that named them would be refused whole.
create function creator.known_to_the_server(person uuid, address text) returns jsonb
language plpgsql stable
set search_path = pg_catalog, pg_temp
as $$
begin
  if not has_table_privilege('identity.applications', 'select') then return null; end if;
  return
    coalesce((select to_jsonb(a) from identity.applications a where a.user_id = person
               order by a.submitted_at desc, a.id desc limit 1), '{"account_type": "legacy", "status": "approved"}')
    || coalesce((select to_jsonb(w) - 'updated_at' from identity.waiting_list w where w.email = address), '{}')
    || coalesce((select jsonb_build_object('demo', to_jsonb(d), 'reminders', (
                          select string_agg(r.note, E'\n' order by r.due_at) from identity.demo_reminders r
                           where r.demo_id = d.id and r.done_at is null))
                   from identity.demo_requests d where d.user_id = person
                  order by d.requested_at desc, d.id desc limit 1), '{}')
    || coalesce((select jsonb_build_object('mails', jsonb_object_agg(m.step, m.settled_at))
                   from identity.campaign_mails m where m.email = address and m.status = 'sent'), '{}')
    || coalesce((select jsonb_build_object('home', w.id, 'trial_started_at', w.trial_started_at, 'trial_ends_at',
                          w.trial_ends_at)
                   from workspaces.workspaces w where w.personal_of = person), '{}');
end;
$$;

-- The fields that fell apart by purpose (CR-94), put together again. access_status, user_kind and demo_mode are what
-- their successors say. Nobody is shown a password's hash.
create view creator.users with (security_invoker = true) as
  select u.id, u.email, u.name as full_name, p.phone, p.organization_name as company_name, p.industry,
         u.id::text as auth_id, null::text as hashed_password, u.last_signed_in_at as last_login_at,
         u.disabled_at is null and u.deleted_at is null as is_active, u.administrator_since is not null as is_admin,
         case k.server ->> 'status' when 'approved' then 'full' else 'pending' end as access_status,
         case k.server ->> 'account_type' when 'creator' then 'content' when 'agency' then 'business' end as user_kind,
         k.server ->> 'account_type' as account_type, k.server ->> 'status' as approval_status,
         (k.server ->> 'submitted_at')::timestamptz as application_submitted_at,
         case when k.server ->> 'status' = 'approved' then (k.server ->> 'decided_at')::timestamptz end as approved_at,
         case when k.server ->> 'status' = 'approved' then (k.server ->> 'decided_by')::uuid end as approved_by,
         case when k.server ->> 'status' = 'rejected' then (k.server ->> 'decided_at')::timestamptz end as rejected_at,
         case when k.server ->> 'status' = 'rejected' then (k.server ->> 'decided_by')::uuid end as rejected_by,
         k.server ->> 'rejection_reason' as rejection_reason,
         (k.server ->> 'joined_at')::timestamptz as joined_waiting_list_at,
         (k.server ->> 'early_access_granted_at')::timestamptz as early_access_granted_at,
         k.server ? 'demo' as demo_requested,
         (k.server -> 'demo' ->> 'requested_at')::timestamptz as demo_requested_at,
         (k.server -> 'demo' ->> 'scheduled_for')::timestamptz as demo_scheduled_at,
         k.server -> 'demo' ->> 'completed_at' is not null as demo_completed,
         (k.server -> 'demo' ->> 'completed_at')::timestamptz as demo_completed_at,
         u.is_demo as demo_mode, case when u.is_demo then 'enabled' else 'disabled' end as demo_mode_status,
         case when u.is_demo then u.created_at end as demo_mode_enabled_at,
         null::timestamptz as demo_mode_disabled_at, null::text as demo_profile_id, -- demo people stay demo people
         k.server -> 'demo' ->> 'preparation_notes' as demo_prep_notes,
         k.server -> 'demo' ->> 'company_size' as company_size,
         k.server -> 'demo' ->> 'current_solution' as current_solution,
         k.server ->> 'reminders' as follow_up_reminders,
         k.server -> 'demo' ->> 'qualification_notes' as user_qualification_notes,
         m.opted_in_at is not null and m.unsubscribed_at is null as marketing_opt_in,
         m.opted_in_at as marketing_opt_in_at, m.unsubscribed_at as marketing_unsubscribed_at,
         m.bounced_at as marketing_bounced_at, m.last_event as marketing_last_event,
         m.last_event_at as marketing_last_event_at,
         (k.server -> 'mails' ->> 't14')::timestamptz as countdown_t14_sent_at,
         (k.server -> 'mails' ->> 't7')::timestamptz as countdown_t7_sent_at,
         (k.server -> 'mails' ->> 't1')::timestamptz as countdown_t1_sent_at,
         (k.server -> 'mails' ->> 'launch')::timestamptz as launch_sent_at,
         (k.server ->> 'trial_started_at')::timestamptz as trial_start_date,
         (k.server ->> 'trial_ends_at')::timestamptz as trial_end_date,
         k.server -> 'mails' ? 'trial_7' as trial_notified_7d, k.server -> 'mails' ? 'trial_3' as trial_notified_3d,
         k.server -> 'mails' ? 'trial_1' as trial_notified_1d,
         creator.subscription_status_of(u.id) as subscription_status,
         (k.server ->> 'home')::uuid as organization_id, u.created_at,
         greatest(u.updated_at, p.updated_at) as updated_at
    from identity.users u
    join identity.profiles p on p.user_id = u.id
    left join identity.marketing_preferences m on m.email = u.email
    cross join lateral (select creator.known_to_the_server(u.id, u.email) as server) k;
comment on view creator.users is
  'identity.users with profiles, applications, waiting_list, demo_requests, marketing_preferences and campaign_mails';
grant select on creator.users to authenticated;

-- Of the administrators: no direct client reads these.
create view creator.applications with (security_invoker = true) as
  select a.id, a.user_id, a.account_type, a.details as application_data, a.submitted_at, a.decided_at as reviewed_at,
         a.decided_by as reviewed_by, a.status, a.notes as admin_notes, a.created_at, a.updated_at
    from identity.applications a;
comment on view creator.applications is 'identity.applications';

-- What is kept of a session's token is its hash (CR-93), and nobody is shown even that.
create view creator.user_sessions with (security_invoker = true) as
  select s.id, s.user_id, null::text as session_token, s.address as ip_address, s.agent as user_agent, s.expires_at,
         s.created_at
    from identity.sessions s;
comment on view creator.user_sessions is 'identity.sessions';
