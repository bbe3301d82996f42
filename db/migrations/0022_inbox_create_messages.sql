-- Every word of a conversation, from both sides, and what those inside write to each other beside it.

create table inbox.messages (
  workspace_id        uuid        not null,
  id                  uuid        not null, -- of ours made by whoever writes it: the same id twice is one message
  conversation_id     uuid        not null,
  channel_id          uuid        not null, -- whose platform_message_id it is
  direction           text        not null, -- inbound, outbound, or internal: a note, or what happened here
  kind                text        not null,
  author              text        not null, -- contact, member, autopilot, automation, elsewhere (another app), system
  member_id           uuid,                 -- null when they have left
  body                text,
  details             jsonb       not null default '{}', -- what only this kind has: a story, a place, a template
  platform_message_id text,
  reply_to            uuid,
  reply_to_platform   text,                 -- what it answers, where we do not have it (yet)

  status              text        not null,
  happened_at         timestamptz not null, -- by the platform's clock; of ours, when it was written
  send_at             timestamptz,          -- ours, held back until then: to be undone, or sent later
  sent_at             timestamptz,
  delivered_at        timestamptz,
  seen_at             timestamptz,
  failure_code        text,
  attempts_count      smallint    not null default 0,
  call_id             uuid,                 -- of connections: the attempt that counts
  edited_at           timestamptz,
  unsent_at           timestamptz,          -- taken back: its words are gone
  created_at          timestamptz not null,
  updated_at          timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  foreign key (workspace_id, reply_to)
    references inbox.messages (workspace_id, id) on delete set null (reply_to),
  constraint message_direction_is_known check (direction in ('inbound', 'outbound', 'internal')),
  constraint message_kind_is_known check (kind in ('text', 'image', 'video', 'audio', 'file', 'story_reply',
    'story_mention', 'share', 'location', 'template', 'mail', 'unsupported', 'note', 'activity')),
  constraint message_internal_iff_note_or_activity check ((direction = 'internal') = (kind in ('note', 'activity'))),
  constraint message_author_is_known check (
    author in ('contact', 'member', 'autopilot', 'automation', 'elsewhere', 'system')),
  constraint message_is_by_contact_iff_inbound check ((direction = 'inbound') = (author = 'contact')),
  constraint message_member_only_where_one_wrote check (member_id is null or author in ('member', 'system')),
  -- SS-24. held: it can be undone still; scheduled: for later; unknown: the platform is being asked.
  constraint message_status_is_known check (status in ('received', 'kept', 'held', 'scheduled', 'queued', 'sending',
    'unknown', 'sent', 'delivered', 'read', 'failed', 'cancelled')),
  constraint message_status_fits_direction check (case direction when 'inbound' then status = 'received'
    when 'internal' then status = 'kept' else status not in ('received', 'kept') end),
  constraint message_waits_until_some_time check (status not in ('held', 'scheduled') or send_at is not null),
  constraint message_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint message_body_is_gone_when_unsent check (unsent_at is null or body is null),
  constraint message_texts_are_short check (length(body) <= 100000 and length(platform_message_id) between 1 and 998
    and length(reply_to_platform) <= 998 and length(failure_code) <= 100),
  constraint message_details_are_small check (jsonb_typeof(details) = 'object' and pg_column_size(details) <= 65536),
  constraint message_attempts_are_not_negative check (attempts_count >= 0)
);
comment on table inbox.messages is
  'One message, note or event of a conversation. usage: product; audience: tenant; domain: inbox';
-- SS-27, SS-83: the conversation from its end.
create index messages_by_conversation on inbox.messages (workspace_id, conversation_id, happened_at desc, id desc);
-- SS-23, SE-151: the same message told twice is one; ids of two channels may collide.
create unique index messages_once on inbox.messages (workspace_id, channel_id, platform_message_id)
  where platform_message_id is not null;
create index messages_by_reply on inbox.messages (workspace_id, reply_to);
create index messages_by_member on inbox.messages (workspace_id, member_id);
-- Ours that are not at their end yet: few, whatever else there is.
create index messages_under_way on inbox.messages (workspace_id, conversation_id, created_at)
  where direction = 'outbound' and status in ('held', 'scheduled', 'queued', 'sending', 'unknown');
create index messages_to_send on inbox.messages (workspace_id, send_at) where status in ('held', 'scheduled');
-- What a receipt of reading is about.
create index messages_not_seen on inbox.messages (workspace_id, conversation_id, happened_at)
  where direction = 'outbound' and status in ('sent', 'delivered');
create index messages_by_call on inbox.messages (workspace_id, call_id) where call_id is not null;
create index messages_answering_unknown on inbox.messages (workspace_id, channel_id, reply_to_platform)
  where reply_to is null and reply_to_platform is not null;
create trigger messages_500_touch before update on inbox.messages
  for each row execute function app.touch_updated_at();
alter table inbox.messages enable row level security;
alter table inbox.messages force row level security;
create policy messages_in_workspace on inbox.messages
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.messages to app_server;
grant update (conversation_id, kind, body, details, platform_message_id, reply_to, reply_to_platform, status,
              happened_at, send_at, sent_at, delivered_at, seen_at, failure_code, attempts_count, call_id, edited_at,
              unsent_at, updated_at) on inbox.messages to app_server;

-- What a message said before it was edited.
create table inbox.message_edits (
  workspace_id uuid        not null,
  message_id   uuid        not null,
  id           uuid        not null,
  body         text,
  replaced_at  timestamptz not null,

  primary key (workspace_id, message_id, id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  constraint message_edit_is_short check (length(body) <= 100000)
);
comment on table inbox.message_edits is
  'What a message said before it was edited. usage: product; audience: tenant; domain: inbox';
alter table inbox.message_edits enable row level security;
alter table inbox.message_edits force row level security;
create policy message_edits_in_workspace on inbox.message_edits
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.message_edits to app_server;

-- One per side: what the customer put under it, and what we did.
create table inbox.message_reactions (
  workspace_id uuid        not null,
  message_id   uuid        not null,
  side         text        not null, -- contact, business
  emoji        text,                 -- null: taken back, and kept so that an older word does not bring it back
  happened_at  timestamptz not null, -- by the platform's clock: the later one counts
  member_id    uuid,

  primary key (workspace_id, message_id, side),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id)
    references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint message_reaction_side_is_known check (side in ('contact', 'business')),
  constraint message_reaction_is_short check (length(emoji) between 1 and 40)
);
comment on table inbox.message_reactions is
  'What somebody put under a message. usage: product; audience: tenant; domain: inbox';
create index message_reactions_by_member on inbox.message_reactions (workspace_id, member_id);
alter table inbox.message_reactions enable row level security;
alter table inbox.message_reactions force row level security;
create policy message_reactions_in_workspace on inbox.message_reactions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (emoji, happened_at, member_id) on inbox.message_reactions to app_server;

-- A file that came with a message or goes out with one. Fetched once, kept in our own storage.
create table inbox.attachments (
  workspace_id uuid        not null references workspaces.workspaces (id) on delete cascade,
  id           uuid        not null,
  message_id   uuid,                 -- null: uploaded, and not sent with anything yet
  place        smallint    not null default 0,
  kind         text        not null, -- image, video, audio, file
  status       text        not null,
  source       text,                 -- where it is to be fetched: an address, or the platform's id of it
  name         text,                 -- as somebody called it: shown, never a path
  media_type   text,                 -- as its bytes say, not as it was called
  bytes        bigint,
  width        integer,
  height       integer,
  duration_ms  integer,
  storage_key  text,
  thumb_key    text,
  failure_code text,
  uploaded_by  uuid,
  created_at   timestamptz not null,
  settled_at   timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, uploaded_by)
    references workspaces.members (workspace_id, id) on delete set null (uploaded_by),
  constraint attachment_kind_is_known check (kind in ('image', 'video', 'audio', 'file')),
  constraint attachment_status_is_known check (status in ('waiting', 'stored', 'failed')),
  constraint attachment_key_iff_stored check ((status = 'stored') = (storage_key is not null)),
  constraint attachment_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint attachment_settled_iff_over check ((status = 'waiting') = (settled_at is null)),
  constraint attachment_texts_are_short check (length(source) <= 4000 and length(name) <= 255
    and length(media_type) <= 200 and length(storage_key) <= 900 and length(thumb_key) <= 900
    and length(failure_code) <= 100),
  constraint attachment_sizes_are_sizes check (bytes >= 0 and width > 0 and height > 0 and duration_ms >= 0 and place >= 0)
);
comment on table inbox.attachments is
  'A file of a message, kept in our own storage. usage: product; audience: tenant; domain: inbox';
create index attachments_by_message on inbox.attachments (workspace_id, message_id, place);
create index attachments_waiting on inbox.attachments (workspace_id, created_at) where status = 'waiting';
create index attachments_of_nothing on inbox.attachments (workspace_id, created_at) where message_id is null;
create index attachments_by_uploader on inbox.attachments (workspace_id, uploaded_by);
alter table inbox.attachments enable row level security;
alter table inbox.attachments force row level security;
create policy attachments_in_workspace on inbox.attachments
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.attachments to app_server;
grant update (message_id, place, kind, status, name, media_type, bytes, width, height, duration_ms, storage_key,
              thumb_key, failure_code, settled_at) on inbox.attachments to app_server;

-- What was told of a message before the message itself: platforms keep no order. Applied when it comes, and dropped
-- when it has not come for weeks.
create table inbox.early_marks (
  workspace_id        uuid        not null,
  channel_id          uuid        not null,
  platform_message_id text        not null,
  id                  uuid        not null,
  kind                text        not null, -- edit, unsend, reaction, delivered, seen, failed
  mark                jsonb       not null,
  happened_at         timestamptz not null,
  created_at          timestamptz not null,

  primary key (workspace_id, channel_id, platform_message_id, id),
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade,
  constraint early_mark_kind_is_known check (kind in ('edit', 'unsend', 'reaction', 'delivered', 'seen', 'failed')),
  constraint early_mark_is_small check (jsonb_typeof(mark) = 'object' and pg_column_size(mark) <= 110000
    and length(platform_message_id) between 1 and 998)
);
comment on table inbox.early_marks is
  'What was told of a message before the message itself. usage: product; audience: internal; domain: inbox';
create index early_marks_by_age on inbox.early_marks (workspace_id, created_at);
alter table inbox.early_marks enable row level security;
alter table inbox.early_marks force row level security;
create policy early_marks_in_workspace on inbox.early_marks
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.early_marks to app_server;

-- What somebody has begun to write and not sent.
create table inbox.drafts (
  workspace_id    uuid        not null,
  member_id       uuid        not null,
  conversation_id uuid        not null,
  body            text        not null,
  updated_at      timestamptz not null,

  primary key (workspace_id, member_id, conversation_id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade,
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  constraint draft_body_is_short check (length(body) between 1 and 100000)
);
comment on table inbox.drafts is
  'What somebody has begun to write and not sent. usage: product; audience: tenant; domain: inbox';
create index drafts_by_conversation on inbox.drafts (workspace_id, conversation_id);
create trigger drafts_500_touch before update on inbox.drafts
  for each row execute function app.touch_updated_at();
alter table inbox.drafts enable row level security;
alter table inbox.drafts force row level security;
create policy drafts_in_workspace on inbox.drafts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (body, updated_at) on inbox.drafts to app_server;

-- Colleagues whom a note is for.
create table inbox.note_mentions (
  workspace_id uuid        not null,
  message_id   uuid        not null,
  member_id    uuid        not null,
  seen_at      timestamptz,

  primary key (workspace_id, message_id, member_id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete cascade
);
comment on table inbox.note_mentions is
  'Colleagues whom a note is for. usage: product; audience: tenant; domain: inbox';
create index note_mentions_by_member on inbox.note_mentions (workspace_id, member_id, message_id);
alter table inbox.note_mentions enable row level security;
alter table inbox.note_mentions force row level security;
create policy note_mentions_in_workspace on inbox.note_mentions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (seen_at) on inbox.note_mentions to app_server;

-- migrate: down

drop table inbox.note_mentions;
drop table inbox.drafts;
drop table inbox.early_marks;
drop table inbox.attachments;
drop table inbox.message_reactions;
drop table inbox.message_edits;
drop table inbox.messages;
