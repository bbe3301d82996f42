-- What direct clients may do with connections: see the accounts of the workspace their claims name, how they are doing
-- and what came in from them, as far as their permissions go; and switch what an account is used for.
--
-- A token is not among it, nor what stands for one: secrets, ways through a consent page and waiting installs are the
-- server's alone.

-- A permission of the server's, asked where no server is in between. The roles that have it are named by whoever asks,
-- and a test holds them to the policy. Roles at single locations do not count: they open nothing of the whole.
create function workspaces.direct_client_may(permission text, by_role text[]) returns boolean
language sql stable parallel safe
return exists (
  select from workspaces.members m join identity.users u on u.id = m.user_id
   where m.workspace_id = app.current_workspace_id() and m.user_id = app.current_user_id()
     and u.disabled_at is null and u.deleted_at is null
     and (m.role = 'owner'
       or (permission <> all (m.withdrawn_permissions)
         and (m.role = any (by_role) or permission = any (m.extra_permissions)))));

-- The lens that writes names its table when it runs, and so does the trigger below.
grant usage on schema connections, workspaces to authenticated;

grant select on connections.accounts, connections.webhook_events, connections.send_limits, connections.sync_states,
  connections.sync_runs, connections.health, connections.webhook_subscriptions to authenticated;

create policy accounts_for_who_may_see_them on connections.accounts as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}')));
create policy send_limits_for_who_may_see_them on connections.send_limits as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}')));
create policy sync_states_for_who_may_see_them on connections.sync_states as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}')));
create policy sync_runs_for_who_may_see_them on connections.sync_runs as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}')));
create policy health_for_who_may_see_it on connections.health as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}')));
create policy webhook_subscriptions_for_who_may_see_them on connections.webhook_subscriptions
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.see', '{owner,admin,manager,member,viewer}')));
create policy webhook_events_for_who_may_read_them on connections.webhook_events
  as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('connections.read_events', '{owner,admin,manager}')));

grant update (settings) on connections.accounts to authenticated;
create policy accounts_changed_by_who_may_connect on connections.accounts as restrictive for update to authenticated
  using ((select workspaces.direct_client_may('connections.connect', '{owner,admin}')));

-- The server judges settings before they come here; from elsewhere nobody did yet. Both count characters.
create function connections.judge_direct_settings() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_wrong text := (
    select s.key from jsonb_each(new.settings) s
     where not case s.key || ' ' || jsonb_typeof(s.value)
       when 'tryonEnabled boolean' then true
       when 'autoReplyEnabled boolean' then true
       when 'notificationsEnabled boolean' then true
       when 'businessHoursOnly boolean' then true
       when 'globalTriggerKeywords array' then jsonb_array_length(s.value) <= 100 and not exists (
         select from jsonb_array_elements(s.value) word
          where jsonb_typeof(word) <> 'string' or length(word #>> '{}') not between 1 and 100)
       when 'messageTemplates object' then not exists (
         select from jsonb_each(s.value) template
          where length(template.key) not between 1 and 60
             or jsonb_typeof(template.value) <> 'string' or length(template.value #>> '{}') > 2000)
       else false
     end
     order by s.key limit 1);
begin
  if v_wrong is not null then
    raise exception 'no setting of an account can be: %', v_wrong
      using errcode = 'check_violation', schema = 'connections', table = 'accounts', column = 'settings',
            constraint = 'account_settings_are_known';
  end if;
  return new;
end;
$$;
create trigger accounts_400_judge_direct_settings before update on connections.accounts
  for each row when (not pg_has_role('app_server', 'member')) execute function connections.judge_direct_settings();

-- No change without its entry, also where no server is in between: written by the trigger and in no other way, since
-- at the top level nobody may. Long values are told in part, or an entry would not fit and the change fail for it.
grant insert (workspace_id, id, actor_kind, actor_user_id, category, action, subject_type, subject_id, changes,
  created_at) on workspaces.audit_entries to authenticated;
create policy audit_entries_of_direct_changes on workspaces.audit_entries as restrictive for insert to authenticated
  with check (actor_user_id = (select app.current_user_id()) and actor_kind = 'member'
    and action like '%.changed\_directly' and pg_trigger_depth() > 0);

create function connections.record_direct_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changes jsonb := (
    select jsonb_object_agg(key, jsonb_build_object('from', told.was, 'to', told.becomes))
      from jsonb_each(old.settings) was full join jsonb_each(new.settings) becomes using (key)
     cross join lateral (
       select case when length(was.value::text) <= 400 then was.value
                   else to_jsonb(left(was.value::text, 400) || '…') end as was,
              case when length(becomes.value::text) <= 400 then becomes.value
                   else to_jsonb(left(becomes.value::text, 400) || '…') end as becomes) told
     where becomes.value is distinct from was.value);
begin
  if v_changes is not null then
    insert into workspaces.audit_entries (workspace_id, id, actor_kind, actor_user_id, category, action, subject_type,
      subject_id, changes, created_at)
    values (new.workspace_id, gen_random_uuid(), 'member', app.current_user_id(), 'settings',
      'connections.changed_directly', 'account', left(new.platform_account_id, 120), v_changes, now());
  end if;
  return null;
end;
$$;
create trigger accounts_600_record_direct_change after update on connections.accounts
  for each row when (not pg_has_role('app_server', 'member')) execute function connections.record_direct_change();

-- migrate: down

drop trigger accounts_600_record_direct_change on connections.accounts;
drop function connections.record_direct_change;
drop policy audit_entries_of_direct_changes on workspaces.audit_entries;
revoke insert on workspaces.audit_entries from authenticated;
drop trigger accounts_400_judge_direct_settings on connections.accounts;
drop function connections.judge_direct_settings;
drop policy accounts_changed_by_who_may_connect on connections.accounts;
drop policy webhook_events_for_who_may_read_them on connections.webhook_events;
drop policy webhook_subscriptions_for_who_may_see_them on connections.webhook_subscriptions;
drop policy health_for_who_may_see_it on connections.health;
drop policy sync_runs_for_who_may_see_them on connections.sync_runs;
drop policy sync_states_for_who_may_see_them on connections.sync_states;
drop policy send_limits_for_who_may_see_them on connections.send_limits;
drop policy accounts_for_who_may_see_them on connections.accounts;
revoke select, update on connections.accounts from authenticated;
revoke select on connections.webhook_events, connections.send_limits, connections.sync_states, connections.sync_runs,
  connections.health, connections.webhook_subscriptions from authenticated;
revoke usage on schema connections, workspaces from authenticated;
drop function workspaces.direct_client_may;
