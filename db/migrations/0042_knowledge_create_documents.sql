-- What a business has written down, cut into pieces that can be found by what they mean and by their words.

create schema knowledge;
comment on schema knowledge is 'What a business has written down, and how it is found.';
grant usage on schema knowledge to app_server;

-- A site, or a part of one, whose pages are read, and read again from time to time.
create table knowledge.sites (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  address      text        not null, -- where reading begins
  scope        text        not null default 'below',
  pages_max    integer     not null default 200,
  depth_max    smallint    not null default 5,
  resync_hours integer,              -- null: when somebody asks
  language     text,
  location_id  uuid,                 -- whose it is; null: everybody's
  read_at      timestamptz,          -- when all of it was last read
  read_due_at  timestamptz,
  deleted_at   timestamptz,          -- no page of it is found from then on; all of it is gone some days later
  deleted_by   uuid,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, location_id) references workspaces.locations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  foreign key (workspace_id, deleted_by)
    references workspaces.members (workspace_id, id) on delete set null (deleted_by),
  constraint site_address_is_one check (address ~ '^https?://' and length(address) <= 2000),
  constraint site_scope_is_known check (scope in ('page', 'below', 'host')),
  constraint site_limits_are_some check (pages_max between 1 and 5000 and depth_max between 0 and 20
    and resync_hours between 1 and 8760),
  constraint site_language_is_short check (length(language) between 2 and 35)
);
comment on table knowledge.sites is
  'A site whose pages are read, and read again. usage: product; audience: tenant; domain: knowledge';
create index sites_by_location on knowledge.sites (workspace_id, location_id);
create index sites_by_creator on knowledge.sites (workspace_id, created_by);
create index sites_by_deleter on knowledge.sites (workspace_id, deleted_by);
create index sites_deleted on knowledge.sites (workspace_id, deleted_at) where deleted_at is not null;
create index sites_due on knowledge.sites (workspace_id, read_due_at)
  where read_due_at is not null and deleted_at is null;
create trigger sites_500_touch before update on knowledge.sites
  for each row execute function app.touch_updated_at();
alter table knowledge.sites enable row level security;
alter table knowledge.sites force row level security;
create policy sites_in_workspace on knowledge.sites
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.sites to app_server;
grant update (scope, pages_max, depth_max, resync_hours, language, location_id, read_at, read_due_at,
  deleted_at, deleted_by, updated_at)
  on knowledge.sites to app_server;

-- SS-58, SS-59. One text: a file, a page, or what somebody typed.
create table knowledge.documents (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  id            uuid        not null,
  kind          text        not null,
  title         text        not null,
  address       text,                 -- of a page
  site_id       uuid,                 -- it was found on
  location_id   uuid,                 -- whose it is; null: everybody's
  storage_key   text,                 -- of a file: where it is kept
  media_type    text,
  size_bytes    bigint      not null default 0,
  body          text,                 -- of what was typed: as it can be changed
  status        text        not null default 'processing',
  failure_code  text,
  language      text        not null default 'simple', -- as it was told, or as it looks like
  tsconfig      text        not null default 'simple', -- by which of PostgreSQL's configurations its words are found
  content_hash  bytea,                -- of the text that is indexed: the same text is not indexed again
  etag          text,                 -- what the page was when it was last read, in its server's words
  last_modified text,
  letters_count integer     not null default 0,
  chunks_count  integer     not null default 0,
  ingested_at   timestamptz,
  embedded_at   timestamptz,
  verified_at   timestamptz,          -- somebody looked whether it still holds
  expires_at    timestamptz,          -- from then on it is not found
  deleted_at    timestamptz,
  deleted_by    uuid,
  created_by    uuid,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, site_id) references knowledge.sites (workspace_id, id) on delete cascade,
  foreign key (workspace_id, location_id) references workspaces.locations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  foreign key (workspace_id, deleted_by)
    references workspaces.members (workspace_id, id) on delete set null (deleted_by),
  constraint document_page_once_per_site unique (workspace_id, site_id, address),
  constraint document_kind_is_known check (kind in ('file', 'page', 'text')),
  constraint document_is_of_its_kind check (
    (kind = 'file') = (storage_key is not null) and (kind = 'page') = (address is not null)
    and (kind = 'text') = (body is not null) and (site_id is null or kind = 'page')),
  constraint document_status_is_known check (status in ('processing', 'indexed', 'failed')),
  constraint document_says_why_it_failed check ((status = 'failed') = (failure_code is not null)),
  constraint document_texts_are_short check (length(title) between 1 and 500 and length(address) <= 2000
    and length(storage_key) <= 900 and length(media_type) <= 200 and length(body) <= 500000
    and length(failure_code) <= 60 and length(language) between 2 and 35 and length(tsconfig) between 1 and 60
    and length(etag) <= 500 and length(last_modified) <= 100),
  constraint document_hash_is_sha256 check (octet_length(content_hash) = 32),
  constraint document_figures_are_counts check (size_bytes >= 0 and letters_count >= 0 and chunks_count >= 0)
);
comment on table knowledge.documents is
  'A text that answers may stand on: a file, a page, or typed. usage: product; audience: tenant; domain: knowledge';
create index documents_by_created on knowledge.documents (workspace_id, created_at desc, id desc)
  where deleted_at is null;
create index documents_by_location on knowledge.documents (workspace_id, location_id);
create index documents_by_creator on knowledge.documents (workspace_id, created_by);
create index documents_by_deleter on knowledge.documents (workspace_id, deleted_by);
create index documents_deleted on knowledge.documents (workspace_id, deleted_at) where deleted_at is not null;
-- Those whose text nobody has cut and embedded yet: for the sweep that finds what a job missed.
create index documents_processing on knowledge.documents (workspace_id, updated_at)
  where status = 'processing' and deleted_at is null;
create trigger documents_500_touch before update on knowledge.documents
  for each row execute function app.touch_updated_at();
alter table knowledge.documents enable row level security;
alter table knowledge.documents force row level security;
create policy documents_in_workspace on knowledge.documents
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.documents to app_server;
grant update (title, location_id, storage_key, media_type, size_bytes, body, status, failure_code, language,
  tsconfig, content_hash, etag, last_modified, letters_count, chunks_count, ingested_at, embedded_at,
  verified_at, expires_at, deleted_at, deleted_by, updated_at)
  on knowledge.documents to app_server;

-- SS-62. One answer, however it is asked for.
create table knowledge.faqs (
  workspace_id    uuid        not null references workspaces.workspaces (id) on delete cascade,
  id              uuid        not null,
  title           text,
  answer          text        not null,
  language        text        not null default 'simple',
  tsconfig        text        not null default 'simple',
  location_id     uuid,
  text_size_bytes integer     not null default 0, -- of the answer and all its questions
  metadata        jsonb       not null default '{}',
  retired_at      timestamptz,          -- no longer answered with
  created_by      uuid,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, location_id) references workspaces.locations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, created_by)
    references workspaces.members (workspace_id, id) on delete set null (created_by),
  constraint faq_texts_are_short check (length(title) between 1 and 300 and length(answer) between 1 and 20000
    and length(language) between 2 and 35 and length(tsconfig) between 1 and 60),
  constraint faq_size_is_counted check (text_size_bytes >= 0),
  constraint faq_metadata_is_small check (jsonb_typeof(metadata) = 'object' and pg_column_size(metadata) <= 16384)
);
comment on table knowledge.faqs is
  'An answer that is written down, however it is asked for. usage: product; audience: tenant; domain: knowledge';
create index faqs_by_created on knowledge.faqs (workspace_id, created_at desc, id desc);
create index faqs_by_location on knowledge.faqs (workspace_id, location_id);
create index faqs_by_creator on knowledge.faqs (workspace_id, created_by);
create trigger faqs_500_touch before update on knowledge.faqs
  for each row execute function app.touch_updated_at();
alter table knowledge.faqs enable row level security;
alter table knowledge.faqs force row level security;
create policy faqs_in_workspace on knowledge.faqs
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.faqs to app_server;
grant update (title, answer, language, tsconfig, location_id, text_size_bytes, metadata, retired_at, updated_at)
  on knowledge.faqs to app_server;

create table knowledge.faq_questions (
  workspace_id uuid             not null,
  faq_id       uuid             not null,
  place        smallint         not null,
  question     text             not null,
  folded       text collate "C" not null, -- as it is compared: without case, accents and punctuation

  primary key (workspace_id, faq_id, place),
  foreign key (workspace_id, faq_id) references knowledge.faqs (workspace_id, id) on delete cascade,
  constraint faq_question_is_short check (length(question) between 1 and 500 and length(folded) between 1 and 1000),
  constraint faq_questions_are_few check (place between 0 and 199)
);
comment on table knowledge.faq_questions is
  'One way to ask for an answer. usage: product; audience: tenant; domain: knowledge';
create index faq_questions_by_words on knowledge.faq_questions (workspace_id, folded);
alter table knowledge.faq_questions enable row level security;
alter table knowledge.faq_questions force row level security;
create policy faq_questions_in_workspace on knowledge.faq_questions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on knowledge.faq_questions to app_server;

-- migrate: down

drop table knowledge.faq_questions;
drop table knowledge.faqs;
drop table knowledge.documents;
drop table knowledge.sites;
drop schema knowledge;
