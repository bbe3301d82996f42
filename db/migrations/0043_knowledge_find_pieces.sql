-- A piece of a document, or an answer with its questions: what is found, and what an answer stands on.
create table knowledge.chunks (
  workspace_id uuid        not null,
  id           uuid        not null,
  document_id  uuid,
  faq_id       uuid,
  place        integer     not null, -- in its document
  heading      text,                 -- the path of headings above it
  content      text        not null,
  content_hash bytea       not null, -- by which an unchanged piece is known again
  start_char   integer     not null, -- in the text of its document
  end_char     integer     not null,
  tokens_count integer     not null,
  tsconfig     text        not null default 'simple',
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, document_id) references knowledge.documents (workspace_id, id) on delete cascade,
  foreign key (workspace_id, faq_id) references knowledge.faqs (workspace_id, id) on delete cascade,
  constraint chunk_is_of_one check (num_nonnulls(document_id, faq_id) = 1),
  constraint chunk_texts_are_short check (length(content) between 1 and 20000 and length(heading) between 1 and 1000
    and length(tsconfig) between 1 and 60),
  constraint chunk_hash_is_sha256 check (octet_length(content_hash) = 32),
  constraint chunk_span_is_one check (start_char >= 0 and end_char > start_char),
  constraint chunk_figures_are_counts check (place >= 0 and tokens_count >= 0)
);
comment on table knowledge.chunks is
  'A piece of a text: what is found, and what answers stand on. usage: product; audience: tenant; domain: knowledge';
create index chunks_by_document on knowledge.chunks (workspace_id, document_id, place);
create index chunks_by_faq on knowledge.chunks (workspace_id, faq_id);
create trigger chunks_500_touch before update on knowledge.chunks
  for each row execute function app.touch_updated_at();
alter table knowledge.chunks enable row level security;
alter table knowledge.chunks force row level security;
create policy chunks_in_workspace on knowledge.chunks
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.chunks to app_server;
grant update (place, heading, start_char, end_char, tsconfig, updated_at) on knowledge.chunks to app_server;

-- How the pieces of a workspace are found: the model whose vectors are compared, the one that takes its place when all
-- pieces have a vector of it, how far that has come, and in which of PostgreSQL's configurations there are words. Two
-- models of one workspace are never compared with each other, so the old one is searched by until the new one is whole.
create table knowledge.indexes (
  workspace_id    uuid   not null references workspaces.workspaces (id) on delete cascade,
  model           text,            -- null: nothing is embedded yet
  dimensions      smallint,
  next_model      text,
  next_dimensions smallint,
  reached_id      uuid,            -- the last piece that has a vector of the next model
  tsconfigs       text[] not null default '{}',

  primary key (workspace_id),
  constraint index_model_has_a_size check ((model is null) = (dimensions is null)
    and (next_model is null) = (next_dimensions is null) and length(model) between 1 and 200
    and length(next_model) between 1 and 200 and dimensions between 1 and 16000 and next_dimensions between 1 and 16000),
  constraint index_next_is_another check (next_model is null or (model is not null and next_model <> model)),
  constraint index_has_come_somewhere check (reached_id is null or next_model is not null),
  constraint index_tsconfigs_are_few check (cardinality(tsconfigs) <= 60)
);
comment on table knowledge.indexes is
  'How the pieces of a workspace are found: model and languages. usage: product; audience: tenant; domain: knowledge';
alter table knowledge.indexes enable row level security;
alter table knowledge.indexes force row level security;
create policy indexes_in_workspace on knowledge.indexes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert on knowledge.indexes to app_server;
grant update (model, dimensions, next_model, next_dimensions, reached_id, tsconfigs)
  on knowledge.indexes to app_server;

-- SS-60, SE-157: the model and the size are kept with each vector, and like is compared with like. Inline, for those of
-- a small workspace are all read; those of a large one are found by the index of their model.
create table knowledge.vectors (
  workspace_id uuid        not null,
  model        text collate "C" not null,
  chunk_id     uuid        not null,
  dimensions   smallint    not null,
  embedding    vector      not null,
  created_at   timestamptz not null,

  primary key (workspace_id, model, chunk_id),
  foreign key (workspace_id, chunk_id) references knowledge.chunks (workspace_id, id) on delete cascade,
  constraint vector_model_is_short check (length(model) between 1 and 200),
  constraint vector_has_its_size check (dimensions = vector_dims(embedding))
);
comment on table knowledge.vectors is
  'What a piece of a text means, as one model sees it. usage: cache; audience: tenant; domain: knowledge';
-- The name of the model too: it would be moved out of a row that is so large, and be looked up for every one.
alter table knowledge.vectors alter column embedding set storage plain, alter column model set storage plain;
create index vectors_by_chunk on knowledge.vectors (workspace_id, chunk_id);
-- One for each model that comes with Stoa. Of a model without one, all vectors of a workspace are read.
create index vectors_of_gemini on knowledge.vectors using hnsw ((embedding::vector(768)) vector_cosine_ops)
  where model = 'google/gemini-embedding-001';
create index vectors_of_openai on knowledge.vectors using hnsw ((embedding::vector(1536)) vector_cosine_ops)
  where model = 'openai/text-embedding-3-small';
create index vectors_of_bge on knowledge.vectors using hnsw ((embedding::vector(384)) vector_cosine_ops)
  where model = 'baai/bge-small-en-v1.5';
alter table knowledge.vectors enable row level security;
alter table knowledge.vectors force row level security;
create policy vectors_in_workspace on knowledge.vectors
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.vectors to app_server;

-- Which words a piece has. Behind row security no index of full text is gone by: equality of text is.
create table knowledge.chunk_words (
  workspace_id uuid             not null,
  word         text collate "C" not null, -- a lexeme of the document's configuration
  chunk_id     uuid             not null,
  weight       double precision not null, -- how much of the piece it is, levelling off: the second half of BM25

  primary key (workspace_id, word, chunk_id),
  foreign key (workspace_id, chunk_id) references knowledge.chunks (workspace_id, id) on delete cascade,
  constraint chunk_word_is_short check (length(word) between 1 and 60),
  constraint chunk_word_weighs_something check (weight > 0)
);
comment on table knowledge.chunk_words is
  'Which words a piece of a text has. usage: cache; audience: internal; domain: knowledge';
create index chunk_words_by_chunk on knowledge.chunk_words (workspace_id, chunk_id);
alter table knowledge.chunk_words enable row level security;
alter table knowledge.chunk_words force row level security;
create policy chunk_words_in_workspace on knowledge.chunk_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.chunk_words to app_server;

-- The lexemes of a text in one of PostgreSQL's configurations, and how often each is there. Without accents on both
-- sides, since customers write without them.
create function knowledge.words_of(p_text text, p_tsconfig text) returns table (word text, uses integer)
language sql stable parallel safe set search_path = pg_catalog, pg_temp as $$
  select left(t.lexeme, 60), sum(cardinality(t.positions))::int
    from unnest(to_tsvector(p_tsconfig::regconfig,
      regexp_replace(normalize(p_text, nfkd), '[\u0300-\u036f]+', '', 'g'))) t
   where t.positions is not null group by 1
$$;

create function knowledge.keep_words_of_chunks() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  -- k1 = 1.2, b = 0.75, and pieces of 150 words as the usual ones: it need not be exact, only the same for all.
  insert into knowledge.chunk_words (workspace_id, word, chunk_id, weight)
  select c.workspace_id, w.word, c.id,
         w.uses * 2.2 / (w.uses + 1.2 * (0.25 + 0.75 * sum(w.uses) over (partition by c.id) / 150.0))
    from added c cross join lateral knowledge.words_of(concat_ws(' ', c.heading, c.content), c.tsconfig) w
   where w.word <> '';
  return null;
end;
$$;
create trigger chunks_700_words after insert on knowledge.chunks
  referencing new table as added for each statement execute function knowledge.keep_words_of_chunks();

-- Work on documents: reading a file or a site, and doing so again.
create table knowledge.ingestion_jobs (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  kind            text        not null,
  document_id     uuid,
  site_id         uuid,
  config          jsonb       not null default '{}',
  status          text        not null default 'pending',
  wanted          text        not null default 'run', -- what somebody asked for: whoever does the work looks
  items_total     integer     not null default 0,
  items_processed integer     not null default 0,
  items_succeeded integer     not null default 0,
  items_failed    integer     not null default 0,
  items_unchanged integer     not null default 0,
  chunks_created  integer     not null default 0,
  cost_micro      bigint      not null default 0,
  state           jsonb       not null default '{}', -- how far it has come: from there it goes on
  failure_code    text,
  failure_detail  jsonb,
  started_at      timestamptz,
  completed_at    timestamptz,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, document_id) references knowledge.documents (workspace_id, id) on delete cascade,
  foreign key (workspace_id, site_id) references knowledge.sites (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint ingestion_job_kind_is_known check (kind in ('file', 'page', 'text', 'site', 'embed')),
  constraint ingestion_job_status_is_known check (
    status in ('pending', 'running', 'paused', 'completed', 'failed', 'cancelled')),
  constraint ingestion_job_wanted_is_known check (wanted in ('run', 'pause', 'cancel')),
  constraint ingestion_job_says_why_it_failed check ((status = 'failed') = (failure_code is not null)),
  constraint ingestion_job_ended_when_over check (
    (completed_at is not null) = (status in ('completed', 'failed', 'cancelled'))),
  constraint ingestion_job_figures_are_counts check (items_total >= 0 and items_processed >= 0 and items_succeeded >= 0
    and items_failed >= 0 and items_unchanged >= 0 and chunks_created >= 0 and cost_micro >= 0),
  constraint ingestion_job_state_is_bounded check (pg_column_size(state) <= 4194304 and pg_column_size(config) <= 16384
    and pg_column_size(failure_detail) <= 16384 and length(failure_code) <= 60)
);
comment on table knowledge.ingestion_jobs is
  'Reading of a file or a site, with how far it has come. usage: queue; audience: tenant; domain: knowledge';
create index ingestion_jobs_by_created on knowledge.ingestion_jobs (workspace_id, created_at desc, id desc);
create index ingestion_jobs_by_document on knowledge.ingestion_jobs (workspace_id, document_id);
create index ingestion_jobs_by_site on knowledge.ingestion_jobs (workspace_id, site_id);
create index ingestion_jobs_by_creator on knowledge.ingestion_jobs (workspace_id, created_by);
create index ingestion_jobs_open on knowledge.ingestion_jobs (workspace_id, updated_at)
  where status in ('pending', 'running', 'paused');
create trigger ingestion_jobs_500_touch before update on knowledge.ingestion_jobs
  for each row execute function app.touch_updated_at();
alter table knowledge.ingestion_jobs enable row level security;
alter table knowledge.ingestion_jobs force row level security;
create policy ingestion_jobs_in_workspace on knowledge.ingestion_jobs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.ingestion_jobs to app_server;
grant update (status, wanted, items_total, items_processed, items_succeeded, items_failed, items_unchanged,
  chunks_created, cost_micro, state, failure_code, failure_detail, started_at, completed_at, updated_at)
  on knowledge.ingestion_jobs to app_server;

-- What became of each page or file of a job.
create table knowledge.ingestion_items (
  workspace_id uuid        not null,
  job_id       uuid        not null,
  place        integer     not null,
  address      text        not null, -- of a page, or the name of a file
  document_id  uuid,
  outcome      text        not null,
  failure_code text,
  happened_at  timestamptz not null,

  primary key (workspace_id, job_id, place),
  foreign key (workspace_id, job_id) references knowledge.ingestion_jobs (workspace_id, id) on delete cascade,
  foreign key (workspace_id, document_id)
    references knowledge.documents (workspace_id, id) on delete set null (document_id),
  constraint ingestion_item_outcome_is_known check (outcome in ('indexed', 'unchanged', 'failed', 'skipped', 'gone')),
  constraint ingestion_item_texts_are_short check (length(address) between 1 and 2000 and length(failure_code) <= 60)
);
comment on table knowledge.ingestion_items is
  'What became of each page or file that was read. usage: log; audience: tenant; domain: knowledge';
create index ingestion_items_by_document on knowledge.ingestion_items (workspace_id, document_id);
alter table knowledge.ingestion_items enable row level security;
alter table knowledge.ingestion_items force row level security;
create policy ingestion_items_in_workspace on knowledge.ingestion_items
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.ingestion_items to app_server;

-- What direct clients may do with it: read what the server would show them. What is deleted is shown to nobody, and
-- what was taken from somebody at a location is. Writing takes cutting and embedding, so it goes through the server;
-- readings are its own (SE-143).
grant usage on schema knowledge to authenticated;
grant select on knowledge.documents, knowledge.faqs, knowledge.faq_questions, knowledge.chunks, knowledge.indexes,
  knowledge.vectors to authenticated;

create function knowledge.locations_kept_from_direct_client() returns uuid[]
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select array(select l.location_id from workspaces.location_roles l
                 join workspaces.members m on m.workspace_id = l.workspace_id and m.id = l.member_id
                where m.workspace_id = app.current_workspace_id() and m.user_id = app.current_user_id()
                  and m.role <> 'owner' and 'knowledge.read' = any (l.withdrawn_permissions))
$$;
create policy documents_for_who_may_read_them on knowledge.documents as restrictive for select to authenticated
  using (deleted_at is null
    and (select workspaces.direct_client_may('knowledge.read', '{owner,admin,manager,member,viewer}'))
    and (location_id is null or location_id <> all ((select knowledge.locations_kept_from_direct_client())::uuid[])));
create policy faqs_for_who_may_read_them on knowledge.faqs as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('knowledge.read', '{owner,admin,manager,member,viewer}'))
    and (location_id is null or location_id <> all ((select knowledge.locations_kept_from_direct_client())::uuid[])));
create policy faq_questions_for_who_may_read_them on knowledge.faq_questions
  as restrictive for select to authenticated
  using (exists (select from knowledge.faqs f
    where f.workspace_id = faq_questions.workspace_id and f.id = faq_questions.faq_id));
create policy chunks_for_who_may_read_them on knowledge.chunks as restrictive for select to authenticated
  using (case when document_id is null
    then exists (select from knowledge.faqs f where f.workspace_id = chunks.workspace_id and f.id = chunks.faq_id)
    else exists (select from knowledge.documents d
           where d.workspace_id = chunks.workspace_id and d.id = chunks.document_id) end);
create policy indexes_for_who_may_read_them on knowledge.indexes as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('knowledge.read', '{owner,admin,manager,member,viewer}')));
create policy vectors_for_who_may_read_them on knowledge.vectors as restrictive for select to authenticated
  using (exists (select from knowledge.chunks c
    where c.workspace_id = vectors.workspace_id and c.id = vectors.chunk_id));

-- migrate: down

drop policy vectors_for_who_may_read_them on knowledge.vectors;
drop policy indexes_for_who_may_read_them on knowledge.indexes;
drop policy chunks_for_who_may_read_them on knowledge.chunks;
drop policy faq_questions_for_who_may_read_them on knowledge.faq_questions;
drop policy faqs_for_who_may_read_them on knowledge.faqs;
drop policy documents_for_who_may_read_them on knowledge.documents;
drop function knowledge.locations_kept_from_direct_client();
revoke select on knowledge.documents, knowledge.faqs, knowledge.faq_questions, knowledge.chunks, knowledge.indexes,
  knowledge.vectors from authenticated;
revoke usage on schema knowledge from authenticated;
drop table knowledge.ingestion_items;
drop table knowledge.ingestion_jobs;
drop table knowledge.chunk_words;
drop table knowledge.vectors;
drop table knowledge.indexes;
drop table knowledge.chunks;
drop function knowledge.keep_words_of_chunks();
drop function knowledge.words_of(text, text);
