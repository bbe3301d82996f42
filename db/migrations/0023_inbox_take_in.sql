-- What the intake needs to come to the same end in whatever order things are told.

-- Edits have numbers: the highest counts, and one that comes late takes its place among those before it.
alter table inbox.messages add column edit_number bigint not null default 0;
alter table inbox.messages add constraint message_edit_number_is_a_number check (edit_number >= 0);
grant update (edit_number) on inbox.messages to app_server;

-- Null: of a note, which is edited here and in order.
alter table inbox.message_edits add column number bigint;
create unique index message_edits_once on inbox.message_edits (workspace_id, message_id, number);
grant update (replaced_at) on inbox.message_edits to app_server;

-- echo: in words that one of ours is under way with. Whether it is that one, its verdict will say.
-- until: everything of ours up to a moment, of platforms that name no message.
alter table inbox.early_marks drop constraint early_mark_kind_is_known;
alter table inbox.early_marks add constraint early_mark_kind_is_known check (
  kind in ('edit', 'unsend', 'reaction', 'delivered', 'seen', 'failed', 'echo', 'until'));
create index early_marks_echoes on inbox.early_marks (workspace_id, channel_id, (mark->>'personId'))
  where kind = 'echo';

-- Of whom the platform has not been asked yet who they are.
create index identities_not_looked_up on inbox.identities (workspace_id, created_at) where looked_up_at is null;

-- migrate: down

drop index inbox.identities_not_looked_up;
drop index inbox.early_marks_echoes;
delete from inbox.early_marks where kind in ('echo', 'until');
alter table inbox.early_marks drop constraint early_mark_kind_is_known;
alter table inbox.early_marks add constraint early_mark_kind_is_known check (
  kind in ('edit', 'unsend', 'reaction', 'delivered', 'seen', 'failed'));
revoke update (replaced_at) on inbox.message_edits from app_server;
drop index inbox.message_edits_once;
alter table inbox.message_edits drop column number;
alter table inbox.messages drop column edit_number;
