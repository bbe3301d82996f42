-- What people write under our posts, and what is done about it. A comment is told once, several times, late, or after
-- its answers: whatever the order, the rows come out the same.

create table inbox.comments (
  workspace_id        uuid        not null,
  id                  uuid        not null,
  channel_id          uuid        not null,
  post_id             uuid,                 -- null: under somebody else's post, where we were mentioned
  platform_comment_id text        not null,
  kind                text        not null,
  thread_id           uuid        not null, -- the comment on top, as far as it is known: itself, for one on top
  parent_id           uuid,                 -- what it answers
  parent_platform_id  text,                 -- the same in the platform's words, also before we have it
  is_own              boolean     not null, -- by the account itself
  answers_id          uuid,                 -- of our own: the comment it was meant for
  member_id           uuid,                 -- who of us wrote it, where it was written here
  author_platform_id  text,
  author_name         text,
  author_username     text,
  body                text,
  likes_count         bigint      not null default 0,
  rating              smallint,             -- of a review
  replies_count       integer     not null default 0, -- under one on top; no more are counted than there is a limit
  last_at             timestamptz not null, -- when last something was said in the thread
  happened_at         timestamptz not null, -- by the platform's clock
  edited_at           timestamptz,

  hidden_at           timestamptz,
  hidden_by           uuid,                 -- null: nobody of us
  deleted_at          timestamptz,          -- its words are gone
  liked_at            timestamptz,          -- by the account: where the platform tells
  hearted_at          timestamptz,

  status              text        not null default 'unread',
  status_at           timestamptz not null,
  status_by           uuid,                 -- null: nobody in particular
  triage              text,                 -- what is to be done: somebody or something looked
  assigned_to         uuid,
  assigned_at         timestamptz,
  replied_at          timestamptz,          -- CR-46, SS-45: answered, by whomever of us
  response_text       text,
  private_replied_at  timestamptz,

  sentiment           text,
  priority_score      smallint    not null default 1,
  categories          text[]      not null default '{}',
  keywords            text[]      not null default '{}',
  language            text,
  is_demo             boolean     not null default false,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,

  primary key (workspace_id, id),
  -- SS-46, CR-45: told twice is one.
  constraint comment_once_per_channel unique (workspace_id, channel_id, platform_comment_id),
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade,
  foreign key (workspace_id, post_id) references publishing.posts (workspace_id, id) on delete cascade,
  foreign key (workspace_id, thread_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, parent_id) references inbox.comments (workspace_id, id) on delete set null (parent_id),
  foreign key (workspace_id, answers_id) references inbox.comments (workspace_id, id) on delete set null (answers_id),
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete set null (member_id),
  foreign key (workspace_id, hidden_by) references workspaces.members (workspace_id, id) on delete set null (hidden_by),
  foreign key (workspace_id, status_by) references workspaces.members (workspace_id, id) on delete set null (status_by),
  foreign key (workspace_id, assigned_to)
    references workspaces.members (workspace_id, id) on delete set null (assigned_to),
  constraint comment_kind_is_known check (kind in ('comment', 'live', 'mention', 'review')),
  constraint comment_is_in_a_thread_of_its_own_or_answers check (thread_id = id or parent_platform_id is not null),
  constraint comment_answers_only_where_own check (is_own or (answers_id is null and member_id is null)),
  constraint comment_rating_only_of_a_review check (rating is null or (kind = 'review' and rating between 1 and 5)),
  constraint comment_words_are_gone_when_deleted check (deleted_at is null or body is null),
  constraint comment_hidden_by_only_when_hidden check (hidden_at is not null or hidden_by is null),
  constraint comment_status_is_known check (status in ('unread', 'read', 'answered', 'ignored')),
  constraint comment_triage_is_known check (triage in ('respond', 'ignore', 'escalate')),
  constraint comment_sentiment_is_known check (sentiment in ('positive', 'neutral', 'negative')),
  constraint comment_priority_is_a_score check (priority_score between 1 and 100),
  constraint comment_counts_are_not_negative check (likes_count >= 0 and replies_count >= 0),
  constraint comment_texts_are_short check (length(platform_comment_id) between 1 and 400
    and length(parent_platform_id) between 1 and 400 and length(author_platform_id) <= 320
    and length(author_name) <= 255 and length(author_username) <= 255 and length(body) <= 20000
    and length(response_text) <= 20000 and length(language) between 2 and 35),
  constraint comment_words_for_it_are_few check (cardinality(categories) <= 20 and cardinality(keywords) <= 20
    and pg_column_size(categories) <= 2000 and pg_column_size(keywords) <= 4000)
);
comment on table inbox.comments is
  'What somebody wrote under a post, or we did. usage: product; audience: tenant; domain: inbox';
-- A thread from its beginning, and what hangs on what.
create index comments_by_thread on inbox.comments (workspace_id, thread_id, happened_at, id);
create index comments_by_parent on inbox.comments (workspace_id, parent_id);
create index comments_by_answered on inbox.comments (workspace_id, answers_id);
create index comments_before_their_parent on inbox.comments (workspace_id, channel_id, parent_platform_id)
  where parent_id is null and parent_platform_id is not null;
create index comments_by_author on inbox.comments (workspace_id, channel_id, author_platform_id, happened_at desc);
-- The list is of what others wrote and what is still there.
create index comments_by_post on inbox.comments (workspace_id, post_id, happened_at desc, id desc);
create index comments_by_time on inbox.comments (workspace_id, happened_at desc, id desc)
  where not is_own and deleted_at is null;
create index comments_by_channel on inbox.comments (workspace_id, channel_id, happened_at desc, id desc)
  where not is_own and deleted_at is null;
create index comments_by_status on inbox.comments (workspace_id, status, happened_at desc, id desc)
  where not is_own and deleted_at is null;
create index comments_by_sentiment on inbox.comments (workspace_id, sentiment, happened_at desc, id desc)
  where not is_own and deleted_at is null;
create index comments_by_priority on inbox.comments (workspace_id, priority_score desc, happened_at desc, id desc)
  where not is_own and deleted_at is null;
create index comments_by_assignee on inbox.comments (workspace_id, assigned_to, happened_at desc, id desc);
create index comments_asking on inbox.comments (workspace_id, happened_at desc, id desc)
  where not is_own and deleted_at is null and 'question' = any (categories);
-- SS-44: what is to be answered and is not, oldest first.
create index comments_waiting on inbox.comments (workspace_id, happened_at, id)
  where not is_own and deleted_at is null and triage = 'respond' and replied_at is null;
create index comments_by_writer on inbox.comments (workspace_id, member_id);
create index comments_by_hider on inbox.comments (workspace_id, hidden_by);
create index comments_by_status_changer on inbox.comments (workspace_id, status_by);
create trigger comments_500_touch before update on inbox.comments
  for each row execute function app.touch_updated_at();
alter table inbox.comments enable row level security;
alter table inbox.comments force row level security;
create policy comments_in_workspace on inbox.comments
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comments to app_server;
grant update (post_id, thread_id, parent_id, parent_platform_id, answers_id, member_id, author_platform_id, author_name,
              author_username, body, likes_count, rating, replies_count, last_at, happened_at, edited_at, hidden_at,
              hidden_by, deleted_at, liked_at, hearted_at, status, status_at, status_by, triage, assigned_to,
              assigned_at, replied_at, response_text, private_replied_at, sentiment, priority_score, categories,
              keywords, language, updated_at) on inbox.comments to app_server;

-- What we answer: the intent first. It has the id of the call that carries it out, so a crash between the two leaves
-- neither or both. Where it is on its way, the call says.
create table inbox.comment_replies (
  workspace_id uuid        not null,
  id           uuid        not null, -- made by whoever writes it: the same id twice is one answer
  comment_id   uuid        not null,
  kind         text        not null, -- public: below the comment; private: a message to whoever wrote it
  author       text        not null,
  member_id    uuid,                 -- null when they have left
  body         text        not null,
  status       text        not null default 'queued',
  platform_id  text,                 -- the comment or the message that it became
  failure_code text,
  created_at   timestamptz not null,
  settled_at   timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint comment_reply_kind_is_known check (kind in ('public', 'private')),
  constraint comment_reply_author_is_known check (author in ('member', 'autopilot', 'automation', 'system')),
  constraint comment_reply_status_is_known check (status in ('queued', 'sent', 'failed', 'cancelled')),
  constraint comment_reply_settled_iff_over check ((status = 'queued') = (settled_at is null)),
  constraint comment_reply_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint comment_reply_texts_are_short check (length(body) between 1 and 20000 and length(platform_id) <= 400
    and length(failure_code) <= 100)
);
comment on table inbox.comment_replies is
  'What we answer to a comment, publicly or privately. usage: product; audience: tenant; domain: inbox';
create index comment_replies_by_comment on inbox.comment_replies (workspace_id, comment_id, created_at, id);
-- Platforms take one private answer to a comment, ever.
create unique index comment_replies_one_private on inbox.comment_replies (workspace_id, comment_id)
  where kind = 'private' and (status in ('queued', 'sent') or failure_code = 'outcome_unknown');
create index comment_replies_under_way on inbox.comment_replies (workspace_id, created_at, id) where status = 'queued';
create index comment_replies_by_member on inbox.comment_replies (workspace_id, member_id);
alter table inbox.comment_replies enable row level security;
alter table inbox.comment_replies force row level security;
create policy comment_replies_in_workspace on inbox.comment_replies
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comment_replies to app_server;
grant update (status, platform_id, failure_code, settled_at) on inbox.comment_replies to app_server;

-- Hidden, shown again, deleted: an intent first as well, under the id of its call. The last one of a comment is what
-- is wanted of it.
create table inbox.comment_actions (
  workspace_id uuid        not null,
  id           uuid        not null,
  comment_id   uuid        not null,
  kind         text        not null,
  member_id    uuid,
  status       text        not null default 'queued',
  failure_code text,
  created_at   timestamptz not null,
  settled_at   timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint comment_action_kind_is_known check (kind in ('hide', 'unhide', 'delete')),
  constraint comment_action_status_is_known check (status in ('queued', 'done', 'failed', 'cancelled')),
  constraint comment_action_settled_iff_over check ((status = 'queued') = (settled_at is null)),
  constraint comment_action_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint comment_action_texts_are_short check (length(failure_code) <= 100)
);
comment on table inbox.comment_actions is
  'Comments that are to be hidden, shown again or deleted. usage: product; audience: tenant; domain: inbox';
create index comment_actions_by_comment on inbox.comment_actions (workspace_id, comment_id, created_at desc, id desc);
create index comment_actions_under_way on inbox.comment_actions (workspace_id, created_at, id) where status = 'queued';
create index comment_actions_by_member on inbox.comment_actions (workspace_id, member_id);
alter table inbox.comment_actions enable row level security;
alter table inbox.comment_actions force row level security;
create policy comment_actions_in_workspace on inbox.comment_actions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comment_actions to app_server;
grant update (status, failure_code, settled_at) on inbox.comment_actions to app_server;

create table inbox.comment_tags (
  workspace_id uuid        not null,
  comment_id   uuid        not null,
  tag_id       uuid        not null,
  created_at   timestamptz not null,

  primary key (workspace_id, comment_id, tag_id),
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, tag_id) references inbox.tags (workspace_id, id) on delete cascade
);
comment on table inbox.comment_tags is 'Tags of a comment. usage: product; audience: tenant; domain: inbox';
create index comment_tags_by_tag on inbox.comment_tags (workspace_id, tag_id, comment_id);
alter table inbox.comment_tags enable row level security;
alter table inbox.comment_tags force row level security;
create policy comment_tags_in_workspace on inbox.comment_tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comment_tags to app_server;

-- What colleagues write to each other about a comment. Nobody outside sees it.
create table inbox.comment_notes (
  workspace_id uuid        not null,
  id           uuid        not null, -- made by whoever writes it
  comment_id   uuid        not null,
  member_id    uuid,
  body         text        not null,
  created_at   timestamptz not null,
  edited_at    timestamptz,

  primary key (workspace_id, id),
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  foreign key (workspace_id, member_id) references workspaces.members (workspace_id, id) on delete set null (member_id),
  constraint comment_note_is_short check (length(body) between 1 and 10000)
);
comment on table inbox.comment_notes is
  'What colleagues write to each other about a comment. usage: product; audience: tenant; domain: inbox';
create index comment_notes_by_comment on inbox.comment_notes (workspace_id, comment_id, created_at, id);
create index comment_notes_by_member on inbox.comment_notes (workspace_id, member_id);
alter table inbox.comment_notes enable row level security;
alter table inbox.comment_notes force row level security;
create policy comment_notes_in_workspace on inbox.comment_notes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (body, edited_at) on inbox.comment_notes to app_server;

-- migrate: down

drop table inbox.comment_notes;
drop table inbox.comment_tags;
drop table inbox.comment_actions;
drop table inbox.comment_replies;
drop table inbox.comments;
