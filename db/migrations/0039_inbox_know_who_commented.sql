-- Whoever only commented or reviewed is a person as well: from here on, taking in what they wrote makes them one. This
-- makes one of those who wrote before, each with what they called themselves last. Done again it finds nobody.

-- Those of every workspace, and the words by which people are found.
alter table inbox.channels no force row level security;
alter table inbox.comments no force row level security;
alter table inbox.contacts no force row level security;
alter table inbox.identities no force row level security;
alter table inbox.contact_words no force row level security;
alter table inbox.vocabulary no force row level security;
alter table inbox.vocabulary_trigrams no force row level security;

-- Google does not say who wrote a review. Of a place a person writes one, so by that one they are told apart.
update inbox.comments set author_platform_id = platform_comment_id
 where kind = 'review' and not is_own and author_platform_id is null and length(platform_comment_id) <= 320;

with people as materialized (
  select k.workspace_id, k.channel_id, k.author_platform_id, gen_random_uuid() as contact_id,
         gen_random_uuid() as identity_id, min(k.created_at) as known_at, max(k.happened_at) as heard_at,
         (array_agg(k.author_name order by k.happened_at desc, k.id desc)
           filter (where k.author_name is not null))[1] as name,
         (array_agg(k.author_username order by k.happened_at desc, k.id desc)
           filter (where k.author_username is not null))[1] as username
    from inbox.comments k
   where not k.is_own and k.author_platform_id <> '' and k.author_platform_id not like 'erased-%'
     and not exists (select from inbox.identities i
       where i.workspace_id = k.workspace_id and i.channel_id = k.channel_id
         and i.platform_user_id = k.author_platform_id)
   group by k.workspace_id, k.channel_id, k.author_platform_id),
contacts as (
  insert into inbox.contacts (workspace_id, id, heard_at, created_at, updated_at)
  select workspace_id, contact_id, heard_at, known_at, known_at from people)
insert into inbox.identities (workspace_id, id, contact_id, channel_id, platform_user_id, name, username, looked_up_at,
                              created_at, updated_at)
select p.workspace_id, p.identity_id, p.contact_id, p.channel_id, p.author_platform_id, p.name, p.username,
       case when c.platform not in ('instagram', 'messenger') then p.known_at end, p.known_at, p.known_at
  from people p
  join inbox.channels c on c.workspace_id = p.workspace_id and c.id = p.channel_id;

-- Who was known already was heard of by what they wrote there, too.
update inbox.contacts c set heard_at = o.heard_at
  from (select i.workspace_id, i.contact_id, max(k.happened_at) as heard_at
          from inbox.identities i
          join inbox.comments k on k.workspace_id = i.workspace_id and k.channel_id = i.channel_id
           and k.author_platform_id = i.platform_user_id and not k.is_own
         group by i.workspace_id, i.contact_id) o
 where c.workspace_id = o.workspace_id and c.id = o.contact_id and c.erased_at is null
   and (c.heard_at is null or c.heard_at < o.heard_at);

alter table inbox.vocabulary_trigrams force row level security;
alter table inbox.vocabulary force row level security;
alter table inbox.contact_words force row level security;
alter table inbox.identities force row level security;
alter table inbox.contacts force row level security;
alter table inbox.comments force row level security;
alter table inbox.channels force row level security;

-- migrate: down

-- Whoever was made a person stays one.
