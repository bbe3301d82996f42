-- What direct clients may do: whoever comes through a lens, as role `authenticated`, with claims that their gateway
-- verified.
--
-- They read themselves, and the workspace their claims name as far as its policies show it. They write what they say
-- about themselves and what is true in any form: a name, a phone number, a place, a language. All else has rules that
-- only the server knows (which names are reserved, that the last owner stays), so it is changed through the server.
-- An address, a role, a balance is never among what they may write, whichever view shows it.

grant usage on schema identity to authenticated; -- the trigger below names its table when it runs

grant select (id, email, name, is_demo, created_at, updated_at, email_confirmed_at, last_signed_in_at, disabled_at,
  deleted_at, administrator_since) on identity.users to authenticated;
grant update (name) on identity.users to authenticated;
create policy users_change_themselves on identity.users for update to authenticated
  using (id = (select app.current_user_id()) and disabled_at is null and deleted_at is null)
  with check (id = (select app.current_user_id()));
-- The server refuses these before; from elsewhere nobody did yet. They turn text around, or are no text at all.
alter table identity.users
  add constraint user_name_is_visible check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]');

grant select on identity.profiles to authenticated;
grant update (phone, place, organization_name, industry, locale) on identity.profiles to authenticated;
-- Beside the policy that shows one's own: who is shut out, or has gone, reads and changes nothing.
create policy profiles_of_who_is_let_in on identity.profiles as restrictive for update to authenticated
  using (user_id = (select app.current_user_id()) and exists (
    select from identity.users u where u.id = user_id and u.disabled_at is null and u.deleted_at is null));

grant select on identity.sign_in_events, identity.audit_entries, identity.marketing_preferences to authenticated;
create policy marketing_preferences_oneself on identity.marketing_preferences for select to authenticated
  using (user_id = (select app.current_user_id()));

-- No change without its entry, also where no server is in between: written by the trigger and in no other way, since
-- at the top level nobody may. A secret is not among the columns that can have changed.
grant insert (id, user_id, actor_kind, actor_user_id, category, action, subject_type, subject_id, changes, created_at)
  on identity.audit_entries to authenticated;
create policy audit_entries_of_direct_changes on identity.audit_entries for insert to authenticated
  with check (user_id = (select app.current_user_id()) and actor_user_id = user_id and actor_kind = 'person'
    and pg_trigger_depth() > 0);

create function identity.record_direct_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_user_id uuid := app.current_user_id();
  v_changes jsonb := (
    select jsonb_object_agg(was.key, jsonb_build_object('from', was.value, 'to', becomes.value))
      from jsonb_each(to_jsonb(old)) was
      join jsonb_each(to_jsonb(new)) becomes on becomes.key = was.key and becomes.value <> was.value
     where was.key <> 'updated_at');
begin
  if v_changes is not null then
    insert into identity.audit_entries (id, user_id, actor_kind, actor_user_id, category, action, subject_type,
      subject_id, changes, created_at)
    values (gen_random_uuid(), v_user_id, 'person', v_user_id, 'identity', 'identity.changed_directly', 'person',
      v_user_id::text, v_changes, now());
  end if;
  return null;
end;
$$;
create trigger users_600_record_direct_change after update on identity.users
  for each row when (not pg_has_role('app_server', 'member')) execute function identity.record_direct_change();
create trigger profiles_600_record_direct_change after update on identity.profiles
  for each row when (not pg_has_role('app_server', 'member')) execute function identity.record_direct_change();

grant select on workspaces.workspaces, workspaces.locations, workspaces.members, workspaces.location_roles,
  workspaces.audit_entries to authenticated;
-- The trail is for those who may read it through the server too: owners and administrators, but for exceptions.
create policy audit_entries_for_who_may_read_them on workspaces.audit_entries
  as restrictive for select to authenticated
  using (workspace_id = (select app.current_workspace_id()) and exists (
    select from workspaces.members m
     where m.workspace_id = audit_entries.workspace_id and m.user_id = (select app.current_user_id())
       and (m.role in ('owner', 'admin') or 'workspaces.read_audit' = any (m.extra_permissions))
       and 'workspaces.read_audit' <> all (m.withdrawn_permissions)));

-- migrate: down

drop policy audit_entries_for_who_may_read_them on workspaces.audit_entries;
revoke select on workspaces.workspaces, workspaces.locations, workspaces.members, workspaces.location_roles,
  workspaces.audit_entries from authenticated;
drop trigger profiles_600_record_direct_change on identity.profiles;
drop trigger users_600_record_direct_change on identity.users;
drop function identity.record_direct_change;
drop policy audit_entries_of_direct_changes on identity.audit_entries;
revoke insert on identity.audit_entries from authenticated;
drop policy marketing_preferences_oneself on identity.marketing_preferences;
revoke select on identity.sign_in_events, identity.audit_entries, identity.marketing_preferences from authenticated;
drop policy profiles_of_who_is_let_in on identity.profiles;
revoke select, update on identity.profiles from authenticated;
alter table identity.users drop constraint user_name_is_visible;
drop policy users_change_themselves on identity.users;
revoke select, update on identity.users from authenticated;
revoke usage on schema identity from authenticated;
