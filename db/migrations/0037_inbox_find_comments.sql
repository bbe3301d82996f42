-- Comments are found by their words, one row per word, as messages are. In the language they are written in: of a
-- comment that is known, where of a message it is that of the person. Whoever wrote it is found with it, since most of
-- those who comment have never written to us and are no contacts.
create table inbox.comment_words (
  workspace_id uuid             not null,
  word         text collate "C" not null,
  happened_at  timestamptz      not null, -- of the comment: what is found is read from its end
  comment_id   uuid             not null,

  primary key (workspace_id, word, happened_at, comment_id),
  foreign key (workspace_id, comment_id) references inbox.comments (workspace_id, id) on delete cascade,
  constraint comment_word_is_short check (length(word) between 1 and 60)
);
comment on table inbox.comment_words is
  'The words a comment is found by: its own, and its author. usage: product; audience: internal; domain: inbox';
-- As of messages: that the planner knows which words are common.
alter table inbox.comment_words alter column word set statistics 1000;
create index comment_words_by_comment on inbox.comment_words (workspace_id, comment_id);
alter table inbox.comment_words enable row level security;
alter table inbox.comment_words force row level security;
create policy comment_words_in_workspace on inbox.comment_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comment_words to app_server;

create or replace function inbox.forget_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from inbox.vocabulary v
   using (select distinct workspace_id, word from gone) g
   where v.workspace_id = g.workspace_id and v.word = g.word
     and not exists (select from inbox.message_words m where m.workspace_id = v.workspace_id and m.word = v.word)
     and not exists (select from inbox.comment_words k where k.workspace_id = v.workspace_id and k.word = v.word)
     and not exists (select from inbox.contact_words c where c.workspace_id = v.workspace_id and c.word = v.word);
  return null;
end;
$$;
create trigger comment_words_500_forget after delete on inbox.comment_words
  referencing old table as gone for each statement execute function inbox.forget_words();

-- Whoever writes a comment, its words are there in the same transaction. One that was deleted is found by nothing.
-- Names are no words of a language, and ours is on everything we say.
create function inbox.add_comment_words(p_workspace_id uuid, p_comment_ids uuid[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  with written as materialized (
    select k.id, k.happened_at, k.body, inbox.stemmer_of(k.language) as stemmer,
           case when not k.is_own then concat_ws(' ', k.author_name, k.author_username) end as author
      from inbox.comments k
     where k.workspace_id = p_workspace_id and k.id = any(p_comment_ids) and k.deleted_at is null),
  told as materialized (
    select w.id, w.happened_at, t.word
      from written w
     cross join lateral (select b.word from inbox.words_of(w.body, w.stemmer) b
                         union select a.word from inbox.words_of(w.author, null) a) t),
  stemmed as (
    insert into inbox.word_stemmers (workspace_id, stemmer)
    select distinct p_workspace_id, stemmer from written where stemmer is not null and body <> '' order by 2
        on conflict do nothing),
  known as (
    insert into inbox.vocabulary (workspace_id, word)
    select p_workspace_id, word from (select distinct word from told) d order by word
        on conflict do nothing)
  insert into inbox.comment_words (workspace_id, word, happened_at, comment_id)
  select p_workspace_id, word, happened_at, id from told
      on conflict do nothing;
end;
$$;

create function inbox.keep_new_comment_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.add_comment_words(workspace_id, array_agg(id)) from added
    where deleted_at is null group by workspace_id;
  return null;
end;
$$;
create trigger comments_600_keep_new_words after insert on inbox.comments
  referencing new table as added for each statement execute function inbox.keep_new_comment_words();

create function inbox.keep_comment_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from inbox.comment_words where workspace_id = new.workspace_id and comment_id = new.id;
  perform inbox.add_comment_words(new.workspace_id, array[new.id]);
  return null;
end;
$$;
-- Platforms tell of one comment many times, and mostly the same.
create trigger comments_600_keep_words
  after update of body, author_name, author_username, language, happened_at, deleted_at on inbox.comments for each row
  when (old.body is distinct from new.body or old.author_name is distinct from new.author_name
    or old.author_username is distinct from new.author_username or old.language is distinct from new.language
    or old.happened_at <> new.happened_at or (old.deleted_at is null) <> (new.deleted_at is null))
  execute function inbox.keep_comment_words();

-- Of what was written before this, the words are read in the minutes after it, a batch at a time and newest first:
-- here nobody who comments waits for it. A workspace that has none left is not named any more.
create table inbox.comment_words_due (
  workspace_id uuid not null references workspaces.workspaces (id) on delete cascade,
  before_id    uuid not null, -- of the comment that was read last

  primary key (workspace_id)
);
comment on table inbox.comment_words_due is
  'Where the words of earlier comments are still to be read. usage: queue; audience: internal; domain: inbox';
alter table inbox.comment_words_due enable row level security;
alter table inbox.comment_words_due no force row level security;
create policy comment_words_due_in_workspace on inbox.comment_words_due to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, update (before_id), delete on inbox.comment_words_due to app_server;

alter table inbox.channels no force row level security;
insert into inbox.comment_words_due (workspace_id, before_id)
select distinct workspace_id, 'ffffffff-ffff-ffff-ffff-ffffffffffff'::uuid from inbox.channels;
alter table inbox.channels force row level security;
alter table inbox.comment_words_due force row level security;

-- migrate: down

-- Words that only comments had stay in the vocabulary: nothing is found by them.
drop table inbox.comment_words_due;
drop trigger comments_600_keep_words on inbox.comments;
drop trigger comments_600_keep_new_words on inbox.comments;
drop function inbox.keep_comment_words, inbox.keep_new_comment_words, inbox.add_comment_words;
drop table inbox.comment_words;
create or replace function inbox.forget_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from inbox.vocabulary v
   using (select distinct workspace_id, word from gone) g
   where v.workspace_id = g.workspace_id and v.word = g.word
     and not exists (select from inbox.message_words m where m.workspace_id = v.workspace_id and m.word = v.word)
     and not exists (select from inbox.contact_words c where c.workspace_id = v.workspace_id and c.word = v.word);
  return null;
end;
$$;
