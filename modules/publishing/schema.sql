-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema publishing;
comment on schema publishing is 'What goes out under our accounts: posts, and what became of them.';
grant usage on schema publishing to app_server;

create table publishing.posts (
  workspace_id     uuid        not null,
  id               uuid        not null,
  account_id       uuid        not null,
  platform         text        not null,
  platform_post_id text        not null,
  kind             text,
  caption          text,
  permalink        text,
  media_url        text,
  picture_source   text,
  picture_key      text,
  posted_at        timestamptz,
  listed_at        timestamptz not null  generated always as (coalesce(posted_at, created_at)) stored,
  likes_count      bigint,
  comments_count   bigint,
  views_count      bigint,
  last_synced_at   timestamptz,
  deleted_at       timestamptz,
  is_demo          boolean     not null default false,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  constraint posts_pkey primary key (workspace_id, id),
  constraint post_once_per_account unique (workspace_id, account_id, platform_post_id),
  constraint posts_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint post_counts_are_not_negative check ((likes_count >= 0) and (comments_count >= 0) and (views_count >= 0)),
  constraint post_kind_is_known check (kind = any (array['image', 'video', 'carousel', 'reel', 'story', 'live', 'text', 'link'])),
  constraint post_platform_is_known check (platform = any (array['instagram', 'messenger', 'youtube'])),
  constraint post_texts_are_short check (((length(platform_post_id) >= 1) and (length(platform_post_id) <= 400)) and (length(caption) <= 100000) and (length(permalink) <= 4000) and (length(media_url) <= 4000) and (length(picture_source) <= 4000) and (length(picture_key) <= 900))
);
comment on table publishing.posts is 'A post of one of our accounts, as its platform has it. usage: product; audience: tenant; domain: publishing';
create index posts_by_account on publishing.posts (workspace_id, account_id, listed_at desc, id desc);
create index posts_by_time on publishing.posts (workspace_id, listed_at desc, id desc);
create index posts_without_picture on publishing.posts (workspace_id, updated_at) where ((picture_key is null) and (picture_source is not null));
alter table publishing.posts enable row level security;
alter table publishing.posts force row level security;
create policy posts_in_workspace on publishing.posts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (caption, comments_count, deleted_at, kind, last_synced_at, likes_count, media_url, permalink, picture_key, picture_source, posted_at, updated_at, views_count), delete on publishing.posts to app_server;
create trigger posts_500_touch before update on publishing.posts for each row execute function app.touch_updated_at();

-- view publishing.pub_posts with (security_invoker=true) shows:
--   workspace_id uuid
--   id uuid
--   account_id uuid
--   platform text
--   platform_post_id text
--   kind text
--   caption text
--   permalink text
--   picture_key text
--   posted_at timestamptz
--   comments_count bigint
--   deleted_at timestamptz
grant select on publishing.pub_posts to app_server;
