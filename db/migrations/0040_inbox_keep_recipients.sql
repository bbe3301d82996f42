-- Whom a mail is to that was not sent, once somebody has said so: like its words it is there on every device. Either
-- may be there without the other.
alter table inbox.drafts add column mail jsonb;
alter table inbox.drafts alter column body drop not null;
alter table inbox.drafts
  add constraint draft_has_words_or_recipients check (body is not null or mail is not null),
  add constraint draft_mail_is_short check (jsonb_typeof(mail) = 'object' and length(mail::text) <= 250000);
grant update (mail) on inbox.drafts to app_server;

-- migrate: down

-- Those of every workspace.
alter table inbox.drafts no force row level security;
delete from inbox.drafts where body is null;
alter table inbox.drafts force row level security;
alter table inbox.drafts drop constraint draft_has_words_or_recipients, drop constraint draft_mail_is_short;
alter table inbox.drafts alter column body set not null;
alter table inbox.drafts drop column mail;
