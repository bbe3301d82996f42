-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema knowledge;
comment on schema knowledge is 'What a business has written down, and how it is found.';
grant usage on schema knowledge to app_server;
grant usage on schema knowledge to authenticated;

create function knowledge.keep_words_of_chunks()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  -- k1 = 1.2, b = 0.75, and pieces of 150 words as the usual ones: it need not be exact, only the same for all.
  insert into knowledge.chunk_words (workspace_id, word, chunk_id, weight)
  select c.workspace_id, w.word, c.id,
         w.uses * 2.2 / (w.uses + 1.2 * (0.25 + 0.75 * sum(w.uses) over (partition by c.id) / 150.0))
    from added c cross join lateral knowledge.words_of(concat_ws(' ', c.heading, c.content), c.tsconfig) w
   where w.word <> '';
  return null;
end;
$function$;

create function knowledge.locations_kept_from_direct_client()
 returns uuid[]
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select array(select l.location_id from workspaces.location_roles l
                 join workspaces.members m on m.workspace_id = l.workspace_id and m.id = l.member_id
                where m.workspace_id = app.current_workspace_id() and m.user_id = app.current_user_id()
                  and m.role <> 'owner' and 'knowledge.read' = any (l.withdrawn_permissions))
$function$;

create function knowledge.words_of(p_text text, p_tsconfig text)
 returns table(word text, uses integer)
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select left(t.lexeme, 60), sum(cardinality(t.positions))::int
    from unnest(to_tsvector(p_tsconfig::regconfig,
      regexp_replace(normalize(p_text, nfkd), '[\u0300-\u036f]+', '', 'g'))) t
   where t.positions is not null group by 1
$function$;

create table knowledge.chunk_words (
  workspace_id uuid             not null,
  word         text             not null,
  chunk_id     uuid             not null,
  weight       double precision not null,
  constraint chunk_words_pkey primary key (workspace_id, word, chunk_id),
  constraint chunk_words_workspace_id_chunk_id_fkey foreign key (workspace_id, chunk_id) references knowledge.chunks(workspace_id, id) on delete cascade,
  constraint chunk_word_is_short check ((length(word) >= 1) and (length(word) <= 60)),
  constraint chunk_word_weighs_something check (weight > (0)::double precision)
);
comment on table knowledge.chunk_words is 'Which words a piece of a text has. usage: cache; audience: internal; domain: knowledge';
create index chunk_words_by_chunk on knowledge.chunk_words (workspace_id, chunk_id);
alter table knowledge.chunk_words enable row level security;
alter table knowledge.chunk_words force row level security;
create policy chunk_words_in_workspace on knowledge.chunk_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.chunk_words to app_server;

create table knowledge.chunks (
  workspace_id uuid        not null,
  id           uuid        not null,
  document_id  uuid,
  faq_id       uuid,
  place        integer     not null,
  heading      text,
  content      text        not null,
  content_hash bytea       not null,
  start_char   integer     not null,
  end_char     integer     not null,
  tokens_count integer     not null,
  tsconfig     text        not null default 'simple',
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint chunks_pkey primary key (workspace_id, id),
  constraint chunks_workspace_id_document_id_fkey foreign key (workspace_id, document_id) references knowledge.documents(workspace_id, id) on delete cascade,
  constraint chunks_workspace_id_faq_id_fkey foreign key (workspace_id, faq_id) references knowledge.faqs(workspace_id, id) on delete cascade,
  constraint chunk_figures_are_counts check ((place >= 0) and (tokens_count >= 0)),
  constraint chunk_hash_is_sha256 check (octet_length(content_hash) = 32),
  constraint chunk_is_of_one check (num_nonnulls(document_id, faq_id) = 1),
  constraint chunk_span_is_one check ((start_char >= 0) and (end_char > start_char)),
  constraint chunk_texts_are_short check (((length(content) >= 1) and (length(content) <= 20000)) and ((length(heading) >= 1) and (length(heading) <= 1000)) and ((length(tsconfig) >= 1) and (length(tsconfig) <= 60)))
);
comment on table knowledge.chunks is 'A piece of a text: what is found, and what answers stand on. usage: product; audience: tenant; domain: knowledge';
create index chunks_by_document on knowledge.chunks (workspace_id, document_id, place);
create index chunks_by_faq on knowledge.chunks (workspace_id, faq_id);
alter table knowledge.chunks enable row level security;
alter table knowledge.chunks force row level security;
create policy chunks_for_who_may_read_them on knowledge.chunks as restrictive for select to authenticated
  using (
case
    when (document_id is null) then (exists ( select
       from knowledge.faqs f
      where ((f.workspace_id = chunks.workspace_id) and (f.id = chunks.faq_id))))
    else (exists ( select
       from knowledge.documents d
      where ((d.workspace_id = chunks.workspace_id) and (d.id = chunks.document_id))))
end);
create policy chunks_in_workspace on knowledge.chunks
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (end_char, heading, place, start_char, tsconfig, updated_at), delete on knowledge.chunks to app_server;
grant select on knowledge.chunks to authenticated;
create trigger chunks_500_touch before update on knowledge.chunks for each row execute function app.touch_updated_at();
create trigger chunks_700_words after insert on knowledge.chunks referencing new table as added for each statement execute function knowledge.keep_words_of_chunks();

create table knowledge.documents (
  workspace_id  uuid        not null,
  id            uuid        not null,
  kind          text        not null,
  title         text        not null,
  address       text,
  site_id       uuid,
  location_id   uuid,
  storage_key   text,
  media_type    text,
  size_bytes    bigint      not null default 0,
  body          text,
  status        text        not null default 'processing',
  failure_code  text,
  language      text        not null default 'simple',
  tsconfig      text        not null default 'simple',
  content_hash  bytea,
  etag          text,
  last_modified text,
  letters_count integer     not null default 0,
  chunks_count  integer     not null default 0,
  ingested_at   timestamptz,
  embedded_at   timestamptz,
  verified_at   timestamptz,
  expires_at    timestamptz,
  deleted_at    timestamptz,
  deleted_by    uuid,
  created_by    uuid,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint documents_pkey primary key (workspace_id, id),
  constraint document_page_once_per_site unique (workspace_id, site_id, address),
  constraint documents_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint documents_workspace_id_deleted_by_fkey foreign key (workspace_id, deleted_by) references workspaces.members(workspace_id, id) on delete set null (deleted_by),
  constraint documents_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint documents_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete cascade,
  constraint documents_workspace_id_site_id_fkey foreign key (workspace_id, site_id) references knowledge.sites(workspace_id, id) on delete cascade,
  constraint document_figures_are_counts check ((size_bytes >= 0) and (letters_count >= 0) and (chunks_count >= 0)),
  constraint document_hash_is_sha256 check (octet_length(content_hash) = 32),
  constraint document_is_of_its_kind check (((kind = 'file') = (storage_key is not null)) and ((kind = 'page') = (address is not null)) and ((kind = 'text') = (body is not null)) and ((site_id is null) or (kind = 'page'))),
  constraint document_kind_is_known check (kind = any (array['file', 'page', 'text'])),
  constraint document_says_why_it_failed check ((status = 'failed') = (failure_code is not null)),
  constraint document_status_is_known check (status = any (array['processing', 'indexed', 'failed'])),
  constraint document_texts_are_short check (((length(title) >= 1) and (length(title) <= 500)) and (length(address) <= 2000) and (length(storage_key) <= 900) and (length(media_type) <= 200) and (length(body) <= 500000) and (length(failure_code) <= 60) and ((length(language) >= 2) and (length(language) <= 35)) and ((length(tsconfig) >= 1) and (length(tsconfig) <= 60)) and (length(etag) <= 500) and (length(last_modified) <= 100))
);
comment on table knowledge.documents is 'A text that answers may stand on: a file, a page, or typed. usage: product; audience: tenant; domain: knowledge';
create index documents_by_created on knowledge.documents (workspace_id, created_at desc, id desc) where (deleted_at is null);
create index documents_by_creator on knowledge.documents (workspace_id, created_by);
create index documents_by_deleter on knowledge.documents (workspace_id, deleted_by);
create index documents_by_location on knowledge.documents (workspace_id, location_id);
create index documents_deleted on knowledge.documents (workspace_id, deleted_at) where (deleted_at is not null);
create index documents_processing on knowledge.documents (workspace_id, updated_at) where ((status = 'processing') and (deleted_at is null));
alter table knowledge.documents enable row level security;
alter table knowledge.documents force row level security;
create policy documents_for_who_may_read_them on knowledge.documents as restrictive for select to authenticated
  using ((deleted_at is null) and ( select workspaces.direct_client_may('knowledge.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and ((location_id is null) or (location_id <> all ((select knowledge.locations_kept_from_direct_client())::uuid[]))));
create policy documents_in_workspace on knowledge.documents
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (body, chunks_count, content_hash, deleted_at, deleted_by, embedded_at, etag, expires_at, failure_code, ingested_at, language, last_modified, letters_count, location_id, media_type, size_bytes, status, storage_key, title, tsconfig, updated_at, verified_at), delete on knowledge.documents to app_server;
grant select on knowledge.documents to authenticated;
create trigger documents_500_touch before update on knowledge.documents for each row execute function app.touch_updated_at();

create table knowledge.faq_questions (
  workspace_id uuid     not null,
  faq_id       uuid     not null,
  place        smallint not null,
  question     text     not null,
  folded       text     not null,
  constraint faq_questions_pkey primary key (workspace_id, faq_id, place),
  constraint faq_questions_workspace_id_faq_id_fkey foreign key (workspace_id, faq_id) references knowledge.faqs(workspace_id, id) on delete cascade,
  constraint faq_question_is_short check (((length(question) >= 1) and (length(question) <= 500)) and ((length(folded) >= 1) and (length(folded) <= 1000))),
  constraint faq_questions_are_few check ((place >= 0) and (place <= 199))
);
comment on table knowledge.faq_questions is 'One way to ask for an answer. usage: product; audience: tenant; domain: knowledge';
create index faq_questions_by_words on knowledge.faq_questions (workspace_id, folded);
alter table knowledge.faq_questions enable row level security;
alter table knowledge.faq_questions force row level security;
create policy faq_questions_for_who_may_read_them on knowledge.faq_questions as restrictive for select to authenticated
  using (exists ( select
   from knowledge.faqs f
  where ((f.workspace_id = faq_questions.workspace_id) and (f.id = faq_questions.faq_id))));
create policy faq_questions_in_workspace on knowledge.faq_questions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.faq_questions to app_server;
grant select on knowledge.faq_questions to authenticated;

create table knowledge.faqs (
  workspace_id    uuid        not null,
  id              uuid        not null,
  title           text,
  answer          text        not null,
  language        text        not null default 'simple',
  tsconfig        text        not null default 'simple',
  location_id     uuid,
  text_size_bytes integer     not null default 0,
  metadata        jsonb       not null default '{}'::jsonb,
  retired_at      timestamptz,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint faqs_pkey primary key (workspace_id, id),
  constraint faqs_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint faqs_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint faqs_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete cascade,
  constraint faq_metadata_is_small check ((jsonb_typeof(metadata) = 'object') and (pg_column_size(metadata) <= 16384)),
  constraint faq_size_is_counted check (text_size_bytes >= 0),
  constraint faq_texts_are_short check (((length(title) >= 1) and (length(title) <= 300)) and ((length(answer) >= 1) and (length(answer) <= 20000)) and ((length(language) >= 2) and (length(language) <= 35)) and ((length(tsconfig) >= 1) and (length(tsconfig) <= 60)))
);
comment on table knowledge.faqs is 'An answer that is written down, however it is asked for. usage: product; audience: tenant; domain: knowledge';
create index faqs_by_created on knowledge.faqs (workspace_id, created_at desc, id desc);
create index faqs_by_creator on knowledge.faqs (workspace_id, created_by);
create index faqs_by_location on knowledge.faqs (workspace_id, location_id);
alter table knowledge.faqs enable row level security;
alter table knowledge.faqs force row level security;
create policy faqs_for_who_may_read_them on knowledge.faqs as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('knowledge.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and ((location_id is null) or (location_id <> all ((select knowledge.locations_kept_from_direct_client())::uuid[]))));
create policy faqs_in_workspace on knowledge.faqs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (answer, language, location_id, metadata, retired_at, text_size_bytes, title, tsconfig, updated_at), delete on knowledge.faqs to app_server;
grant select on knowledge.faqs to authenticated;
create trigger faqs_500_touch before update on knowledge.faqs for each row execute function app.touch_updated_at();

create table knowledge.indexes (
  workspace_id    uuid     not null,
  model           text,
  dimensions      smallint,
  next_model      text,
  next_dimensions smallint,
  reached_id      uuid,
  tsconfigs       text[]   not null default '{}'[],
  constraint indexes_pkey primary key (workspace_id),
  constraint indexes_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint index_has_come_somewhere check ((reached_id is null) or (next_model is not null)),
  constraint index_model_has_a_size check (((model is null) = (dimensions is null)) and ((next_model is null) = (next_dimensions is null)) and ((length(model) >= 1) and (length(model) <= 200)) and ((length(next_model) >= 1) and (length(next_model) <= 200)) and ((dimensions >= 1) and (dimensions <= 16000)) and ((next_dimensions >= 1) and (next_dimensions <= 16000))),
  constraint index_next_is_another check ((next_model is null) or ((model is not null) and (next_model <> model))),
  constraint index_tsconfigs_are_few check (cardinality(tsconfigs) <= 60)
);
comment on table knowledge.indexes is 'How the pieces of a workspace are found: model and languages. usage: product; audience: tenant; domain: knowledge';
alter table knowledge.indexes enable row level security;
alter table knowledge.indexes force row level security;
create policy indexes_for_who_may_read_them on knowledge.indexes as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('knowledge.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy indexes_in_workspace on knowledge.indexes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (dimensions, model, next_dimensions, next_model, reached_id, tsconfigs) on knowledge.indexes to app_server;
grant select on knowledge.indexes to authenticated;

create table knowledge.ingestion_items (
  workspace_id uuid        not null,
  job_id       uuid        not null,
  place        integer     not null,
  address      text        not null,
  document_id  uuid,
  outcome      text        not null,
  failure_code text,
  happened_at  timestamptz not null,
  constraint ingestion_items_pkey primary key (workspace_id, job_id, place),
  constraint ingestion_items_workspace_id_document_id_fkey foreign key (workspace_id, document_id) references knowledge.documents(workspace_id, id) on delete set null (document_id),
  constraint ingestion_items_workspace_id_job_id_fkey foreign key (workspace_id, job_id) references knowledge.ingestion_jobs(workspace_id, id) on delete cascade,
  constraint ingestion_item_outcome_is_known check (outcome = any (array['indexed', 'unchanged', 'failed', 'skipped', 'gone'])),
  constraint ingestion_item_texts_are_short check (((length(address) >= 1) and (length(address) <= 2000)) and (length(failure_code) <= 60))
);
comment on table knowledge.ingestion_items is 'What became of each page or file that was read. usage: log; audience: tenant; domain: knowledge';
create index ingestion_items_by_document on knowledge.ingestion_items (workspace_id, document_id);
alter table knowledge.ingestion_items enable row level security;
alter table knowledge.ingestion_items force row level security;
create policy ingestion_items_in_workspace on knowledge.ingestion_items
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.ingestion_items to app_server;

create table knowledge.ingestion_jobs (
  workspace_id    uuid        not null,
  id              uuid        not null,
  kind            text        not null,
  document_id     uuid,
  site_id         uuid,
  config          jsonb       not null default '{}'::jsonb,
  status          text        not null default 'pending',
  wanted          text        not null default 'run',
  items_total     integer     not null default 0,
  items_processed integer     not null default 0,
  items_succeeded integer     not null default 0,
  items_failed    integer     not null default 0,
  items_unchanged integer     not null default 0,
  chunks_created  integer     not null default 0,
  cost_micro      bigint      not null default 0,
  state           jsonb       not null default '{}'::jsonb,
  failure_code    text,
  failure_detail  jsonb,
  started_at      timestamptz,
  completed_at    timestamptz,
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint ingestion_jobs_pkey primary key (workspace_id, id),
  constraint ingestion_jobs_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint ingestion_jobs_workspace_id_document_id_fkey foreign key (workspace_id, document_id) references knowledge.documents(workspace_id, id) on delete cascade,
  constraint ingestion_jobs_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint ingestion_jobs_workspace_id_site_id_fkey foreign key (workspace_id, site_id) references knowledge.sites(workspace_id, id) on delete cascade,
  constraint ingestion_job_ended_when_over check ((completed_at is not null) = (status = any (array['completed', 'failed', 'cancelled']))),
  constraint ingestion_job_figures_are_counts check ((items_total >= 0) and (items_processed >= 0) and (items_succeeded >= 0) and (items_failed >= 0) and (items_unchanged >= 0) and (chunks_created >= 0) and (cost_micro >= 0)),
  constraint ingestion_job_kind_is_known check (kind = any (array['file', 'page', 'text', 'site', 'embed'])),
  constraint ingestion_job_says_why_it_failed check ((status = 'failed') = (failure_code is not null)),
  constraint ingestion_job_state_is_bounded check ((pg_column_size(state) <= 4194304) and (pg_column_size(config) <= 16384) and (pg_column_size(failure_detail) <= 16384) and (length(failure_code) <= 60)),
  constraint ingestion_job_status_is_known check (status = any (array['pending', 'running', 'paused', 'completed', 'failed', 'cancelled'])),
  constraint ingestion_job_wanted_is_known check (wanted = any (array['run', 'pause', 'cancel']))
);
comment on table knowledge.ingestion_jobs is 'Reading of a file or a site, with how far it has come. usage: queue; audience: tenant; domain: knowledge';
create index ingestion_jobs_by_created on knowledge.ingestion_jobs (workspace_id, created_at desc, id desc);
create index ingestion_jobs_by_creator on knowledge.ingestion_jobs (workspace_id, created_by);
create index ingestion_jobs_by_document on knowledge.ingestion_jobs (workspace_id, document_id);
create index ingestion_jobs_by_site on knowledge.ingestion_jobs (workspace_id, site_id);
create index ingestion_jobs_open on knowledge.ingestion_jobs (workspace_id, updated_at) where (status = any (array['pending', 'running', 'paused']));
alter table knowledge.ingestion_jobs enable row level security;
alter table knowledge.ingestion_jobs force row level security;
create policy ingestion_jobs_in_workspace on knowledge.ingestion_jobs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (chunks_created, completed_at, cost_micro, failure_code, failure_detail, items_failed, items_processed, items_succeeded, items_total, items_unchanged, started_at, state, status, updated_at, wanted), delete on knowledge.ingestion_jobs to app_server;
create trigger ingestion_jobs_500_touch before update on knowledge.ingestion_jobs for each row execute function app.touch_updated_at();

create table knowledge.sites (
  workspace_id uuid        not null,
  id           uuid        not null,
  address      text        not null,
  scope        text        not null default 'below',
  pages_max    integer     not null default 200,
  depth_max    smallint    not null default 5,
  resync_hours integer,
  language     text,
  location_id  uuid,
  read_at      timestamptz,
  read_due_at  timestamptz,
  deleted_at   timestamptz,
  deleted_by   uuid,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint sites_pkey primary key (workspace_id, id),
  constraint sites_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint sites_workspace_id_deleted_by_fkey foreign key (workspace_id, deleted_by) references workspaces.members(workspace_id, id) on delete set null (deleted_by),
  constraint sites_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint sites_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete cascade,
  constraint site_address_is_one check ((address ~ '^https?://') and (length(address) <= 2000)),
  constraint site_language_is_short check ((length(language) >= 2) and (length(language) <= 35)),
  constraint site_limits_are_some check (((pages_max >= 1) and (pages_max <= 5000)) and ((depth_max >= 0) and (depth_max <= 20)) and ((resync_hours >= 1) and (resync_hours <= 8760))),
  constraint site_scope_is_known check (scope = any (array['page', 'below', 'host']))
);
comment on table knowledge.sites is 'A site whose pages are read, and read again. usage: product; audience: tenant; domain: knowledge';
create index sites_by_creator on knowledge.sites (workspace_id, created_by);
create index sites_by_deleter on knowledge.sites (workspace_id, deleted_by);
create index sites_by_location on knowledge.sites (workspace_id, location_id);
create index sites_deleted on knowledge.sites (workspace_id, deleted_at) where (deleted_at is not null);
create index sites_due on knowledge.sites (workspace_id, read_due_at) where ((read_due_at is not null) and (deleted_at is null));
alter table knowledge.sites enable row level security;
alter table knowledge.sites force row level security;
create policy sites_in_workspace on knowledge.sites
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (deleted_at, deleted_by, depth_max, language, location_id, pages_max, read_at, read_due_at, resync_hours, scope, updated_at), delete on knowledge.sites to app_server;
create trigger sites_500_touch before update on knowledge.sites for each row execute function app.touch_updated_at();

create table knowledge.vectors (
  workspace_id uuid        not null,
  model        text        not null,
  chunk_id     uuid        not null,
  dimensions   smallint    not null,
  embedding    vector      not null,
  created_at   timestamptz not null,
  constraint vectors_pkey primary key (workspace_id, model, chunk_id),
  constraint vectors_workspace_id_chunk_id_fkey foreign key (workspace_id, chunk_id) references knowledge.chunks(workspace_id, id) on delete cascade,
  constraint vector_has_its_size check (dimensions = vector_dims(embedding)),
  constraint vector_model_is_short check ((length(model) >= 1) and (length(model) <= 200))
);
comment on table knowledge.vectors is 'What a piece of a text means, as one model sees it. usage: cache; audience: tenant; domain: knowledge';
create index vectors_by_chunk on knowledge.vectors (workspace_id, chunk_id);
create index vectors_of_bge on knowledge.vectors using hnsw (((embedding)::vector(384)) vector_cosine_ops) where (model = 'baai/bge-small-en-v1.5');
create index vectors_of_gemini on knowledge.vectors using hnsw (((embedding)::vector(768)) vector_cosine_ops) where (model = 'google/gemini-embedding-001');
create index vectors_of_openai on knowledge.vectors using hnsw (((embedding)::vector(1536)) vector_cosine_ops) where (model = 'openai/text-embedding-3-small');
alter table knowledge.vectors enable row level security;
alter table knowledge.vectors force row level security;
create policy vectors_for_who_may_read_them on knowledge.vectors as restrictive for select to authenticated
  using (exists ( select
   from knowledge.chunks c
  where ((c.workspace_id = vectors.workspace_id) and (c.id = vectors.chunk_id))));
create policy vectors_in_workspace on knowledge.vectors
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.vectors to app_server;
grant select on knowledge.vectors to authenticated;
