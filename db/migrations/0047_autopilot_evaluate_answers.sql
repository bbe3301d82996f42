-- How well the machine answers: sets of questions whose right end is known, and what became of each in a run.

create table autopilot.evaluation_sets (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  name         text        not null,
  description  text,
  location_id  uuid,                 -- asked as at this one; null: as where nothing but everybody's holds
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, location_id)
    references workspaces.locations (workspace_id, id) on delete set null (location_id),
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint evaluation_set_texts_are_short check (length(name) between 1 and 120 and length(description) <= 2000)
);
comment on table autopilot.evaluation_sets is
  'Questions by which answers are judged. usage: product; audience: tenant; domain: autopilot';
create index evaluation_sets_by_created on autopilot.evaluation_sets (workspace_id, created_at desc, id desc);
create index evaluation_sets_by_location on autopilot.evaluation_sets (workspace_id, location_id);
create index evaluation_sets_by_creator on autopilot.evaluation_sets (workspace_id, created_by);
create trigger evaluation_sets_500_touch before update on autopilot.evaluation_sets
  for each row execute function app.touch_updated_at();
alter table autopilot.evaluation_sets enable row level security;
alter table autopilot.evaluation_sets force row level security;
create policy evaluation_sets_in_workspace on autopilot.evaluation_sets
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.evaluation_sets to app_server;
grant update (name, description, location_id, updated_at) on autopilot.evaluation_sets to app_server;

-- A set is written as a whole, so questions are added and dropped and never changed.
create table autopilot.evaluation_questions (
  workspace_id uuid     not null,
  id           uuid     not null,
  set_id       uuid     not null,
  place        integer  not null,
  text         text     not null,
  expected     text     not null,
  facts        text[]   not null default '{}', -- of an answer: a span it stands on contains one of these
  second_facts text[]   not null default '{}', -- where two things are asked: and one of these
  forbidden    text[]   not null default '{}', -- what no answer may say
  language     text     not null default 'en',
  channel      text     not null default 'message',
  tags         text[]   not null default '{}',

  primary key (workspace_id, id),
  foreign key (workspace_id, set_id) references autopilot.evaluation_sets (workspace_id, id) on delete cascade,
  constraint evaluation_question_place_once unique (workspace_id, set_id, place),
  constraint evaluation_question_is_expected_somehow check (expected in ('answer', 'hand_over', 'ignore')
    and (expected = 'answer' or cardinality(facts) + cardinality(second_facts) = 0)),
  constraint evaluation_question_channel_is_known check (channel in ('message', 'comment')),
  constraint evaluation_question_texts_are_short check (length(text) between 1 and 4000
    and length(language) between 2 and 35 and place >= 0),
  constraint evaluation_question_lists_are_bounded check (cardinality(facts) <= 20 and cardinality(second_facts) <= 20
    and cardinality(forbidden) <= 20 and cardinality(tags) <= 20
    and pg_column_size(facts) + pg_column_size(second_facts) + pg_column_size(forbidden) <= 65536)
);
comment on table autopilot.evaluation_questions is
  'A question, and what is right to do with it. usage: product; audience: tenant; domain: autopilot';
alter table autopilot.evaluation_questions enable row level security;
alter table autopilot.evaluation_questions force row level security;
create policy evaluation_questions_in_workspace on autopilot.evaluation_questions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.evaluation_questions to app_server;

-- One go through a set with settings as they were, or might be. Killed, it goes on where it was: what has a result is
-- not asked again.
create table autopilot.evaluation_runs (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  set_id          uuid        not null,
  status          text        not null default 'queued',
  settings        jsonb       not null, -- those it is asked with
  settings_digest text        not null, -- by which the same are known again
  model           text        not null,
  questions_count integer     not null,
  right_count     integer     not null default 0,
  missed_count    integer     not null default 0, -- handed over or left alone, though it could be answered
  wrong_count     integer     not null default 0, -- said what nothing supports, or left alone who needed somebody
  crossed_count   integer     not null default 0, -- said what no answer may say
  cost_micro      bigint      not null default 0,
  failure         text,
  started_by      uuid,
  created_at      timestamptz not null,
  finished_at     timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, set_id) references autopilot.evaluation_sets (workspace_id, id) on delete cascade,
  foreign key (workspace_id, started_by)
    references workspaces.members (workspace_id, id) on delete set null (started_by),
  constraint evaluation_run_status_is_known check (status in ('queued', 'running', 'done', 'failed')),
  constraint evaluation_run_finished_iff_over check ((finished_at is not null) = (status in ('done', 'failed'))),
  constraint evaluation_run_settings_are_bounded check (pg_column_size(settings) <= 262144
    and length(settings_digest) = 64 and length(model) between 1 and 200 and length(failure) <= 500),
  constraint evaluation_run_figures_are_counts check (questions_count >= 0 and right_count >= 0 and missed_count >= 0
    and wrong_count >= 0 and crossed_count >= 0 and cost_micro >= 0)
);
comment on table autopilot.evaluation_runs is
  'What came of a set of questions with some settings. usage: log; audience: tenant; domain: autopilot';
create index evaluation_runs_by_created on autopilot.evaluation_runs (workspace_id, created_at desc, id desc);
create index evaluation_runs_by_set on autopilot.evaluation_runs (workspace_id, set_id, created_at desc, id desc);
create index evaluation_runs_by_starter on autopilot.evaluation_runs (workspace_id, started_by);
create index evaluation_runs_under_way on autopilot.evaluation_runs (workspace_id, created_at)
  where status in ('queued', 'running');
alter table autopilot.evaluation_runs enable row level security;
alter table autopilot.evaluation_runs force row level security;
create policy evaluation_runs_in_workspace on autopilot.evaluation_runs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.evaluation_runs to app_server;
grant update (status, right_count, missed_count, wrong_count, crossed_count, cost_micro, failure, finished_at)
  on autopilot.evaluation_runs to app_server;

-- The question as it was is kept with what became of it, so that a run says the same when its set is written anew.
create table autopilot.evaluation_results (
  workspace_id uuid        not null,
  run_id       uuid        not null,
  place        integer     not null,
  question     text        not null,
  expected     text        not null,
  language     text        not null,
  tags         text[]      not null default '{}',
  decision     text        not null,
  confidence   numeric(4, 3),
  matched_rule text,
  answer       text,
  sources      jsonb       not null default '[]',
  verdict      text        not null,
  why          text        not null,
  cost_micro   bigint      not null default 0,
  latency_ms   integer     not null default 0,
  created_at   timestamptz not null,

  primary key (workspace_id, run_id, place),
  foreign key (workspace_id, run_id) references autopilot.evaluation_runs (workspace_id, id) on delete cascade,
  constraint evaluation_result_decision_is_known check (decision in ('respond', 'ignore', 'escalate')),
  constraint evaluation_result_verdict_is_known check (verdict in ('right', 'missed', 'wrong', 'crossed')),
  constraint evaluation_result_texts_are_short check (length(question) <= 4000 and length(answer) <= 20000
    and length(why) between 1 and 500 and length(matched_rule) <= 120 and pg_column_size(sources) <= 65536),
  constraint evaluation_result_figures_are_counts check (confidence between 0 and 1 and cost_micro >= 0
    and latency_ms >= 0)
);
comment on table autopilot.evaluation_results is
  'What became of one question in a run. usage: log; audience: tenant; domain: autopilot';
create index evaluation_results_by_verdict on autopilot.evaluation_results (workspace_id, run_id, verdict, place);
alter table autopilot.evaluation_results enable row level security;
alter table autopilot.evaluation_results force row level security;
create policy evaluation_results_in_workspace on autopilot.evaluation_results
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on autopilot.evaluation_results to app_server;

-- migrate: down

drop table autopilot.evaluation_results;
drop table autopilot.evaluation_runs;
drop table autopilot.evaluation_questions;
drop table autopilot.evaluation_sets;
