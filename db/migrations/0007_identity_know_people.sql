-- Who somebody is in full: how they prove it, what they say about themselves, and what happened to their account.
--
-- Everything here belongs to a person or to the installation, never to a workspace. What belongs to a person goes
-- when the person goes.

alter table identity.users
  add column email_confirmed_at  timestamptz,
  add column last_signed_in_at   timestamptz,
  add column disabled_at         timestamptz, -- by an administrator
  add column disabled_by         uuid references identity.users (id) on delete set null,
  add column disabled_reason     text,
  add column deleted_at          timestamptz, -- by themselves; there are days to change one's mind
  add column administrator_since timestamptz,
  add constraint user_disabled_by_only_when_disabled
    check (disabled_at is not null or (disabled_by is null and disabled_reason is null)),
  add constraint user_disabled_reason_is_short check (length(disabled_reason) <= 500);
create index users_by_disabler on identity.users (disabled_by);
create index users_to_be_removed on identity.users (deleted_at) where deleted_at is not null;
create index users_administrators on identity.users (id) where administrator_since is not null;
-- The administrators' list: newest first, and by part of a name or an address.
create index users_by_age on identity.users (created_at desc, id desc);
create index users_by_words on identity.users using gin ((email || ' ' || name) gin_trgm_ops);
grant update (email, email_confirmed_at, last_signed_in_at, disabled_at, disabled_by, disabled_reason, deleted_at,
              administrator_since) on identity.users to app_server;
grant delete on identity.users to app_server;

-- Doors keep who may do what in memory. Whoever becomes an administrator, or is no longer to be let in, is at once.
create function identity.announce_person_change() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if (new.administrator_since, new.disabled_at, new.deleted_at)
     is distinct from (old.administrator_since, old.disabled_at, old.deleted_at) then
    perform pg_notify('stoa_doors', old.id::text);
  end if;
  return null;
end;
$$;
create trigger users_500_announce_change after update on identity.users
  for each row execute function identity.announce_person_change();

create table identity.profiles (
  user_id           uuid        not null primary key references identity.users (id) on delete cascade,
  username          text,
  avatar_key        text,       -- in storage
  phone             text,
  website           text,
  place             text,
  organization_name text,
  industry          text,
  locale            text        not null default 'en',
  timezone          text        not null default 'UTC',
  preferences       jsonb       not null default '{}',
  invited_at        timestamptz,
  onboarded_at      timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,

  constraint profile_username_is_plain check (username ~ '^[a-z0-9](?:[a-z0-9_.-]{1,28}[a-z0-9])$'),
  constraint profile_texts_are_short check (
    length(phone) <= 40 and length(website) <= 300 and length(place) <= 120 and length(organization_name) <= 120
    and length(industry) <= 120),
  constraint profile_locale_is_a_tag check (locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$' and length(locale) <= 35),
  constraint profile_timezone_is_not_blank check (length(timezone) between 1 and 64),
  constraint profile_preferences_are_an_object check (jsonb_typeof(preferences) = 'object'),
  constraint profile_preferences_are_small check (pg_column_size(preferences) <= 16384)
);
comment on table identity.profiles is
  'What a person says about themselves, and how they like it. usage: product; audience: person; domain: identity';
create unique index profiles_by_username on identity.profiles (username) where username is not null;
create trigger profiles_500_touch before update on identity.profiles
  for each row execute function app.touch_updated_at();
alter table identity.profiles enable row level security;
alter table identity.profiles force row level security;
create policy profiles_for_the_server on identity.profiles to app_server using (true) with check (true);
create policy profiles_oneself on identity.profiles to authenticated
  using (user_id = (select app.current_user_id())) with check (user_id = (select app.current_user_id()));
grant select, insert, update (username, avatar_key, phone, website, place, organization_name, industry, locale,
  timezone, preferences, invited_at, onboarded_at, updated_at) on identity.profiles to app_server;

-- Everybody who had a profile in mind already.
insert into identity.profiles (user_id, created_at, updated_at)
select id, created_at, updated_at from identity.users;

-- What anybody signed in may know of anybody else.
create view identity.pub_people with (security_invoker = true) as
  select u.id, u.name, p.username, p.avatar_key
    from identity.users u join identity.profiles p on p.user_id = u.id
   where u.deleted_at is null;
comment on view identity.pub_people is
  'What others may know of a person: name, username, picture. usage: product; audience: tenant; domain: identity';
grant select on identity.pub_people to app_server;

alter table identity.sessions
  add column id               uuid,
  add column method           text        not null default 'password',
  add column address          text,
  add column agent            text,
  add column country_code     text,
  add column last_used_at     timestamptz,
  add column proved_at        timestamptz, -- when they last showed a password, passkey or code
  add constraint session_method_is_known
    check (method in ('password', 'passkey', 'single_sign_on', 'link')),
  add constraint session_agent_is_short check (length(agent) <= 500),
  add constraint session_country_is_a_code check (country_code ~ '^[A-Z]{2}$');
update identity.sessions set id = gen_random_uuid(), last_used_at = created_at, proved_at = created_at;
alter table identity.sessions
  alter column id set not null,
  alter column last_used_at set not null,
  alter column proved_at set not null;
create unique index sessions_by_id on identity.sessions (id);
drop index identity.sessions_by_user;
create index sessions_by_user on identity.sessions (user_id, created_at desc);
grant update (last_used_at, address, agent, proved_at) on identity.sessions to app_server;

-- A link in a mail, or half of a protocol: good once, for one purpose, until a moment. Here is its SHA-256.
create table identity.tickets (
  token_hash    bytea       not null primary key,
  purpose       text        not null,
  user_id       uuid        references identity.users (id) on delete cascade,
  email         text,
  details       bytea,      -- sealed: what the protocol must still know when the ticket comes back
  created_at    timestamptz not null,
  expires_at    timestamptz not null,

  constraint ticket_is_hashed check (octet_length(token_hash) = 32),
  constraint ticket_purpose_is_known check (purpose in (
    'confirm_email', 'change_email', 'reset_password', 'second_factor', 'sign_up', 'single_sign_on',
    'passkey_registration', 'passkey_sign_in', 'totp_setup')),
  constraint ticket_expires_after_it_began check (expires_at > created_at)
);
comment on table identity.tickets is
  'Something good once: a link in a mail, a challenge. usage: secret; audience: internal; domain: identity';
create index tickets_by_user on identity.tickets (user_id, purpose);
create index tickets_by_expiry on identity.tickets (expires_at);
alter table identity.tickets enable row level security;
alter table identity.tickets force row level security;
create policy tickets_for_the_server on identity.tickets to app_server using (true) with check (true);
grant select, insert, delete on identity.tickets to app_server;

create table identity.totp_factors (
  user_id       uuid        not null primary key references identity.users (id) on delete cascade,
  secret_sealed bytea       not null,
  last_step     bigint      not null default 0, -- no code is good twice
  created_at    timestamptz not null
);
comment on table identity.totp_factors is
  'The secret a person''s codes come from, sealed. usage: secret; audience: internal; domain: identity';
alter table identity.totp_factors enable row level security;
alter table identity.totp_factors force row level security;
create policy totp_factors_for_the_server on identity.totp_factors to app_server using (true) with check (true);
grant select, insert, delete, update (secret_sealed, last_step) on identity.totp_factors to app_server;

create table identity.recovery_codes (
  user_id       uuid        not null references identity.users (id) on delete cascade,
  code_hash     bytea       not null,
  created_at    timestamptz not null,
  used_at       timestamptz,

  primary key (user_id, code_hash),
  constraint recovery_code_is_hashed check (octet_length(code_hash) = 32)
);
comment on table identity.recovery_codes is
  'For whoever lost their second factor, each good once. usage: secret; audience: internal; domain: identity';
alter table identity.recovery_codes enable row level security;
alter table identity.recovery_codes force row level security;
create policy recovery_codes_for_the_server on identity.recovery_codes to app_server using (true) with check (true);
grant select, insert, delete, update (used_at) on identity.recovery_codes to app_server;

create table identity.passkeys (
  user_id       uuid        not null references identity.users (id) on delete cascade,
  id            uuid        not null,
  credential_id bytea       not null,
  public_key    bytea       not null,
  sign_count    bigint      not null,
  transports    text[]      not null default '{}',
  name          text        not null,
  backed_up     boolean     not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz,

  primary key (user_id, id),
  constraint passkey_name_is_not_blank check (length(trim(name)) between 1 and 120),
  constraint passkey_credential_is_bounded check (octet_length(credential_id) between 1 and 1023)
);
comment on table identity.passkeys is
  'A key of a person''s device; here is its public half. usage: secret; audience: internal; domain: identity';
create unique index passkeys_by_credential on identity.passkeys (credential_id);
alter table identity.passkeys enable row level security;
alter table identity.passkeys force row level security;
create policy passkeys_for_the_server on identity.passkeys to app_server using (true) with check (true);
grant select, insert, delete, update (sign_count, name, backed_up, last_used_at) on identity.passkeys to app_server;

create table identity.oidc_providers (
  id                   uuid        not null primary key,
  slug                 text        not null,
  name                 text        not null,
  issuer               text        not null,
  client_id            text        not null,
  client_secret_sealed bytea,
  scopes               text[]      not null default '{openid,email,profile}',
  email_domains        text[]      not null default '{}', -- empty: any
  is_demo              boolean     not null default false,
  created_at           timestamptz not null,
  created_by           uuid        references identity.users (id) on delete set null,
  updated_at           timestamptz not null,
  disabled_at          timestamptz,

  constraint oidc_provider_slug_is_plain check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$'),
  constraint oidc_provider_name_is_not_blank check (length(trim(name)) between 1 and 120),
  constraint oidc_provider_issuer_is_an_address check (issuer ~ '^https?://' and length(issuer) <= 500)
);
comment on table identity.oidc_providers is
  'Who else may say who somebody is. usage: secret; audience: internal; domain: identity';
create unique index oidc_providers_by_slug on identity.oidc_providers (slug);
create index oidc_providers_by_creator on identity.oidc_providers (created_by);
create trigger oidc_providers_500_touch before update on identity.oidc_providers
  for each row execute function app.touch_updated_at();
alter table identity.oidc_providers enable row level security;
alter table identity.oidc_providers force row level security;
create policy oidc_providers_for_the_server on identity.oidc_providers to app_server using (true) with check (true);
grant select, insert, delete, update (name, issuer, client_id, client_secret_sealed, scopes, email_domains,
  updated_at, disabled_at) on identity.oidc_providers to app_server;

create table identity.oidc_identities (
  provider_id   uuid        not null references identity.oidc_providers (id) on delete cascade,
  subject       text        not null,
  user_id       uuid        not null references identity.users (id) on delete cascade,
  email         text,
  created_at    timestamptz not null,
  last_used_at  timestamptz not null,

  primary key (provider_id, subject),
  constraint oidc_identity_subject_is_bounded check (length(subject) between 1 and 255)
);
comment on table identity.oidc_identities is
  'Whom another says a person is. usage: product; audience: person; domain: identity';
create index oidc_identities_by_user on identity.oidc_identities (user_id);
alter table identity.oidc_identities enable row level security;
alter table identity.oidc_identities force row level security;
create policy oidc_identities_for_the_server on identity.oidc_identities to app_server using (true) with check (true);
grant select, insert, delete, update (email, last_used_at) on identity.oidc_identities to app_server;

-- The trail of signing in. An address that belongs to nobody is kept as it was typed, for the limits and for whoever
-- watches the door; it goes by age.
create table identity.sign_in_events (
  id            uuid        not null primary key,
  user_id       uuid        references identity.users (id) on delete cascade,
  email         text,
  event         text        not null,
  method        text,
  succeeded     boolean     not null,
  error_code    text,
  address       text,
  agent         text,
  country_code  text,
  source_host   text,
  return_to     text,
  details       jsonb       not null default '{}',
  created_at    timestamptz not null,

  constraint sign_in_event_is_known check (event in (
    'sign_up', 'sign_in', 'second_factor', 'sign_out', 'sign_out_everywhere', 'session_ended', 'email_confirmed',
    'password_reset_asked', 'password_reset', 'reauthentication')),
  constraint sign_in_method_is_known
    check (method in ('password', 'passkey', 'single_sign_on', 'totp', 'recovery_code', 'link')),
  constraint sign_in_error_only_when_refused check (not succeeded or error_code is null),
  constraint sign_in_texts_are_short check (
    length(email) <= 320 and length(agent) <= 500 and length(source_host) <= 255 and length(return_to) <= 2000
    and length(error_code) <= 120 and pg_column_size(details) <= 4096)
);
comment on table identity.sign_in_events is
  'Every attempt to sign in or prove oneself. usage: log; audience: person; domain: identity';
create index sign_in_events_by_user on identity.sign_in_events (user_id, created_at desc, id desc);
create index sign_in_events_by_age on identity.sign_in_events (created_at desc, id desc);
-- The limits: how often it went wrong lately, for one account and from one place.
create index sign_in_failures_by_email on identity.sign_in_events (email, created_at desc) where not succeeded;
create index sign_in_failures_by_address on identity.sign_in_events (address, created_at desc) where not succeeded;
alter table identity.sign_in_events enable row level security;
alter table identity.sign_in_events force row level security;
create policy sign_in_events_for_the_server on identity.sign_in_events to app_server using (true) with check (true);
create policy sign_in_events_oneself on identity.sign_in_events for select to authenticated
  using (user_id = (select app.current_user_id()));
grant select, insert, delete on identity.sign_in_events to app_server;

-- What changed about a person or the installation. Only ever added to: the server may neither change nor remove an
-- entry; those of a person go with the person.
create table identity.audit_entries (
  id            uuid        not null primary key,
  user_id       uuid        references identity.users (id) on delete cascade, -- whom it is about; null: everybody
  actor_kind    text        not null,
  actor_user_id uuid        references identity.users (id) on delete set null,
  category      text        not null,
  action        text        not null,
  subject_type  text        not null,
  subject_id    text,
  changes       jsonb       not null default '{}',
  succeeded     boolean     not null default true,
  error_code    text,
  address       text,
  agent         text,
  request_id    text,
  created_at    timestamptz not null,

  constraint audit_actor_is_known check (actor_kind in ('member', 'key', 'person', 'administrator', 'autopilot', 'system', 'nobody')),
  constraint audit_category_is_known check (category in (
    'identity', 'membership', 'settings', 'secrets', 'money', 'connections', 'workspace', 'content', 'installation')),
  constraint audit_action_is_named check (action ~ '^[a-z]+\.[a-z_]+$' and length(action) <= 120),
  constraint audit_texts_are_short check (
    length(subject_type) <= 60 and length(subject_id) <= 120 and length(agent) <= 500 and length(address) <= 60
    and length(error_code) <= 120 and pg_column_size(changes) <= 32768)
);
comment on table identity.audit_entries is
  'What changed about a person or the installation, and who did it. usage: log; audience: person; domain: identity';
create index audit_entries_by_user on identity.audit_entries (user_id, created_at desc, id desc);
create index audit_entries_by_actor on identity.audit_entries (actor_user_id, created_at desc, id desc);
create index audit_entries_by_age on identity.audit_entries (created_at desc, id desc);
alter table identity.audit_entries enable row level security;
alter table identity.audit_entries force row level security;
create policy audit_entries_for_the_server on identity.audit_entries to app_server using (true) with check (true);
create policy audit_entries_oneself on identity.audit_entries for select to authenticated
  using (user_id = (select app.current_user_id()));
grant select, insert on identity.audit_entries to app_server;

-- migrate: down

drop table identity.audit_entries, identity.sign_in_events, identity.oidc_identities, identity.oidc_providers,
  identity.passkeys, identity.recovery_codes, identity.totp_factors, identity.tickets;
drop view identity.pub_people;
drop table identity.profiles;
drop index identity.sessions_by_user;
create index sessions_by_user on identity.sessions (user_id);
drop index identity.sessions_by_id;
revoke update on identity.sessions from app_server;
alter table identity.sessions
  drop column id, drop column method, drop column address, drop column agent, drop column country_code,
  drop column last_used_at, drop column proved_at;
drop trigger users_500_announce_change on identity.users;
drop function identity.announce_person_change;
revoke delete on identity.users from app_server;
revoke update on identity.users from app_server;
grant update (name, updated_at) on identity.users to app_server;
drop index identity.users_by_words, identity.users_by_age, identity.users_administrators, identity.users_to_be_removed,
  identity.users_by_disabler;
alter table identity.users
  drop column email_confirmed_at, drop column last_signed_in_at, drop column disabled_at, drop column disabled_by,
  drop column disabled_reason, drop column deleted_at, drop column administrator_since;
