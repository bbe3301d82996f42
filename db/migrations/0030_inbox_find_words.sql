-- What is looked for is found by its words, one row per word. Behind row security PostgreSQL goes by an index for
-- comparisons alone that tell nobody what they compare, and neither @@ nor ilike nor similarity is one of them: an
-- index of full text would never be used by app_server. Equality and order of text are.

-- Words as they are compared: without case and accents, apart from each other by one space. Says the same in every
-- locale a database may have been made with, which lower() alone does not.
create function inbox.fold(p_text text) returns text
language plpgsql immutable strict parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  return trim(regexp_replace(
    replace(replace(replace(
      translate(
        lower(regexp_replace(normalize(p_text, nfkd),
          '[\u0300-\u036f\u0483-\u0487\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670]+', '', 'g') collate "C"),
        'ØŁĐÐÞøłđðþıΑΒΓΔΕΖΗΘΙΚΛΜΝΞΟΠΡΣΤΥΦΧΨΩςАБВГДЕЖЗИКЛМНОПРСТУФХЦЧШЩЪЫЬЭЮЯЂЄЅІЈЉЊЋЏҐÆŒẞ',
        'olddtolddtiαβγδεζηθικλμνξοπρστυφχψωσабвгдежзиклмнопрстуфхцчшщъыьэюяђєѕіјљњћџґæœß'),
      'ß', 'ss'), 'æ', 'ae'), 'œ', 'oe'),
    '[\u0001-\u002f\u003a-\u0040\u005b-\u0060\u007b-\u00bf\u00d7\u00f7\u02b0-\u02ff\u2000-\u2bff\u3000-\u303f'
      '\ufe00-\ufe4f\U0001f000-\U0001faff]+', ' ', 'g'));
end;
$$;

-- Which of PostgreSQL's stemmers is for a language, by its tag; null where there is none.
create function inbox.stemmer_of(p_language text) returns text
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  return (select 'pg_catalog.' || name || '_stem' from (values ('ar', 'arabic'), ('hy', 'armenian'), ('eu', 'basque'),
    ('ca', 'catalan'), ('da', 'danish'), ('nl', 'dutch'), ('en', 'english'), ('fi', 'finnish'), ('fr', 'french'),
    ('de', 'german'), ('el', 'greek'), ('hi', 'hindi'), ('hu', 'hungarian'), ('id', 'indonesian'), ('ga', 'irish'),
    ('it', 'italian'), ('lt', 'lithuanian'), ('ne', 'nepali'), ('no', 'norwegian'), ('nb', 'norwegian'),
    ('nn', 'norwegian'), ('pt', 'portuguese'), ('ro', 'romanian'), ('ru', 'russian'), ('sr', 'serbian'),
    ('es', 'spanish'), ('sv', 'swedish'), ('ta', 'tamil'), ('tr', 'turkish'), ('yi', 'yiddish')) known (tag, name)
   where tag = split_part(lower(p_language collate "C"), '-', 1));
end;
$$;

-- The words a text is found by: as they are folded, and the stems of those in the language of whoever wrote. No more
-- than the first 300 different ones, so that one message cannot fill the index.
create function inbox.words_of(p_text text, p_stemmer text) returns table (word text)
language plpgsql stable parallel safe set search_path = pg_catalog, pg_temp as $$
#variable_conflict use_column
declare
  v_words text[] := array(
    select left(t.word, 60)
      from unnest(string_to_array(inbox.fold(left(p_text, 50000)), ' ')) with ordinality t (word, place)
     where t.word <> '' group by 1 order by min(place) limit 300);
begin
  if p_stemmer is null then
    return query select w.word from unnest(v_words) w (word);
  else
    return query select w.word from unnest(v_words) w (word)
      union select s.stem from unnest(v_words) w (word),
        lateral (select (ts_lexize(p_stemmer::regdictionary, w.word))[1] as stem) s where s.stem <> '';
  end if;
end;
$$;

-- Stems of what is searched for are those of the languages that are written here.
create table inbox.word_stemmers (
  workspace_id uuid not null references workspaces.workspaces (id) on delete cascade,
  stemmer      text not null,

  primary key (workspace_id, stemmer),
  constraint word_stemmer_is_short check (length(stemmer) between 1 and 60)
);
comment on table inbox.word_stemmers is
  'In which languages words are reduced to their stems. usage: product; audience: internal; domain: inbox';
alter table inbox.word_stemmers enable row level security;
alter table inbox.word_stemmers force row level security;
create policy word_stemmers_in_workspace on inbox.word_stemmers to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.word_stemmers to app_server;

-- Every word once: for a word that is still being typed, and for one that is misspelt. It may briefly lack one that
-- came in while its only other use was going; the next use brings it back.
create table inbox.vocabulary (
  workspace_id uuid             not null references workspaces.workspaces (id) on delete cascade,
  word         text collate "C" not null,

  primary key (workspace_id, word),
  constraint vocabulary_word_is_short check (length(word) between 1 and 60)
);
comment on table inbox.vocabulary is
  'Every word that something is found by. usage: product; audience: internal; domain: inbox';
alter table inbox.vocabulary enable row level security;
alter table inbox.vocabulary force row level security;
create policy vocabulary_in_workspace on inbox.vocabulary to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.vocabulary to app_server;

-- The parts of a word that a misspelt one shares with it. By length too, since near words are of nearly the same.
create table inbox.vocabulary_trigrams (
  workspace_id uuid             not null,
  trigram      text collate "C" not null,
  letters      smallint         not null,
  word         text collate "C" not null,

  primary key (workspace_id, trigram, letters, word),
  foreign key (workspace_id, word) references inbox.vocabulary (workspace_id, word) on delete cascade,
  constraint vocabulary_trigram_is_three_letters check (length(trigram) = 3)
);
comment on table inbox.vocabulary_trigrams is
  'Parts of words, by which misspelt ones are recognized. usage: product; audience: internal; domain: inbox';
create index vocabulary_trigrams_by_word on inbox.vocabulary_trigrams (workspace_id, word);
alter table inbox.vocabulary_trigrams enable row level security;
alter table inbox.vocabulary_trigrams force row level security;
create policy vocabulary_trigrams_in_workspace on inbox.vocabulary_trigrams to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.vocabulary_trigrams to app_server;

create function inbox.trigrams_of(p_word text) returns table (trigram text)
language plpgsql immutable parallel safe set search_path = pg_catalog, pg_temp as $$
begin
  return query
    select distinct substr('  ' || p_word || ' ', place, 3) from generate_series(1, length(p_word) + 1) place;
end;
$$;

-- Numbers are not misspelt, they are others; and short words are near everything.
create function inbox.keep_trigrams() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  insert into inbox.vocabulary_trigrams (workspace_id, trigram, letters, word)
  select a.workspace_id, t.trigram, length(a.word), a.word
    from added a cross join lateral inbox.trigrams_of(a.word) t
   where length(a.word) between 4 and 24 and a.word !~ '[0-9]'
      on conflict do nothing;
  return null;
end;
$$;
create trigger vocabulary_500_keep_trigrams after insert on inbox.vocabulary
  referencing new table as added for each statement execute function inbox.keep_trigrams();

create table inbox.message_words (
  workspace_id    uuid             not null,
  word            text collate "C" not null,
  happened_at     timestamptz      not null, -- of the message: what is found is read from its end
  message_id      uuid             not null,
  conversation_id uuid             not null,

  primary key (workspace_id, word, happened_at, message_id) include (conversation_id),
  foreign key (workspace_id, message_id) references inbox.messages (workspace_id, id) on delete cascade,
  constraint message_word_is_short check (length(word) between 1 and 60)
);
comment on table inbox.message_words is
  'The words a message is found by: its own, and those of its files. usage: product; audience: internal; domain: inbox';
-- That the planner knows which words are common: by the default it would know a hundred.
alter table inbox.message_words alter column word set statistics 1000;
create index message_words_by_message on inbox.message_words (workspace_id, message_id);
alter table inbox.message_words enable row level security;
alter table inbox.message_words force row level security;
create policy message_words_in_workspace on inbox.message_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.message_words to app_server;

create table inbox.contact_words (
  workspace_id uuid             not null,
  word         text collate "C" not null,
  created_at   timestamptz      not null, -- of the contact
  contact_id   uuid             not null,

  primary key (workspace_id, word, created_at, contact_id),
  foreign key (workspace_id, contact_id) references inbox.contacts (workspace_id, id) on delete cascade,
  constraint contact_word_is_short check (length(word) between 1 and 60)
);
comment on table inbox.contact_words is
  'The words a contact is found by: names, addresses, numbers. usage: product; audience: internal; domain: inbox';
create index contact_words_by_contact on inbox.contact_words (workspace_id, contact_id);
alter table inbox.contact_words enable row level security;
alter table inbox.contact_words force row level security;
create policy contact_words_in_workspace on inbox.contact_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contact_words to app_server;

-- A word nobody uses any more is forgotten: names of people who are erased stay nowhere.
create function inbox.forget_words() returns trigger
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
create trigger message_words_500_forget after delete on inbox.message_words
  referencing old table as gone for each statement execute function inbox.forget_words();
create trigger contact_words_500_forget after delete on inbox.contact_words
  referencing old table as gone for each statement execute function inbox.forget_words();

-- Whoever writes a message, its words are there in the same transaction. A message that was taken back, by either
-- side, is found by nothing.
create function inbox.add_message_words(p_workspace_id uuid, p_message_ids uuid[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  with written as materialized (
    select m.id, m.conversation_id, m.happened_at, inbox.stemmer_of(c.language) as stemmer,
           concat_ws(' ', m.body, m.details #>> '{share,title}', m.details #>> '{location,name}',
             m.details #>> '{location,address}', (select string_agg(a.name, ' ') from inbox.attachments a
               where a.workspace_id = m.workspace_id and a.message_id = m.id)) as text
      from inbox.messages m
      join inbox.conversations v on v.workspace_id = m.workspace_id and v.id = m.conversation_id
      join inbox.identities i on i.workspace_id = v.workspace_id and i.id = v.identity_id
      join inbox.contacts c on c.workspace_id = i.workspace_id and c.id = i.contact_id
     where m.workspace_id = p_workspace_id and m.id = any(p_message_ids)
       and m.unsent_at is null and m.status <> 'cancelled' and m.kind <> 'activity'),
  told as materialized (
    select w.id, w.conversation_id, w.happened_at, t.word
      from written w cross join lateral inbox.words_of(w.text, w.stemmer) t where w.text <> ''),
  stemmed as (
    insert into inbox.word_stemmers (workspace_id, stemmer)
    select distinct p_workspace_id, stemmer from written where stemmer is not null order by 2
        on conflict do nothing),
  known as (
    insert into inbox.vocabulary (workspace_id, word)
    select p_workspace_id, word from (select distinct word from told) d order by word
        on conflict do nothing)
  insert into inbox.message_words (workspace_id, word, happened_at, message_id, conversation_id)
  select p_workspace_id, word, happened_at, id, conversation_id from told
      on conflict do nothing;
end;
$$;

create function inbox.keep_new_message_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.add_message_words(workspace_id, array_agg(id)) from added
    where kind <> 'activity' and (body is not null or details <> '{}') group by workspace_id;
  return null;
end;
$$;
create trigger messages_600_keep_new_words after insert on inbox.messages
  referencing new table as added for each statement execute function inbox.keep_new_message_words();

create function inbox.keep_message_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from inbox.message_words where workspace_id = new.workspace_id and message_id = new.id;
  perform inbox.add_message_words(new.workspace_id, array[new.id]);
  return null;
end;
$$;
create trigger messages_600_keep_words after update of conversation_id, body, details, status, happened_at, unsent_at
  on inbox.messages for each row
  when (old.conversation_id <> new.conversation_id or old.body is distinct from new.body or old.details <> new.details
    or (old.status = 'cancelled') <> (new.status = 'cancelled') or old.happened_at <> new.happened_at
    or (old.unsent_at is null) <> (new.unsent_at is null))
  execute function inbox.keep_message_words();

create function inbox.keep_new_attachment_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.add_message_words(workspace_id, array_agg(distinct message_id)) from added
    where name is not null and message_id is not null group by workspace_id;
  return null;
end;
$$;
create trigger attachments_600_keep_new_words after insert on inbox.attachments
  referencing new table as added for each statement execute function inbox.keep_new_attachment_words();

create function inbox.keep_attachment_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
declare
  v_row inbox.attachments := case when tg_op = 'DELETE' then old else new end;
begin
  delete from inbox.message_words where workspace_id = v_row.workspace_id and message_id = v_row.message_id;
  perform inbox.add_message_words(v_row.workspace_id, array[v_row.message_id]);
  return null;
end;
$$;
create trigger attachments_600_keep_words after update of name, message_id on inbox.attachments for each row
  when (new.message_id is not null
    and (old.name is distinct from new.name or old.message_id is distinct from new.message_id))
  execute function inbox.keep_attachment_words();
create trigger attachments_600_drop_words after delete on inbox.attachments for each row
  when (old.name is not null and old.message_id is not null) execute function inbox.keep_attachment_words();

-- By name, by what they are called on every channel, and by what the workspace keeps of them. What a platform calls
-- them only where a person would: a number, a mail address.
create function inbox.keep_words_of_contacts(p_workspace_id uuid, p_contact_ids uuid[]) returns void
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  delete from inbox.contact_words where workspace_id = p_workspace_id and contact_id = any(p_contact_ids);
  with written as materialized (
    select c.id, c.created_at, inbox.stemmer_of(c.language) as stemmer,
           concat_ws(' ', c.name, (select string_agg(f.value, ' ') from jsonb_each_text(c.fields) f),
             (select string_agg(concat_ws(' ', i.name, i.username,
                       case when n.platform in ('email', 'whatsapp') then i.platform_user_id end), ' ')
                from inbox.identities i
                join inbox.channels n on n.workspace_id = i.workspace_id and n.id = i.channel_id
               where i.workspace_id = c.workspace_id and i.contact_id = c.id)) as text
      from inbox.contacts c
     where c.workspace_id = p_workspace_id and c.id = any(p_contact_ids)
       and c.merged_into is null and c.erased_at is null),
  told as materialized (
    select w.id, w.created_at, t.word from written w cross join lateral inbox.words_of(w.text, null) t),
  known as (
    insert into inbox.vocabulary (workspace_id, word)
    select p_workspace_id, word from (select distinct word from told) d order by word
        on conflict do nothing)
  insert into inbox.contact_words (workspace_id, word, created_at, contact_id)
  select p_workspace_id, word, created_at, id from told
      on conflict do nothing;
end;
$$;

create function inbox.keep_new_contact_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.keep_words_of_contacts(workspace_id, array_agg(id)) from added
    where name is not null or fields <> '{}' group by workspace_id;
  return null;
end;
$$;
create trigger contacts_600_keep_new_words after insert on inbox.contacts
  referencing new table as added for each statement execute function inbox.keep_new_contact_words();

create function inbox.keep_contact_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.keep_words_of_contacts(new.workspace_id, array[new.id]);
  return null;
end;
$$;
create trigger contacts_600_keep_words after update of name, fields, merged_into, erased_at on inbox.contacts
  for each row
  when (old.name is distinct from new.name or old.fields <> new.fields
    or old.merged_into is distinct from new.merged_into or old.erased_at is distinct from new.erased_at)
  execute function inbox.keep_contact_words();

create function inbox.keep_new_identity_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.keep_words_of_contacts(workspace_id, array_agg(distinct contact_id)) from added group by workspace_id;
  return null;
end;
$$;
create trigger identities_600_keep_new_words after insert on inbox.identities
  referencing new table as added for each statement execute function inbox.keep_new_identity_words();

create function inbox.keep_identity_words() returns trigger
language plpgsql set search_path = pg_catalog, pg_temp as $$
begin
  perform inbox.keep_words_of_contacts(old.workspace_id, array[old.contact_id]);
  if tg_op = 'UPDATE' and new.contact_id <> old.contact_id then
    perform inbox.keep_words_of_contacts(new.workspace_id, array[new.contact_id]);
  end if;
  return null;
end;
$$;
create trigger identities_600_keep_words after update of contact_id, platform_user_id, username, name
  on inbox.identities for each row
  when (old.contact_id <> new.contact_id or old.platform_user_id <> new.platform_user_id
    or old.username is distinct from new.username or old.name is distinct from new.name)
  execute function inbox.keep_identity_words();
create trigger identities_600_drop_words after delete on inbox.identities
  for each row execute function inbox.keep_identity_words();

-- migrate: down

drop trigger identities_600_drop_words on inbox.identities;
drop trigger identities_600_keep_words on inbox.identities;
drop trigger identities_600_keep_new_words on inbox.identities;
drop trigger contacts_600_keep_words on inbox.contacts;
drop trigger contacts_600_keep_new_words on inbox.contacts;
drop trigger attachments_600_drop_words on inbox.attachments;
drop trigger attachments_600_keep_words on inbox.attachments;
drop trigger attachments_600_keep_new_words on inbox.attachments;
drop trigger messages_600_keep_words on inbox.messages;
drop trigger messages_600_keep_new_words on inbox.messages;
drop function inbox.keep_identity_words, inbox.keep_new_identity_words, inbox.keep_contact_words,
  inbox.keep_new_contact_words, inbox.keep_words_of_contacts, inbox.keep_attachment_words,
  inbox.keep_new_attachment_words, inbox.keep_message_words, inbox.keep_new_message_words, inbox.add_message_words;
drop table inbox.contact_words;
drop table inbox.message_words;
drop function inbox.forget_words;
drop table inbox.vocabulary_trigrams;
drop table inbox.vocabulary;
drop function inbox.keep_trigrams, inbox.trigrams_of;
drop table inbox.word_stemmers;
drop function inbox.words_of, inbox.stemmer_of, inbox.fold;
