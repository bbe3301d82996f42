-- Who somebody is. People belong to the installation, not to a workspace: the same person works in several.
-- This is the least that signing in needs; it grows with the module.

create schema identity;
comment on schema identity is 'Who somebody is, and how they prove it.';
grant usage on schema identity to app_server;

create table identity.users (
  id            uuid        not null primary key,
  email         text        not null,
  name          text        not null,
  is_demo       boolean     not null default false,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,

  constraint user_email_is_lower_case check (email = lower(email) and email like '_%@_%' and length(email) <= 320),
  constraint user_name_is_not_blank check (length(trim(name)) between 1 and 120)
);
comment on table identity.users is
  'A person who can sign in. usage: product; audience: person; domain: identity';
create unique index users_by_email on identity.users (email);
create trigger users_500_touch before update on identity.users
  for each row execute function app.touch_updated_at();

-- Nobody reads another person: a direct client sees itself; the server looks people up by address to sign them in.
alter table identity.users enable row level security;
alter table identity.users force row level security;
create policy users_for_the_server on identity.users to app_server using (true) with check (true);
create policy users_oneself on identity.users for select to authenticated
  using (id = (select app.current_user_id()));
grant select, insert on identity.users to app_server;
grant update (name, updated_at) on identity.users to app_server;

-- Apart from the person, so that reading people never reads this.
create table identity.passwords (
  user_id       uuid        not null primary key references identity.users (id) on delete cascade,
  hash          text        not null,
  created_at    timestamptz not null,

  constraint password_hash_is_argon2id check (hash like '$argon2id$%')
);
comment on table identity.passwords is
  'The argon2id hash of a person''s password. usage: secret; audience: internal; domain: identity';
alter table identity.passwords enable row level security;
alter table identity.passwords force row level security;
create policy passwords_for_the_server on identity.passwords to app_server using (true) with check (true);
grant select, insert, update (hash, created_at) on identity.passwords to app_server;

-- The token itself is in the person's cookie only; here is its SHA-256.
create table identity.sessions (
  token_hash    bytea       not null primary key,
  user_id       uuid        not null references identity.users (id) on delete cascade,
  created_at    timestamptz not null,
  expires_at    timestamptz not null,

  constraint session_token_is_hashed check (octet_length(token_hash) = 32),
  constraint session_expires_after_it_began check (expires_at > created_at)
);
comment on table identity.sessions is
  'A browser that is signed in, until when. usage: secret; audience: internal; domain: identity';
create index sessions_by_user on identity.sessions (user_id);
create index sessions_by_expiry on identity.sessions (expires_at);
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;
create policy sessions_for_the_server on identity.sessions to app_server using (true) with check (true);
grant select, insert, delete on identity.sessions to app_server;

-- Doors keep who is who in memory. Whoever ends a session says so to all of them.
create function identity.announce_session_end() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  perform pg_notify('stoa_doors', encode(old.token_hash, 'hex'));
  return old;
end;
$$;
create trigger sessions_500_announce_end after delete on identity.sessions
  for each row execute function identity.announce_session_end();

-- migrate: down

drop schema identity cascade;
