-- One set of settings per workspace: its id is the row's, and whoever owns it is whose it is. Prices are not in it.
create view socialsync.ai_settings with (security_invoker = true) as
  select s.workspace_id as id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = s.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         s.model as ai_model, s.temperature, s.top_p, s.language as lang, s.tone, s.system_prompt,
         s.is_active as ai_control_enabled, s.answers_messages as ai_enabled_for_chats,
         s.answers_comments as ai_enabled_for_comments, s.flagged_keywords, s.flagged_phrases, s.instructions,
         s.ignore_examples, s.document_languages as doc_lang
    from autopilot.settings s;
comment on view socialsync.ai_settings is 'autopilot.settings';
grant select, update (ai_model, temperature, top_p, lang, tone, system_prompt, ai_control_enabled, ai_enabled_for_chats,
  ai_enabled_for_comments, flagged_keywords, flagged_phrases, instructions, ignore_examples, doc_lang)
  on socialsync.ai_settings to authenticated;

-- SS-88: message_id is that of the message or of the comment; snapshot_json says which. What is under way is not
-- decided yet, and what was overtaken never was.
create view socialsync.ai_decisions with (security_invoker = true) as
  select d.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = d.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         coalesce(d.message_id, d.comment_id) as message_id, d.decision, d.confidence, d.reason, d.matched_rule,
         d.message_text,
         d.snapshot || jsonb_build_object('type', case when d.comment_id is null then 'message' else 'comment' end)
           as snapshot_json,
         d.created_at
    from autopilot.decisions d
   where d.status = 'decided';
comment on view socialsync.ai_decisions is 'autopilot.decisions that were made';
grant select on socialsync.ai_decisions to authenticated;

create view socialsync.support_escalations with (security_invoker = true) as
  select e.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = e.workspace_id and m.role = 'owner' order by m.joined_at, m.id limit 1) as user_id,
         e.conversation_id, e.message, e.confidence, e.reason, e.notified_at is not null as notified, e.created_at
    from autopilot.escalations e
   where e.conversation_id is not null;
comment on view socialsync.support_escalations is 'autopilot.escalations of conversations';
grant select on socialsync.support_escalations to authenticated;
