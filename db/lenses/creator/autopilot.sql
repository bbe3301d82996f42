create view creator.ai_context with (security_invoker = true) as
  select t.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = t.workspace_id and m.id = t.member_id) as user_id,
         t.kind as context_type, t.content, t.metadata, t.created_at, t.updated_at
    from autopilot.context_texts t;
comment on view creator.ai_context is 'autopilot.context_texts';
grant select on creator.ai_context to authenticated;

create view creator.ai_training_data with (security_invoker = true) as
  select t.id,
         (select m.user_id from workspaces.members m
           where m.workspace_id = t.workspace_id and m.id = t.member_id) as user_id,
         t.kind as data_type, t.content, t.metadata, t.created_at
    from autopilot.training_texts t;
comment on view creator.ai_training_data is 'autopilot.training_texts';
grant select on creator.ai_training_data to authenticated;
