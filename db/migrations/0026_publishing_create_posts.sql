-- What our accounts have published, as far as their platforms told it: comments hang on it.

create schema publishing;
comment on schema publishing is 'What goes out under our accounts: posts, and what became of them.';
grant usage on schema publishing to app_server;

-- A post is often heard of before it is known: by a comment under it, which names its id and nothing else. Such a one
-- has neither kind nor time until the platform is asked for its posts.
create table publishing.posts (
  workspace_id     uuid        not null,
  id               uuid        not null,
  account_id       uuid        not null,
  platform         text        not null,
  platform_post_id text        not null,
  kind             text,                 -- null: not known yet
  caption          text,
  permalink        text,
  media_url        text,                 -- the platform's own, which may expire
  picture_source   text,                 -- the platform's address of what is shown of it
  picture_key      text,                 -- of our own storage
  posted_at        timestamptz,          -- by the platform's clock
  listed_at        timestamptz not null generated always as (coalesce(posted_at, created_at)) stored,
  likes_count      bigint,
  comments_count   bigint,
  views_count      bigint,
  last_synced_at   timestamptz,          -- when the platform last said how it is
  deleted_at       timestamptz,
  is_demo          boolean     not null default false,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,

  primary key (workspace_id, id),
  constraint post_once_per_account unique (workspace_id, account_id, platform_post_id),
  foreign key (workspace_id, account_id) references connections.accounts (workspace_id, id) on delete cascade,
  constraint post_platform_is_known check (platform in ('instagram', 'messenger', 'youtube')),
  constraint post_kind_is_known check (kind in ('image', 'video', 'carousel', 'reel', 'story', 'live', 'text', 'link')),
  constraint post_texts_are_short check (length(platform_post_id) between 1 and 400 and length(caption) <= 100000
    and length(permalink) <= 4000 and length(media_url) <= 4000 and length(picture_source) <= 4000
    and length(picture_key) <= 900),
  constraint post_counts_are_not_negative check (likes_count >= 0 and comments_count >= 0 and views_count >= 0)
);
comment on table publishing.posts is
  'A post of one of our accounts, as its platform has it. usage: product; audience: tenant; domain: publishing';
-- The list: everything, and of an account.
create index posts_by_time on publishing.posts (workspace_id, listed_at desc, id desc);
create index posts_by_account on publishing.posts (workspace_id, account_id, listed_at desc, id desc);
-- Whose picture is still to be fetched: few, and for as long as its address is new.
create index posts_without_picture on publishing.posts (workspace_id, updated_at)
  where picture_key is null and picture_source is not null;
create trigger posts_500_touch before update on publishing.posts
  for each row execute function app.touch_updated_at();
alter table publishing.posts enable row level security;
alter table publishing.posts force row level security;
create policy posts_in_workspace on publishing.posts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on publishing.posts to app_server;
grant update (kind, caption, permalink, media_url, picture_source, picture_key, posted_at, likes_count, comments_count,
              views_count, last_synced_at, deleted_at, updated_at) on publishing.posts to app_server;

-- What modules above may read beside their own rows.
create view publishing.pub_posts with (security_invoker = true) as
  select workspace_id, id, account_id, platform, platform_post_id, kind, caption, permalink, picture_key, posted_at,
         comments_count, deleted_at
    from publishing.posts;
grant select on publishing.pub_posts to app_server;

-- migrate: down

drop view publishing.pub_posts;
drop table publishing.posts;
drop schema publishing;
