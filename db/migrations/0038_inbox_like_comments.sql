-- A comment may be liked as the account, where its platform lets a program: an intent first, as hiding is. Wanting it
-- liked and wanting it hidden are two things, and the last of each is what is wanted.
alter table inbox.comment_actions drop constraint comment_action_kind_is_known;
alter table inbox.comment_actions add constraint comment_action_kind_is_known check (
  kind in ('hide', 'unhide', 'delete', 'like', 'unlike'));
comment on table inbox.comment_actions is
  'Comments that are to be hidden, shown again, deleted, liked or no longer liked. usage: product; audience: tenant; domain: inbox';

-- migrate: down

-- Those of every workspace.
alter table inbox.comment_actions no force row level security;
delete from inbox.comment_actions where kind in ('like', 'unlike');
alter table inbox.comment_actions force row level security;
alter table inbox.comment_actions drop constraint comment_action_kind_is_known;
alter table inbox.comment_actions add constraint comment_action_kind_is_known check (
  kind in ('hide', 'unhide', 'delete'));
comment on table inbox.comment_actions is
  'Comments that are to be hidden, shown again or deleted. usage: product; audience: tenant; domain: inbox';
