-- How somebody becomes a person here: applications, the waiting list, demos, and the mail that goes with them.

-- One row: what this installation is like. Made here, so that it is always there.
create table identity.installation_settings (
  id                uuid        not null primary key,
  sign_up           text        not null default 'open',
  launch_at         timestamptz,          -- the waiting list counts down to it
  launch_timezone   text        not null default 'UTC',
  updated_at        timestamptz not null,
  updated_by        uuid        references identity.users (id) on delete set null,

  constraint installation_is_one check (id = '00000000-0000-0000-0000-000000000000'),
  constraint installation_sign_up_is_known check (sign_up in ('open', 'application', 'invitation')),
  constraint installation_timezone_is_not_blank check (length(launch_timezone) between 1 and 64)
);
comment on table identity.installation_settings is
  'How this installation lets people in. usage: reference; audience: server; domain: identity';
create index installation_settings_by_changer on identity.installation_settings (updated_by);
create trigger installation_settings_500_touch before update on identity.installation_settings
  for each row execute function app.touch_updated_at();
alter table identity.installation_settings enable row level security;
alter table identity.installation_settings force row level security;
create policy installation_settings_for_the_server on identity.installation_settings to app_server
  using (true) with check (true);
grant select, update (sign_up, launch_at, launch_timezone, updated_at, updated_by)
  on identity.installation_settings to app_server;
-- The owner writes here once; its own wall is let down for that.
alter table identity.installation_settings no force row level security;
insert into identity.installation_settings (id, updated_at) values ('00000000-0000-0000-0000-000000000000', now());
alter table identity.installation_settings force row level security;

create table identity.applications (
  id                uuid        not null primary key, -- made by the applicant's browser: sent twice is one application
  user_id           uuid        references identity.users (id) on delete cascade,
  email             text        not null,
  name              text        not null,
  account_type      text        not null,
  details           jsonb       not null default '{}', -- every field of the form
  status            text        not null default 'pending',
  submitted_at      timestamptz not null,
  decided_at        timestamptz,
  decided_by        uuid        references identity.users (id) on delete set null,
  rejection_reason  text,
  notes             text,                 -- the administrators'
  created_at        timestamptz not null,
  updated_at        timestamptz not null,

  constraint application_email_is_lower_case check (email = lower(email) and email like '_%@_%' and length(email) <= 320),
  constraint application_name_is_not_blank check (length(trim(name)) between 1 and 120),
  constraint application_account_type_is_known check (account_type in ('creator', 'agency', 'legacy')),
  constraint application_status_is_known check (status in ('pending', 'approved', 'rejected')),
  constraint application_decided_unless_pending check ((status = 'pending') = (decided_at is null)),
  constraint application_reason_only_when_rejected check (status = 'rejected' or rejection_reason is null),
  constraint application_texts_are_short check (
    length(rejection_reason) <= 2000 and length(notes) <= 10000 and pg_column_size(details) <= 32768)
);
comment on table identity.applications is
  'Who would like to be let in, and what was decided. usage: product; audience: server; domain: identity';
create unique index applications_pending on identity.applications (email) where status = 'pending';
create index applications_by_user on identity.applications (user_id, submitted_at desc);
create index applications_by_decider on identity.applications (decided_by);
create index applications_by_status on identity.applications (status, submitted_at desc, id desc);
create index applications_by_age on identity.applications (submitted_at desc, id desc);
create index applications_by_email on identity.applications (email, submitted_at desc);
create index applications_by_words on identity.applications using gin ((email || ' ' || name) gin_trgm_ops);
create trigger applications_500_touch before update on identity.applications
  for each row execute function app.touch_updated_at();
alter table identity.applications enable row level security;
alter table identity.applications force row level security;
create policy applications_for_the_server on identity.applications to app_server using (true) with check (true);
grant select, insert, delete, update (user_id, status, decided_at, decided_by, rejection_reason, notes, updated_at)
  on identity.applications to app_server;

create table identity.waiting_list (
  email                   text        not null primary key,
  name                    text,
  user_id                 uuid        references identity.users (id) on delete cascade,
  joined_at               timestamptz not null,
  source                  text,
  early_access_granted_at timestamptz,
  early_access_granted_by uuid        references identity.users (id) on delete set null,
  updated_at              timestamptz not null,

  constraint waiting_email_is_lower_case check (email = lower(email) and email like '_%@_%' and length(email) <= 320),
  constraint waiting_texts_are_short check (length(name) <= 120 and length(source) <= 120)
);
comment on table identity.waiting_list is
  'Who waits for the launch, and who was let in before it. usage: product; audience: server; domain: identity';
create index waiting_list_by_user on identity.waiting_list (user_id);
create index waiting_list_by_granter on identity.waiting_list (early_access_granted_by);
create index waiting_list_by_age on identity.waiting_list (joined_at desc, email desc);
create index waiting_list_by_words on identity.waiting_list using gin ((email || ' ' || coalesce(name, '')) gin_trgm_ops);
create trigger waiting_list_500_touch before update on identity.waiting_list
  for each row execute function app.touch_updated_at();
alter table identity.waiting_list enable row level security;
alter table identity.waiting_list force row level security;
create policy waiting_list_for_the_server on identity.waiting_list to app_server using (true) with check (true);
grant select, insert, delete, update (user_id, early_access_granted_at, early_access_granted_by, updated_at)
  on identity.waiting_list to app_server;

create table identity.demo_requests (
  id                  uuid        not null primary key,
  user_id             uuid        references identity.users (id) on delete cascade,
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
  updated_by          uuid        references identity.users (id) on delete set null,

  constraint demo_email_is_lower_case check (email = lower(email) and email like '_%@_%' and length(email) <= 320),
  constraint demo_name_is_not_blank check (length(trim(name)) between 1 and 120),
  constraint demo_status_is_known check (status in ('requested', 'scheduled', 'completed', 'cancelled')),
  constraint demo_is_scheduled_for_a_time check (status <> 'scheduled' or scheduled_for is not null),
  constraint demo_completed_has_its_time check ((status = 'completed') = (completed_at is not null)),
  constraint demo_cancelled_has_its_time check ((status = 'cancelled') = (cancelled_at is not null)),
  constraint demo_texts_are_short check (
    length(company_name) <= 120 and length(company_size) <= 60 and length(current_solution) <= 500
    and length(message) <= 2000 and length(preparation_notes) <= 10000 and length(qualification_notes) <= 10000)
);
comment on table identity.demo_requests is
  'Who would like to be shown Stoa, from the request to the day after. usage: product; audience: server; domain: identity';
-- What is kept under an address goes with the person.
create index demo_requests_by_email on identity.demo_requests (email);
create index demo_requests_by_user on identity.demo_requests (user_id);
create index demo_requests_by_changer on identity.demo_requests (updated_by);
create index demo_requests_by_status on identity.demo_requests (status, requested_at desc, id desc);
create index demo_requests_by_age on identity.demo_requests (requested_at desc, id desc);
create trigger demo_requests_500_touch before update on identity.demo_requests
  for each row execute function app.touch_updated_at();
alter table identity.demo_requests enable row level security;
alter table identity.demo_requests force row level security;
create policy demo_requests_for_the_server on identity.demo_requests to app_server using (true) with check (true);
grant select, insert, delete, update (user_id, status, scheduled_for, completed_at, cancelled_at, preparation_notes,
  qualification_notes, updated_at, updated_by) on identity.demo_requests to app_server;

create table identity.demo_reminders (
  demo_id       uuid        not null references identity.demo_requests (id) on delete cascade,
  id            uuid        not null,
  note          text        not null,
  due_at        timestamptz not null,
  created_by    uuid        references identity.users (id) on delete set null,
  created_at    timestamptz not null,
  told_at       timestamptz,              -- when the administrators were reminded
  done_at       timestamptz,

  primary key (demo_id, id),
  constraint demo_reminder_note_is_not_blank check (length(trim(note)) between 1 and 500)
);
comment on table identity.demo_reminders is
  'What to follow up on after a demo request, and when. usage: product; audience: server; domain: identity';
create index demo_reminders_by_creator on identity.demo_reminders (created_by);
create index demo_reminders_due on identity.demo_reminders (due_at) where told_at is null and done_at is null;
alter table identity.demo_reminders enable row level security;
alter table identity.demo_reminders force row level security;
create policy demo_reminders_for_the_server on identity.demo_reminders to app_server using (true) with check (true);
grant select, insert, delete, update (note, due_at, told_at, done_at) on identity.demo_reminders to app_server;

create table identity.application_alerts (
  email                text        not null primary key,
  creator_applications boolean     not null default true,
  agency_applications  boolean     not null default true,
  added_by             uuid        references identity.users (id) on delete set null,
  added_at             timestamptz not null,
  paused_at            timestamptz,

  constraint application_alert_email_is_lower_case
    check (email = lower(email) and email like '_%@_%' and length(email) <= 320)
);
comment on table identity.application_alerts is
  'Who is told of new applications, and of which. usage: product; audience: server; domain: identity';
create index application_alerts_by_adder on identity.application_alerts (added_by);
alter table identity.application_alerts enable row level security;
alter table identity.application_alerts force row level security;
create policy application_alerts_for_the_server on identity.application_alerts to app_server
  using (true) with check (true);
grant select, insert, delete, update (creator_applications, agency_applications, paused_at)
  on identity.application_alerts to app_server;

-- By address, not by person: whoever waits has no account yet, and a bounce names nothing but an address.
create table identity.marketing_preferences (
  email             text        not null primary key,
  user_id           uuid        references identity.users (id) on delete cascade,
  opted_in_at       timestamptz,
  unsubscribed_at   timestamptz,
  bounced_at        timestamptz,
  last_event        text,
  last_event_at     timestamptz,
  updated_at        timestamptz not null,

  constraint marketing_email_is_lower_case check (email = lower(email) and email like '_%@_%' and length(email) <= 320),
  constraint marketing_event_is_known check (last_event in (
    'opted_in', 'unsubscribed', 'bounced', 'complained', 'sent', 'bounce_cleared'))
);
comment on table identity.marketing_preferences is
  'Who wants to hear from us, and whose mailbox takes it. usage: product; audience: person; domain: identity';
create index marketing_preferences_by_user on identity.marketing_preferences (user_id);
create trigger marketing_preferences_500_touch before update on identity.marketing_preferences
  for each row execute function app.touch_updated_at();
alter table identity.marketing_preferences enable row level security;
alter table identity.marketing_preferences force row level security;
create policy marketing_preferences_for_the_server on identity.marketing_preferences to app_server
  using (true) with check (true);
grant select, insert, delete, update (user_id, opted_in_at, unsubscribed_at, bounced_at, last_event, last_event_at,
  updated_at) on identity.marketing_preferences to app_server;

-- Each at most once: the row is there before the mail is, and whoever finds it there does not send.
create table identity.campaign_mails (
  campaign      text        not null,     -- which countdown, which trial
  step          text        not null,     -- t14, t7, t1, launch
  email         text        not null,
  user_id       uuid        references identity.users (id) on delete cascade,
  message_id    uuid        not null,
  facts         jsonb       not null default '{}', -- what its letter says beside the name
  status        text        not null default 'queued',
  queued_at     timestamptz not null,
  claimed_at    timestamptz,
  settled_at    timestamptz,
  reason        text,                     -- why it was not sent

  primary key (campaign, step, email),
  constraint campaign_step_is_known check (step in ('t14', 't7', 't1', 'launch', 'trial_7', 'trial_3', 'trial_1')),
  constraint campaign_mail_status_is_known check (status in ('queued', 'claimed', 'sent', 'skipped', 'failed', 'unknown')),
  constraint campaign_texts_are_short check (length(campaign) <= 120 and length(reason) <= 120 and pg_column_size(facts) <= 4096)
);
comment on table identity.campaign_mails is
  'What was sent to whom in which campaign, each once. usage: queue; audience: server; domain: identity';
create index campaign_mails_by_user on identity.campaign_mails (user_id);
create index campaign_mails_by_email on identity.campaign_mails (email);
-- The figures of a campaign, status by status.
create index campaign_mails_by_status on identity.campaign_mails (campaign, step, status);
create index campaign_mails_open on identity.campaign_mails (status, queued_at) where status in ('queued', 'claimed');
create index campaign_mails_by_message on identity.campaign_mails (message_id);
alter table identity.campaign_mails enable row level security;
alter table identity.campaign_mails force row level security;
create policy campaign_mails_for_the_server on identity.campaign_mails to app_server using (true) with check (true);
grant select, insert, delete, update (status, claimed_at, settled_at, reason) on identity.campaign_mails to app_server;

-- migrate: down

drop table identity.campaign_mails, identity.marketing_preferences, identity.application_alerts,
  identity.demo_reminders, identity.demo_requests, identity.waiting_list, identity.applications,
  identity.installation_settings;
