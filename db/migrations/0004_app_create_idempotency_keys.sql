-- A caller that lost our answer asks again with the same Idempotency-Key, and gets the answer it lost
-- instead of a second deed. The key is written as the first statement of the deed's own transaction and the
-- answer as its last: a deed that is refused leaves no key, and a second request that comes meanwhile waits
-- at the primary key until the first is decided. Kept at least 30 days, then swept.
--
-- The key belongs to the member as well as to the workspace, so nobody reads an answer that was given to
-- another.

create table app.idempotency_keys (
  workspace_id  uuid        not null references workspaces.workspaces (id) on delete cascade,
  member_id     uuid        not null,
  key           text        not null, -- made by the caller
  request_hash  bytea       not null, -- SHA-256 of method, path and body: one key is one request
  status        smallint,             -- null only inside the transaction that is doing it
  reply         text,                 -- the body as it was sent; null when there was none
  created_at    timestamptz not null,

  primary key (workspace_id, member_id, key),
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete cascade,

  constraint idempotency_key_is_visible check (key ~ '^[!-~]{1,255}$'),
  constraint idempotency_request_is_hashed check (octet_length(request_hash) = 32),
  constraint idempotency_status_is_a_success check (status between 200 and 299),
  constraint idempotency_reply_only_with_status check (status is not null or reply is null)
);
comment on table app.idempotency_keys is
  'What a write in a workspace answered, by its caller''s key. usage: product; audience: internal; domain: app';
-- The sweep: oldest first.
create index idempotency_keys_by_age on app.idempotency_keys (workspace_id, created_at);

alter table app.idempotency_keys enable row level security;
alter table app.idempotency_keys force row level security;
create policy idempotency_keys_in_workspace on app.idempotency_keys
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
-- What was asked never changes; what was answered is added once.
grant select, insert, delete, update (status, reply) on app.idempotency_keys to app_server;

-- The same for what a person does outside any workspace. They belong to the installation, as people do.
create table app.person_idempotency_keys (
  user_id       uuid        not null references identity.users (id) on delete cascade,
  key           text        not null,
  request_hash  bytea       not null,
  status        smallint,
  reply         text,
  created_at    timestamptz not null,

  primary key (user_id, key),

  constraint person_idempotency_key_is_visible check (key ~ '^[!-~]{1,255}$'),
  constraint person_idempotency_request_is_hashed check (octet_length(request_hash) = 32),
  constraint person_idempotency_status_is_a_success check (status between 200 and 299),
  constraint person_idempotency_reply_only_with_status check (status is not null or reply is null)
);
comment on table app.person_idempotency_keys is
  'What a write outside any workspace answered, by its caller''s key. usage: product; audience: internal; domain: app';
create index person_idempotency_keys_by_age on app.person_idempotency_keys (created_at);

alter table app.person_idempotency_keys enable row level security;
alter table app.person_idempotency_keys force row level security;
create policy person_idempotency_keys_oneself on app.person_idempotency_keys to app_server
  using (user_id = (select app.current_user_id()))
  with check (user_id = (select app.current_user_id()));
-- The sweep works for nobody in particular: it sees and removes everybody's, and changes none.
create policy person_idempotency_keys_seen_by_sweep on app.person_idempotency_keys
  for select to app_server using ((select app.is_installation()));
create policy person_idempotency_keys_removed_by_sweep on app.person_idempotency_keys
  for delete to app_server using ((select app.is_installation()));
grant select, insert, delete, update (status, reply) on app.person_idempotency_keys to app_server;

-- migrate: down

drop table app.person_idempotency_keys;
drop table app.idempotency_keys;
