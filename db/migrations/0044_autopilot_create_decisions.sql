-- The machine that answers: how it is set, who it is, what it decided, what it remembers, and how well it does.

create schema autopilot;
comment on schema autopilot is 'The machine that answers customers: how it is set, what it decided, what it remembers.';
grant usage on schema autopilot to app_server;

-- SS-08..SS-14. Without a row nobody has set it up, and it does not answer.
create table autopilot.settings (
  workspace_id       uuid          not null references workspaces.workspaces (id) on delete cascade,
  model              text          not null default 'anthropic/claude-3.5-haiku',
  temperature        numeric(3, 2) not null default 0.20,
  top_p              numeric(3, 2) not null default 1.00,
  language           text          not null default 'en', -- where a customer's is not known
  tone               text          not null default 'friendly',
  system_prompt      text,
  instructions       text,
  is_active             boolean       not null default true,  -- SS-11: the master switch
  answers_messages   boolean       not null default true,  -- SS-12
  answers_comments   boolean       not null default true,
  outside_hours      text          not null default 'answer', -- what it does while the location is closed
  confidence_min     numeric(3, 2) not null default 0.60, -- below that a person is fetched
  flagged_keywords   text[]        not null default '{}', -- SS-13
  flagged_phrases    text[]        not null default '{}',
  ignore_examples    text[]        not null default '{}', -- SS-14
  document_languages text[]        not null default '{}',
  turns_max          smallint      not null default 8,    -- answers in one conversation without a person in between
  escalation_minutes integer       not null default 60,   -- by then a person is to have seen to it
  reading_model      text,                                -- reads what they feel and prefer; null: rules alone do
  notified_emails    text[]        not null default '{}', -- besides whoever it is assigned to
  version            integer       not null default 1,
  updated_by         uuid,
  created_at         timestamptz   not null,
  updated_at         timestamptz   not null,

  primary key (workspace_id),
  foreign key (workspace_id, updated_by)
    references workspaces.members (workspace_id, id) on delete set null (updated_by),
  constraint settings_texts_are_short check (length(model) between 1 and 200 and length(language) between 2 and 35
    and length(tone) between 1 and 200 and length(reading_model) between 1 and 200
    and length(system_prompt) <= 20000 and length(instructions) <= 20000),
  constraint settings_temperature_is_one check (temperature between 0 and 2 and top_p between 0 and 1),
  constraint settings_outside_hours_is_known check (outside_hours in ('answer', 'escalate', 'wait')),
  constraint settings_confidence_is_a_share check (confidence_min between 0 and 1),
  constraint settings_lists_are_bounded check (cardinality(flagged_keywords) <= 500
    and cardinality(flagged_phrases) <= 500
    and cardinality(ignore_examples) <= 500 and cardinality(document_languages) <= 50
    and cardinality(notified_emails) <= 20
    and pg_column_size(flagged_keywords) + pg_column_size(flagged_phrases) + pg_column_size(ignore_examples) <= 262144),
  constraint settings_limits_are_some check (turns_max between 1 and 50 and escalation_minutes between 1 and 43200)
);
comment on table autopilot.settings is
  'How the machine answers in a workspace. usage: product; audience: tenant; domain: autopilot';
create index settings_by_updater on autopilot.settings (workspace_id, updated_by);
create trigger settings_500_touch before update on autopilot.settings
  for each row execute function app.touch_updated_at();
alter table autopilot.settings enable row level security;
alter table autopilot.settings force row level security;
create policy settings_in_workspace on autopilot.settings
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.settings to app_server;
grant update (model, temperature, top_p, language, tone, system_prompt, instructions, is_active, answers_messages,
  answers_comments, outside_hours, confidence_min, flagged_keywords, flagged_phrases, ignore_examples,
  document_languages, turns_max, escalation_minutes, reading_model, notified_emails, version, updated_by, updated_at)
  on autopilot.settings to app_server;

-- SE-83..SE-87. Who answers: a voice with its leave, and for the studio a face.
create table autopilot.personas (
  workspace_id               uuid          not null references workspaces.workspaces (id) on delete cascade,
  id                         uuid          not null,
  name                       text          not null,
  status                     text          not null default 'draft',
  role                       text          not null default 'brand_ambassador',
  is_default                 boolean       not null default false,
  location_id                uuid,                   -- where it answers; null: everywhere
  account_id                 uuid,                   -- on which account; null: on all
  voice_profile              jsonb         not null default '{"tone": "friendly", "vocabulary": "everyday"}',
  instructions               text,
  autonomy_level             smallint      not null default 2,
  requires_approval_for      text[]        not null default '{discount_offer,refund,order_change}',
  allowed_tools              text[]        not null default '{look_up_order,look_up_product,hand_over}',
  max_autonomous_value_micro bigint        not null default 5000000, -- SE-85: $50
  pinned_facts               text[]        not null default '{}',
  memory_categories          text[]        not null default '{style,size,color,budget,occasion,language}',
  disclosure_text            text          not null default 'I''m an AI assistant',
  discloses                  text          not null default 'first', -- in which of its messages of a conversation
  minor_interaction_mode     boolean       not null default false,
  total_interactions         integer       not null default 0,
  avg_satisfaction_score     numeric(3, 2),
  usage_count                integer       not null default 0,
  last_used_at               timestamptz,
  is_favorite                boolean       not null default false,
  gender                     text,
  age_range                  text,
  ethnicity                  text,
  body_type                  text,
  height_cm                  smallint,
  skin_tone                  text,
  face_prompt                text,
  face_seed                  integer,
  face_images                text[]        not null default '{}',
  selected_face_index        smallint      not null default 0,
  face_reference_url         text,
  style                      text          not null default 'editorial',
  style_aesthetic            text,
  default_pose               text          not null default 'front',
  lighting_preset            text          not null default 'studio',
  generation_settings        jsonb         not null default '{}',
  lora_status                text          not null default 'not_trained',
  lora_model_id              text,
  lora_version               integer       not null default 1,
  lora_trigger_word          text          not null default 'person',
  lora_rank                  smallint      not null default 32,
  lora_alpha                 smallint      not null default 16,
  lora_resolution            smallint      not null default 512,
  lora_base_model            text          not null default 'FLUX.1-dev',
  lora_training_job_id       text,
  lora_training_error        text,
  lora_training_started_at   timestamptz,
  lora_training_completed_at timestamptz,
  lora_size_bytes            bigint,
  lora_processed_images      integer,
  lora_cost_micro            bigint        not null default 0,
  created_by                 uuid,
  created_at                 timestamptz   not null,
  updated_at                 timestamptz   not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, location_id) references workspaces.locations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint persona_status_is_known check (status in ('draft', 'active', 'archived')),
  constraint persona_autonomy_is_a_level check (autonomy_level between 0 and 4),
  constraint persona_discloses_when_known check (discloses in ('first', 'always', 'when_asked')),
  constraint persona_value_is_no_debt check (max_autonomous_value_micro >= 0 and lora_cost_micro >= 0),
  constraint persona_texts_are_short check (length(name) between 1 and 120 and length(role) between 1 and 60
    and length(instructions) <= 20000 and length(disclosure_text) between 1 and 500 and length(face_prompt) <= 4000),
  constraint persona_lists_are_bounded check (cardinality(requires_approval_for) <= 50
    and cardinality(allowed_tools) <= 50
    and cardinality(pinned_facts) <= 200 and cardinality(memory_categories) <= 50 and cardinality(face_images) <= 50
    and pg_column_size(pinned_facts) <= 65536 and pg_column_size(voice_profile) <= 16384
    and pg_column_size(generation_settings) <= 16384),
  constraint persona_face_is_one_of_them check (
    selected_face_index >= 0 and selected_face_index < greatest(cardinality(face_images), 1)),
  constraint persona_lora_status_is_known check (lora_status in ('not_trained', 'training', 'ready', 'failed')),
  constraint persona_figures_are_counts check (total_interactions >= 0 and usage_count >= 0 and lora_version >= 1
    and height_cm between 30 and 300 and avg_satisfaction_score between 0 and 5)
);
comment on table autopilot.personas is
  'Who answers: a voice, its leave, and a face. usage: product; audience: tenant; domain: autopilot';
create unique index persona_default_per_role on autopilot.personas (workspace_id, role) where is_default;
create index personas_by_created on autopilot.personas (workspace_id, created_at desc, id desc);
create index personas_by_location on autopilot.personas (workspace_id, location_id);
create index personas_by_account on autopilot.personas (workspace_id, account_id);
create index personas_by_creator on autopilot.personas (workspace_id, created_by);
create trigger personas_500_touch before update on autopilot.personas
  for each row execute function app.touch_updated_at();
alter table autopilot.personas enable row level security;
alter table autopilot.personas force row level security;
create policy personas_in_workspace on autopilot.personas
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.personas to app_server;
grant update (name, status, role, is_default, location_id, account_id, voice_profile, instructions,
  autonomy_level, requires_approval_for, allowed_tools, max_autonomous_value_micro, pinned_facts,
  memory_categories, disclosure_text, discloses, minor_interaction_mode, total_interactions,
  avg_satisfaction_score, usage_count, last_used_at, is_favorite, updated_at)
  on autopilot.personas to app_server;

-- SE-62. One stretch of talk with one person: what was said in it are its turns.
create table autopilot.sessions (
  workspace_id          uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                    uuid        not null,
  conversation_id       uuid,
  contact_id            uuid,                  -- who it is with, where they are known
  anonymous_id          text,                  -- and where not
  persona_id            uuid,
  channel               text        not null,
  state                 jsonb       not null default '{}',
  extracted_preferences jsonb       not null default '{}',
  messages_count        integer     not null default 0,
  tool_calls_count      integer     not null default 0,
  cost_micro            bigint      not null default 0,
  conversion_micro      bigint      not null default 0,
  started_at            timestamptz not null,
  last_activity_at      timestamptz not null,
  ended_at              timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, persona_id)
    references autopilot.personas (workspace_id, id) on delete set null (persona_id),
  constraint session_is_with_somebody check (num_nonnulls(contact_id, anonymous_id) >= 1),
  constraint session_texts_are_short check (length(anonymous_id) between 1 and 200
    and length(channel) between 1 and 40),
  constraint session_state_is_bounded check (pg_column_size(state) <= 65536
    and pg_column_size(extracted_preferences) <= 65536),
  constraint session_figures_are_counts check (messages_count >= 0 and tool_calls_count >= 0 and cost_micro >= 0
    and conversion_micro >= 0)
);
comment on table autopilot.sessions is
  'A stretch of talk between the machine and one person. usage: product; audience: tenant; domain: autopilot';
create unique index session_open_once on autopilot.sessions (workspace_id, conversation_id)
  where ended_at is null and conversation_id is not null;
create index sessions_by_conversation on autopilot.sessions (workspace_id, conversation_id, started_at desc);
create index sessions_by_contact on autopilot.sessions (workspace_id, contact_id, started_at desc);
create index sessions_by_persona on autopilot.sessions (workspace_id, persona_id);
create index sessions_idle on autopilot.sessions (workspace_id, last_activity_at) where ended_at is null;
alter table autopilot.sessions enable row level security;
alter table autopilot.sessions force row level security;
create policy sessions_in_workspace on autopilot.sessions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.sessions to app_server;
grant update (contact_id, persona_id, state, extracted_preferences, messages_count, tool_calls_count,
  cost_micro, conversion_micro, last_activity_at, ended_at)
  on autopilot.sessions to app_server;

-- SS-28, SS-29. What was decided on one message or comment (SS-88: which of them is a column, not a guess).
create table autopilot.decisions (
  workspace_id    uuid          not null references workspaces.workspaces (id) on delete cascade,
  id              uuid          not null,
  message_id      uuid,
  comment_id      uuid,
  conversation_id uuid,
  session_id      uuid,
  persona_id      uuid,
  status          text          not null default 'under_way',
  decision        text,
  confidence      numeric(4, 3),
  reason          text,                    -- for people
  matched_rule    text,                    -- 'gate.flagged_keyword'
  escalation      text,                    -- why a person is needed
  message_text    text          not null,  -- cut to 500 letters
  reply_text      text,                    -- what it would say, or said
  language        text,
  sources         jsonb         not null default '[]', -- chunks it stands on, with their spans
  snapshot        jsonb         not null default '{}', -- all it was decided from: by which it is replayed
  settings_version integer      not null,
  cost_micro      bigint        not null default 0,
  latency_ms      integer,
  reply_id        uuid,                    -- the message or answer that was queued
  attempts        smallint      not null default 0,
  created_at      timestamptz   not null,
  decided_at      timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, session_id)
    references autopilot.sessions (workspace_id, id) on delete set null (session_id),
  foreign key (workspace_id, persona_id)
    references autopilot.personas (workspace_id, id) on delete set null (persona_id),
  constraint decision_is_on_one check (num_nonnulls(message_id, comment_id) = 1),
  constraint decision_status_is_known check (status in ('under_way', 'decided', 'overtaken')),
  constraint decision_is_known check (decision in ('respond', 'ignore', 'escalate')),
  constraint decision_is_made_once_decided check ((status = 'decided') = (decision is not null)
    and (status = 'under_way') = (decided_at is null)),
  constraint decision_confidence_is_a_share check (confidence between 0 and 1),
  constraint decision_escalation_is_known check (escalation in ('urgent_request', 'human_requested', 'legal_matter',
    'ai_limitation', 'complex_issue')),
  constraint decision_texts_are_short check (length(message_text) <= 500 and length(reason) <= 2000
    and length(matched_rule) <= 120 and length(reply_text) <= 20000 and length(language) between 2 and 35),
  constraint decision_snapshot_is_bounded check (pg_column_size(snapshot) <= 262144
    and pg_column_size(sources) <= 65536),
  constraint decision_figures_are_counts check (cost_micro >= 0 and latency_ms >= 0 and attempts >= 0)
);
comment on table autopilot.decisions is
  'What the machine decided on a message or comment, and why. usage: product; audience: tenant; domain: autopilot';
create unique index decision_once_per_message on autopilot.decisions (workspace_id, message_id)
  where message_id is not null;
create unique index decision_once_per_comment on autopilot.decisions (workspace_id, comment_id)
  where comment_id is not null;
create index decisions_by_created on autopilot.decisions (workspace_id, created_at desc, id desc);
create index decisions_by_kind on autopilot.decisions (workspace_id, decision, created_at desc, id desc);
create index decisions_by_rule on autopilot.decisions (workspace_id, matched_rule, created_at desc, id desc);
create index decisions_by_conversation on autopilot.decisions (workspace_id, conversation_id, created_at desc, id desc);
create index decisions_by_message on autopilot.decisions (workspace_id, message_id);
create index decisions_by_comment on autopilot.decisions (workspace_id, comment_id);
create index decisions_by_session on autopilot.decisions (workspace_id, session_id);
create index decisions_by_persona on autopilot.decisions (workspace_id, persona_id);
-- What each conversation came to in a time, out of the index alone.
create index decisions_by_cost on autopilot.decisions (workspace_id, created_at)
  include (conversation_id, comment_id, cost_micro) where cost_micro > 0;
create index decisions_under_way on autopilot.decisions (workspace_id, created_at) where status = 'under_way';
alter table autopilot.decisions enable row level security;
alter table autopilot.decisions force row level security;
create policy decisions_in_workspace on autopilot.decisions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.decisions to app_server;
grant update (session_id, persona_id, status, decision, confidence, reason, matched_rule, escalation,
  message_text, reply_text, language, sources, snapshot, settings_version, cost_micro, latency_ms, reply_id, attempts,
  decided_at)
  on autopilot.decisions to app_server;

-- SE-63. What was said and done in a session: words, and tools with what went in and came out.
create table autopilot.turns (
  workspace_id uuid          not null,
  id           uuid          not null,
  session_id   uuid          not null,
  decision_id  uuid,
  role         text          not null,
  content      text          not null,
  tool_name    text,
  tool_input   jsonb,
  tool_output  jsonb,
  model        text,
  tokens_count integer,
  latency_ms   integer,
  confidence   numeric(4, 3),
  cost_micro   bigint        not null default 0,
  created_at   timestamptz   not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, session_id) references autopilot.sessions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, decision_id)
    references autopilot.decisions (workspace_id, id) on delete set null (decision_id),
  constraint turn_role_is_known check (role in ('customer', 'assistant', 'tool', 'system')),
  constraint turn_texts_are_short check (length(content) <= 20000 and length(tool_name) between 1 and 120
    and length(model) <= 200),
  constraint turn_tool_is_bounded check (pg_column_size(tool_input) <= 65536 and pg_column_size(tool_output) <= 65536),
  constraint turn_figures_are_counts check (tokens_count >= 0 and latency_ms >= 0 and cost_micro >= 0
    and confidence between 0 and 1)
);
comment on table autopilot.turns is
  'What was said and done in a session with the machine. usage: log; audience: tenant; domain: autopilot';
create index turns_by_session on autopilot.turns (workspace_id, session_id, created_at, id);
create index turns_by_decision on autopilot.turns (workspace_id, decision_id);
alter table autopilot.turns enable row level security;
alter table autopilot.turns force row level security;
create policy turns_in_workspace on autopilot.turns
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.turns to app_server;

-- migrate: down

drop table autopilot.turns;
drop table autopilot.decisions;
drop table autopilot.sessions;
drop table autopilot.personas;
drop table autopilot.settings;
drop schema autopilot;
