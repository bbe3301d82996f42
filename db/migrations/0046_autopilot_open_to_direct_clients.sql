-- What direct clients may do with it: see what was decided where they may read the conversation, and change the
-- settings, where they may manage them. Sessions, turns and memories are the server's alone (SE-143), and so is what
-- waits for approval: it goes out from there.
grant usage on schema autopilot to authenticated;
grant select on autopilot.settings, autopilot.personas, autopilot.decisions, autopilot.escalations,
  autopilot.interactions, autopilot.context_texts, autopilot.training_texts to authenticated;
create policy settings_for_who_may_read_them on autopilot.settings as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}')));
create policy personas_for_who_may_read_them on autopilot.personas as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}')));
create policy decisions_for_who_may_read_them on autopilot.decisions as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'))
    and case when comment_id is null
      then exists (select from inbox.messages m
             where m.workspace_id = decisions.workspace_id and m.id = decisions.message_id)
      else exists (select from inbox.comments c
             where c.workspace_id = decisions.workspace_id and c.id = decisions.comment_id) end);
create policy escalations_for_who_may_read_them on autopilot.escalations as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'))
    and case when comment_id is null
      then exists (select from inbox.conversations v
             where v.workspace_id = escalations.workspace_id and v.id = escalations.conversation_id)
      else exists (select from inbox.comments c
             where c.workspace_id = escalations.workspace_id and c.id = escalations.comment_id) end);
create policy interactions_for_who_may_read_them on autopilot.interactions as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'))
    and case when conversation_id is null
      then exists (select from inbox.comments c
             where c.workspace_id = interactions.workspace_id and c.id = interactions.id)
      else exists (select from inbox.conversations v
             where v.workspace_id = interactions.workspace_id and v.id = interactions.conversation_id) end);
create policy context_texts_of_oneself on autopilot.context_texts as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.approve', '{owner,admin,manager,member}'))
    and member_id = (select inbox.member_of_direct_client()));
create policy training_texts_of_oneself on autopilot.training_texts as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('autopilot.approve', '{owner,admin,manager,member}'))
    and member_id = (select inbox.member_of_direct_client()));

grant update (model, temperature, top_p, language, tone, system_prompt, instructions, is_active, answers_messages,
  answers_comments, flagged_keywords, flagged_phrases, ignore_examples, document_languages)
  on autopilot.settings to authenticated;
create policy settings_changed_by_who_may_manage on autopilot.settings as restrictive for update to authenticated
  using ((select workspaces.direct_client_may('autopilot.manage', '{owner,admin,manager}')));

-- A version more, as when the server changes them, and no change without its entry. Whose hand it was is in the entry.
create function autopilot.count_direct_version() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  new.version := old.version + 1;
  return new;
end;
$$;
create trigger settings_400_count_direct_version before update on autopilot.settings
  for each row when (not pg_has_role('app_server', 'member')) execute function autopilot.count_direct_version();

create function autopilot.record_direct_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
declare
  v_changes jsonb := (
    select jsonb_object_agg(key, jsonb_build_object('from', left(was.value #>> '{}', 400),
                                                    'to', left(becomes.value #>> '{}', 400)))
      from jsonb_each(to_jsonb(old) - '{version,updated_at}'::text[]) was
      join jsonb_each(to_jsonb(new) - '{version,updated_at}'::text[]) becomes using (key)
     where becomes.value is distinct from was.value);
begin
  if v_changes is not null then
    insert into workspaces.audit_entries (workspace_id, id, actor_kind, actor_user_id, category, action, subject_type,
      subject_id, changes, created_at)
    values (new.workspace_id, gen_random_uuid(), 'member', app.current_user_id(), 'settings',
      'autopilot.changed_directly', 'settings', new.workspace_id::text, v_changes, now());
  end if;
  return null;
end;
$$;
create trigger settings_600_record_direct_change after update on autopilot.settings
  for each row when (not pg_has_role('app_server', 'member')) execute function autopilot.record_direct_change();

-- migrate: down

drop trigger settings_600_record_direct_change on autopilot.settings;
drop trigger settings_400_count_direct_version on autopilot.settings;
drop function autopilot.record_direct_change;
drop function autopilot.count_direct_version;
drop policy settings_changed_by_who_may_manage on autopilot.settings;
drop policy training_texts_of_oneself on autopilot.training_texts;
drop policy context_texts_of_oneself on autopilot.context_texts;
drop policy interactions_for_who_may_read_them on autopilot.interactions;
drop policy escalations_for_who_may_read_them on autopilot.escalations;
drop policy decisions_for_who_may_read_them on autopilot.decisions;
drop policy personas_for_who_may_read_them on autopilot.personas;
drop policy settings_for_who_may_read_them on autopilot.settings;
revoke update (model, temperature, top_p, language, tone, system_prompt, instructions, is_active, answers_messages,
  answers_comments, flagged_keywords, flagged_phrases, ignore_examples, document_languages)
  on autopilot.settings from authenticated;
revoke select on autopilot.settings, autopilot.personas, autopilot.decisions, autopilot.escalations,
  autopilot.interactions, autopilot.context_texts, autopilot.training_texts from authenticated;
revoke usage on schema autopilot from authenticated;
