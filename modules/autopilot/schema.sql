-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema autopilot;
comment on schema autopilot is 'The machine that answers customers: how it is set, what it decided, what it remembers.';
grant usage on schema autopilot to app_server;
grant usage on schema autopilot to authenticated;

create function autopilot.count_direct_version()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  new.version := old.version + 1;
  return new;
end;
$function$;

create function autopilot.record_direct_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;

create table autopilot.approvals (
  workspace_id        uuid        not null,
  id                  uuid        not null,
  decision_id         uuid        not null,
  conversation_id     uuid,
  comment_id          uuid,
  why                 text        not null,
  proposed_text       text        not null,
  edited_text         text,
  tool_name           text,
  tool_input          jsonb,
  tool_status         text,
  tool_status_at      timestamptz,
  tool_attempts_count smallint    not null default 0,
  tool_output         text,
  value_micro         bigint,
  status              text        not null default 'waiting',
  status_at           timestamptz not null,
  status_by           uuid,
  rejected_why        text,
  expires_at          timestamptz not null,
  created_at          timestamptz not null,
  constraint approvals_pkey primary key (workspace_id, id),
  constraint approval_once_per_decision unique (workspace_id, decision_id),
  constraint approvals_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint approvals_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint approvals_workspace_id_decision_id_fkey foreign key (workspace_id, decision_id) references autopilot.decisions(workspace_id, id) on delete cascade,
  constraint approvals_workspace_id_status_by_fkey foreign key (workspace_id, status_by) references workspaces.members(workspace_id, id) on delete set null (status_by),
  constraint approval_is_of_one check (num_nonnulls(conversation_id, comment_id) = 1),
  constraint approval_rejected_why_only_if_rejected check ((rejected_why is null) or ((status = 'rejected') and ((length(rejected_why) >= 1) and (length(rejected_why) <= 500)))),
  constraint approval_status_is_known check (status = any (array['waiting', 'approved', 'rejected', 'expired', 'overtaken'])),
  constraint approval_texts_are_short check (((length(why) >= 1) and (length(why) <= 60)) and (length(tool_output) <= 4000) and ((length(proposed_text) >= 1) and (length(proposed_text) <= 20000)) and ((length(edited_text) >= 1) and (length(edited_text) <= 20000)) and ((length(tool_name) >= 1) and (length(tool_name) <= 120)) and (pg_column_size(tool_input) <= 65536)),
  constraint approval_tool_attempts_are_counts check (tool_attempts_count >= 0),
  constraint approval_tool_is_begun_once_allowed check ((tool_status is null) or ((tool_name is not null) and (status = 'approved'))),
  constraint approval_tool_status_at_iff_begun check ((tool_status is null) = (tool_status_at is null)),
  constraint approval_tool_status_is_known check (tool_status = any (array['queued', 'running', 'done', 'failed', 'unknown'])),
  constraint approval_value_is_no_debt check (value_micro >= 0)
);
comment on table autopilot.approvals is 'What the machine would say, and a person has to allow. usage: queue; audience: tenant; domain: autopilot';
create index approvals_by_comment on autopilot.approvals (workspace_id, comment_id);
create index approvals_by_conversation on autopilot.approvals (workspace_id, conversation_id);
create index approvals_by_person on autopilot.approvals (workspace_id, status_by);
create index approvals_by_status on autopilot.approvals (workspace_id, status, created_at desc, id desc);
create index approvals_expiring on autopilot.approvals (workspace_id, expires_at) where (status = 'waiting');
create index approvals_waiting on autopilot.approvals (workspace_id, created_at, id) where (status = 'waiting');
create index approvals_with_tool_under_way on autopilot.approvals (workspace_id, tool_status_at) where (tool_status = any (array['queued', 'running']));
alter table autopilot.approvals enable row level security;
alter table autopilot.approvals force row level security;
create policy approvals_in_workspace on autopilot.approvals
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (edited_text, rejected_why, status, status_at, status_by, tool_attempts_count, tool_output, tool_status, tool_status_at), delete on autopilot.approvals to app_server;

create table autopilot.context_texts (
  workspace_id uuid        not null,
  id           uuid        not null,
  member_id    uuid,
  kind         text        not null,
  content      text        not null,
  metadata     jsonb       not null default '{}'::jsonb,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint context_texts_pkey primary key (workspace_id, id),
  constraint context_texts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint context_texts_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint context_text_is_short check (((length(kind) >= 1) and (length(kind) <= 60)) and ((length(content) >= 1) and (length(content) <= 100000)) and (pg_column_size(metadata) <= 16384))
);
comment on table autopilot.context_texts is 'What the machine is told with every question. usage: product; audience: tenant; domain: autopilot';
create index context_texts_by_kind on autopilot.context_texts (workspace_id, member_id, kind, created_at desc, id desc);
create index context_texts_by_member on autopilot.context_texts (workspace_id, member_id, created_at desc, id desc);
alter table autopilot.context_texts enable row level security;
alter table autopilot.context_texts force row level security;
create policy context_texts_in_workspace on autopilot.context_texts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy context_texts_of_oneself on autopilot.context_texts as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('autopilot.approve', '{owner,admin,manager,member}'[]) as direct_client_may) and (member_id = (select inbox.member_of_direct_client())));
grant select, insert, update (content, kind, metadata, updated_at), delete on autopilot.context_texts to app_server;
grant select on autopilot.context_texts to authenticated;
create trigger context_texts_500_touch before update on autopilot.context_texts for each row execute function app.touch_updated_at();

create table autopilot.decisions (
  workspace_id     uuid         not null,
  id               uuid         not null,
  message_id       uuid,
  comment_id       uuid,
  conversation_id  uuid,
  session_id       uuid,
  persona_id       uuid,
  status           text         not null default 'under_way',
  decision         text,
  confidence       numeric(4,3),
  reason           text,
  matched_rule     text,
  escalation       text,
  message_text     text         not null,
  reply_text       text,
  language         text,
  sources          jsonb        not null default '[]'::jsonb,
  snapshot         jsonb        not null default '{}'::jsonb,
  settings_version integer      not null,
  cost_micro       bigint       not null default 0,
  latency_ms       integer,
  reply_id         uuid,
  attempts         smallint     not null default 0,
  created_at       timestamptz  not null,
  decided_at       timestamptz,
  constraint decisions_pkey primary key (workspace_id, id),
  constraint decisions_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint decisions_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint decisions_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint decisions_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint decisions_workspace_id_persona_id_fkey foreign key (workspace_id, persona_id) references autopilot.personas(workspace_id, id) on delete set null (persona_id),
  constraint decisions_workspace_id_session_id_fkey foreign key (workspace_id, session_id) references autopilot.sessions(workspace_id, id) on delete set null (session_id),
  constraint decision_confidence_is_a_share check ((confidence >= (0)::numeric) and (confidence <= (1)::numeric)),
  constraint decision_escalation_is_known check (escalation = any (array['urgent_request', 'human_requested', 'legal_matter', 'ai_limitation', 'complex_issue'])),
  constraint decision_figures_are_counts check ((cost_micro >= 0) and (latency_ms >= 0) and (attempts >= 0)),
  constraint decision_is_known check (decision = any (array['respond', 'ignore', 'escalate'])),
  constraint decision_is_made_once_decided check (((status = 'decided') = (decision is not null)) and ((status = 'under_way') = (decided_at is null))),
  constraint decision_is_on_one check (num_nonnulls(message_id, comment_id) = 1),
  constraint decision_snapshot_is_bounded check ((pg_column_size(snapshot) <= 262144) and (pg_column_size(sources) <= 65536)),
  constraint decision_status_is_known check (status = any (array['under_way', 'decided', 'overtaken'])),
  constraint decision_texts_are_short check ((length(message_text) <= 500) and (length(reason) <= 2000) and (length(matched_rule) <= 120) and (length(reply_text) <= 20000) and ((length(language) >= 2) and (length(language) <= 35)))
);
comment on table autopilot.decisions is 'What the machine decided on a message or comment, and why. usage: product; audience: tenant; domain: autopilot';
create unique index decision_once_per_comment on autopilot.decisions (workspace_id, comment_id) where (comment_id is not null);
create unique index decision_once_per_message on autopilot.decisions (workspace_id, message_id) where (message_id is not null);
create index decisions_by_comment on autopilot.decisions (workspace_id, comment_id);
create index decisions_by_conversation on autopilot.decisions (workspace_id, conversation_id, created_at desc, id desc);
create index decisions_by_cost on autopilot.decisions (workspace_id, created_at) include (conversation_id, comment_id, cost_micro) where (cost_micro > 0);
create index decisions_by_created on autopilot.decisions (workspace_id, created_at desc, id desc);
create index decisions_by_kind on autopilot.decisions (workspace_id, decision, created_at desc, id desc);
create index decisions_by_message on autopilot.decisions (workspace_id, message_id);
create index decisions_by_persona on autopilot.decisions (workspace_id, persona_id);
create index decisions_by_rule on autopilot.decisions (workspace_id, matched_rule, created_at desc, id desc);
create index decisions_by_session on autopilot.decisions (workspace_id, session_id);
create index decisions_under_way on autopilot.decisions (workspace_id, created_at) where (status = 'under_way');
alter table autopilot.decisions enable row level security;
alter table autopilot.decisions force row level security;
create policy decisions_for_who_may_read_them on autopilot.decisions as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and
case
    when (comment_id is null) then (exists ( select
       from inbox.messages m
      where ((m.workspace_id = decisions.workspace_id) and (m.id = decisions.message_id))))
    else (exists ( select
       from inbox.comments c
      where ((c.workspace_id = decisions.workspace_id) and (c.id = decisions.comment_id))))
end);
create policy decisions_in_workspace on autopilot.decisions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (attempts, confidence, cost_micro, decided_at, decision, escalation, language, latency_ms, matched_rule, message_text, persona_id, reason, reply_id, reply_text, session_id, settings_version, snapshot, sources, status), delete on autopilot.decisions to app_server;
grant select on autopilot.decisions to authenticated;

create table autopilot.escalations (
  workspace_id      uuid             not null,
  id                uuid             not null,
  decision_id       uuid,
  conversation_id   uuid,
  comment_id        uuid,
  message           text             not null,
  summary           text,
  suggested_reply   text,
  confidence        double precision,
  reason            text             not null,
  keeps_machines    boolean          not null default false,
  notified_at       timestamptz,
  notice_claimed_at timestamptz,
  due_at            timestamptz      not null,
  overdue_told_at   timestamptz,
  resolved_at       timestamptz,
  resolved_by       uuid,
  resolved_how      text,
  created_at        timestamptz      not null,
  constraint escalations_pkey primary key (workspace_id, id),
  constraint escalations_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint escalations_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint escalations_workspace_id_decision_id_fkey foreign key (workspace_id, decision_id) references autopilot.decisions(workspace_id, id) on delete set null (decision_id),
  constraint escalations_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint escalations_workspace_id_resolved_by_fkey foreign key (workspace_id, resolved_by) references workspaces.members(workspace_id, id) on delete set null (resolved_by),
  constraint escalation_confidence_is_a_share check ((confidence >= (0)::double precision) and (confidence <= (1)::double precision)),
  constraint escalation_is_of_one check (num_nonnulls(conversation_id, comment_id) = 1),
  constraint escalation_is_resolved_somehow check (((resolved_at is null) = (resolved_how is null)) and (resolved_how = any (array['answered', 'handed_back', 'dismissed']))),
  constraint escalation_reason_is_known check (reason = any (array['urgent_request', 'human_requested', 'legal_matter', 'ai_limitation', 'complex_issue'])),
  constraint escalation_texts_are_short check ((length(message) <= 20000) and (length(summary) <= 4000) and (length(suggested_reply) <= 20000))
);
comment on table autopilot.escalations is 'A case where the machine fetches a person. usage: queue; audience: tenant; domain: autopilot';
create unique index escalation_of_comment_open_once on autopilot.escalations (workspace_id, comment_id) where ((resolved_at is null) and (comment_id is not null));
create unique index escalation_open_once on autopilot.escalations (workspace_id, conversation_id) where ((resolved_at is null) and (conversation_id is not null));
create index escalations_by_comment on autopilot.escalations (workspace_id, comment_id);
create index escalations_by_conversation on autopilot.escalations (workspace_id, conversation_id);
create index escalations_by_created on autopilot.escalations (workspace_id, created_at desc, id desc);
create index escalations_by_decision on autopilot.escalations (workspace_id, decision_id);
create index escalations_by_person on autopilot.escalations (workspace_id, resolved_by);
create index escalations_open on autopilot.escalations (workspace_id, due_at, id) where (resolved_at is null);
create index escalations_to_tell on autopilot.escalations (workspace_id, created_at) where (notified_at is null);
alter table autopilot.escalations enable row level security;
alter table autopilot.escalations force row level security;
create policy escalations_for_who_may_read_them on autopilot.escalations as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and
case
    when (comment_id is null) then (exists ( select
       from inbox.conversations v
      where ((v.workspace_id = escalations.workspace_id) and (v.id = escalations.conversation_id))))
    else (exists ( select
       from inbox.comments c
      where ((c.workspace_id = escalations.workspace_id) and (c.id = escalations.comment_id))))
end);
create policy escalations_in_workspace on autopilot.escalations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (keeps_machines, message, notice_claimed_at, notified_at, overdue_told_at, reason, resolved_at, resolved_by, resolved_how, suggested_reply, summary), delete on autopilot.escalations to app_server;
grant select on autopilot.escalations to authenticated;

create table autopilot.evaluation_questions (
  workspace_id uuid    not null,
  id           uuid    not null,
  set_id       uuid    not null,
  place        integer not null,
  text         text    not null,
  expected     text    not null,
  facts        text[]  not null default '{}'[],
  second_facts text[]  not null default '{}'[],
  forbidden    text[]  not null default '{}'[],
  language     text    not null default 'en',
  channel      text    not null default 'message',
  tags         text[]  not null default '{}'[],
  constraint evaluation_questions_pkey primary key (workspace_id, id),
  constraint evaluation_question_place_once unique (workspace_id, set_id, place),
  constraint evaluation_questions_workspace_id_set_id_fkey foreign key (workspace_id, set_id) references autopilot.evaluation_sets(workspace_id, id) on delete cascade,
  constraint evaluation_question_channel_is_known check (channel = any (array['message', 'comment'])),
  constraint evaluation_question_is_expected_somehow check ((expected = any (array['answer', 'hand_over', 'ignore'])) and ((expected = 'answer') or ((cardinality(facts) + cardinality(second_facts)) = 0))),
  constraint evaluation_question_lists_are_bounded check ((cardinality(facts) <= 20) and (cardinality(second_facts) <= 20) and (cardinality(forbidden) <= 20) and (cardinality(tags) <= 20) and (((pg_column_size(facts) + pg_column_size(second_facts)) + pg_column_size(forbidden)) <= 65536)),
  constraint evaluation_question_texts_are_short check (((length(text) >= 1) and (length(text) <= 4000)) and ((length(language) >= 2) and (length(language) <= 35)) and (place >= 0))
);
comment on table autopilot.evaluation_questions is 'A question, and what is right to do with it. usage: product; audience: tenant; domain: autopilot';
alter table autopilot.evaluation_questions enable row level security;
alter table autopilot.evaluation_questions force row level security;
create policy evaluation_questions_in_workspace on autopilot.evaluation_questions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.evaluation_questions to app_server;

create table autopilot.evaluation_results (
  workspace_id uuid         not null,
  run_id       uuid         not null,
  place        integer      not null,
  question     text         not null,
  expected     text         not null,
  language     text         not null,
  tags         text[]       not null default '{}'[],
  decision     text         not null,
  confidence   numeric(4,3),
  matched_rule text,
  answer       text,
  sources      jsonb        not null default '[]'::jsonb,
  verdict      text         not null,
  why          text         not null,
  cost_micro   bigint       not null default 0,
  latency_ms   integer      not null default 0,
  created_at   timestamptz  not null,
  constraint evaluation_results_pkey primary key (workspace_id, run_id, place),
  constraint evaluation_results_workspace_id_run_id_fkey foreign key (workspace_id, run_id) references autopilot.evaluation_runs(workspace_id, id) on delete cascade,
  constraint evaluation_result_decision_is_known check (decision = any (array['respond', 'ignore', 'escalate'])),
  constraint evaluation_result_figures_are_counts check (((confidence >= (0)::numeric) and (confidence <= (1)::numeric)) and (cost_micro >= 0) and (latency_ms >= 0)),
  constraint evaluation_result_texts_are_short check ((length(question) <= 4000) and (length(answer) <= 20000) and ((length(why) >= 1) and (length(why) <= 500)) and (length(matched_rule) <= 120) and (pg_column_size(sources) <= 65536)),
  constraint evaluation_result_verdict_is_known check (verdict = any (array['right', 'missed', 'wrong', 'crossed']))
);
comment on table autopilot.evaluation_results is 'What became of one question in a run. usage: log; audience: tenant; domain: autopilot';
create index evaluation_results_by_verdict on autopilot.evaluation_results (workspace_id, run_id, verdict, place);
alter table autopilot.evaluation_results enable row level security;
alter table autopilot.evaluation_results force row level security;
create policy evaluation_results_in_workspace on autopilot.evaluation_results
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.evaluation_results to app_server;

create table autopilot.evaluation_runs (
  workspace_id    uuid        not null,
  id              uuid        not null,
  set_id          uuid        not null,
  status          text        not null default 'queued',
  settings        jsonb       not null,
  settings_digest text        not null,
  model           text        not null,
  questions_count integer     not null,
  right_count     integer     not null default 0,
  missed_count    integer     not null default 0,
  wrong_count     integer     not null default 0,
  crossed_count   integer     not null default 0,
  cost_micro      bigint      not null default 0,
  failure         text,
  started_by      uuid,
  created_at      timestamptz not null,
  finished_at     timestamptz,
  constraint evaluation_runs_pkey primary key (workspace_id, id),
  constraint evaluation_runs_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint evaluation_runs_workspace_id_set_id_fkey foreign key (workspace_id, set_id) references autopilot.evaluation_sets(workspace_id, id) on delete cascade,
  constraint evaluation_runs_workspace_id_started_by_fkey foreign key (workspace_id, started_by) references workspaces.members(workspace_id, id) on delete set null (started_by),
  constraint evaluation_run_figures_are_counts check ((questions_count >= 0) and (right_count >= 0) and (missed_count >= 0) and (wrong_count >= 0) and (crossed_count >= 0) and (cost_micro >= 0)),
  constraint evaluation_run_finished_iff_over check ((finished_at is not null) = (status = any (array['done', 'failed']))),
  constraint evaluation_run_settings_are_bounded check ((pg_column_size(settings) <= 262144) and (length(settings_digest) = 64) and ((length(model) >= 1) and (length(model) <= 200)) and (length(failure) <= 500)),
  constraint evaluation_run_status_is_known check (status = any (array['queued', 'running', 'done', 'failed']))
);
comment on table autopilot.evaluation_runs is 'What came of a set of questions with some settings. usage: log; audience: tenant; domain: autopilot';
create index evaluation_runs_by_created on autopilot.evaluation_runs (workspace_id, created_at desc, id desc);
create index evaluation_runs_by_set on autopilot.evaluation_runs (workspace_id, set_id, created_at desc, id desc);
create index evaluation_runs_by_starter on autopilot.evaluation_runs (workspace_id, started_by);
create index evaluation_runs_under_way on autopilot.evaluation_runs (workspace_id, created_at) where (status = any (array['queued', 'running']));
alter table autopilot.evaluation_runs enable row level security;
alter table autopilot.evaluation_runs force row level security;
create policy evaluation_runs_in_workspace on autopilot.evaluation_runs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (cost_micro, crossed_count, failure, finished_at, missed_count, right_count, status, wrong_count), delete on autopilot.evaluation_runs to app_server;

create table autopilot.evaluation_sets (
  workspace_id uuid        not null,
  id           uuid        not null,
  name         text        not null,
  description  text,
  location_id  uuid,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint evaluation_sets_pkey primary key (workspace_id, id),
  constraint evaluation_sets_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint evaluation_sets_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint evaluation_sets_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete set null (location_id),
  constraint evaluation_set_texts_are_short check (((length(name) >= 1) and (length(name) <= 120)) and (length(description) <= 2000))
);
comment on table autopilot.evaluation_sets is 'Questions by which answers are judged. usage: product; audience: tenant; domain: autopilot';
create index evaluation_sets_by_created on autopilot.evaluation_sets (workspace_id, created_at desc, id desc);
create index evaluation_sets_by_creator on autopilot.evaluation_sets (workspace_id, created_by);
create index evaluation_sets_by_location on autopilot.evaluation_sets (workspace_id, location_id);
alter table autopilot.evaluation_sets enable row level security;
alter table autopilot.evaluation_sets force row level security;
create policy evaluation_sets_in_workspace on autopilot.evaluation_sets
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (description, location_id, name, updated_at), delete on autopilot.evaluation_sets to app_server;
create trigger evaluation_sets_500_touch before update on autopilot.evaluation_sets for each row execute function app.touch_updated_at();

create table autopilot.interactions (
  workspace_id            uuid        not null,
  id                      uuid        not null,
  account_id              uuid,
  post_id                 uuid,
  binding_id              uuid,
  conversation_id         uuid,
  contact_id              uuid,
  platform_user_id        text        not null,
  username                text,
  demographics            jsonb       not null default '{}'::jsonb,
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
  constraint interactions_pkey primary key (workspace_id, id),
  constraint interactions_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete set null (account_id),
  constraint interactions_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint interactions_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint interactions_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint interactions_workspace_id_post_id_fkey foreign key (workspace_id, post_id) references publishing.posts(workspace_id, id) on delete set null (post_id),
  constraint interaction_figures_are_counts check ((messages_count >= 0) and (response_time_ms >= 0) and ((photo_quality_score >= 0) and (photo_quality_score <= 100))),
  constraint interaction_texts_are_short check (((length(platform_user_id) >= 1) and (length(platform_user_id) <= 320)) and (length(username) <= 255) and ((length(kind) >= 1) and (length(kind) <= 60)) and (length(source) <= 60) and (length(trigger_word) <= 120) and (length(original_message) <= 2000) and (length(response_type) <= 60) and (pg_column_size(demographics) <= 16384))
);
comment on table autopilot.interactions is 'How far each approach to the machine went. usage: log; audience: tenant; domain: autopilot';
create index interactions_by_account on autopilot.interactions (workspace_id, account_id, created_at desc);
create index interactions_by_contact on autopilot.interactions (workspace_id, contact_id);
create index interactions_by_conversation on autopilot.interactions (workspace_id, conversation_id);
create index interactions_by_created on autopilot.interactions (workspace_id, created_at desc, id desc);
create index interactions_by_post on autopilot.interactions (workspace_id, post_id);
create index interactions_open on autopilot.interactions (workspace_id, conversation_id, created_at desc) where (conversation_ended_at is null);
alter table autopilot.interactions enable row level security;
alter table autopilot.interactions force row level security;
create policy interactions_for_who_may_read_them on autopilot.interactions as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and
case
    when (conversation_id is null) then (exists ( select
       from inbox.comments c
      where ((c.workspace_id = interactions.workspace_id) and (c.id = interactions.id))))
    else (exists ( select
       from inbox.conversations v
      where ((v.workspace_id = interactions.workspace_id) and (v.id = interactions.conversation_id))))
end);
create policy interactions_in_workspace on autopilot.interactions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (bot_responded, contact_id, conversation_ended_at, generation_attempted, generation_completed_at, generation_started_at, generation_successful, messages_count, photo_quality_score, photo_received_at, response_time_ms, response_type, user_made_purchase, user_satisfied, user_sent_photo, user_shared_result), delete on autopilot.interactions to app_server;
grant select on autopilot.interactions to authenticated;

create table autopilot.memories (
  workspace_id      uuid         not null,
  id                uuid         not null,
  contact_id        uuid,
  anonymous_id      text,
  category          text         not null,
  name              text         not null,
  value             jsonb        not null,
  confidence        numeric(3,2) not null default 0.5,
  source            text,
  message_id        uuid,
  last_confirmed_at timestamptz,
  created_at        timestamptz  not null,
  updated_at        timestamptz  not null,
  constraint memories_pkey primary key (workspace_id, id),
  constraint memories_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint memories_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint memories_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete set null (message_id),
  constraint memory_confidence_is_a_share check ((confidence >= (0)::numeric) and (confidence <= (1)::numeric)),
  constraint memory_is_of_one check (num_nonnulls(contact_id, anonymous_id) = 1),
  constraint memory_texts_are_short check (((length(anonymous_id) >= 1) and (length(anonymous_id) <= 200)) and ((length(category) >= 1) and (length(category) <= 60)) and ((length(name) >= 1) and (length(name) <= 120)) and (length(source) <= 200) and (pg_column_size(value) <= 8192))
);
comment on table autopilot.memories is 'What is remembered of a person. usage: product; audience: tenant; domain: autopilot';
create index memories_by_contact on autopilot.memories (workspace_id, contact_id);
create index memories_by_message on autopilot.memories (workspace_id, message_id);
create unique index memory_once_per_contact on autopilot.memories (workspace_id, contact_id, category, name) where (contact_id is not null);
create unique index memory_once_per_visitor on autopilot.memories (workspace_id, anonymous_id, category, name) where (anonymous_id is not null);
alter table autopilot.memories enable row level security;
alter table autopilot.memories force row level security;
create policy memories_in_workspace on autopilot.memories
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (confidence, contact_id, last_confirmed_at, message_id, source, updated_at, value), delete on autopilot.memories to app_server;
create trigger memories_500_touch before update on autopilot.memories for each row execute function app.touch_updated_at();

create table autopilot.personas (
  workspace_id               uuid         not null,
  id                         uuid         not null,
  name                       text         not null,
  status                     text         not null default 'draft',
  role                       text         not null default 'brand_ambassador',
  is_default                 boolean      not null default false,
  location_id                uuid,
  account_id                 uuid,
  voice_profile              jsonb        not null default '{"tone": "friendly", "vocabulary": "everyday"}'::jsonb,
  instructions               text,
  autonomy_level             smallint     not null default 2,
  requires_approval_for      text[]       not null default '{discount_offer,refund,order_change}'[],
  allowed_tools              text[]       not null default '{look_up_order,look_up_product,hand_over}'[],
  max_autonomous_value_micro bigint       not null default 5000000,
  pinned_facts               text[]       not null default '{}'[],
  memory_categories          text[]       not null default '{style,size,color,budget,occasion,language}'[],
  disclosure_text            text         not null default 'I''m an AI assistant',
  discloses                  text         not null default 'first',
  minor_interaction_mode     boolean      not null default false,
  total_interactions         integer      not null default 0,
  avg_satisfaction_score     numeric(3,2),
  usage_count                integer      not null default 0,
  last_used_at               timestamptz,
  is_favorite                boolean      not null default false,
  gender                     text,
  age_range                  text,
  ethnicity                  text,
  body_type                  text,
  height_cm                  smallint,
  skin_tone                  text,
  face_prompt                text,
  face_seed                  integer,
  face_images                text[]       not null default '{}'[],
  selected_face_index        smallint     not null default 0,
  face_reference_url         text,
  style                      text         not null default 'editorial',
  style_aesthetic            text,
  default_pose               text         not null default 'front',
  lighting_preset            text         not null default 'studio',
  generation_settings        jsonb        not null default '{}'::jsonb,
  lora_status                text         not null default 'not_trained',
  lora_model_id              text,
  lora_version               integer      not null default 1,
  lora_trigger_word          text         not null default 'person',
  lora_rank                  smallint     not null default 32,
  lora_alpha                 smallint     not null default 16,
  lora_resolution            smallint     not null default 512,
  lora_base_model            text         not null default 'FLUX.1-dev',
  lora_training_job_id       text,
  lora_training_error        text,
  lora_training_started_at   timestamptz,
  lora_training_completed_at timestamptz,
  lora_size_bytes            bigint,
  lora_processed_images      integer,
  lora_cost_micro            bigint       not null default 0,
  created_by                 uuid,
  created_at                 timestamptz  not null,
  updated_at                 timestamptz  not null,
  constraint personas_pkey primary key (workspace_id, id),
  constraint personas_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint personas_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint personas_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint personas_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete cascade,
  constraint persona_autonomy_is_a_level check ((autonomy_level >= 0) and (autonomy_level <= 4)),
  constraint persona_discloses_when_known check (discloses = any (array['first', 'always', 'when_asked'])),
  constraint persona_face_is_one_of_them check ((selected_face_index >= 0) and (selected_face_index < greatest(cardinality(face_images), 1))),
  constraint persona_figures_are_counts check ((total_interactions >= 0) and (usage_count >= 0) and (lora_version >= 1) and ((height_cm >= 30) and (height_cm <= 300)) and ((avg_satisfaction_score >= (0)::numeric) and (avg_satisfaction_score <= (5)::numeric))),
  constraint persona_lists_are_bounded check ((cardinality(requires_approval_for) <= 50) and (cardinality(allowed_tools) <= 50) and (cardinality(pinned_facts) <= 200) and (cardinality(memory_categories) <= 50) and (cardinality(face_images) <= 50) and (pg_column_size(pinned_facts) <= 65536) and (pg_column_size(voice_profile) <= 16384) and (pg_column_size(generation_settings) <= 16384)),
  constraint persona_lora_status_is_known check (lora_status = any (array['not_trained', 'training', 'ready', 'failed'])),
  constraint persona_status_is_known check (status = any (array['draft', 'active', 'archived'])),
  constraint persona_texts_are_short check (((length(name) >= 1) and (length(name) <= 120)) and ((length(role) >= 1) and (length(role) <= 60)) and (length(instructions) <= 20000) and ((length(disclosure_text) >= 1) and (length(disclosure_text) <= 500)) and (length(face_prompt) <= 4000)),
  constraint persona_value_is_no_debt check ((max_autonomous_value_micro >= 0) and (lora_cost_micro >= 0))
);
comment on table autopilot.personas is 'Who answers: a voice, its leave, and a face. usage: product; audience: tenant; domain: autopilot';
create unique index persona_default_per_role on autopilot.personas (workspace_id, role) where is_default;
create index personas_by_account on autopilot.personas (workspace_id, account_id);
create index personas_by_created on autopilot.personas (workspace_id, created_at desc, id desc);
create index personas_by_creator on autopilot.personas (workspace_id, created_by);
create index personas_by_location on autopilot.personas (workspace_id, location_id);
alter table autopilot.personas enable row level security;
alter table autopilot.personas force row level security;
create policy personas_for_who_may_read_them on autopilot.personas as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy personas_in_workspace on autopilot.personas
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (account_id, allowed_tools, autonomy_level, avg_satisfaction_score, discloses, disclosure_text, instructions, is_default, is_favorite, last_used_at, location_id, max_autonomous_value_micro, memory_categories, minor_interaction_mode, name, pinned_facts, requires_approval_for, role, status, total_interactions, updated_at, usage_count, voice_profile), delete on autopilot.personas to app_server;
grant select on autopilot.personas to authenticated;
create trigger personas_500_touch before update on autopilot.personas for each row execute function app.touch_updated_at();

create table autopilot.readings (
  workspace_id    uuid        not null,
  id              uuid        not null,
  message_id      uuid,
  conversation_id uuid,
  comment_id      uuid,
  version         smallint    not null,
  read_by         text        not null,
  model           text,
  sentiment       text,
  priority_score  smallint    not null,
  categories      text[]      not null default '{}'[],
  keywords        text[]      not null default '{}'[],
  language        text,
  read_at         timestamptz not null,
  constraint readings_pkey primary key (workspace_id, id),
  constraint readings_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint readings_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint readings_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint reading_is_of_one check ((num_nonnulls(message_id, comment_id) = 1) and ((message_id is null) = (conversation_id is null)) and (id = coalesce(message_id, comment_id))),
  constraint reading_priority_is_a_score check ((priority_score >= 1) and (priority_score <= 100)),
  constraint reading_reader_is_known check ((read_by = any (array['rules', 'model'])) and ((model is not null) = (read_by = 'model'))),
  constraint reading_sentiment_is_known check (sentiment = any (array['positive', 'neutral', 'negative'])),
  constraint reading_words_are_few check ((cardinality(categories) <= 20) and (cardinality(keywords) <= 20) and (pg_column_size(categories) <= 2000) and (pg_column_size(keywords) <= 4000) and ((length(model) >= 1) and (length(model) <= 200)) and ((length(language) >= 2) and (length(language) <= 35)))
);
comment on table autopilot.readings is 'What is read out of what customers write. usage: product; audience: tenant; domain: autopilot';
create index readings_by_comment on autopilot.readings (workspace_id, comment_id);
create index readings_by_conversation on autopilot.readings (workspace_id, conversation_id, read_at desc, id desc);
create index readings_by_message on autopilot.readings (workspace_id, message_id);
create index readings_by_version on autopilot.readings (workspace_id, version, id);
alter table autopilot.readings enable row level security;
alter table autopilot.readings force row level security;
create policy readings_in_workspace on autopilot.readings
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (categories, keywords, language, model, priority_score, read_at, read_by, sentiment, version), delete on autopilot.readings to app_server;

create table autopilot.sessions (
  workspace_id          uuid        not null,
  id                    uuid        not null,
  conversation_id       uuid,
  contact_id            uuid,
  anonymous_id          text,
  persona_id            uuid,
  channel               text        not null,
  state                 jsonb       not null default '{}'::jsonb,
  extracted_preferences jsonb       not null default '{}'::jsonb,
  messages_count        integer     not null default 0,
  tool_calls_count      integer     not null default 0,
  cost_micro            bigint      not null default 0,
  conversion_micro      bigint      not null default 0,
  started_at            timestamptz not null,
  last_activity_at      timestamptz not null,
  ended_at              timestamptz,
  constraint sessions_pkey primary key (workspace_id, id),
  constraint sessions_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint sessions_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint sessions_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint sessions_workspace_id_persona_id_fkey foreign key (workspace_id, persona_id) references autopilot.personas(workspace_id, id) on delete set null (persona_id),
  constraint session_figures_are_counts check ((messages_count >= 0) and (tool_calls_count >= 0) and (cost_micro >= 0) and (conversion_micro >= 0)),
  constraint session_is_with_somebody check (num_nonnulls(contact_id, anonymous_id) >= 1),
  constraint session_state_is_bounded check ((pg_column_size(state) <= 65536) and (pg_column_size(extracted_preferences) <= 65536)),
  constraint session_texts_are_short check (((length(anonymous_id) >= 1) and (length(anonymous_id) <= 200)) and ((length(channel) >= 1) and (length(channel) <= 40)))
);
comment on table autopilot.sessions is 'A stretch of talk between the machine and one person. usage: product; audience: tenant; domain: autopilot';
create unique index session_open_once on autopilot.sessions (workspace_id, conversation_id) where ((ended_at is null) and (conversation_id is not null));
create index sessions_by_contact on autopilot.sessions (workspace_id, contact_id, started_at desc);
create index sessions_by_conversation on autopilot.sessions (workspace_id, conversation_id, started_at desc);
create index sessions_by_persona on autopilot.sessions (workspace_id, persona_id);
create index sessions_idle on autopilot.sessions (workspace_id, last_activity_at) where (ended_at is null);
alter table autopilot.sessions enable row level security;
alter table autopilot.sessions force row level security;
create policy sessions_in_workspace on autopilot.sessions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (contact_id, conversion_micro, cost_micro, ended_at, extracted_preferences, last_activity_at, messages_count, persona_id, state, tool_calls_count), delete on autopilot.sessions to app_server;

create table autopilot.settings (
  workspace_id       uuid         not null,
  model              text         not null default 'anthropic/claude-3.5-haiku',
  temperature        numeric(3,2) not null default 0.20,
  top_p              numeric(3,2) not null default 1.00,
  language           text         not null default 'en',
  tone               text         not null default 'friendly',
  system_prompt      text,
  instructions       text,
  is_active          boolean      not null default true,
  answers_messages   boolean      not null default true,
  answers_comments   boolean      not null default true,
  outside_hours      text         not null default 'answer',
  confidence_min     numeric(3,2) not null default 0.60,
  flagged_keywords   text[]       not null default '{}'[],
  flagged_phrases    text[]       not null default '{}'[],
  ignore_examples    text[]       not null default '{}'[],
  document_languages text[]       not null default '{}'[],
  turns_max          smallint     not null default 8,
  escalation_minutes integer      not null default 60,
  reading_model      text,
  notified_emails    text[]       not null default '{}'[],
  version            integer      not null default 1,
  updated_by         uuid,
  created_at         timestamptz  not null,
  updated_at         timestamptz  not null,
  constraint settings_pkey primary key (workspace_id),
  constraint settings_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint settings_workspace_id_updated_by_fkey foreign key (workspace_id, updated_by) references workspaces.members(workspace_id, id) on delete set null (updated_by),
  constraint settings_confidence_is_a_share check ((confidence_min >= (0)::numeric) and (confidence_min <= (1)::numeric)),
  constraint settings_limits_are_some check (((turns_max >= 1) and (turns_max <= 50)) and ((escalation_minutes >= 1) and (escalation_minutes <= 43200))),
  constraint settings_lists_are_bounded check ((cardinality(flagged_keywords) <= 500) and (cardinality(flagged_phrases) <= 500) and (cardinality(ignore_examples) <= 500) and (cardinality(document_languages) <= 50) and (cardinality(notified_emails) <= 20) and (((pg_column_size(flagged_keywords) + pg_column_size(flagged_phrases)) + pg_column_size(ignore_examples)) <= 262144)),
  constraint settings_outside_hours_is_known check (outside_hours = any (array['answer', 'escalate', 'wait'])),
  constraint settings_temperature_is_one check (((temperature >= (0)::numeric) and (temperature <= (2)::numeric)) and ((top_p >= (0)::numeric) and (top_p <= (1)::numeric))),
  constraint settings_texts_are_short check (((length(model) >= 1) and (length(model) <= 200)) and ((length(language) >= 2) and (length(language) <= 35)) and ((length(tone) >= 1) and (length(tone) <= 200)) and ((length(reading_model) >= 1) and (length(reading_model) <= 200)) and (length(system_prompt) <= 20000) and (length(instructions) <= 20000))
);
comment on table autopilot.settings is 'How the machine answers in a workspace. usage: product; audience: tenant; domain: autopilot';
create index settings_by_updater on autopilot.settings (workspace_id, updated_by);
alter table autopilot.settings enable row level security;
alter table autopilot.settings force row level security;
create policy settings_changed_by_who_may_manage on autopilot.settings as restrictive for update to authenticated
  using ( select workspaces.direct_client_may('autopilot.manage', '{owner,admin,manager}'[]) as direct_client_may);
create policy settings_for_who_may_read_them on autopilot.settings as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('autopilot.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy settings_in_workspace on autopilot.settings
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (answers_comments, answers_messages, confidence_min, document_languages, escalation_minutes, flagged_keywords, flagged_phrases, ignore_examples, instructions, is_active, language, model, notified_emails, outside_hours, reading_model, system_prompt, temperature, tone, top_p, turns_max, updated_at, updated_by, version), delete on autopilot.settings to app_server;
grant select, update (answers_comments, answers_messages, document_languages, flagged_keywords, flagged_phrases, ignore_examples, instructions, is_active, language, model, system_prompt, temperature, tone, top_p) on autopilot.settings to authenticated;
create trigger settings_400_count_direct_version before update on autopilot.settings for each row when ((not pg_has_role('app_server'::name, 'member'))) execute function autopilot.count_direct_version();
create trigger settings_500_touch before update on autopilot.settings for each row execute function app.touch_updated_at();
create trigger settings_600_record_direct_change after update on autopilot.settings for each row when ((not pg_has_role('app_server'::name, 'member'))) execute function autopilot.record_direct_change();

create table autopilot.training_texts (
  workspace_id uuid        not null,
  id           uuid        not null,
  member_id    uuid,
  kind         text        not null,
  content      text        not null,
  metadata     jsonb       not null default '{}'::jsonb,
  created_at   timestamptz not null,
  constraint training_texts_pkey primary key (workspace_id, id),
  constraint training_texts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint training_texts_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint training_text_is_short check (((length(kind) >= 1) and (length(kind) <= 60)) and ((length(content) >= 1) and (length(content) <= 100000)) and (pg_column_size(metadata) <= 16384))
);
comment on table autopilot.training_texts is 'Texts a model may be trained with. usage: product; audience: tenant; domain: autopilot';
create index training_texts_by_kind on autopilot.training_texts (workspace_id, member_id, kind, created_at desc, id desc);
create index training_texts_by_member on autopilot.training_texts (workspace_id, member_id, created_at desc, id desc);
alter table autopilot.training_texts enable row level security;
alter table autopilot.training_texts force row level security;
create policy training_texts_in_workspace on autopilot.training_texts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy training_texts_of_oneself on autopilot.training_texts as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('autopilot.approve', '{owner,admin,manager,member}'[]) as direct_client_may) and (member_id = (select inbox.member_of_direct_client())));
grant select, insert, delete on autopilot.training_texts to app_server;
grant select on autopilot.training_texts to authenticated;

create table autopilot.turns (
  workspace_id uuid         not null,
  id           uuid         not null,
  session_id   uuid         not null,
  decision_id  uuid,
  role         text         not null,
  content      text         not null,
  tool_name    text,
  tool_input   jsonb,
  tool_output  jsonb,
  model        text,
  tokens_count integer,
  latency_ms   integer,
  confidence   numeric(4,3),
  cost_micro   bigint       not null default 0,
  created_at   timestamptz  not null,
  constraint turns_pkey primary key (workspace_id, id),
  constraint turns_workspace_id_decision_id_fkey foreign key (workspace_id, decision_id) references autopilot.decisions(workspace_id, id) on delete set null (decision_id),
  constraint turns_workspace_id_session_id_fkey foreign key (workspace_id, session_id) references autopilot.sessions(workspace_id, id) on delete cascade,
  constraint turn_figures_are_counts check ((tokens_count >= 0) and (latency_ms >= 0) and (cost_micro >= 0) and ((confidence >= (0)::numeric) and (confidence <= (1)::numeric))),
  constraint turn_role_is_known check (role = any (array['customer', 'assistant', 'tool', 'system'])),
  constraint turn_texts_are_short check ((length(content) <= 20000) and ((length(tool_name) >= 1) and (length(tool_name) <= 120)) and (length(model) <= 200)),
  constraint turn_tool_is_bounded check ((pg_column_size(tool_input) <= 65536) and (pg_column_size(tool_output) <= 65536))
);
comment on table autopilot.turns is 'What was said and done in a session with the machine. usage: log; audience: tenant; domain: autopilot';
create index turns_by_decision on autopilot.turns (workspace_id, decision_id);
create index turns_by_session on autopilot.turns (workspace_id, session_id, created_at, id);
alter table autopilot.turns enable row level security;
alter table autopilot.turns force row level security;
create policy turns_in_workspace on autopilot.turns
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.turns to app_server;
