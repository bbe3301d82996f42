-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema identity;
comment on schema identity is 'Who somebody is, and how they prove it.';
grant usage on schema identity to app_server;

create function identity.announce_session_end()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform pg_notify('stoa_doors', encode(old.token_hash, 'hex'));
  return old;
end;
$function$;

create table identity.passwords (
  user_id    uuid        not null,
  hash       text        not null,
  created_at timestamptz not null,
  constraint passwords_pkey primary key (user_id),
  constraint passwords_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint password_hash_is_argon2id check (hash ~~ '$argon2id$%')
);
comment on table identity.passwords is 'The argon2id hash of a person''s password. usage: secret; audience: internal; domain: identity';
alter table identity.passwords enable row level security;
alter table identity.passwords force row level security;
create policy passwords_for_the_server on identity.passwords to app_server
  using (true)
  with check (true);
grant select, insert, update (created_at, hash) on identity.passwords to app_server;

create table identity.sessions (
  token_hash bytea       not null,
  user_id    uuid        not null,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint sessions_pkey primary key (token_hash),
  constraint sessions_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint session_expires_after_it_began check (expires_at > created_at),
  constraint session_token_is_hashed check (octet_length(token_hash) = 32)
);
comment on table identity.sessions is 'A browser that is signed in, until when. usage: secret; audience: internal; domain: identity';
create index sessions_by_expiry on identity.sessions (expires_at);
create index sessions_by_user on identity.sessions (user_id);
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;
create policy sessions_for_the_server on identity.sessions to app_server
  using (true)
  with check (true);
grant select, insert, delete on identity.sessions to app_server;
create trigger sessions_500_announce_end after delete on identity.sessions for each row execute function identity.announce_session_end();

create table identity.users (
  id         uuid        not null,
  email      text        not null,
  name       text        not null,
  is_demo    boolean     not null default false,
  created_at timestamptz not null,
  updated_at timestamptz not null,
  constraint users_pkey primary key (id),
  constraint user_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint user_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120))
);
comment on table identity.users is 'A person who can sign in. usage: product; audience: person; domain: identity';
create unique index users_by_email on identity.users (email);
alter table identity.users enable row level security;
alter table identity.users force row level security;
create policy users_for_the_server on identity.users to app_server
  using (true)
  with check (true);
create policy users_oneself on identity.users for select to authenticated
  using (id = (select app.current_user_id()));
grant select, insert, update (name, updated_at) on identity.users to app_server;
create trigger users_500_touch before update on identity.users for each row execute function app.touch_updated_at();
