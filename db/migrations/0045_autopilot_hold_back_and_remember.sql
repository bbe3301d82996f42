-- What the persona may not say or do by itself: until somebody approves, nothing goes out.
create table autopilot.approvals (
  workspace_id    uuid        not null,
  id              uuid        not null,
  decision_id     uuid        not null,
  conversation_id uuid,
  comment_id      uuid,
  why             text        not null, -- which of the rules holds it back: 'autonomy_level', 'discount_offer', 'value'
  proposed_text   text        not null,
  edited_text     text,
  tool_name       text,                 -- a deed, where it is one
  tool_input      jsonb,
  tool_status     text,                 -- how far the deed is, from when it was allowed; written before it is begun
  tool_status_at  timestamptz,
  tool_attempts_count smallint not null default 0,
  tool_output     text,
  value_micro     bigint,
  status          text        not null default 'waiting',
  status_at       timestamptz not null,
  status_by       uuid,
  rejected_why    text,                 -- as whoever rejected it put it, where they said it
  expires_at      timestamptz not null, -- the platform's window, or a day
  created_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, decision_id) references autopilot.decisions (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, status_by)
    references workspaces.members (workspace_id, id) on delete set null (status_by),
  constraint approval_once_per_decision unique (workspace_id, decision_id),
  constraint approval_is_of_one check (num_nonnulls(conversation_id, comment_id) = 1),
  constraint approval_status_is_known check (status in ('waiting', 'approved', 'rejected', 'expired', 'overtaken')),
  constraint approval_tool_status_is_known
    check (tool_status in ('queued', 'running', 'done', 'failed', 'unknown')),
  constraint approval_tool_is_begun_once_allowed
    check (tool_status is null or (tool_name is not null and status = 'approved')),
  constraint approval_tool_status_at_iff_begun check ((tool_status is null) = (tool_status_at is null)),
  constraint approval_tool_attempts_are_counts check (tool_attempts_count >= 0),
  constraint approval_texts_are_short check (length(why) between 1 and 60 and length(tool_output) <= 4000
    and length(proposed_text) between 1 and 20000
    and length(edited_text) between 1 and 20000 and length(tool_name) between 1 and 120
    and pg_column_size(tool_input) <= 65536),
  constraint approval_rejected_why_only_if_rejected check (rejected_why is null
    or (status = 'rejected' and length(rejected_why) between 1 and 500)),
  constraint approval_value_is_no_debt check (value_micro >= 0)
);
comment on table autopilot.approvals is
  'What the machine would say, and a person has to allow. usage: queue; audience: tenant; domain: autopilot';
create index approvals_waiting on autopilot.approvals (workspace_id, created_at, id) where status = 'waiting';
create index approvals_expiring on autopilot.approvals (workspace_id, expires_at) where status = 'waiting';
create index approvals_with_tool_under_way on autopilot.approvals (workspace_id, tool_status_at)
  where tool_status in ('queued', 'running');
create index approvals_by_status on autopilot.approvals (workspace_id, status, created_at desc, id desc);
create index approvals_by_conversation on autopilot.approvals (workspace_id, conversation_id);
create index approvals_by_comment on autopilot.approvals (workspace_id, comment_id);
create index approvals_by_person on autopilot.approvals (workspace_id, status_by);
alter table autopilot.approvals enable row level security;
alter table autopilot.approvals force row level security;
create policy approvals_in_workspace on autopilot.approvals
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.approvals to app_server;
grant update (edited_text, status, status_at, status_by, rejected_why, tool_status, tool_status_at,
  tool_attempts_count, tool_output)
  on autopilot.approvals to app_server;

-- SS-31..SS-33. A person is needed: who was told, and by when they are to have seen to it.
create table autopilot.escalations (
  workspace_id    uuid          not null references workspaces.workspaces (id) on delete cascade,
  id              uuid          not null,
  decision_id     uuid,
  conversation_id uuid,
  comment_id      uuid,
  message         text          not null, -- what the customer wrote
  summary         text,
  suggested_reply text,
  confidence      double precision,
  reason          text          not null,
  keeps_machines  boolean       not null default false, -- it is to be seen to, and machines go on speaking there
  notified_at     timestamptz,            -- when the mail went out
  notice_claimed_at timestamptz,
  due_at          timestamptz   not null, -- by then somebody is to have answered
  overdue_told_at timestamptz,
  resolved_at     timestamptz,
  resolved_by     uuid,
  resolved_how    text,
  created_at      timestamptz   not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, decision_id)
    references autopilot.decisions (workspace_id, id) on delete set null (decision_id),
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, resolved_by)
    references workspaces.members (workspace_id, id) on delete set null (resolved_by),
  constraint escalation_is_of_one check (num_nonnulls(conversation_id, comment_id) = 1),
  constraint escalation_reason_is_known check (reason in ('urgent_request', 'human_requested', 'legal_matter',
    'ai_limitation', 'complex_issue')),
  constraint escalation_confidence_is_a_share check (confidence between 0 and 1),
  constraint escalation_is_resolved_somehow check ((resolved_at is null) = (resolved_how is null)
    and resolved_how in ('answered', 'handed_back', 'dismissed')),
  constraint escalation_texts_are_short check (length(message) <= 20000 and length(summary) <= 4000
    and length(suggested_reply) <= 20000)
);
comment on table autopilot.escalations is
  'A case where the machine fetches a person. usage: queue; audience: tenant; domain: autopilot';
create unique index escalation_open_once on autopilot.escalations (workspace_id, conversation_id)
  where resolved_at is null and conversation_id is not null;
create unique index escalation_of_comment_open_once on autopilot.escalations (workspace_id, comment_id)
  where resolved_at is null and comment_id is not null;
create index escalations_by_created on autopilot.escalations (workspace_id, created_at desc, id desc);
create index escalations_open on autopilot.escalations (workspace_id, due_at, id) where resolved_at is null;
create index escalations_to_tell on autopilot.escalations (workspace_id, created_at) where notified_at is null;
create index escalations_by_conversation on autopilot.escalations (workspace_id, conversation_id);
create index escalations_by_comment on autopilot.escalations (workspace_id, comment_id);
create index escalations_by_decision on autopilot.escalations (workspace_id, decision_id);
create index escalations_by_person on autopilot.escalations (workspace_id, resolved_by);
alter table autopilot.escalations enable row level security;
alter table autopilot.escalations force row level security;
create policy escalations_in_workspace on autopilot.escalations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.escalations to app_server;
grant update (message, summary, suggested_reply, reason, keeps_machines, notified_at, notice_claimed_at, overdue_told_at, resolved_at,
  resolved_by, resolved_how)
  on autopilot.escalations to app_server;

-- SE-64. What is remembered of a person: one value of each kind.
create table autopilot.memories (
  workspace_id      uuid          not null references workspaces.workspaces (id) on delete cascade,
  id                uuid          not null,
  contact_id        uuid,
  anonymous_id      text,
  category          text          not null,
  name              text          not null,
  value             jsonb         not null,
  confidence        numeric(3, 2) not null default 0.5,
  source            text,
  message_id        uuid,                  -- in which message it was said
  last_confirmed_at timestamptz,
  created_at        timestamptz   not null,
  updated_at        timestamptz   not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, message_id)
    references inbox.messages (workspace_id, id) on delete set null (message_id),
  constraint memory_is_of_one check (num_nonnulls(contact_id, anonymous_id) = 1),
  constraint memory_texts_are_short check (length(anonymous_id) between 1 and 200 and length(category) between 1 and 60
    and length(name) between 1 and 120 and length(source) <= 200 and pg_column_size(value) <= 8192),
  constraint memory_confidence_is_a_share check (confidence between 0 and 1)
);
comment on table autopilot.memories is
  'What is remembered of a person. usage: product; audience: tenant; domain: autopilot';
create unique index memory_once_per_contact on autopilot.memories (workspace_id, contact_id, category, name)
  where contact_id is not null;
create unique index memory_once_per_visitor on autopilot.memories (workspace_id, anonymous_id, category, name)
  where anonymous_id is not null;
create index memories_by_contact on autopilot.memories (workspace_id, contact_id);
create index memories_by_message on autopilot.memories (workspace_id, message_id);
create trigger memories_500_touch before update on autopilot.memories
  for each row execute function app.touch_updated_at();
alter table autopilot.memories enable row level security;
alter table autopilot.memories force row level security;
create policy memories_in_workspace on autopilot.memories
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.memories to app_server;
grant update (contact_id, value, confidence, source, message_id, last_confirmed_at, updated_at)
  on autopilot.memories to app_server;

-- What is read out of what customers write, beside the answer: with which version of the rules, and by whom.
create table autopilot.readings (
  workspace_id    uuid        not null,
  id              uuid        not null, -- of the message, or of the comment
  message_id      uuid,
  conversation_id uuid,                 -- of the message
  comment_id      uuid,
  version         smallint    not null,
  read_by         text        not null,
  model           text,
  sentiment       text,
  priority_score  smallint    not null,
  categories      text[]      not null default '{}',
  keywords        text[]      not null default '{}',
  language        text,
  read_at         timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  constraint reading_is_of_one check (num_nonnulls(message_id, comment_id) = 1
    and (message_id is null) = (conversation_id is null) and id = coalesce(message_id, comment_id)),
  constraint reading_reader_is_known check (read_by in ('rules', 'model') and (model is not null) = (read_by = 'model')),
  constraint reading_sentiment_is_known check (sentiment in ('positive', 'neutral', 'negative')),
  constraint reading_priority_is_a_score check (priority_score between 1 and 100),
  constraint reading_words_are_few check (cardinality(categories) <= 20 and cardinality(keywords) <= 20
    and pg_column_size(categories) <= 2000 and pg_column_size(keywords) <= 4000 and length(model) between 1 and 200
    and length(language) between 2 and 35)
);
comment on table autopilot.readings is
  'What is read out of what customers write. usage: product; audience: tenant; domain: autopilot';
create index readings_by_message on autopilot.readings (workspace_id, message_id);
create index readings_by_conversation on autopilot.readings (workspace_id, conversation_id, read_at desc, id desc);
create index readings_by_comment on autopilot.readings (workspace_id, comment_id);
create index readings_by_version on autopilot.readings (workspace_id, version, id);
alter table autopilot.readings enable row level security;
alter table autopilot.readings force row level security;
create policy readings_in_workspace on autopilot.readings
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.readings to app_server;
grant update (version, read_by, model, sentiment, priority_score, categories, keywords, language, read_at)
  on autopilot.readings to app_server;

-- SE-65, SE-66. One row per approach: how far it went.
create table autopilot.interactions (
  workspace_id            uuid        not null references workspaces.workspaces (id) on delete cascade,
  id                      uuid        not null,
  account_id              uuid,
  post_id                 uuid,
  binding_id              uuid,                  -- a garment that hangs on the post
  conversation_id         uuid,
  contact_id              uuid,
  platform_user_id        text        not null,
  username                text,
  demographics            jsonb       not null default '{}',
  kind                    text        not null,
  source                  text,
  trigger_word            text,
  original_message        text,
  messages_count          integer     not null default 1,
  bot_responded           boolean     not null default false,
  response_type           text,
  response_time_ms        integer,
  user_sent_photo         boolean     not null default false,
  photo_quality_score     smallint,
  generation_attempted    boolean     not null default false,
  generation_successful   boolean     not null default false,
  user_satisfied          boolean,
  user_shared_result      boolean     not null default false,
  user_made_purchase      boolean     not null default false,
  created_at              timestamptz not null,
  photo_received_at       timestamptz,
  generation_started_at   timestamptz,
  generation_completed_at timestamptz,
  conversation_ended_at   timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, account_id)
    references connections.accounts (workspace_id, id) on delete set null (account_id),
  foreign key (workspace_id, post_id) references publishing.posts (workspace_id, id) on delete set null (post_id),
  foreign key (workspace_id, conversation_id)
    references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  constraint interaction_texts_are_short check (length(platform_user_id) between 1 and 320 and length(username) <= 255
    and length(kind) between 1 and 60 and length(source) <= 60 and length(trigger_word) <= 120
    and length(original_message) <= 2000 and length(response_type) <= 60 and pg_column_size(demographics) <= 16384),
  constraint interaction_figures_are_counts check (messages_count >= 0 and response_time_ms >= 0
    and photo_quality_score between 0 and 100)
);
comment on table autopilot.interactions is
  'How far each approach to the machine went. usage: log; audience: tenant; domain: autopilot';
create index interactions_by_created on autopilot.interactions (workspace_id, created_at desc, id desc);
create index interactions_by_account on autopilot.interactions (workspace_id, account_id, created_at desc);
create index interactions_by_post on autopilot.interactions (workspace_id, post_id);
create index interactions_by_conversation on autopilot.interactions (workspace_id, conversation_id);
-- Those that go on, of which a conversation has one.
create index interactions_open on autopilot.interactions (workspace_id, conversation_id, created_at desc)
  where conversation_ended_at is null;
create index interactions_by_contact on autopilot.interactions (workspace_id, contact_id);
alter table autopilot.interactions enable row level security;
alter table autopilot.interactions force row level security;
create policy interactions_in_workspace on autopilot.interactions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.interactions to app_server;
grant update (contact_id, messages_count, bot_responded, response_type, response_time_ms, user_sent_photo,
  photo_quality_score, generation_attempted, generation_successful, user_satisfied, user_shared_result,
  user_made_purchase, photo_received_at, generation_started_at, generation_completed_at, conversation_ended_at)
  on autopilot.interactions to app_server;

-- CR-74, CR-75. Texts a person keeps for the machine: to be told with every question, or to be learnt from.
create table autopilot.context_texts (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  member_id    uuid,
  kind         text        not null,
  content      text        not null,
  metadata     jsonb       not null default '{}',
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  constraint context_text_is_short check (length(kind) between 1 and 60 and length(content) between 1 and 100000
    and pg_column_size(metadata) <= 16384)
);
comment on table autopilot.context_texts is
  'What the machine is told with every question. usage: product; audience: tenant; domain: autopilot';
create index context_texts_by_member on autopilot.context_texts (workspace_id, member_id, created_at desc, id desc);
create index context_texts_by_kind on autopilot.context_texts
  (workspace_id, member_id, kind, created_at desc, id desc);
create trigger context_texts_500_touch before update on autopilot.context_texts
  for each row execute function app.touch_updated_at();
alter table autopilot.context_texts enable row level security;
alter table autopilot.context_texts force row level security;
create policy context_texts_in_workspace on autopilot.context_texts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.context_texts to app_server;
grant update (kind, content, metadata, updated_at) on autopilot.context_texts to app_server;

create table autopilot.training_texts (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  member_id    uuid,
  kind         text        not null,
  content      text        not null,
  metadata     jsonb       not null default '{}',
  created_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  constraint training_text_is_short check (length(kind) between 1 and 60 and length(content) between 1 and 100000
    and pg_column_size(metadata) <= 16384)
);
comment on table autopilot.training_texts is
  'Texts a model may be trained with. usage: product; audience: tenant; domain: autopilot';
create index training_texts_by_member on autopilot.training_texts
  (workspace_id, member_id, created_at desc, id desc);
create index training_texts_by_kind on autopilot.training_texts
  (workspace_id, member_id, kind, created_at desc, id desc);
alter table autopilot.training_texts enable row level security;
alter table autopilot.training_texts force row level security;
create policy training_texts_in_workspace on autopilot.training_texts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.training_texts to app_server;

-- migrate: down

drop table autopilot.training_texts;
drop table autopilot.context_texts;
drop table autopilot.interactions;
drop table autopilot.readings;
drop table autopilot.memories;
drop table autopilot.escalations;
drop table autopilot.approvals;
