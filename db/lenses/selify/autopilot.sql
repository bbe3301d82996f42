-- A micro-unit is $0.00001, so a cent is a thousand of them.
create view selify.ai_personas with (security_invoker = true) as
  select p.id, p.workspace_id, p.name, p.status, p.gender, p.age_range, p.ethnicity, p.body_type,
         p.height_cm::integer as height_cm, p.face_prompt, p.face_seed, p.face_images,
         p.selected_face_index::integer as selected_face_index, p.style, p.default_pose, p.lighting_preset,
         p.lora_model_id, p.lora_status, p.lora_training_started_at, p.lora_training_completed_at,
         p.generation_settings, p.usage_count, p.last_used_at, p.is_favorite, p.created_at, p.updated_at,
         p.face_reference_url, p.skin_tone, p.style_aesthetic, p.voice_profile, p.role,
         p.autonomy_level::integer as autonomy_level, p.requires_approval_for,
         p.max_autonomous_value_micro / 1000 as max_autonomous_value_cents, p.pinned_facts, p.memory_categories,
         p.disclosure_text, p.minor_interaction_mode, p.total_interactions, p.avg_satisfaction_score, p.is_default,
         p.lora_training_error, p.lora_version, p.lora_cost_micro, p.lora_trigger_word,
         p.lora_rank::integer as lora_rank, p.lora_alpha::integer as lora_alpha,
         p.lora_resolution::integer as lora_resolution, p.lora_base_model, p.lora_training_job_id, p.lora_size_bytes,
         p.lora_processed_images
    from autopilot.personas p;
comment on view selify.ai_personas is 'autopilot.personas';
grant select on selify.ai_personas to authenticated;

-- The document knows its posts and conversations by text, and its people by their id on Instagram.
create view selify.bot_interactions with (security_invoker = true) as
  select i.id, i.account_id, i.post_id::text as post_id, i.binding_id, i.platform_user_id as instagram_user_id,
         i.username as instagram_username, i.demographics as user_demographics, i.kind as interaction_type,
         i.source as interaction_source, i.trigger_word, i.original_message,
         i.conversation_id::text as conversation_id, i.messages_count as message_count, i.bot_responded,
         i.response_type, i.response_time_ms, i.user_sent_photo,
         i.photo_quality_score::integer as photo_quality_score, i.generation_attempted, i.generation_successful,
         i.user_satisfied, i.user_shared_result, i.user_made_purchase, i.created_at, i.photo_received_at,
         i.generation_started_at, i.generation_completed_at, i.conversation_ended_at
    from autopilot.interactions i;
comment on view selify.bot_interactions is 'autopilot.interactions';
grant select on selify.bot_interactions to authenticated;

-- SE-143: these three are granted to nobody, so they are for the server and whoever owns the database. SE-62: a session is active until it ended. SE-164: its customer is one
-- of the contacts.
create view selify.conversation_sessions with (security_invoker = true) as
  select s.id, s.workspace_id, s.contact_id as customer_id, s.anonymous_id, s.channel,
         s.conversation_id::text as platform_session_id, s.started_at, s.last_activity_at, s.ended_at,
         s.ended_at is null as is_active, s.state as session_state, s.extracted_preferences,
         s.messages_count as message_count, s.tool_calls_count,
         (s.conversion_micro / 100000.0)::numeric(10, 2) as conversion_value
    from autopilot.sessions s;
comment on view selify.conversation_sessions is 'autopilot.sessions';

create view selify.conversation_messages with (security_invoker = true) as
  select t.id, t.session_id, case t.role when 'customer' then 'user' else t.role end as role, t.content, t.tool_name,
         t.tool_input, t.tool_output, t.model as model_used, t.tokens_count as tokens_used, t.latency_ms,
         t.confidence::numeric(3, 2) as confidence, t.cost_micro as cost_micro_units, t.created_at
    from autopilot.turns t;
comment on view selify.conversation_messages is 'autopilot.turns';

create view selify.user_preferences with (security_invoker = true) as
  select m.id, m.workspace_id, m.contact_id as customer_id, m.anonymous_id, m.category, m.name as preference_key,
         m.value as preference_value, m.confidence, m.source, m.last_confirmed_at, m.created_at, m.updated_at
    from autopilot.memories m;
comment on view selify.user_preferences is 'autopilot.memories';
