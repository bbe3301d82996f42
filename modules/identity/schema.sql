-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema identity;
comment on schema identity is 'Who somebody is, and how they prove it.';
grant usage on schema identity to app_server;
grant usage on schema identity to authenticated;

create function identity.announce_person_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  if (new.administrator_since, new.disabled_at, new.deleted_at)
     is distinct from (old.administrator_since, old.disabled_at, old.deleted_at) then
    perform pg_notify('stoa_doors', old.id::text);
  end if;
  return null;
end;
$function$;

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

create function identity.record_direct_change()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_user_id uuid := app.current_user_id();
  v_changes jsonb := (
    select jsonb_object_agg(was.key, jsonb_build_object('from', was.value, 'to', becomes.value))
      from jsonb_each(to_jsonb(old)) was
      join jsonb_each(to_jsonb(new)) becomes on becomes.key = was.key and becomes.value <> was.value
     where was.key <> 'updated_at');
begin
  if v_changes is not null then
    insert into identity.audit_entries (id, user_id, actor_kind, actor_user_id, category, action, subject_type,
      subject_id, changes, created_at)
    values (gen_random_uuid(), v_user_id, 'person', v_user_id, 'identity', 'identity.changed_directly', 'person',
      v_user_id::text, v_changes, now());
  end if;
  return null;
end;
$function$;

create table identity.application_alerts (
  email                text        not null,
  creator_applications boolean     not null default true,
  agency_applications  boolean     not null default true,
  added_by             uuid,
  added_at             timestamptz not null,
  paused_at            timestamptz,
  constraint application_alerts_pkey primary key (email),
  constraint application_alerts_added_by_fkey foreign key (added_by) references identity.users(id) on delete set null,
  constraint application_alert_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320))
);
comment on table identity.application_alerts is 'Who is told of new applications, and of which. usage: product; audience: server; domain: identity';
create index application_alerts_by_adder on identity.application_alerts (added_by);
alter table identity.application_alerts enable row level security;
alter table identity.application_alerts force row level security;
create policy application_alerts_for_the_server on identity.application_alerts to app_server
  using (true)
  with check (true);
grant select, insert, update (agency_applications, creator_applications, paused_at), delete on identity.application_alerts to app_server;

create table identity.applications (
  id               uuid        not null,
  user_id          uuid,
  email            text        not null,
  name             text        not null,
  account_type     text        not null,
  details          jsonb       not null default '{}'::jsonb,
  status           text        not null default 'pending',
  submitted_at     timestamptz not null,
  decided_at       timestamptz,
  decided_by       uuid,
  rejection_reason text,
  notes            text,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint applications_pkey primary key (id),
  constraint applications_decided_by_fkey foreign key (decided_by) references identity.users(id) on delete set null,
  constraint applications_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint application_account_type_is_known check (account_type = any (array['creator', 'agency', 'legacy'])),
  constraint application_decided_unless_pending check ((status = 'pending') = (decided_at is null)),
  constraint application_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint application_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint application_reason_only_when_rejected check ((status = 'rejected') or (rejection_reason is null)),
  constraint application_status_is_known check (status = any (array['pending', 'approved', 'rejected'])),
  constraint application_texts_are_short check ((length(rejection_reason) <= 2000) and (length(notes) <= 10000) and (pg_column_size(details) <= 32768))
);
comment on table identity.applications is 'Who would like to be let in, and what was decided. usage: product; audience: server; domain: identity';
create index applications_by_age on identity.applications (submitted_at desc, id desc);
create index applications_by_decider on identity.applications (decided_by);
create index applications_by_email on identity.applications (email, submitted_at desc);
create index applications_by_status on identity.applications (status, submitted_at desc, id desc);
create index applications_by_user on identity.applications (user_id, submitted_at desc);
create index applications_by_words on identity.applications using gin ((((email || ' ') || name)) gin_trgm_ops);
create unique index applications_pending on identity.applications (email) where (status = 'pending');
alter table identity.applications enable row level security;
alter table identity.applications force row level security;
create policy applications_for_the_server on identity.applications to app_server
  using (true)
  with check (true);
grant select, insert, update (decided_at, decided_by, notes, rejection_reason, status, updated_at, user_id), delete on identity.applications to app_server;
create trigger applications_500_touch before update on identity.applications for each row execute function app.touch_updated_at();

create table identity.audit_entries (
  id            uuid        not null,
  user_id       uuid,
  actor_kind    text        not null,
  actor_user_id uuid,
  category      text        not null,
  action        text        not null,
  subject_type  text        not null,
  subject_id    text,
  changes       jsonb       not null default '{}'::jsonb,
  succeeded     boolean     not null default true,
  error_code    text,
  address       text,
  agent         text,
  request_id    text,
  created_at    timestamptz not null,
  constraint audit_entries_pkey primary key (id),
  constraint audit_entries_actor_user_id_fkey foreign key (actor_user_id) references identity.users(id) on delete set null,
  constraint audit_entries_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint audit_action_is_named check ((action ~ '^[a-z]+\.[a-z_]+$') and (length(action) <= 120)),
  constraint audit_actor_is_known check (actor_kind = any (array['member', 'key', 'person', 'administrator', 'autopilot', 'system', 'nobody'])),
  constraint audit_category_is_known check (category = any (array['identity', 'membership', 'settings', 'secrets', 'money', 'connections', 'workspace', 'content', 'installation'])),
  constraint audit_texts_are_short check ((length(subject_type) <= 60) and (length(subject_id) <= 120) and (length(agent) <= 500) and (length(address) <= 60) and (length(error_code) <= 120) and (pg_column_size(changes) <= 32768))
);
comment on table identity.audit_entries is 'What changed about a person or the installation, and who did it. usage: log; audience: person; domain: identity';
create index audit_entries_by_actor on identity.audit_entries (actor_user_id, created_at desc, id desc);
create index audit_entries_by_age on identity.audit_entries (created_at desc, id desc);
create index audit_entries_by_category on identity.audit_entries (category, created_at desc, id desc);
create index audit_entries_by_user on identity.audit_entries (user_id, created_at desc, id desc);
alter table identity.audit_entries enable row level security;
alter table identity.audit_entries force row level security;
create policy audit_entries_for_the_server on identity.audit_entries to app_server
  using (true)
  with check (true);
create policy audit_entries_of_direct_changes on identity.audit_entries for insert to authenticated
  with check ((user_id = (select app.current_user_id())) and (actor_user_id = user_id) and (actor_kind = 'person') and (pg_trigger_depth() > 0));
create policy audit_entries_oneself on identity.audit_entries for select to authenticated
  using (user_id = (select app.current_user_id()));
grant select, insert on identity.audit_entries to app_server;
grant select, insert (action, actor_kind, actor_user_id, category, changes, created_at, id, subject_id, subject_type, user_id) on identity.audit_entries to authenticated;

create table identity.campaign_mails (
  campaign   text        not null,
  step       text        not null,
  email      text        not null,
  user_id    uuid,
  message_id uuid        not null,
  facts      jsonb       not null default '{}'::jsonb,
  status     text        not null default 'queued',
  queued_at  timestamptz not null,
  claimed_at timestamptz,
  settled_at timestamptz,
  reason     text,
  constraint campaign_mails_pkey primary key (campaign, step, email),
  constraint campaign_mails_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint campaign_mail_status_is_known check (status = any (array['queued', 'claimed', 'sent', 'skipped', 'failed', 'unknown'])),
  constraint campaign_step_is_known check (step = any (array['t14', 't7', 't1', 'launch', 'trial_7', 'trial_3', 'trial_1'])),
  constraint campaign_texts_are_short check ((length(campaign) <= 120) and (length(reason) <= 120) and (pg_column_size(facts) <= 4096))
);
comment on table identity.campaign_mails is 'What was sent to whom in which campaign, each once. usage: queue; audience: server; domain: identity';
create index campaign_mails_by_email on identity.campaign_mails (email);
create index campaign_mails_by_message on identity.campaign_mails (message_id);
create index campaign_mails_by_status on identity.campaign_mails (campaign, step, status);
create index campaign_mails_by_user on identity.campaign_mails (user_id);
create index campaign_mails_open on identity.campaign_mails (status, queued_at) where (status = any (array['queued', 'claimed']));
alter table identity.campaign_mails enable row level security;
alter table identity.campaign_mails force row level security;
create policy campaign_mails_for_the_server on identity.campaign_mails to app_server
  using (true)
  with check (true);
grant select, insert, update (claimed_at, reason, settled_at, status), delete on identity.campaign_mails to app_server;

create table identity.demo_reminders (
  demo_id    uuid        not null,
  id         uuid        not null,
  note       text        not null,
  due_at     timestamptz not null,
  created_by uuid,
  created_at timestamptz not null,
  told_at    timestamptz,
  done_at    timestamptz,
  constraint demo_reminders_pkey primary key (demo_id, id),
  constraint demo_reminders_created_by_fkey foreign key (created_by) references identity.users(id) on delete set null,
  constraint demo_reminders_demo_id_fkey foreign key (demo_id) references identity.demo_requests(id) on delete cascade,
  constraint demo_reminder_note_is_not_blank check ((length(trim(both from note)) >= 1) and (length(trim(both from note)) <= 500))
);
comment on table identity.demo_reminders is 'What to follow up on after a demo request, and when. usage: product; audience: server; domain: identity';
create index demo_reminders_by_creator on identity.demo_reminders (created_by);
create index demo_reminders_due on identity.demo_reminders (due_at) where ((told_at is null) and (done_at is null));
alter table identity.demo_reminders enable row level security;
alter table identity.demo_reminders force row level security;
create policy demo_reminders_for_the_server on identity.demo_reminders to app_server
  using (true)
  with check (true);
grant select, insert, update (done_at, due_at, note, told_at), delete on identity.demo_reminders to app_server;

create table identity.demo_requests (
  id                  uuid        not null,
  user_id             uuid,
  email               text        not null,
  name                text        not null,
  company_name        text,
  company_size        text,
  current_solution    text,
  message             text,
  status              text        not null default 'requested',
  requested_at        timestamptz not null,
  scheduled_for       timestamptz,
  completed_at        timestamptz,
  cancelled_at        timestamptz,
  preparation_notes   text,
  qualification_notes text,
  updated_at          timestamptz not null,
  updated_by          uuid,
  constraint demo_requests_pkey primary key (id),
  constraint demo_requests_updated_by_fkey foreign key (updated_by) references identity.users(id) on delete set null,
  constraint demo_requests_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint demo_cancelled_has_its_time check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint demo_completed_has_its_time check ((status = 'completed') = (completed_at is not null)),
  constraint demo_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint demo_is_scheduled_for_a_time check ((status <> 'scheduled') or (scheduled_for is not null)),
  constraint demo_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint demo_status_is_known check (status = any (array['requested', 'scheduled', 'completed', 'cancelled'])),
  constraint demo_texts_are_short check ((length(company_name) <= 120) and (length(company_size) <= 60) and (length(current_solution) <= 500) and (length(message) <= 2000) and (length(preparation_notes) <= 10000) and (length(qualification_notes) <= 10000))
);
comment on table identity.demo_requests is 'Who would like to be shown Stoa, from the request to the day after. usage: product; audience: server; domain: identity';
create index demo_requests_by_age on identity.demo_requests (requested_at desc, id desc);
create index demo_requests_by_changer on identity.demo_requests (updated_by);
create index demo_requests_by_email on identity.demo_requests (email);
create index demo_requests_by_status on identity.demo_requests (status, requested_at desc, id desc);
create index demo_requests_by_user on identity.demo_requests (user_id);
create index demo_requests_by_words on identity.demo_requests using gin ((((email || ' ') || name)) gin_trgm_ops);
alter table identity.demo_requests enable row level security;
alter table identity.demo_requests force row level security;
create policy demo_requests_for_the_server on identity.demo_requests to app_server
  using (true)
  with check (true);
grant select, insert, update (cancelled_at, completed_at, preparation_notes, qualification_notes, scheduled_for, status, updated_at, updated_by, user_id), delete on identity.demo_requests to app_server;
create trigger demo_requests_500_touch before update on identity.demo_requests for each row execute function app.touch_updated_at();

create table identity.installation_settings (
  id              uuid        not null,
  sign_up         text        not null default 'open',
  launch_at       timestamptz,
  launch_timezone text        not null default 'UTC',
  updated_at      timestamptz not null,
  updated_by      uuid,
  constraint installation_settings_pkey primary key (id),
  constraint installation_settings_updated_by_fkey foreign key (updated_by) references identity.users(id) on delete set null,
  constraint installation_is_one check (id = '00000000-0000-0000-0000-000000000000'::uuid),
  constraint installation_sign_up_is_known check (sign_up = any (array['open', 'application', 'invitation'])),
  constraint installation_timezone_is_not_blank check ((length(launch_timezone) >= 1) and (length(launch_timezone) <= 64))
);
comment on table identity.installation_settings is 'How this installation lets people in. usage: reference; audience: server; domain: identity';
create index installation_settings_by_changer on identity.installation_settings (updated_by);
alter table identity.installation_settings enable row level security;
alter table identity.installation_settings force row level security;
create policy installation_settings_for_the_server on identity.installation_settings to app_server
  using (true)
  with check (true);
grant select, update (launch_at, launch_timezone, sign_up, updated_at, updated_by) on identity.installation_settings to app_server;
create trigger installation_settings_500_touch before update on identity.installation_settings for each row execute function app.touch_updated_at();

create table identity.marketing_preferences (
  email           text        not null,
  user_id         uuid,
  opted_in_at     timestamptz,
  unsubscribed_at timestamptz,
  bounced_at      timestamptz,
  last_event      text,
  last_event_at   timestamptz,
  updated_at      timestamptz not null,
  constraint marketing_preferences_pkey primary key (email),
  constraint marketing_preferences_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint marketing_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint marketing_event_is_known check (last_event = any (array['opted_in', 'unsubscribed', 'bounced', 'complained', 'sent', 'bounce_cleared']))
);
comment on table identity.marketing_preferences is 'Who wants to hear from us, and whose mailbox takes it. usage: product; audience: person; domain: identity';
create index marketing_preferences_by_user on identity.marketing_preferences (user_id);
alter table identity.marketing_preferences enable row level security;
alter table identity.marketing_preferences force row level security;
create policy marketing_preferences_for_the_server on identity.marketing_preferences to app_server
  using (true)
  with check (true);
create policy marketing_preferences_oneself on identity.marketing_preferences for select to authenticated
  using (user_id = (select app.current_user_id()));
grant select, insert, update (bounced_at, last_event, last_event_at, opted_in_at, unsubscribed_at, updated_at, user_id), delete on identity.marketing_preferences to app_server;
grant select on identity.marketing_preferences to authenticated;
create trigger marketing_preferences_500_touch before update on identity.marketing_preferences for each row execute function app.touch_updated_at();

create table identity.oidc_identities (
  provider_id  uuid        not null,
  subject      text        not null,
  user_id      uuid        not null,
  email        text,
  created_at   timestamptz not null,
  last_used_at timestamptz not null,
  constraint oidc_identities_pkey primary key (provider_id, subject),
  constraint oidc_identities_provider_id_fkey foreign key (provider_id) references identity.oidc_providers(id) on delete cascade,
  constraint oidc_identities_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint oidc_identity_subject_is_bounded check ((length(subject) >= 1) and (length(subject) <= 255))
);
comment on table identity.oidc_identities is 'Whom another says a person is. usage: product; audience: person; domain: identity';
create index oidc_identities_by_user on identity.oidc_identities (user_id);
alter table identity.oidc_identities enable row level security;
alter table identity.oidc_identities force row level security;
create policy oidc_identities_for_the_server on identity.oidc_identities to app_server
  using (true)
  with check (true);
grant select, insert, update (email, last_used_at), delete on identity.oidc_identities to app_server;

create table identity.oidc_providers (
  id                   uuid        not null,
  slug                 text        not null,
  name                 text        not null,
  issuer               text        not null,
  client_id            text        not null,
  client_secret_sealed bytea,
  scopes               text[]      not null default '{openid,email,profile}'[],
  email_domains        text[]      not null default '{}'[],
  is_demo              boolean     not null default false,
  created_at           timestamptz not null,
  created_by           uuid,
  updated_at           timestamptz not null,
  disabled_at          timestamptz,
  constraint oidc_providers_pkey primary key (id),
  constraint oidc_providers_created_by_fkey foreign key (created_by) references identity.users(id) on delete set null,
  constraint oidc_provider_issuer_is_an_address check ((issuer ~ '^https?://') and (length(issuer) <= 500)),
  constraint oidc_provider_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint oidc_provider_slug_is_plain check (slug ~ '^[a-z0-9]([a-z0-9-]{0,38}[a-z0-9])?$')
);
comment on table identity.oidc_providers is 'Who else may say who somebody is. usage: secret; audience: internal; domain: identity';
create index oidc_providers_by_creator on identity.oidc_providers (created_by);
create unique index oidc_providers_by_slug on identity.oidc_providers (slug);
alter table identity.oidc_providers enable row level security;
alter table identity.oidc_providers force row level security;
create policy oidc_providers_for_the_server on identity.oidc_providers to app_server
  using (true)
  with check (true);
grant select, insert, update (client_id, client_secret_sealed, disabled_at, email_domains, issuer, name, scopes, updated_at), delete on identity.oidc_providers to app_server;
create trigger oidc_providers_500_touch before update on identity.oidc_providers for each row execute function app.touch_updated_at();

create table identity.passkeys (
  user_id       uuid        not null,
  id            uuid        not null,
  credential_id bytea       not null,
  public_key    bytea       not null,
  sign_count    bigint      not null,
  transports    text[]      not null default '{}'[],
  name          text        not null,
  backed_up     boolean     not null,
  created_at    timestamptz not null,
  last_used_at  timestamptz,
  constraint passkeys_pkey primary key (user_id, id),
  constraint passkeys_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint passkey_credential_is_bounded check ((octet_length(credential_id) >= 1) and (octet_length(credential_id) <= 1023)),
  constraint passkey_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120))
);
comment on table identity.passkeys is 'A key of a person''s device; here is its public half. usage: secret; audience: internal; domain: identity';
create unique index passkeys_by_credential on identity.passkeys (credential_id);
alter table identity.passkeys enable row level security;
alter table identity.passkeys force row level security;
create policy passkeys_for_the_server on identity.passkeys to app_server
  using (true)
  with check (true);
grant select, insert, update (backed_up, last_used_at, name, sign_count), delete on identity.passkeys to app_server;

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

create table identity.profiles (
  user_id           uuid        not null,
  username          text,
  avatar_key        text,
  phone             text,
  website           text,
  place             text,
  organization_name text,
  industry          text,
  locale            text        not null default 'en',
  timezone          text        not null default 'UTC',
  preferences       jsonb       not null default '{}'::jsonb,
  invited_at        timestamptz,
  onboarded_at      timestamptz,
  created_at        timestamptz not null,
  updated_at        timestamptz not null,
  constraint profiles_pkey primary key (user_id),
  constraint profiles_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint profile_locale_is_a_tag check ((locale ~ '^[a-z]{2,3}(-[A-Za-z0-9]{2,8})*$') and (length(locale) <= 35)),
  constraint profile_preferences_are_an_object check (jsonb_typeof(preferences) = 'object'),
  constraint profile_preferences_are_small check (pg_column_size(preferences) <= 16384),
  constraint profile_texts_are_short check ((length(phone) <= 40) and (length(website) <= 300) and (length(place) <= 120) and (length(organization_name) <= 120) and (length(industry) <= 120)),
  constraint profile_timezone_is_not_blank check ((length(timezone) >= 1) and (length(timezone) <= 64)),
  constraint profile_username_is_plain check (username ~ '^[a-z0-9](?:[a-z0-9_.-]{1,28}[a-z0-9])$')
);
comment on table identity.profiles is 'What a person says about themselves, and how they like it. usage: product; audience: person; domain: identity';
create unique index profiles_by_username on identity.profiles (username) where (username is not null);
alter table identity.profiles enable row level security;
alter table identity.profiles force row level security;
create policy profiles_for_the_server on identity.profiles to app_server
  using (true)
  with check (true);
create policy profiles_of_who_is_let_in on identity.profiles as restrictive for update to authenticated
  using ((user_id = (select app.current_user_id())) and (exists ( select
   from identity.users u
  where ((u.id = profiles.user_id) and (u.disabled_at is null) and (u.deleted_at is null)))));
create policy profiles_oneself on identity.profiles to authenticated
  using (user_id = (select app.current_user_id()))
  with check (user_id = (select app.current_user_id()));
grant select, insert, update (avatar_key, industry, invited_at, locale, onboarded_at, organization_name, phone, place, preferences, timezone, updated_at, username, website) on identity.profiles to app_server;
grant select, update (industry, locale, organization_name, phone, place) on identity.profiles to authenticated;
create trigger profiles_500_touch before update on identity.profiles for each row execute function app.touch_updated_at();
create trigger profiles_600_record_direct_change after update on identity.profiles for each row when ((not pg_has_role('app_server'::name, 'member'))) execute function identity.record_direct_change();

-- view identity.pub_people with (security_invoker=true) shows:
--   id uuid
--   name text
--   username text
--   avatar_key text
comment on view identity.pub_people is 'What others may know of a person: name, username, picture. usage: product; audience: tenant; domain: identity';
grant select on identity.pub_people to app_server;

create table identity.recovery_codes (
  user_id    uuid        not null,
  code_hash  bytea       not null,
  created_at timestamptz not null,
  used_at    timestamptz,
  constraint recovery_codes_pkey primary key (user_id, code_hash),
  constraint recovery_codes_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint recovery_code_is_hashed check (octet_length(code_hash) = 32)
);
comment on table identity.recovery_codes is 'For whoever lost their second factor, each good once. usage: secret; audience: internal; domain: identity';
alter table identity.recovery_codes enable row level security;
alter table identity.recovery_codes force row level security;
create policy recovery_codes_for_the_server on identity.recovery_codes to app_server
  using (true)
  with check (true);
grant select, insert, update (used_at), delete on identity.recovery_codes to app_server;

create table identity.sessions (
  token_hash   bytea       not null,
  user_id      uuid        not null,
  created_at   timestamptz not null,
  expires_at   timestamptz not null,
  id           uuid        not null,
  method       text        not null default 'password',
  address      text,
  agent        text,
  country_code text,
  last_used_at timestamptz not null,
  proved_at    timestamptz not null,
  constraint sessions_pkey primary key (token_hash),
  constraint sessions_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint session_agent_is_short check (length(agent) <= 500),
  constraint session_country_is_a_code check (country_code ~ '^[A-Z]{2}$'),
  constraint session_expires_after_it_began check (expires_at > created_at),
  constraint session_method_is_known check (method = any (array['password', 'passkey', 'single_sign_on', 'link'])),
  constraint session_token_is_hashed check (octet_length(token_hash) = 32)
);
comment on table identity.sessions is 'A browser that is signed in, until when. usage: secret; audience: internal; domain: identity';
create index sessions_by_expiry on identity.sessions (expires_at);
create unique index sessions_by_id on identity.sessions (id);
create index sessions_by_user on identity.sessions (user_id, created_at desc);
alter table identity.sessions enable row level security;
alter table identity.sessions force row level security;
create policy sessions_for_the_server on identity.sessions to app_server
  using (true)
  with check (true);
grant select, insert, update (address, agent, last_used_at, proved_at), delete on identity.sessions to app_server;
create trigger sessions_500_announce_end after delete on identity.sessions for each row execute function identity.announce_session_end();

create table identity.sign_in_events (
  id           uuid        not null,
  user_id      uuid,
  email        text,
  event        text        not null,
  method       text,
  succeeded    boolean     not null,
  error_code   text,
  address      text,
  agent        text,
  country_code text,
  source_host  text,
  return_to    text,
  details      jsonb       not null default '{}'::jsonb,
  created_at   timestamptz not null,
  constraint sign_in_events_pkey primary key (id),
  constraint sign_in_events_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint sign_in_error_only_when_refused check ((not succeeded) or (error_code is null)),
  constraint sign_in_event_is_known check (event = any (array['sign_up', 'sign_in', 'second_factor', 'sign_out', 'sign_out_everywhere', 'session_ended', 'email_confirmed', 'password_reset_asked', 'password_reset', 'reauthentication'])),
  constraint sign_in_method_is_known check (method = any (array['password', 'passkey', 'single_sign_on', 'totp', 'recovery_code', 'link'])),
  constraint sign_in_texts_are_short check ((length(email) <= 320) and (length(agent) <= 500) and (length(source_host) <= 255) and (length(return_to) <= 2000) and (length(error_code) <= 120) and (pg_column_size(details) <= 4096))
);
comment on table identity.sign_in_events is 'Every attempt to sign in or prove oneself. usage: log; audience: person; domain: identity';
create index sign_in_events_by_address on identity.sign_in_events (address, created_at desc, id desc);
create index sign_in_events_by_age on identity.sign_in_events (created_at desc, id desc);
create index sign_in_events_by_user on identity.sign_in_events (user_id, created_at desc, id desc);
create index sign_in_failures_by_address on identity.sign_in_events (address, created_at desc) where (not succeeded);
create index sign_in_failures_by_email on identity.sign_in_events (email, created_at desc) where (not succeeded);
alter table identity.sign_in_events enable row level security;
alter table identity.sign_in_events force row level security;
create policy sign_in_events_for_the_server on identity.sign_in_events to app_server
  using (true)
  with check (true);
create policy sign_in_events_oneself on identity.sign_in_events for select to authenticated
  using (user_id = (select app.current_user_id()));
grant select, insert, delete on identity.sign_in_events to app_server;
grant select on identity.sign_in_events to authenticated;

create table identity.tickets (
  token_hash bytea       not null,
  purpose    text        not null,
  user_id    uuid,
  email      text,
  details    bytea,
  created_at timestamptz not null,
  expires_at timestamptz not null,
  constraint tickets_pkey primary key (token_hash),
  constraint tickets_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint ticket_expires_after_it_began check (expires_at > created_at),
  constraint ticket_is_hashed check (octet_length(token_hash) = 32),
  constraint ticket_purpose_is_known check (purpose = any (array['confirm_email', 'change_email', 'reset_password', 'second_factor', 'sign_up', 'single_sign_on', 'passkey_registration', 'passkey_sign_in', 'totp_setup']))
);
comment on table identity.tickets is 'Something good once: a link in a mail, a challenge. usage: secret; audience: internal; domain: identity';
create index tickets_by_expiry on identity.tickets (expires_at);
create index tickets_by_user on identity.tickets (user_id, purpose);
alter table identity.tickets enable row level security;
alter table identity.tickets force row level security;
create policy tickets_for_the_server on identity.tickets to app_server
  using (true)
  with check (true);
grant select, insert, delete on identity.tickets to app_server;

create table identity.totp_factors (
  user_id       uuid        not null,
  secret_sealed bytea       not null,
  last_step     bigint      not null default 0,
  created_at    timestamptz not null,
  constraint totp_factors_pkey primary key (user_id),
  constraint totp_factors_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade
);
comment on table identity.totp_factors is 'The secret a person''s codes come from, sealed. usage: secret; audience: internal; domain: identity';
alter table identity.totp_factors enable row level security;
alter table identity.totp_factors force row level security;
create policy totp_factors_for_the_server on identity.totp_factors to app_server
  using (true)
  with check (true);
grant select, insert, update (last_step, secret_sealed), delete on identity.totp_factors to app_server;

create table identity.users (
  id                  uuid        not null,
  email               text        not null,
  name                text        not null,
  is_demo             boolean     not null default false,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  email_confirmed_at  timestamptz,
  last_signed_in_at   timestamptz,
  disabled_at         timestamptz,
  disabled_by         uuid,
  disabled_reason     text,
  deleted_at          timestamptz,
  administrator_since timestamptz,
  constraint users_pkey primary key (id),
  constraint users_disabled_by_fkey foreign key (disabled_by) references identity.users(id) on delete set null,
  constraint user_disabled_by_only_when_disabled check ((disabled_at is not null) or ((disabled_by is null) and (disabled_reason is null))),
  constraint user_disabled_reason_is_short check (length(disabled_reason) <= 500),
  constraint user_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint user_name_is_not_blank check ((length(trim(both from name)) >= 1) and (length(trim(both from name)) <= 120)),
  constraint user_name_is_visible check (name !~ '[\u0001-\u001f\u007f-\u009f\u2028-\u202e\u2066-\u2069\ufeff]')
);
comment on table identity.users is 'A person who can sign in. usage: product; audience: person; domain: identity';
create index users_administrators on identity.users (id) where (administrator_since is not null);
create index users_by_age on identity.users (created_at desc, id desc);
create index users_by_disabler on identity.users (disabled_by);
create unique index users_by_email on identity.users (email);
create index users_by_words on identity.users using gin ((((email || ' ') || name)) gin_trgm_ops);
create index users_disabled on identity.users (created_at desc, id desc) where (disabled_at is not null);
create index users_to_be_removed on identity.users (deleted_at) where (deleted_at is not null);
alter table identity.users enable row level security;
alter table identity.users force row level security;
create policy users_change_themselves on identity.users for update to authenticated
  using ((id = (select app.current_user_id())) and (disabled_at is null) and (deleted_at is null))
  with check (id = (select app.current_user_id()));
create policy users_for_the_server on identity.users to app_server
  using (true)
  with check (true);
create policy users_oneself on identity.users for select to authenticated
  using (id = (select app.current_user_id()));
grant select, insert, update (administrator_since, deleted_at, disabled_at, disabled_by, disabled_reason, email, email_confirmed_at, last_signed_in_at, name, updated_at), delete on identity.users to app_server;
grant select (administrator_since, created_at, deleted_at, disabled_at, email, email_confirmed_at, id, is_demo, last_signed_in_at, name, updated_at), update (name) on identity.users to authenticated;
create trigger users_500_announce_change after update on identity.users for each row execute function identity.announce_person_change();
create trigger users_500_touch before update on identity.users for each row execute function app.touch_updated_at();
create trigger users_600_record_direct_change after update on identity.users for each row when ((not pg_has_role('app_server'::name, 'member'))) execute function identity.record_direct_change();

create table identity.waiting_list (
  email                   text        not null,
  name                    text,
  user_id                 uuid,
  joined_at               timestamptz not null,
  source                  text,
  early_access_granted_at timestamptz,
  early_access_granted_by uuid,
  updated_at              timestamptz not null,
  constraint waiting_list_pkey primary key (email),
  constraint waiting_list_early_access_granted_by_fkey foreign key (early_access_granted_by) references identity.users(id) on delete set null,
  constraint waiting_list_user_id_fkey foreign key (user_id) references identity.users(id) on delete cascade,
  constraint waiting_email_is_lower_case check ((email = lower(email)) and (email ~~ '_%@_%') and (length(email) <= 320)),
  constraint waiting_texts_are_short check ((length(name) <= 120) and (length(source) <= 120))
);
comment on table identity.waiting_list is 'Who waits for the launch, and who was let in before it. usage: product; audience: server; domain: identity';
create index waiting_list_by_age on identity.waiting_list (joined_at desc, email desc);
create index waiting_list_by_granter on identity.waiting_list (early_access_granted_by);
create index waiting_list_by_user on identity.waiting_list (user_id);
create index waiting_list_by_words on identity.waiting_list using gin ((((email || ' ') || coalesce(name, ''))) gin_trgm_ops);
alter table identity.waiting_list enable row level security;
alter table identity.waiting_list force row level security;
create policy waiting_list_for_the_server on identity.waiting_list to app_server
  using (true)
  with check (true);
grant select, insert, update (early_access_granted_at, early_access_granted_by, updated_at, user_id), delete on identity.waiting_list to app_server;
create trigger waiting_list_500_touch before update on identity.waiting_list for each row execute function app.touch_updated_at();
