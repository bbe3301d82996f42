-- What is known of a contact beyond what they wrote, and two contacts who turn out to be one person.

-- The order of the list, and what a name is found by. Folded here, once, and compared by its bytes: behind row security
-- no index is used by a function that could tell what it sees, and lower() is one.
alter table inbox.contacts
  add column last_at   timestamptz generated always as (coalesce(heard_at, created_at)) stored,
  add column name_key  text collate "C" generated always as (lower(name)) stored,
  add column erased_by uuid,
  add column emptied_at timestamptz, -- of an erased one: its words and files are gone as well
  add foreign key (workspace_id, erased_by)
    references workspaces.members (workspace_id, id) on delete set null (erased_by),
  add constraint contact_is_emptied_only_when_erased check (erased_at is not null or emptied_at is null),
  add constraint contact_erased_by_only_when_erased check (erased_at is not null or erased_by is null);
alter table inbox.identities
  add column name_key     text collate "C" generated always as (lower(name)) stored,
  add column username_key text collate "C" generated always as (lower(username)) stored;
grant update (erased_by, emptied_at) on inbox.contacts to app_server;

create index contacts_by_last on inbox.contacts (workspace_id, last_at desc, id desc)
  where merged_into is null and erased_at is null;
create index contacts_by_language on inbox.contacts (workspace_id, language, last_at desc, id desc)
  where merged_into is null and erased_at is null;
create index contacts_by_name on inbox.contacts (workspace_id, name_key, id)
  where merged_into is null and erased_at is null;
create index identities_by_name on inbox.identities (workspace_id, name_key, contact_id);
create index identities_by_username on inbox.identities (workspace_id, username_key, contact_id);
create index contacts_to_empty on inbox.contacts (workspace_id, erased_at)
  where erased_at is not null and emptied_at is null;
create index contacts_by_eraser on inbox.contacts (workspace_id, erased_by);

-- What colleagues know of somebody.
create table inbox.contact_notes (
  workspace_id uuid        not null,
  id           uuid        not null, -- made by the caller: the same id twice is one note
  contact_id   uuid        not null,
  member_id    uuid,                 -- null when they have left
  body         text        not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint contact_note_is_short check (length(body) between 1 and 10000)
);
comment on table inbox.contact_notes is
  'What colleagues know of a contact. usage: product; audience: tenant; domain: inbox';
create index contact_notes_by_contact on inbox.contact_notes (workspace_id, contact_id, created_at desc, id desc);
create index contact_notes_by_member on inbox.contact_notes (workspace_id, member_id);
create trigger contact_notes_500_touch before update on inbox.contact_notes
  for each row execute function app.touch_updated_at();
alter table inbox.contact_notes enable row level security;
alter table inbox.contact_notes force row level security;
create policy contact_notes_in_workspace on inbox.contact_notes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (contact_id, body, updated_at) on inbox.contact_notes to app_server;

-- What somebody agreed to, and took back: a history that is only ever added to. The latest of a kind counts.
create table inbox.contact_consents (
  workspace_id uuid        not null,
  id           uuid        not null,
  contact_id   uuid        not null,
  kind         text        not null,
  status       text        not null, -- granted, withdrawn
  source       text,                 -- where they said so, in words
  happened_at  timestamptz not null,
  member_id    uuid,                 -- who wrote it down; null: nobody in particular, or they have left
  created_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint contact_consent_kind_is_known check (kind in ('marketing', 'data', 'profiling')),
  constraint contact_consent_status_is_known check (status in ('granted', 'withdrawn')),
  constraint contact_consent_source_is_short check (length(source) between 1 and 500)
);
comment on table inbox.contact_consents is
  'What a contact agreed to and took back, when and where. usage: product; audience: tenant; domain: inbox';
create index contact_consents_by_contact on inbox.contact_consents
  (workspace_id, contact_id, happened_at desc, id desc);
create index contact_consents_by_member on inbox.contact_consents (workspace_id, member_id);
alter table inbox.contact_consents enable row level security;
alter table inbox.contact_consents force row level security;
create policy contact_consents_in_workspace on inbox.contact_consents
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (contact_id) on inbox.contact_consents to app_server;

-- Two contacts are one person. The other keeps its row and what was its own there; what moved is kept here to the
-- piece, so that taking it back gives exactly that back.
create table inbox.contact_merges (
  workspace_id uuid        not null,
  id           uuid        not null, -- made by the caller: the same id twice is one merge
  contact_id   uuid        not null, -- who they are from then on
  other_id     uuid        not null, -- who they were as well
  identity_ids uuid[]      not null,
  note_ids     uuid[]      not null,
  consent_ids  uuid[]      not null,
  tag_ids      uuid[]      not null, -- that the other had and the contact had not
  gained       jsonb       not null default '{}', -- of the profile: what the other had and the contact had not
  merged_at    timestamptz not null,
  merged_by    uuid,
  undone_at    timestamptz,
  undone_by    uuid,

  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, other_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, merged_by)
    references workspaces.members (workspace_id, id) on delete set null (merged_by),
  foreign key (workspace_id, undone_by)
    references workspaces.members (workspace_id, id) on delete set null (undone_by),
  constraint contact_merge_is_of_two check (contact_id <> other_id),
  constraint contact_merge_undone_by_only_when_undone check (undone_at is not null or undone_by is null),
  constraint contact_merge_gained_is_small check (jsonb_typeof(gained) = 'object' and pg_column_size(gained) <= 20000)
);
comment on table inbox.contact_merges is
  'Two contacts who are one person, and what moved. usage: product; audience: tenant; domain: inbox';
create index contact_merges_by_contact on inbox.contact_merges (workspace_id, contact_id, merged_at desc, id desc);
-- Somebody is in one other contact at a time.
create unique index contact_merges_one_at_a_time on inbox.contact_merges (workspace_id, other_id)
  where undone_at is null;
create index contact_merges_by_other on inbox.contact_merges (workspace_id, other_id);
create index contact_merges_by_merger on inbox.contact_merges (workspace_id, merged_by);
create index contact_merges_by_undoer on inbox.contact_merges (workspace_id, undone_by);
alter table inbox.contact_merges enable row level security;
alter table inbox.contact_merges force row level security;
create policy contact_merges_in_workspace on inbox.contact_merges
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (tag_ids, gained, undone_at, undone_by) on inbox.contact_merges to app_server;

-- That everything known of somebody leaves the house is written down before it does: a download needs one of these.
create table inbox.contact_exports (
  workspace_id uuid        not null,
  id           uuid        not null,
  contact_id   uuid        not null,
  member_id    uuid,
  created_at   timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id)
);
comment on table inbox.contact_exports is
  'That somebody asked for everything known of a contact. usage: product; audience: internal; domain: inbox';
create index contact_exports_by_contact on inbox.contact_exports (workspace_id, contact_id);
create index contact_exports_by_member on inbox.contact_exports (workspace_id, member_id);
alter table inbox.contact_exports enable row level security;
alter table inbox.contact_exports force row level security;
create policy contact_exports_in_workspace on inbox.contact_exports
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contact_exports to app_server;

-- migrate: down

drop table inbox.contact_exports;
drop table inbox.contact_merges;
drop table inbox.contact_consents;
drop table inbox.contact_notes;
drop index inbox.contacts_by_language;
alter table inbox.identities drop column name_key, drop column username_key;
alter table inbox.contacts drop column last_at, drop column name_key, drop column erased_by, drop column emptied_at;
