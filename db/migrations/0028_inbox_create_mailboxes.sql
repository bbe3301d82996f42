-- Mailboxes: whose they are, how they are reached, how far they were read, and what a message has of a mail.

-- What is written to a mailbox of one person, or of a few, is for them alone.
alter table inbox.channels add column member_only boolean not null default false;
grant update (member_only) on inbox.channels to app_server;

-- A mailbox is reached with a password of its own, and no platform stands between: so it is no account of connections.
-- It is looked at by turns (next_sync_at), so that one which was missed is found by the next turn.
create table inbox.email_accounts (
  workspace_id    uuid        not null,
  id              uuid        not null, -- of its channel
  kind            text        not null, -- shared: the workspace's; personal: one member's
  owner_member_id uuid,                 -- of a personal one; null when they have left, and then it goes
  address         text        not null,
  display_name    text        not null, -- as customers read it
  color           text        not null default 'gray',
  imap_host       text        not null,
  imap_port       integer     not null default 993,
  imap_secure     boolean     not null default true, -- encrypted from the first byte; otherwise it must become so
  smtp_host       text        not null,
  smtp_port       integer     not null default 465,
  smtp_secure     boolean     not null default true,
  username        text        not null,
  signature       text        not null default '',
  opened_at       timestamptz,          -- when it was first reached with this password; null: it is being tried
  broken_at       timestamptz,          -- it cannot be reached until somebody changes something
  broken_reason   text,
  sync_failures   smallint    not null default 0, -- in a row
  failure_code    text,                 -- of the last of them
  last_synced_at  timestamptz,
  next_sync_at    timestamptz,          -- null: not until somebody changes something
  created_at      timestamptz not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, id) references inbox.channels (workspace_id, id) on delete cascade,
  foreign key (workspace_id, owner_member_id)
    references workspaces.members (workspace_id, id) on delete set null (owner_member_id),
  -- SE-130; of shared ones the owner is null, and this says nothing.
  constraint email_account_address_is_once_per_member unique (workspace_id, owner_member_id, address),
  constraint email_account_kind_is_known check (kind in ('personal', 'shared')),
  constraint email_account_owner_only_of_personal check (kind = 'personal' or owner_member_id is null),
  constraint email_account_address_is_one check (address = lower(address) and address ~ '^[^\s@]+@[^\s@]+$'),
  constraint email_account_color_is_known check (
    color in ('gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink')),
  constraint email_account_ports_are_ports check (
    imap_port between 1 and 65535 and smtp_port between 1 and 65535),
  constraint email_account_broken_for_a_reason check ((broken_at is null) = (broken_reason is null)),
  constraint email_account_reason_is_known check (broken_reason in ('password_refused', 'host_not_found',
    'address_not_allowed', 'certificate_refused', 'encryption_missing', 'connection_refused', 'timed_out',
    'no_mail_server', 'sender_refused', 'secret_lost')),
  constraint email_account_is_not_read_while_broken check (broken_at is null or next_sync_at is null),
  constraint email_account_failures_are_counted check (sync_failures >= 0),
  constraint email_account_texts_are_short check (length(address) <= 320
    and length(display_name) between 1 and 255 and length(imap_host) between 1 and 253
    and length(smtp_host) between 1 and 253 and length(username) between 1 and 320 and length(signature) <= 5000
    and length(failure_code) <= 100)
);
comment on table inbox.email_accounts is
  'A mailbox that is read and written from. usage: product; audience: tenant; domain: inbox';
-- SE-131.
create unique index email_accounts_shared_once on inbox.email_accounts (workspace_id, address) where kind = 'shared';
create index email_accounts_to_sync on inbox.email_accounts (workspace_id, next_sync_at) where next_sync_at is not null;
-- Whose member has left: they go.
create index email_accounts_of_nobody on inbox.email_accounts (workspace_id, id)
  where kind = 'personal' and owner_member_id is null;
create trigger email_accounts_500_touch before update on inbox.email_accounts
  for each row execute function app.touch_updated_at();
alter table inbox.email_accounts enable row level security;
alter table inbox.email_accounts force row level security;
create policy email_accounts_in_workspace on inbox.email_accounts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.email_accounts to app_server;
grant update (display_name, color, imap_host, imap_port, imap_secure, smtp_host, smtp_port, smtp_secure, username,
              signature, opened_at, broken_at, broken_reason, sync_failures, failure_code, last_synced_at,
              next_sync_at, updated_at) on inbox.email_accounts to app_server;

create table inbox.email_secrets (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  sealed       bytea       not null, -- ciphertext; "email_secret:<workspace>:<account>" is bound into it
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, account_id),
  foreign key (workspace_id, account_id) references inbox.email_accounts (workspace_id, id) on delete cascade,
  constraint email_secret_is_sealed check (octet_length(sealed) between 32 and 4096)
);
comment on table inbox.email_secrets is
  'Passwords of mailboxes, sealed. usage: secret; audience: internal; domain: inbox';
create trigger email_secrets_500_touch before update on inbox.email_secrets
  for each row execute function app.touch_updated_at();
alter table inbox.email_secrets enable row level security;
alter table inbox.email_secrets force row level security;
create policy email_secrets_in_workspace on inbox.email_secrets to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (sealed, updated_at) on inbox.email_secrets to app_server;

-- SE-129: one role per mailbox and member. Who has none may with a shared mailbox what their role in the workspace
-- says, unless it is for its members only.
create table inbox.email_account_members (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  member_id    uuid        not null,
  role         text        not null default 'member', -- owner: made it; admin: all; member: in and out; readonly: looks
  created_at   timestamptz not null,

  primary key (workspace_id, account_id, member_id),
  foreign key (workspace_id, account_id) references inbox.email_accounts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  constraint email_account_member_role_is_known check (role in ('owner', 'admin', 'member', 'readonly'))
);
comment on table inbox.email_account_members is
  'Who may do what with a mailbox. usage: product; audience: tenant; domain: inbox';
create index email_account_members_by_member on inbox.email_account_members (workspace_id, member_id, account_id);
alter table inbox.email_account_members enable row level security;
alter table inbox.email_account_members force row level security;
create policy email_account_members_in_workspace on inbox.email_account_members
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (role) on inbox.email_account_members to app_server;

-- How far a folder was read. Numbers of mails only grow, until the server numbers anew and says so by another
-- uid_validity. Moved on in the transaction that writes the mails: killed between, they are fetched again.
create table inbox.email_folders (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  role         text        not null, -- inbox, sent
  path         text        not null, -- as the server calls it
  uid_validity bigint      not null,
  last_uid     bigint      not null default 0,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,

  primary key (workspace_id, account_id, role),
  foreign key (workspace_id, account_id) references inbox.email_accounts (workspace_id, id) on delete cascade,
  constraint email_folder_role_is_known check (role in ('inbox', 'sent')),
  constraint email_folder_path_is_short check (length(path) between 1 and 1000),
  constraint email_folder_numbers_are_numbers check (uid_validity >= 0 and last_uid >= 0)
);
comment on table inbox.email_folders is
  'How far a folder of a mailbox was read. usage: product; audience: internal; domain: inbox';
create trigger email_folders_500_touch before update on inbox.email_folders
  for each row execute function app.touch_updated_at();
alter table inbox.email_folders enable row level security;
alter table inbox.email_folders force row level security;
create policy email_folders_in_workspace on inbox.email_folders
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.email_folders to app_server;
grant update (path, uid_validity, last_uid, updated_at) on inbox.email_folders to app_server;

-- What a message has because it is a mail, and nobody sees in a list. Its words as text, its subject and its people are
-- the message's own; its Message-ID is the platform's id of it, so that the same mail in two folders is one message.
create table inbox.mail_details (
  workspace_id   uuid        not null,
  message_id     uuid        not null,
  in_reply_to    text,
  reference_ids  text[]      not null default '{}', -- the oldest first
  html           text,                 -- made harmless before it was written here
  handed_over_at timestamptz,          -- of one of ours: when the mail server was given it, whatever it answered
  looked_count   smallint    not null default 0,    -- how often it was looked for where the answer was lost
  created_at     timestamptz not null,

  primary key (workspace_id, message_id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  constraint mail_detail_references_are_few check (cardinality(reference_ids) <= 100),
  constraint mail_detail_texts_are_short check (length(in_reply_to) <= 998 and length(html) <= 1000000),
  constraint mail_detail_looks_are_counted check (looked_count >= 0)
);
comment on table inbox.mail_details is
  'What a message has because it is a mail. usage: product; audience: tenant; domain: inbox';
alter table inbox.mail_details enable row level security;
alter table inbox.mail_details force row level security;
create policy mail_details_in_workspace on inbox.mail_details
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.mail_details to app_server;
grant update (in_reply_to, reference_ids, handed_over_at, looked_count) on inbox.mail_details to app_server;

-- Pictures that a mail shows in its text. They are attachments like others; this says how the text calls them.
create table inbox.mail_pictures (
  workspace_id  uuid not null,
  message_id    uuid not null,
  content_id    text not null,
  attachment_id uuid not null,

  primary key (workspace_id, message_id, content_id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, attachment_id) references inbox.attachments (workspace_id, id) on delete cascade,
  constraint mail_picture_name_is_short check (length(content_id) between 1 and 998)
);
comment on table inbox.mail_pictures is
  'Pictures that a mail shows in its text. usage: product; audience: tenant; domain: inbox';
create index mail_pictures_by_attachment on inbox.mail_pictures (workspace_id, attachment_id);
alter table inbox.mail_pictures enable row level security;
alter table inbox.mail_pictures force row level security;
create policy mail_pictures_in_workspace on inbox.mail_pictures
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.mail_pictures to app_server;

-- migrate: down

drop table inbox.mail_pictures;
drop table inbox.mail_details;
drop table inbox.email_folders;
drop table inbox.email_account_members;
drop table inbox.email_secrets;
drop table inbox.email_accounts;
alter table inbox.channels drop column member_only;
