-- Generated from a migrated database by `npm run stoa -- docs`. Change it by a migration, not here.

create schema inbox;
comment on schema inbox is 'What customers write and what they are answered: conversations, comments, mail, and the people behind them.';
grant usage on schema inbox to app_server;
grant usage on schema inbox to authenticated;

create function inbox.add_comment_words(p_workspace_id uuid, p_comment_ids uuid[])
 returns void
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;

create function inbox.add_message_words(p_workspace_id uuid, p_message_ids uuid[])
 returns void
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;

create function inbox.channels_of_direct_client()
 returns uuid[]
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select case when workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}')
              then array(select c.id from inbox.channels c
                          where c.workspace_id = app.current_workspace_id() and not c.member_only)
              else '{}'::uuid[] end
$function$;

create function inbox.count_hour_again()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_old inbox.messages := case when tg_op = 'INSERT' then new else old end;
begin
  insert into inbox.hours_due (workspace_id, channel_id, hour)
  select distinct new.workspace_id, moved.channel_id,
         date_trunc('hour', moved.happened_at at time zone 'UTC') at time zone 'UTC'
    from (values (new.conversation_id, new.happened_at), (v_old.conversation_id, v_old.happened_at))
           place (conversation_id, since)
   cross join lateral (
     select new.channel_id, new.happened_at
     union all select v_old.channel_id, v_old.happened_at
     union all (select m.channel_id, m.happened_at from inbox.messages m
       where m.workspace_id = new.workspace_id and m.conversation_id = place.conversation_id
         and m.happened_at > place.since and m.direction = 'outbound'
         and m.status not in ('cancelled', 'scheduled', 'failed') order by m.happened_at limit 1)
     union all (select m.channel_id, m.happened_at from inbox.messages m
       where m.workspace_id = new.workspace_id and m.conversation_id = place.conversation_id
         and m.happened_at > place.since and m.direction = 'inbound' order by m.happened_at limit 1)
     union all (select m.channel_id, m.happened_at from inbox.messages m
       where m.workspace_id = new.workspace_id and m.conversation_id = place.conversation_id
         and m.happened_at > place.since and m.kind = 'activity'
         and m.details @> '{"activity": {"what": "status", "to": "closed"}}' order by m.happened_at limit 1)) moved;
  return null;
end;
$function$;

create function inbox.fold(p_text text)
 returns text
 language plpgsql
 immutable parallel safe strict
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;

create function inbox.forget_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  delete from inbox.vocabulary v
   using (select distinct workspace_id, word from gone) g
   where v.workspace_id = g.workspace_id and v.word = g.word
     and not exists (select from inbox.message_words m where m.workspace_id = v.workspace_id and m.word = v.word)
     and not exists (select from inbox.comment_words k where k.workspace_id = v.workspace_id and k.word = v.word)
     and not exists (select from inbox.contact_words c where c.workspace_id = v.workspace_id and c.word = v.word);
  return null;
end;
$function$;

create function inbox.keep_attachment_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
declare
  v_row inbox.attachments := case when tg_op = 'DELETE' then old else new end;
begin
  delete from inbox.message_words where workspace_id = v_row.workspace_id and message_id = v_row.message_id;
  perform inbox.add_message_words(v_row.workspace_id, array[v_row.message_id]);
  return null;
end;
$function$;

create function inbox.keep_comment_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  delete from inbox.comment_words where workspace_id = new.workspace_id and comment_id = new.id;
  perform inbox.add_comment_words(new.workspace_id, array[new.id]);
  return null;
end;
$function$;

create function inbox.keep_contact_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.keep_words_of_contacts(new.workspace_id, array[new.id]);
  return null;
end;
$function$;

create function inbox.keep_identity_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.keep_words_of_contacts(old.workspace_id, array[old.contact_id]);
  if tg_op = 'UPDATE' and new.contact_id <> old.contact_id then
    perform inbox.keep_words_of_contacts(new.workspace_id, array[new.contact_id]);
  end if;
  return null;
end;
$function$;

create function inbox.keep_message_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  delete from inbox.message_words where workspace_id = new.workspace_id and message_id = new.id;
  perform inbox.add_message_words(new.workspace_id, array[new.id]);
  return null;
end;
$function$;

create function inbox.keep_new_attachment_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.add_message_words(workspace_id, array_agg(distinct message_id)) from added
    where name is not null and message_id is not null group by workspace_id;
  return null;
end;
$function$;

create function inbox.keep_new_comment_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.add_comment_words(workspace_id, array_agg(id)) from added
    where deleted_at is null group by workspace_id;
  return null;
end;
$function$;

create function inbox.keep_new_contact_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.keep_words_of_contacts(workspace_id, array_agg(id)) from added
    where name is not null or fields <> '{}' group by workspace_id;
  return null;
end;
$function$;

create function inbox.keep_new_identity_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.keep_words_of_contacts(workspace_id, array_agg(distinct contact_id)) from added group by workspace_id;
  return null;
end;
$function$;

create function inbox.keep_new_message_words()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  perform inbox.add_message_words(workspace_id, array_agg(id)) from added
    where kind <> 'activity' and (body is not null or details <> '{}') group by workspace_id;
  return null;
end;
$function$;

create function inbox.keep_trigrams()
 returns trigger
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  insert into inbox.vocabulary_trigrams (workspace_id, trigram, letters, word)
  select a.workspace_id, t.trigram, length(a.word), a.word
    from added a cross join lateral inbox.trigrams_of(a.word) t
   where length(a.word) between 4 and 24 and a.word !~ '[0-9]'
      on conflict do nothing;
  return null;
end;
$function$;

create function inbox.keep_words_of_contacts(p_workspace_id uuid, p_contact_ids uuid[])
 returns void
 language plpgsql
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;

create function inbox.member_of_direct_client()
 returns uuid
 language sql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
  select m.id from workspaces.members m
   where m.workspace_id = app.current_workspace_id() and m.user_id = app.current_user_id()
$function$;

create function inbox.stemmer_of(p_language text)
 returns text
 language plpgsql
 immutable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  return (select 'pg_catalog.' || name || '_stem' from (values ('ar', 'arabic'), ('hy', 'armenian'), ('eu', 'basque'),
    ('ca', 'catalan'), ('da', 'danish'), ('nl', 'dutch'), ('en', 'english'), ('fi', 'finnish'), ('fr', 'french'),
    ('de', 'german'), ('el', 'greek'), ('hi', 'hindi'), ('hu', 'hungarian'), ('id', 'indonesian'), ('ga', 'irish'),
    ('it', 'italian'), ('lt', 'lithuanian'), ('ne', 'nepali'), ('no', 'norwegian'), ('nb', 'norwegian'),
    ('nn', 'norwegian'), ('pt', 'portuguese'), ('ro', 'romanian'), ('ru', 'russian'), ('sr', 'serbian'),
    ('es', 'spanish'), ('sv', 'swedish'), ('ta', 'tamil'), ('tr', 'turkish'), ('yi', 'yiddish')) known (tag, name)
   where tag = split_part(lower(p_language collate "C"), '-', 1));
end;
$function$;

create function inbox.trigrams_of(p_word text)
 returns table(trigram text)
 language plpgsql
 immutable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
begin
  return query
    select distinct substr('  ' || p_word || ' ', place, 3) from generate_series(1, length(p_word) + 1) place;
end;
$function$;

create function inbox.words_of(p_text text, p_stemmer text)
 returns table(word text)
 language plpgsql
 stable parallel safe
 set search_path to 'pg_catalog', 'pg_temp'
as $function$
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
$function$;

create table inbox.attachments (
  workspace_id uuid        not null,
  id           uuid        not null,
  message_id   uuid,
  place        smallint    not null default 0,
  kind         text        not null,
  status       text        not null,
  source       text,
  name         text,
  media_type   text,
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
  constraint attachments_pkey primary key (workspace_id, id),
  constraint attachments_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint attachments_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint attachments_workspace_id_uploaded_by_fkey foreign key (workspace_id, uploaded_by) references workspaces.members(workspace_id, id) on delete set null (uploaded_by),
  constraint attachment_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint attachment_key_iff_stored check ((status = 'stored') = (storage_key is not null)),
  constraint attachment_kind_is_known check (kind = any (array['image', 'video', 'audio', 'file'])),
  constraint attachment_settled_iff_over check ((status = 'waiting') = (settled_at is null)),
  constraint attachment_sizes_are_sizes check ((bytes >= 0) and (width > 0) and (height > 0) and (duration_ms >= 0) and (place >= 0)),
  constraint attachment_status_is_known check (status = any (array['waiting', 'stored', 'failed'])),
  constraint attachment_texts_are_short check ((length(source) <= 4000) and (length(name) <= 255) and (length(media_type) <= 200) and (length(storage_key) <= 900) and (length(thumb_key) <= 900) and (length(failure_code) <= 100))
);
comment on table inbox.attachments is 'A file of a message, kept in our own storage. usage: product; audience: tenant; domain: inbox';
create index attachments_by_message on inbox.attachments (workspace_id, message_id, place);
create index attachments_by_uploader on inbox.attachments (workspace_id, uploaded_by);
create index attachments_of_nothing on inbox.attachments (workspace_id, created_at) where (message_id is null);
create index attachments_waiting on inbox.attachments (workspace_id, created_at) where (status = 'waiting');
alter table inbox.attachments enable row level security;
alter table inbox.attachments force row level security;
create policy attachments_for_who_may_read_them on inbox.attachments as restrictive for select to authenticated
  using (exists ( select
   from inbox.messages m
  where ((m.workspace_id = attachments.workspace_id) and (m.id = attachments.message_id))));
create policy attachments_in_workspace on inbox.attachments
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (bytes, duration_ms, failure_code, height, kind, media_type, message_id, name, place, settled_at, status, storage_key, thumb_key, width), delete on inbox.attachments to app_server;
grant select on inbox.attachments to authenticated;
create trigger attachments_600_drop_words after delete on inbox.attachments for each row when (((old.name is not null) and (old.message_id is not null))) execute function inbox.keep_attachment_words();
create trigger attachments_600_keep_new_words after insert on inbox.attachments referencing new table as added for each statement execute function inbox.keep_new_attachment_words();
create trigger attachments_600_keep_words after update of name, message_id on inbox.attachments for each row when (((new.message_id is not null) and ((old.name is distinct from new.name) or (old.message_id is distinct from new.message_id)))) execute function inbox.keep_attachment_words();

create table inbox.bulk_actions (
  workspace_id  uuid        not null,
  id            uuid        not null,
  asked_by      uuid,
  action        text        not null,
  value         jsonb       not null default '{}'::jsonb,
  items_count   integer     not null,
  done_count    integer     not null default 0,
  changed_count integer     not null default 0,
  cancelled_at  timestamptz,
  finished_at   timestamptz,
  undo_asked_at timestamptz,
  undone_count  integer     not null default 0,
  undone_at     timestamptz,
  created_at    timestamptz not null,
  updated_at    timestamptz not null,
  constraint bulk_actions_pkey primary key (workspace_id, id),
  constraint bulk_actions_workspace_id_asked_by_fkey foreign key (workspace_id, asked_by) references workspaces.members(workspace_id, id) on delete set null (asked_by),
  constraint bulk_actions_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint bulk_action_counts_are_counts check (((items_count >= 0) and (items_count <= 10000)) and ((done_count >= 0) and (done_count <= items_count)) and ((changed_count >= 0) and (changed_count <= done_count)) and ((undone_count >= 0) and (undone_count <= changed_count))),
  constraint bulk_action_is_known check (action = any (array['close', 'open', 'snooze', 'assign', 'tag', 'untag', 'priority', 'category', 'read'])),
  constraint bulk_action_undo_asked_only_when_finished check ((undo_asked_at is null) or (finished_at is not null)),
  constraint bulk_action_undone_only_when_asked check ((undone_at is null) or (undo_asked_at is not null)),
  constraint bulk_action_value_is_small check ((jsonb_typeof(value) = 'object') and (pg_column_size(value) <= 1024))
);
comment on table inbox.bulk_actions is 'What is done with many conversations at once. usage: product; audience: tenant; domain: inbox';
create index bulk_actions_by_age on inbox.bulk_actions (workspace_id, created_at);
create index bulk_actions_by_asker on inbox.bulk_actions (workspace_id, asked_by);
create index bulk_actions_under_way on inbox.bulk_actions (workspace_id, updated_at) where ((finished_at is null) or ((undo_asked_at is not null) and (undone_at is null)));
alter table inbox.bulk_actions enable row level security;
alter table inbox.bulk_actions force row level security;
create policy bulk_actions_in_workspace on inbox.bulk_actions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (cancelled_at, changed_count, done_count, finished_at, undo_asked_at, undone_at, undone_count, updated_at), delete on inbox.bulk_actions to app_server;
create trigger bulk_actions_500_touch before update on inbox.bulk_actions for each row execute function app.touch_updated_at();

create table inbox.bulk_items (
  workspace_id    uuid        not null,
  bulk_id         uuid        not null,
  conversation_id uuid        not null,
  done_at         timestamptz,
  before          jsonb,
  undone_at       timestamptz,
  constraint bulk_items_pkey primary key (workspace_id, bulk_id, conversation_id),
  constraint bulk_items_workspace_id_bulk_id_fkey foreign key (workspace_id, bulk_id) references inbox.bulk_actions(workspace_id, id) on delete cascade,
  constraint bulk_items_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint bulk_item_before_is_small check ((jsonb_typeof(before) = 'object') and (pg_column_size(before) <= 4096)),
  constraint bulk_item_changed_only_when_done check ((before is null) or (done_at is not null)),
  constraint bulk_item_undone_only_when_changed check ((undone_at is null) or (before is not null))
);
comment on table inbox.bulk_items is 'One conversation of many that something is done with. usage: product; audience: internal; domain: inbox';
create index bulk_items_by_conversation on inbox.bulk_items (workspace_id, conversation_id);
create index bulk_items_to_do on inbox.bulk_items (workspace_id, bulk_id, conversation_id) where (done_at is null);
create index bulk_items_to_undo on inbox.bulk_items (workspace_id, bulk_id, conversation_id) where ((before is not null) and (undone_at is null));
alter table inbox.bulk_items enable row level security;
alter table inbox.bulk_items force row level security;
create policy bulk_items_in_workspace on inbox.bulk_items to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (before, done_at, undone_at), delete on inbox.bulk_items to app_server;

create table inbox.channels (
  workspace_id uuid        not null,
  id           uuid        not null,
  platform     text        not null,
  account_id   uuid,
  name         text        not null,
  location_id  uuid,
  assign_mode  text        not null default 'nobody',
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  member_only  boolean     not null default false,
  handed_to    uuid,
  constraint channels_pkey primary key (workspace_id, id),
  constraint channels_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references connections.accounts(workspace_id, id) on delete cascade,
  constraint channels_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint channels_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete set null (location_id),
  constraint channel_assign_mode_is_known check (assign_mode = any (array['nobody', 'round_robin', 'by_load'])),
  constraint channel_is_its_account check ((account_id is null) or (account_id = id)),
  constraint channel_name_is_short check ((length(name) >= 1) and (length(name) <= 255)),
  constraint channel_platform_is_known check (platform = any (array['instagram', 'messenger', 'whatsapp', 'youtube', 'tiktok', 'telegram', 'twitter', 'google', 'email']))
);
comment on table inbox.channels is 'Where people write to us: an account on a platform, or a mailbox. usage: product; audience: tenant; domain: inbox';
create index channels_by_account on inbox.channels (workspace_id, account_id);
create index channels_by_location on inbox.channels (workspace_id, location_id);
create index channels_by_name on inbox.channels (workspace_id, name, id);
create index channels_by_platform on inbox.channels (workspace_id, platform);
alter table inbox.channels enable row level security;
alter table inbox.channels force row level security;
create policy channels_for_who_may_read_them on inbox.channels as restrictive for select to authenticated
  using ((not member_only) and ( select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may));
create policy channels_in_workspace on inbox.channels
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (assign_mode, handed_to, location_id, member_only, name, updated_at), delete on inbox.channels to app_server;
grant select on inbox.channels to authenticated;
create trigger channels_500_touch before update on inbox.channels for each row execute function app.touch_updated_at();

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
  constraint comment_actions_pkey primary key (workspace_id, id),
  constraint comment_actions_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint comment_actions_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint comment_action_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint comment_action_kind_is_known check (kind = any (array['hide', 'unhide', 'delete', 'like', 'unlike'])),
  constraint comment_action_settled_iff_over check ((status = 'queued') = (settled_at is null)),
  constraint comment_action_status_is_known check (status = any (array['queued', 'done', 'failed', 'cancelled'])),
  constraint comment_action_texts_are_short check (length(failure_code) <= 100)
);
comment on table inbox.comment_actions is 'Comments that are to be hidden, shown again, deleted, liked or no longer liked. usage: product; audience: tenant; domain: inbox';
create index comment_actions_by_comment on inbox.comment_actions (workspace_id, comment_id, created_at desc, id desc);
create index comment_actions_by_member on inbox.comment_actions (workspace_id, member_id);
create index comment_actions_under_way on inbox.comment_actions (workspace_id, created_at, id) where (status = 'queued');
alter table inbox.comment_actions enable row level security;
alter table inbox.comment_actions force row level security;
create policy comment_actions_in_workspace on inbox.comment_actions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (failure_code, settled_at, status), delete on inbox.comment_actions to app_server;

create table inbox.comment_notes (
  workspace_id uuid        not null,
  id           uuid        not null,
  comment_id   uuid        not null,
  member_id    uuid,
  body         text        not null,
  created_at   timestamptz not null,
  edited_at    timestamptz,
  constraint comment_notes_pkey primary key (workspace_id, id),
  constraint comment_notes_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint comment_notes_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint comment_note_is_short check ((length(body) >= 1) and (length(body) <= 10000))
);
comment on table inbox.comment_notes is 'What colleagues write to each other about a comment. usage: product; audience: tenant; domain: inbox';
create index comment_notes_by_comment on inbox.comment_notes (workspace_id, comment_id, created_at, id);
create index comment_notes_by_member on inbox.comment_notes (workspace_id, member_id);
alter table inbox.comment_notes enable row level security;
alter table inbox.comment_notes force row level security;
create policy comment_notes_for_who_may_read_them on inbox.comment_notes as restrictive for select to authenticated
  using (exists ( select
   from inbox.comments c
  where ((c.workspace_id = comment_notes.workspace_id) and (c.id = comment_notes.comment_id))));
create policy comment_notes_in_workspace on inbox.comment_notes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (body, edited_at), delete on inbox.comment_notes to app_server;
grant select on inbox.comment_notes to authenticated;

create table inbox.comment_replies (
  workspace_id uuid        not null,
  id           uuid        not null,
  comment_id   uuid        not null,
  kind         text        not null,
  author       text        not null,
  member_id    uuid,
  body         text        not null,
  status       text        not null default 'queued',
  platform_id  text,
  failure_code text,
  created_at   timestamptz not null,
  settled_at   timestamptz,
  constraint comment_replies_pkey primary key (workspace_id, id),
  constraint comment_replies_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint comment_replies_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint comment_reply_author_is_known check (author = any (array['member', 'autopilot', 'automation', 'system'])),
  constraint comment_reply_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint comment_reply_kind_is_known check (kind = any (array['public', 'private'])),
  constraint comment_reply_settled_iff_over check ((status = 'queued') = (settled_at is null)),
  constraint comment_reply_status_is_known check (status = any (array['queued', 'sent', 'failed', 'cancelled'])),
  constraint comment_reply_texts_are_short check (((length(body) >= 1) and (length(body) <= 20000)) and (length(platform_id) <= 400) and (length(failure_code) <= 100))
);
comment on table inbox.comment_replies is 'What we answer to a comment, publicly or privately. usage: product; audience: tenant; domain: inbox';
create index comment_replies_by_comment on inbox.comment_replies (workspace_id, comment_id, created_at, id);
create index comment_replies_by_member on inbox.comment_replies (workspace_id, member_id);
create unique index comment_replies_one_private on inbox.comment_replies (workspace_id, comment_id) where ((kind = 'private') and ((status = any (array['queued', 'sent'])) or (failure_code = 'outcome_unknown')));
create index comment_replies_under_way on inbox.comment_replies (workspace_id, created_at, id) where (status = 'queued');
alter table inbox.comment_replies enable row level security;
alter table inbox.comment_replies force row level security;
create policy comment_replies_in_workspace on inbox.comment_replies
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (failure_code, platform_id, settled_at, status), delete on inbox.comment_replies to app_server;

create table inbox.comment_tags (
  workspace_id uuid        not null,
  comment_id   uuid        not null,
  tag_id       uuid        not null,
  created_at   timestamptz not null,
  constraint comment_tags_pkey primary key (workspace_id, comment_id, tag_id),
  constraint comment_tags_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint comment_tags_workspace_id_tag_id_fkey foreign key (workspace_id, tag_id) references inbox.tags(workspace_id, id) on delete cascade
);
comment on table inbox.comment_tags is 'Tags of a comment. usage: product; audience: tenant; domain: inbox';
create index comment_tags_by_tag on inbox.comment_tags (workspace_id, tag_id, comment_id);
alter table inbox.comment_tags enable row level security;
alter table inbox.comment_tags force row level security;
create policy comment_tags_for_who_may_read_them on inbox.comment_tags as restrictive for select to authenticated
  using (exists ( select
   from inbox.comments c
  where ((c.workspace_id = comment_tags.workspace_id) and (c.id = comment_tags.comment_id))));
create policy comment_tags_in_workspace on inbox.comment_tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comment_tags to app_server;
grant select on inbox.comment_tags to authenticated;

create table inbox.comment_words (
  workspace_id uuid        not null,
  word         text        not null,
  happened_at  timestamptz not null,
  comment_id   uuid        not null,
  constraint comment_words_pkey primary key (workspace_id, word, happened_at, comment_id),
  constraint comment_words_workspace_id_comment_id_fkey foreign key (workspace_id, comment_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint comment_word_is_short check ((length(word) >= 1) and (length(word) <= 60))
);
comment on table inbox.comment_words is 'The words a comment is found by: its own, and its author. usage: product; audience: internal; domain: inbox';
create index comment_words_by_comment on inbox.comment_words (workspace_id, comment_id);
alter table inbox.comment_words enable row level security;
alter table inbox.comment_words force row level security;
create policy comment_words_in_workspace on inbox.comment_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.comment_words to app_server;
create trigger comment_words_500_forget after delete on inbox.comment_words referencing old table as gone for each statement execute function inbox.forget_words();

create table inbox.comment_words_due (
  workspace_id uuid not null,
  before_id    uuid not null,
  constraint comment_words_due_pkey primary key (workspace_id),
  constraint comment_words_due_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade
);
comment on table inbox.comment_words_due is 'Where the words of earlier comments are still to be read. usage: queue; audience: internal; domain: inbox';
alter table inbox.comment_words_due enable row level security;
alter table inbox.comment_words_due force row level security;
create policy comment_words_due_in_workspace on inbox.comment_words_due to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, update (before_id), delete on inbox.comment_words_due to app_server;

create table inbox.comments (
  workspace_id        uuid        not null,
  id                  uuid        not null,
  channel_id          uuid        not null,
  post_id             uuid,
  platform_comment_id text        not null,
  kind                text        not null,
  thread_id           uuid        not null,
  parent_id           uuid,
  parent_platform_id  text,
  is_own              boolean     not null,
  answers_id          uuid,
  member_id           uuid,
  author_platform_id  text,
  author_name         text,
  author_username     text,
  body                text,
  likes_count         bigint      not null default 0,
  rating              smallint,
  replies_count       integer     not null default 0,
  last_at             timestamptz not null,
  happened_at         timestamptz not null,
  edited_at           timestamptz,
  hidden_at           timestamptz,
  hidden_by           uuid,
  deleted_at          timestamptz,
  liked_at            timestamptz,
  hearted_at          timestamptz,
  status              text        not null default 'unread',
  status_at           timestamptz not null,
  status_by           uuid,
  triage              text,
  assigned_to         uuid,
  assigned_at         timestamptz,
  replied_at          timestamptz,
  response_text       text,
  private_replied_at  timestamptz,
  sentiment           text,
  priority_score      smallint    not null default 1,
  categories          text[]      not null default '{}'[],
  keywords            text[]      not null default '{}'[],
  language            text,
  is_demo             boolean     not null default false,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  constraint comments_pkey primary key (workspace_id, id),
  constraint comment_once_per_channel unique (workspace_id, channel_id, platform_comment_id),
  constraint comments_workspace_id_answers_id_fkey foreign key (workspace_id, answers_id) references inbox.comments(workspace_id, id) on delete set null (answers_id),
  constraint comments_workspace_id_assigned_to_fkey foreign key (workspace_id, assigned_to) references workspaces.members(workspace_id, id) on delete set null (assigned_to),
  constraint comments_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint comments_workspace_id_hidden_by_fkey foreign key (workspace_id, hidden_by) references workspaces.members(workspace_id, id) on delete set null (hidden_by),
  constraint comments_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint comments_workspace_id_parent_id_fkey foreign key (workspace_id, parent_id) references inbox.comments(workspace_id, id) on delete set null (parent_id),
  constraint comments_workspace_id_post_id_fkey foreign key (workspace_id, post_id) references publishing.posts(workspace_id, id) on delete cascade,
  constraint comments_workspace_id_status_by_fkey foreign key (workspace_id, status_by) references workspaces.members(workspace_id, id) on delete set null (status_by),
  constraint comments_workspace_id_thread_id_fkey foreign key (workspace_id, thread_id) references inbox.comments(workspace_id, id) on delete cascade,
  constraint comment_answers_only_where_own check (is_own or ((answers_id is null) and (member_id is null))),
  constraint comment_counts_are_not_negative check ((likes_count >= 0) and (replies_count >= 0)),
  constraint comment_hidden_by_only_when_hidden check ((hidden_at is not null) or (hidden_by is null)),
  constraint comment_is_in_a_thread_of_its_own_or_answers check ((thread_id = id) or (parent_platform_id is not null)),
  constraint comment_kind_is_known check (kind = any (array['comment', 'live', 'mention', 'review'])),
  constraint comment_priority_is_a_score check ((priority_score >= 1) and (priority_score <= 100)),
  constraint comment_rating_only_of_a_review check ((rating is null) or ((kind = 'review') and ((rating >= 1) and (rating <= 5)))),
  constraint comment_sentiment_is_known check (sentiment = any (array['positive', 'neutral', 'negative'])),
  constraint comment_status_is_known check (status = any (array['unread', 'read', 'answered', 'ignored'])),
  constraint comment_texts_are_short check (((length(platform_comment_id) >= 1) and (length(platform_comment_id) <= 400)) and ((length(parent_platform_id) >= 1) and (length(parent_platform_id) <= 400)) and (length(author_platform_id) <= 320) and (length(author_name) <= 255) and (length(author_username) <= 255) and (length(body) <= 20000) and (length(response_text) <= 20000) and ((length(language) >= 2) and (length(language) <= 35))),
  constraint comment_triage_is_known check (triage = any (array['respond', 'ignore', 'escalate'])),
  constraint comment_words_are_gone_when_deleted check ((deleted_at is null) or (body is null)),
  constraint comment_words_for_it_are_few check ((cardinality(categories) <= 20) and (cardinality(keywords) <= 20) and (pg_column_size(categories) <= 2000) and (pg_column_size(keywords) <= 4000))
);
comment on table inbox.comments is 'What somebody wrote under a post, or we did. usage: product; audience: tenant; domain: inbox';
create index comments_asking on inbox.comments (workspace_id, happened_at desc, id desc) where ((not is_own) and (deleted_at is null) and ('question' = any (categories)));
create index comments_before_their_parent on inbox.comments (workspace_id, channel_id, parent_platform_id) where ((parent_id is null) and (parent_platform_id is not null));
create index comments_by_answered on inbox.comments (workspace_id, answers_id);
create index comments_by_assignee on inbox.comments (workspace_id, assigned_to, happened_at desc, id desc);
create index comments_by_author on inbox.comments (workspace_id, channel_id, author_platform_id, happened_at desc);
create index comments_by_channel on inbox.comments (workspace_id, channel_id, happened_at desc, id desc) where ((not is_own) and (deleted_at is null));
create index comments_by_hider on inbox.comments (workspace_id, hidden_by);
create index comments_by_parent on inbox.comments (workspace_id, parent_id);
create index comments_by_post on inbox.comments (workspace_id, post_id, happened_at desc, id desc);
create index comments_by_priority on inbox.comments (workspace_id, priority_score desc, happened_at desc, id desc) where ((not is_own) and (deleted_at is null));
create index comments_by_sentiment on inbox.comments (workspace_id, sentiment, happened_at desc, id desc) where ((not is_own) and (deleted_at is null));
create index comments_by_status on inbox.comments (workspace_id, status, happened_at desc, id desc) where ((not is_own) and (deleted_at is null));
create index comments_by_status_changer on inbox.comments (workspace_id, status_by);
create index comments_by_thread on inbox.comments (workspace_id, thread_id, happened_at, id);
create index comments_by_time on inbox.comments (workspace_id, happened_at desc, id desc) where ((not is_own) and (deleted_at is null));
create index comments_by_writer on inbox.comments (workspace_id, member_id);
create index comments_reviews on inbox.comments (workspace_id, happened_at desc, id desc) where ((not is_own) and (deleted_at is null) and (kind = 'review'));
create index comments_waiting on inbox.comments (workspace_id, happened_at, id) where ((not is_own) and (deleted_at is null) and (triage = 'respond') and (replied_at is null));
alter table inbox.comments enable row level security;
alter table inbox.comments force row level security;
create policy comments_for_who_may_read_them on inbox.comments as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy comments_in_workspace on inbox.comments
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (answers_id, assigned_at, assigned_to, author_name, author_platform_id, author_username, body, categories, deleted_at, edited_at, happened_at, hearted_at, hidden_at, hidden_by, keywords, language, last_at, liked_at, likes_count, member_id, parent_id, parent_platform_id, post_id, priority_score, private_replied_at, rating, replied_at, replies_count, response_text, sentiment, status, status_at, status_by, thread_id, triage, updated_at), delete on inbox.comments to app_server;
grant select on inbox.comments to authenticated;
create trigger comments_500_touch before update on inbox.comments for each row execute function app.touch_updated_at();
create trigger comments_600_keep_new_words after insert on inbox.comments referencing new table as added for each statement execute function inbox.keep_new_comment_words();
create trigger comments_600_keep_words after update of body, author_name, author_username, language, happened_at, deleted_at on inbox.comments for each row when (((old.body is distinct from new.body) or (old.author_name is distinct from new.author_name) or (old.author_username is distinct from new.author_username) or (old.language is distinct from new.language) or (old.happened_at <> new.happened_at) or ((old.deleted_at is null) <> (new.deleted_at is null)))) execute function inbox.keep_comment_words();

create table inbox.contact_consents (
  workspace_id uuid        not null,
  id           uuid        not null,
  contact_id   uuid        not null,
  kind         text        not null,
  status       text        not null,
  source       text,
  happened_at  timestamptz not null,
  member_id    uuid,
  created_at   timestamptz not null,
  constraint contact_consents_pkey primary key (workspace_id, id),
  constraint contact_consents_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_consents_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint contact_consent_kind_is_known check (kind = any (array['marketing', 'data', 'profiling'])),
  constraint contact_consent_source_is_short check ((length(source) >= 1) and (length(source) <= 500)),
  constraint contact_consent_status_is_known check (status = any (array['granted', 'withdrawn']))
);
comment on table inbox.contact_consents is 'What a contact agreed to and took back, when and where. usage: product; audience: tenant; domain: inbox';
create index contact_consents_by_contact on inbox.contact_consents (workspace_id, contact_id, happened_at desc, id desc);
create index contact_consents_by_member on inbox.contact_consents (workspace_id, member_id);
alter table inbox.contact_consents enable row level security;
alter table inbox.contact_consents force row level security;
create policy contact_consents_in_workspace on inbox.contact_consents
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (contact_id), delete on inbox.contact_consents to app_server;

create table inbox.contact_exports (
  workspace_id uuid        not null,
  id           uuid        not null,
  contact_id   uuid        not null,
  member_id    uuid,
  created_at   timestamptz not null,
  constraint contact_exports_pkey primary key (workspace_id, id),
  constraint contact_exports_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_exports_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id)
);
comment on table inbox.contact_exports is 'That somebody asked for everything known of a contact. usage: product; audience: internal; domain: inbox';
create index contact_exports_by_contact on inbox.contact_exports (workspace_id, contact_id);
create index contact_exports_by_member on inbox.contact_exports (workspace_id, member_id);
alter table inbox.contact_exports enable row level security;
alter table inbox.contact_exports force row level security;
create policy contact_exports_in_workspace on inbox.contact_exports
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contact_exports to app_server;

create table inbox.contact_merges (
  workspace_id uuid        not null,
  id           uuid        not null,
  contact_id   uuid        not null,
  other_id     uuid        not null,
  identity_ids uuid[]      not null,
  note_ids     uuid[]      not null,
  consent_ids  uuid[]      not null,
  tag_ids      uuid[]      not null,
  gained       jsonb       not null default '{}'::jsonb,
  merged_at    timestamptz not null,
  merged_by    uuid,
  undone_at    timestamptz,
  undone_by    uuid,
  constraint contact_merges_pkey primary key (workspace_id, id),
  constraint contact_merges_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_merges_workspace_id_merged_by_fkey foreign key (workspace_id, merged_by) references workspaces.members(workspace_id, id) on delete set null (merged_by),
  constraint contact_merges_workspace_id_other_id_fkey foreign key (workspace_id, other_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_merges_workspace_id_undone_by_fkey foreign key (workspace_id, undone_by) references workspaces.members(workspace_id, id) on delete set null (undone_by),
  constraint contact_merge_gained_is_small check ((jsonb_typeof(gained) = 'object') and (pg_column_size(gained) <= 20000)),
  constraint contact_merge_is_of_two check (contact_id <> other_id),
  constraint contact_merge_undone_by_only_when_undone check ((undone_at is not null) or (undone_by is null))
);
comment on table inbox.contact_merges is 'Two contacts who are one person, and what moved. usage: product; audience: tenant; domain: inbox';
create index contact_merges_by_contact on inbox.contact_merges (workspace_id, contact_id, merged_at desc, id desc);
create index contact_merges_by_merger on inbox.contact_merges (workspace_id, merged_by);
create index contact_merges_by_other on inbox.contact_merges (workspace_id, other_id);
create index contact_merges_by_undoer on inbox.contact_merges (workspace_id, undone_by);
create unique index contact_merges_one_at_a_time on inbox.contact_merges (workspace_id, other_id) where (undone_at is null);
alter table inbox.contact_merges enable row level security;
alter table inbox.contact_merges force row level security;
create policy contact_merges_in_workspace on inbox.contact_merges
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (gained, tag_ids, undone_at, undone_by), delete on inbox.contact_merges to app_server;

create table inbox.contact_notes (
  workspace_id uuid        not null,
  id           uuid        not null,
  contact_id   uuid        not null,
  member_id    uuid,
  body         text        not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint contact_notes_pkey primary key (workspace_id, id),
  constraint contact_notes_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_notes_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint contact_note_is_short check ((length(body) >= 1) and (length(body) <= 10000))
);
comment on table inbox.contact_notes is 'What colleagues know of a contact. usage: product; audience: tenant; domain: inbox';
create index contact_notes_by_contact on inbox.contact_notes (workspace_id, contact_id, created_at desc, id desc);
create index contact_notes_by_member on inbox.contact_notes (workspace_id, member_id);
alter table inbox.contact_notes enable row level security;
alter table inbox.contact_notes force row level security;
create policy contact_notes_in_workspace on inbox.contact_notes
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (body, contact_id, updated_at), delete on inbox.contact_notes to app_server;
create trigger contact_notes_500_touch before update on inbox.contact_notes for each row execute function app.touch_updated_at();

create table inbox.contact_tags (
  workspace_id uuid        not null,
  contact_id   uuid        not null,
  tag_id       uuid        not null,
  created_at   timestamptz not null,
  constraint contact_tags_pkey primary key (workspace_id, contact_id, tag_id),
  constraint contact_tags_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_tags_workspace_id_tag_id_fkey foreign key (workspace_id, tag_id) references inbox.tags(workspace_id, id) on delete cascade
);
comment on table inbox.contact_tags is 'Tags of a contact. usage: product; audience: tenant; domain: inbox';
create index contact_tags_by_tag on inbox.contact_tags (workspace_id, tag_id);
alter table inbox.contact_tags enable row level security;
alter table inbox.contact_tags force row level security;
create policy contact_tags_in_workspace on inbox.contact_tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contact_tags to app_server;

create table inbox.contact_words (
  workspace_id uuid        not null,
  word         text        not null,
  created_at   timestamptz not null,
  contact_id   uuid        not null,
  constraint contact_words_pkey primary key (workspace_id, word, created_at, contact_id),
  constraint contact_words_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_word_is_short check ((length(word) >= 1) and (length(word) <= 60))
);
comment on table inbox.contact_words is 'The words a contact is found by: names, addresses, numbers. usage: product; audience: internal; domain: inbox';
create index contact_words_by_contact on inbox.contact_words (workspace_id, contact_id);
alter table inbox.contact_words enable row level security;
alter table inbox.contact_words force row level security;
create policy contact_words_in_workspace on inbox.contact_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.contact_words to app_server;
create trigger contact_words_500_forget after delete on inbox.contact_words referencing old table as gone for each statement execute function inbox.forget_words();

create table inbox.contacts (
  workspace_id uuid        not null,
  id           uuid        not null,
  name         text,
  language     text,
  timezone     text,
  fields       jsonb       not null default '{}'::jsonb,
  merged_into  uuid,
  erased_at    timestamptz,
  heard_at     timestamptz,
  is_demo      boolean     not null default false,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  last_at      timestamptz           generated always as (coalesce(heard_at, created_at)) stored,
  name_key     text                  generated always as (lower(name)) stored,
  erased_by    uuid,
  emptied_at   timestamptz,
  constraint contacts_pkey primary key (workspace_id, id),
  constraint contacts_workspace_id_erased_by_fkey foreign key (workspace_id, erased_by) references workspaces.members(workspace_id, id) on delete set null (erased_by),
  constraint contacts_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint contacts_workspace_id_merged_into_fkey foreign key (workspace_id, merged_into) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint contact_erased_by_only_when_erased check ((erased_at is not null) or (erased_by is null)),
  constraint contact_fields_are_small check ((jsonb_typeof(fields) = 'object') and (pg_column_size(fields) <= 16384)),
  constraint contact_is_emptied_only_when_erased check ((erased_at is not null) or (emptied_at is null)),
  constraint contact_is_not_merged_into_itself check (merged_into <> id),
  constraint contact_texts_are_short check (((length(name) >= 1) and (length(name) <= 255)) and ((length(language) >= 2) and (length(language) <= 35)) and (length(timezone) <= 64))
);
comment on table inbox.contacts is 'A person who writes to us, on however many channels. usage: product; audience: tenant; domain: inbox';
create index contacts_by_created on inbox.contacts (workspace_id, created_at desc, id desc) where ((merged_into is null) and (erased_at is null));
create index contacts_by_eraser on inbox.contacts (workspace_id, erased_by);
create index contacts_by_language on inbox.contacts (workspace_id, language, last_at desc, id desc) where ((merged_into is null) and (erased_at is null));
create index contacts_by_last on inbox.contacts (workspace_id, last_at desc, id desc) where ((merged_into is null) and (erased_at is null));
create index contacts_by_merged on inbox.contacts (workspace_id, merged_into);
create index contacts_by_name on inbox.contacts (workspace_id, name_key, id) where ((merged_into is null) and (erased_at is null));
create index contacts_to_empty on inbox.contacts (workspace_id, erased_at) where ((erased_at is not null) and (emptied_at is null));
alter table inbox.contacts enable row level security;
alter table inbox.contacts force row level security;
create policy contacts_for_who_may_read_them on inbox.contacts as restrictive for select to authenticated
  using (exists ( select
   from inbox.identities i
  where ((i.workspace_id = contacts.workspace_id) and (i.contact_id = contacts.id))));
create policy contacts_in_workspace on inbox.contacts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (emptied_at, erased_at, erased_by, fields, heard_at, language, merged_into, name, timezone, updated_at), delete on inbox.contacts to app_server;
grant select on inbox.contacts to authenticated;
create trigger contacts_500_touch before update on inbox.contacts for each row execute function app.touch_updated_at();
create trigger contacts_600_keep_new_words after insert on inbox.contacts referencing new table as added for each statement execute function inbox.keep_new_contact_words();
create trigger contacts_600_keep_words after update of name, fields, merged_into, erased_at on inbox.contacts for each row when (((old.name is distinct from new.name) or (old.fields <> new.fields) or (old.merged_into is distinct from new.merged_into) or (old.erased_at is distinct from new.erased_at))) execute function inbox.keep_contact_words();

create table inbox.conversation_hours (
  workspace_id             uuid        not null,
  channel_id               uuid        not null,
  hour                     timestamptz not null,
  conversation_id          uuid        not null,
  inbound_count            integer     not null,
  member_count             integer     not null,
  machine_count            integer     not null,
  elsewhere_count          integer     not null,
  kinds                    jsonb       not null,
  begun_count              integer     not null,
  first_replies_count      integer     not null,
  first_reply_seconds      bigint      not null,
  first_reply_open_seconds bigint      not null,
  replies_count            integer     not null,
  reply_seconds            bigint      not null,
  reply_open_seconds       bigint      not null,
  reply_spread             integer[]   not null,
  closed_count             integer     not null,
  close_seconds            bigint      not null,
  close_open_seconds       bigint      not null,
  constraint conversation_hours_pkey primary key (workspace_id, hour, channel_id, conversation_id),
  constraint conversation_hours_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint conversation_hour_is_an_hour check (hour = (date_trunc('hour', (hour at time zone 'UTC')) at time zone 'UTC')),
  constraint conversation_hour_objects_are_small check ((jsonb_typeof(kinds) = 'object') and (pg_column_size(kinds) <= 2000) and (cardinality(reply_spread) <= 20)),
  constraint conversation_hours_are_not_negative check ((inbound_count >= 0) and (member_count >= 0) and (machine_count >= 0) and (elsewhere_count >= 0) and (begun_count >= 0) and (first_replies_count >= 0) and (first_reply_seconds >= 0) and (first_reply_open_seconds >= 0) and (replies_count >= first_replies_count) and (reply_seconds >= 0) and (reply_open_seconds >= 0) and (closed_count >= 0) and (close_seconds >= 0) and (close_open_seconds >= 0))
);
comment on table inbox.conversation_hours is 'What happened in one hour of a conversation. usage: cache; audience: tenant; domain: inbox';
create index conversation_hours_by_conversation on inbox.conversation_hours (workspace_id, conversation_id, hour);
alter table inbox.conversation_hours enable row level security;
alter table inbox.conversation_hours force row level security;
create policy conversation_hours_in_workspace on inbox.conversation_hours
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (begun_count, close_open_seconds, close_seconds, closed_count, elsewhere_count, first_replies_count, first_reply_open_seconds, first_reply_seconds, inbound_count, kinds, machine_count, member_count, replies_count, reply_open_seconds, reply_seconds, reply_spread), delete on inbox.conversation_hours to app_server;

create table inbox.conversation_reads (
  workspace_id    uuid        not null,
  member_id       uuid        not null,
  conversation_id uuid        not null,
  read_count      integer     not null,
  read_at         timestamptz not null,
  constraint conversation_reads_pkey primary key (workspace_id, member_id, conversation_id),
  constraint conversation_reads_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint conversation_reads_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint conversation_read_count_is_not_negative check (read_count >= 0)
);
comment on table inbox.conversation_reads is 'How much of a conversation a person has read. usage: product; audience: tenant; domain: inbox';
create index conversation_reads_by_conversation on inbox.conversation_reads (workspace_id, conversation_id);
alter table inbox.conversation_reads enable row level security;
alter table inbox.conversation_reads force row level security;
create policy conversation_reads_for_who_may_read_them on inbox.conversation_reads as restrictive for select to authenticated
  using (exists ( select
   from inbox.conversations v
  where ((v.workspace_id = conversation_reads.workspace_id) and (v.id = conversation_reads.conversation_id))));
create policy conversation_reads_in_workspace on inbox.conversation_reads
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (read_at, read_count), delete on inbox.conversation_reads to app_server;
grant select on inbox.conversation_reads to authenticated;

create table inbox.conversation_tags (
  workspace_id    uuid        not null,
  conversation_id uuid        not null,
  tag_id          uuid        not null,
  created_at      timestamptz not null,
  constraint conversation_tags_pkey primary key (workspace_id, conversation_id, tag_id),
  constraint conversation_tags_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint conversation_tags_workspace_id_tag_id_fkey foreign key (workspace_id, tag_id) references inbox.tags(workspace_id, id) on delete cascade
);
comment on table inbox.conversation_tags is 'Tags of a conversation. usage: product; audience: tenant; domain: inbox';
create index conversation_tags_by_tag on inbox.conversation_tags (workspace_id, tag_id, conversation_id);
alter table inbox.conversation_tags enable row level security;
alter table inbox.conversation_tags force row level security;
create policy conversation_tags_for_who_may_read_them on inbox.conversation_tags as restrictive for select to authenticated
  using (exists ( select
   from inbox.conversations v
  where ((v.workspace_id = conversation_tags.workspace_id) and (v.id = conversation_tags.conversation_id))));
create policy conversation_tags_in_workspace on inbox.conversation_tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.conversation_tags to app_server;
grant select on inbox.conversation_tags to authenticated;

create table inbox.conversations (
  workspace_id       uuid        not null,
  id                 uuid        not null,
  channel_id         uuid        not null,
  identity_id        uuid        not null,
  kind               text        not null,
  subject            text,
  status             text        not null default 'open',
  status_at          timestamptz not null,
  status_by          uuid,
  snoozed_until      timestamptz,
  priority           text        not null default 'normal',
  category           text        not null default 'general',
  accepted_at        timestamptz,
  accepted_by        uuid,
  assigned_to        uuid,
  assigned_location  uuid,
  assigned_at        timestamptz,
  automation_off_at  timestamptz,
  automation_off_by  uuid,
  automation_off_why text,
  messages_count     integer     not null default 0,
  inbound_count      integer     not null default 0,
  read_count         integer     not null default 0,
  last_message_id    uuid,
  last_at            timestamptz not null,
  last_text          text,
  last_kind          text,
  last_direction     text,
  last_status        text,
  first_inbound_at   timestamptz,
  last_inbound_at    timestamptz,
  last_outbound_at   timestamptz,
  waiting_since      timestamptz,
  is_demo            boolean     not null default false,
  created_at         timestamptz not null,
  updated_at         timestamptz not null,
  constraint conversations_pkey primary key (workspace_id, id),
  constraint conversations_workspace_id_accepted_by_fkey foreign key (workspace_id, accepted_by) references workspaces.members(workspace_id, id) on delete set null (accepted_by),
  constraint conversations_workspace_id_assigned_location_fkey foreign key (workspace_id, assigned_location) references workspaces.locations(workspace_id, id) on delete set null (assigned_location),
  constraint conversations_workspace_id_assigned_to_fkey foreign key (workspace_id, assigned_to) references workspaces.members(workspace_id, id) on delete set null (assigned_to),
  constraint conversations_workspace_id_automation_off_by_fkey foreign key (workspace_id, automation_off_by) references workspaces.members(workspace_id, id) on delete set null (automation_off_by),
  constraint conversations_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint conversations_workspace_id_identity_id_fkey foreign key (workspace_id, identity_id) references inbox.identities(workspace_id, id) on delete cascade,
  constraint conversations_workspace_id_status_by_fkey foreign key (workspace_id, status_by) references workspaces.members(workspace_id, id) on delete set null (status_by),
  constraint conversation_accepted_by_only_when_accepted check ((accepted_at is not null) or (accepted_by is null)),
  constraint conversation_automation_is_off_for_a_reason check (((automation_off_at is null) = (automation_off_why is null)) and ((automation_off_at is not null) or (automation_off_by is null))),
  constraint conversation_automation_reason_is_known check (automation_off_why = any (array['switched', 'person_replied', 'escalated'])),
  constraint conversation_category_is_known check (category = any (array['primary', 'general', 'requests', 'hidden'])),
  constraint conversation_counts_are_counts check (((inbound_count >= 0) and (inbound_count <= messages_count)) and ((read_count >= 0) and (read_count <= inbound_count))),
  constraint conversation_kind_is_known check (kind = any (array['direct', 'mail'])),
  constraint conversation_last_message_is_whole check (((last_message_id is null) = (last_kind is null)) and ((last_message_id is null) = (last_direction is null)) and ((last_message_id is null) = (last_status is null))),
  constraint conversation_priority_is_known check (priority = any (array['normal', 'high', 'urgent'])),
  constraint conversation_snoozed_until_iff_snoozed check ((status = 'snoozed') = (snoozed_until is not null)),
  constraint conversation_status_is_known check (status = any (array['open', 'pending', 'closed', 'snoozed'])),
  constraint conversation_texts_are_short check ((length(subject) <= 998) and (length(last_text) <= 200))
);
comment on table inbox.conversations is 'What was said between a person and a channel. usage: product; audience: tenant; domain: inbox';
create index conversations_by_accepter on inbox.conversations (workspace_id, accepted_by);
create index conversations_by_assignee on inbox.conversations (workspace_id, assigned_to, status, last_at desc, id desc);
create index conversations_by_automation_switcher on inbox.conversations (workspace_id, automation_off_by);
create index conversations_by_category on inbox.conversations (workspace_id, category, status, last_at desc, id desc) where (category <> 'general');
create index conversations_by_channel on inbox.conversations (workspace_id, channel_id, status, last_at desc, id desc);
create index conversations_by_identity on inbox.conversations (workspace_id, identity_id, last_at desc, id desc);
create index conversations_by_last on inbox.conversations (workspace_id, last_at desc, id desc);
create index conversations_by_priority on inbox.conversations (workspace_id, priority, status, last_at desc, id desc) where (priority <> 'normal');
create index conversations_by_status on inbox.conversations (workspace_id, status, last_at desc, id desc);
create index conversations_by_status_changer on inbox.conversations (workspace_id, status_by);
create index conversations_by_team on inbox.conversations (workspace_id, assigned_location, status, last_at desc, id desc);
create unique index conversations_one_direct on inbox.conversations (workspace_id, identity_id) where (kind = 'direct');
create index conversations_to_wake on inbox.conversations (workspace_id, snoozed_until) where (status = 'snoozed');
create index conversations_unassigned on inbox.conversations (workspace_id, status, last_at desc, id desc) where (assigned_to is null);
create index conversations_unread on inbox.conversations (workspace_id, status, last_at desc, id desc) where (inbound_count > read_count);
create index conversations_waiting on inbox.conversations (workspace_id, waiting_since, id) where (waiting_since is not null);
alter table inbox.conversations enable row level security;
alter table inbox.conversations force row level security;
create policy conversations_for_who_may_read_them on inbox.conversations as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy conversations_in_workspace on inbox.conversations
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (accepted_at, accepted_by, assigned_at, assigned_location, assigned_to, automation_off_at, automation_off_by, automation_off_why, category, first_inbound_at, identity_id, inbound_count, last_at, last_direction, last_inbound_at, last_kind, last_message_id, last_outbound_at, last_status, last_text, messages_count, priority, read_count, snoozed_until, status, status_at, status_by, subject, updated_at, waiting_since), delete on inbox.conversations to app_server;
grant select on inbox.conversations to authenticated;
create trigger conversations_500_touch before update on inbox.conversations for each row execute function app.touch_updated_at();

create table inbox.drafts (
  workspace_id    uuid        not null,
  member_id       uuid        not null,
  conversation_id uuid        not null,
  body            text,
  updated_at      timestamptz not null,
  mail            jsonb,
  constraint drafts_pkey primary key (workspace_id, member_id, conversation_id),
  constraint drafts_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint drafts_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint draft_body_is_short check ((length(body) >= 1) and (length(body) <= 100000)),
  constraint draft_has_words_or_recipients check ((body is not null) or (mail is not null)),
  constraint draft_mail_is_short check ((jsonb_typeof(mail) = 'object') and (length((mail)::text) <= 250000))
);
comment on table inbox.drafts is 'What somebody has begun to write and not sent. usage: product; audience: tenant; domain: inbox';
create index drafts_by_conversation on inbox.drafts (workspace_id, conversation_id);
alter table inbox.drafts enable row level security;
alter table inbox.drafts force row level security;
create policy drafts_in_workspace on inbox.drafts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (body, mail, updated_at), delete on inbox.drafts to app_server;
create trigger drafts_500_touch before update on inbox.drafts for each row execute function app.touch_updated_at();

create table inbox.early_marks (
  workspace_id        uuid        not null,
  channel_id          uuid        not null,
  platform_message_id text        not null,
  id                  uuid        not null,
  kind                text        not null,
  mark                jsonb       not null,
  happened_at         timestamptz not null,
  created_at          timestamptz not null,
  constraint early_marks_pkey primary key (workspace_id, channel_id, platform_message_id, id),
  constraint early_marks_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint early_mark_is_small check ((jsonb_typeof(mark) = 'object') and (pg_column_size(mark) <= 110000) and ((length(platform_message_id) >= 1) and (length(platform_message_id) <= 998))),
  constraint early_mark_kind_is_known check (kind = any (array['edit', 'unsend', 'reaction', 'delivered', 'seen', 'failed', 'echo', 'until']))
);
comment on table inbox.early_marks is 'What was told of a message before the message itself. usage: product; audience: internal; domain: inbox';
create index early_marks_by_age on inbox.early_marks (workspace_id, created_at);
create index early_marks_echoes on inbox.early_marks (workspace_id, channel_id, ((mark ->> 'personId'))) where (kind = 'echo');
alter table inbox.early_marks enable row level security;
alter table inbox.early_marks force row level security;
create policy early_marks_in_workspace on inbox.early_marks
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.early_marks to app_server;

create table inbox.email_account_members (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  member_id    uuid        not null,
  role         text        not null default 'member',
  created_at   timestamptz not null,
  constraint email_account_members_pkey primary key (workspace_id, account_id, member_id),
  constraint email_account_members_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references inbox.email_accounts(workspace_id, id) on delete cascade,
  constraint email_account_members_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint email_account_member_role_is_known check (role = any (array['owner', 'admin', 'member', 'readonly']))
);
comment on table inbox.email_account_members is 'Who may do what with a mailbox. usage: product; audience: tenant; domain: inbox';
create index email_account_members_by_member on inbox.email_account_members (workspace_id, member_id, account_id);
alter table inbox.email_account_members enable row level security;
alter table inbox.email_account_members force row level security;
create policy email_account_members_for_who_may_read_them on inbox.email_account_members as restrictive for select to authenticated
  using (exists ( select
   from inbox.email_accounts e
  where ((e.workspace_id = email_account_members.workspace_id) and (e.id = email_account_members.account_id))));
create policy email_account_members_in_workspace on inbox.email_account_members
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (role), delete on inbox.email_account_members to app_server;
grant select on inbox.email_account_members to authenticated;

create table inbox.email_accounts (
  workspace_id    uuid        not null,
  id              uuid        not null,
  kind            text        not null,
  owner_member_id uuid,
  address         text        not null,
  display_name    text        not null,
  color           text        not null default 'gray',
  imap_host       text        not null,
  imap_port       integer     not null default 993,
  imap_secure     boolean     not null default true,
  smtp_host       text        not null,
  smtp_port       integer     not null default 465,
  smtp_secure     boolean     not null default true,
  username        text        not null,
  signature       text        not null default '',
  opened_at       timestamptz,
  broken_at       timestamptz,
  broken_reason   text,
  sync_failures   smallint    not null default 0,
  failure_code    text,
  last_synced_at  timestamptz,
  next_sync_at    timestamptz,
  created_at      timestamptz not null,
  updated_at      timestamptz not null,
  constraint email_accounts_pkey primary key (workspace_id, id),
  constraint email_account_address_is_once_per_member unique (workspace_id, owner_member_id, address),
  constraint email_accounts_workspace_id_id_fkey foreign key (workspace_id, id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint email_accounts_workspace_id_owner_member_id_fkey foreign key (workspace_id, owner_member_id) references workspaces.members(workspace_id, id) on delete set null (owner_member_id),
  constraint email_account_address_is_one check ((address = lower(address)) and (address ~ '^[^\s@]+@[^\s@]+$')),
  constraint email_account_broken_for_a_reason check ((broken_at is null) = (broken_reason is null)),
  constraint email_account_color_is_known check (color = any (array['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'])),
  constraint email_account_failures_are_counted check (sync_failures >= 0),
  constraint email_account_is_not_read_while_broken check ((broken_at is null) or (next_sync_at is null)),
  constraint email_account_kind_is_known check (kind = any (array['personal', 'shared'])),
  constraint email_account_owner_only_of_personal check ((kind = 'personal') or (owner_member_id is null)),
  constraint email_account_ports_are_ports check (((imap_port >= 1) and (imap_port <= 65535)) and ((smtp_port >= 1) and (smtp_port <= 65535))),
  constraint email_account_reason_is_known check (broken_reason = any (array['password_refused', 'host_not_found', 'address_not_allowed', 'certificate_refused', 'encryption_missing', 'connection_refused', 'timed_out', 'no_mail_server', 'sender_refused', 'secret_lost'])),
  constraint email_account_texts_are_short check ((length(address) <= 320) and ((length(display_name) >= 1) and (length(display_name) <= 255)) and ((length(imap_host) >= 1) and (length(imap_host) <= 253)) and ((length(smtp_host) >= 1) and (length(smtp_host) <= 253)) and ((length(username) >= 1) and (length(username) <= 320)) and (length(signature) <= 5000) and (length(failure_code) <= 100))
);
comment on table inbox.email_accounts is 'A mailbox that is read and written from. usage: product; audience: tenant; domain: inbox';
create index email_accounts_of_nobody on inbox.email_accounts (workspace_id, id) where ((kind = 'personal') and (owner_member_id is null));
create unique index email_accounts_shared_once on inbox.email_accounts (workspace_id, address) where (kind = 'shared');
create index email_accounts_to_sync on inbox.email_accounts (workspace_id, next_sync_at) where (next_sync_at is not null);
alter table inbox.email_accounts enable row level security;
alter table inbox.email_accounts force row level security;
create policy email_accounts_for_who_may_read_them on inbox.email_accounts as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and ((owner_member_id = (select inbox.member_of_direct_client())) or (exists ( select
   from inbox.channels c
  where ((c.workspace_id = email_accounts.workspace_id) and (c.id = email_accounts.id))))));
create policy email_accounts_in_workspace on inbox.email_accounts
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (broken_at, broken_reason, color, display_name, failure_code, imap_host, imap_port, imap_secure, last_synced_at, next_sync_at, opened_at, signature, smtp_host, smtp_port, smtp_secure, sync_failures, updated_at, username), delete on inbox.email_accounts to app_server;
grant select on inbox.email_accounts to authenticated;
create trigger email_accounts_500_touch before update on inbox.email_accounts for each row execute function app.touch_updated_at();

create table inbox.email_folders (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  role         text        not null,
  path         text        not null,
  uid_validity bigint      not null,
  last_uid     bigint      not null default 0,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint email_folders_pkey primary key (workspace_id, account_id, role),
  constraint email_folders_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references inbox.email_accounts(workspace_id, id) on delete cascade,
  constraint email_folder_numbers_are_numbers check ((uid_validity >= 0) and (last_uid >= 0)),
  constraint email_folder_path_is_short check ((length(path) >= 1) and (length(path) <= 1000)),
  constraint email_folder_role_is_known check (role = any (array['inbox', 'sent']))
);
comment on table inbox.email_folders is 'How far a folder of a mailbox was read. usage: product; audience: internal; domain: inbox';
alter table inbox.email_folders enable row level security;
alter table inbox.email_folders force row level security;
create policy email_folders_in_workspace on inbox.email_folders
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (last_uid, path, uid_validity, updated_at), delete on inbox.email_folders to app_server;
create trigger email_folders_500_touch before update on inbox.email_folders for each row execute function app.touch_updated_at();

create table inbox.email_secrets (
  workspace_id uuid        not null,
  account_id   uuid        not null,
  sealed       bytea       not null,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint email_secrets_pkey primary key (workspace_id, account_id),
  constraint email_secrets_workspace_id_account_id_fkey foreign key (workspace_id, account_id) references inbox.email_accounts(workspace_id, id) on delete cascade,
  constraint email_secret_is_sealed check ((octet_length(sealed) >= 32) and (octet_length(sealed) <= 4096))
);
comment on table inbox.email_secrets is 'Passwords of mailboxes, sealed. usage: secret; audience: internal; domain: inbox';
alter table inbox.email_secrets enable row level security;
alter table inbox.email_secrets force row level security;
create policy email_secrets_in_workspace on inbox.email_secrets to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (sealed, updated_at), delete on inbox.email_secrets to app_server;
create trigger email_secrets_500_touch before update on inbox.email_secrets for each row execute function app.touch_updated_at();

create table inbox.hour_figures (
  workspace_id             uuid        not null,
  channel_id               uuid        not null,
  hour                     timestamptz not null,
  inbound_count            integer     not null,
  member_count             integer     not null,
  machine_count            integer     not null,
  elsewhere_count          integer     not null,
  kinds                    jsonb       not null,
  people_count             integer     not null,
  begun_count              integer     not null,
  first_replies_count      integer     not null,
  first_reply_seconds      bigint      not null,
  first_reply_open_seconds bigint      not null,
  replies_count            integer     not null,
  reply_seconds            bigint      not null,
  reply_open_seconds       bigint      not null,
  reply_spread             integer[]   not null,
  closed_count             integer     not null,
  close_seconds            bigint      not null,
  close_open_seconds       bigint      not null,
  counted_at               timestamptz not null,
  constraint hour_figures_pkey primary key (workspace_id, channel_id, hour),
  constraint hour_figures_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint hour_figure_is_an_hour check (hour = (date_trunc('hour', (hour at time zone 'UTC')) at time zone 'UTC')),
  constraint hour_figure_objects_are_small check ((jsonb_typeof(kinds) = 'object') and (pg_column_size(kinds) <= 2000) and (cardinality(reply_spread) <= 20)),
  constraint hour_figures_are_not_negative check ((inbound_count >= 0) and (member_count >= 0) and (machine_count >= 0) and (elsewhere_count >= 0) and (people_count >= 0) and (begun_count >= 0) and (first_replies_count >= 0) and (first_reply_seconds >= 0) and (first_reply_open_seconds >= 0) and (replies_count >= first_replies_count) and (reply_seconds >= 0) and (reply_open_seconds >= 0) and (closed_count >= 0) and (close_seconds >= 0) and (close_open_seconds >= 0))
);
comment on table inbox.hour_figures is 'What happened in one hour of a channel. usage: cache; audience: tenant; domain: inbox';
create index hour_figures_by_hour on inbox.hour_figures (workspace_id, hour, channel_id);
alter table inbox.hour_figures enable row level security;
alter table inbox.hour_figures force row level security;
create policy hour_figures_in_workspace on inbox.hour_figures
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (begun_count, close_open_seconds, close_seconds, closed_count, counted_at, elsewhere_count, first_replies_count, first_reply_open_seconds, first_reply_seconds, inbound_count, kinds, machine_count, member_count, people_count, replies_count, reply_open_seconds, reply_seconds, reply_spread), delete on inbox.hour_figures to app_server;

create table inbox.hours_due (
  workspace_id uuid        not null,
  id           uuid        not null default gen_random_uuid(),
  channel_id   uuid        not null,
  hour         timestamptz not null,
  constraint hours_due_pkey primary key (workspace_id, id),
  constraint hours_due_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade
);
comment on table inbox.hours_due is 'Hours of a channel that are to be counted anew. usage: product; audience: internal; domain: inbox';
create index hours_due_by_hour on inbox.hours_due (workspace_id, channel_id, hour);
alter table inbox.hours_due enable row level security;
alter table inbox.hours_due force row level security;
create policy hours_due_in_workspace on inbox.hours_due
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.hours_due to app_server;

create table inbox.identities (
  workspace_id     uuid        not null,
  id               uuid        not null,
  contact_id       uuid        not null,
  channel_id       uuid        not null,
  platform_user_id text        not null,
  username         text,
  name             text,
  profile_url      text,
  picture_key      text,
  picture_source   text,
  looked_up_at     timestamptz,
  created_at       timestamptz not null,
  updated_at       timestamptz not null,
  name_key         text                  generated always as (lower(name)) stored,
  username_key     text                  generated always as (lower(username)) stored,
  constraint identities_pkey primary key (workspace_id, id),
  constraint identity_once_per_channel unique (workspace_id, channel_id, platform_user_id),
  constraint identities_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint identities_workspace_id_contact_id_fkey foreign key (workspace_id, contact_id) references inbox.contacts(workspace_id, id) on delete cascade,
  constraint identity_texts_are_short check (((length(platform_user_id) >= 1) and (length(platform_user_id) <= 320)) and (length(username) <= 255) and (length(name) <= 255) and (length(profile_url) <= 2000) and (length(picture_key) <= 900) and (length(picture_source) <= 4000))
);
comment on table inbox.identities is 'Who a contact is on one channel. usage: product; audience: tenant; domain: inbox';
create index identities_by_contact on inbox.identities (workspace_id, contact_id);
create index identities_by_name on inbox.identities (workspace_id, name_key, contact_id);
create index identities_by_username on inbox.identities (workspace_id, username_key, contact_id);
create index identities_not_looked_up on inbox.identities (workspace_id, created_at) where (looked_up_at is null);
alter table inbox.identities enable row level security;
alter table inbox.identities force row level security;
create policy identities_for_who_may_read_them on inbox.identities as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy identities_in_workspace on inbox.identities
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (contact_id, looked_up_at, name, picture_key, picture_source, platform_user_id, profile_url, updated_at, username), delete on inbox.identities to app_server;
grant select on inbox.identities to authenticated;
create trigger identities_500_touch before update on inbox.identities for each row execute function app.touch_updated_at();
create trigger identities_600_drop_words after delete on inbox.identities for each row execute function inbox.keep_identity_words();
create trigger identities_600_keep_new_words after insert on inbox.identities referencing new table as added for each statement execute function inbox.keep_new_identity_words();
create trigger identities_600_keep_words after update of contact_id, platform_user_id, username, name on inbox.identities for each row when (((old.contact_id <> new.contact_id) or (old.platform_user_id <> new.platform_user_id) or (old.username is distinct from new.username) or (old.name is distinct from new.name))) execute function inbox.keep_identity_words();

create table inbox.mail_details (
  workspace_id   uuid        not null,
  message_id     uuid        not null,
  in_reply_to    text,
  reference_ids  text[]      not null default '{}'[],
  html           text,
  handed_over_at timestamptz,
  looked_count   smallint    not null default 0,
  created_at     timestamptz not null,
  constraint mail_details_pkey primary key (workspace_id, message_id),
  constraint mail_details_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint mail_detail_looks_are_counted check (looked_count >= 0),
  constraint mail_detail_references_are_few check (cardinality(reference_ids) <= 100),
  constraint mail_detail_texts_are_short check ((length(in_reply_to) <= 998) and (length(html) <= 1000000))
);
comment on table inbox.mail_details is 'What a message has because it is a mail. usage: product; audience: tenant; domain: inbox';
alter table inbox.mail_details enable row level security;
alter table inbox.mail_details force row level security;
create policy mail_details_in_workspace on inbox.mail_details
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (handed_over_at, in_reply_to, looked_count, reference_ids), delete on inbox.mail_details to app_server;

create table inbox.mail_pictures (
  workspace_id  uuid not null,
  message_id    uuid not null,
  content_id    text not null,
  attachment_id uuid not null,
  constraint mail_pictures_pkey primary key (workspace_id, message_id, content_id),
  constraint mail_pictures_workspace_id_attachment_id_fkey foreign key (workspace_id, attachment_id) references inbox.attachments(workspace_id, id) on delete cascade,
  constraint mail_pictures_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint mail_picture_name_is_short check ((length(content_id) >= 1) and (length(content_id) <= 998))
);
comment on table inbox.mail_pictures is 'Pictures that a mail shows in its text. usage: product; audience: tenant; domain: inbox';
create index mail_pictures_by_attachment on inbox.mail_pictures (workspace_id, attachment_id);
alter table inbox.mail_pictures enable row level security;
alter table inbox.mail_pictures force row level security;
create policy mail_pictures_in_workspace on inbox.mail_pictures
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.mail_pictures to app_server;

create table inbox.message_edits (
  workspace_id uuid        not null,
  message_id   uuid        not null,
  id           uuid        not null,
  body         text,
  replaced_at  timestamptz not null,
  number       bigint,
  constraint message_edits_pkey primary key (workspace_id, message_id, id),
  constraint message_edits_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint message_edit_is_short check (length(body) <= 100000)
);
comment on table inbox.message_edits is 'What a message said before it was edited. usage: product; audience: tenant; domain: inbox';
create unique index message_edits_once on inbox.message_edits (workspace_id, message_id, number);
alter table inbox.message_edits enable row level security;
alter table inbox.message_edits force row level security;
create policy message_edits_in_workspace on inbox.message_edits
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (replaced_at), delete on inbox.message_edits to app_server;

create table inbox.message_reactions (
  workspace_id uuid        not null,
  message_id   uuid        not null,
  side         text        not null,
  emoji        text,
  happened_at  timestamptz not null,
  member_id    uuid,
  constraint message_reactions_pkey primary key (workspace_id, message_id, side),
  constraint message_reactions_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint message_reactions_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint message_reaction_is_short check ((length(emoji) >= 1) and (length(emoji) <= 40)),
  constraint message_reaction_side_is_known check (side = any (array['contact', 'business']))
);
comment on table inbox.message_reactions is 'What somebody put under a message. usage: product; audience: tenant; domain: inbox';
create index message_reactions_by_member on inbox.message_reactions (workspace_id, member_id);
alter table inbox.message_reactions enable row level security;
alter table inbox.message_reactions force row level security;
create policy message_reactions_for_who_may_read_them on inbox.message_reactions as restrictive for select to authenticated
  using (exists ( select
   from inbox.messages m
  where ((m.workspace_id = message_reactions.workspace_id) and (m.id = message_reactions.message_id))));
create policy message_reactions_in_workspace on inbox.message_reactions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (emoji, happened_at, member_id), delete on inbox.message_reactions to app_server;
grant select on inbox.message_reactions to authenticated;

create table inbox.message_words (
  workspace_id    uuid        not null,
  word            text        not null,
  happened_at     timestamptz not null,
  message_id      uuid        not null,
  conversation_id uuid        not null,
  constraint message_words_pkey primary key (workspace_id, word, happened_at, message_id) include (conversation_id),
  constraint message_words_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade,
  constraint message_word_is_short check ((length(word) >= 1) and (length(word) <= 60))
);
comment on table inbox.message_words is 'The words a message is found by: its own, and those of its files. usage: product; audience: internal; domain: inbox';
create index message_words_by_message on inbox.message_words (workspace_id, message_id);
alter table inbox.message_words enable row level security;
alter table inbox.message_words force row level security;
create policy message_words_in_workspace on inbox.message_words to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.message_words to app_server;
create trigger message_words_500_forget after delete on inbox.message_words referencing old table as gone for each statement execute function inbox.forget_words();

create table inbox.messages (
  workspace_id        uuid        not null,
  id                  uuid        not null,
  conversation_id     uuid        not null,
  channel_id          uuid        not null,
  direction           text        not null,
  kind                text        not null,
  author              text        not null,
  member_id           uuid,
  body                text,
  details             jsonb       not null default '{}'::jsonb,
  platform_message_id text,
  reply_to            uuid,
  reply_to_platform   text,
  status              text        not null,
  happened_at         timestamptz not null,
  send_at             timestamptz,
  sent_at             timestamptz,
  delivered_at        timestamptz,
  seen_at             timestamptz,
  failure_code        text,
  attempts_count      smallint    not null default 0,
  call_id             uuid,
  edited_at           timestamptz,
  unsent_at           timestamptz,
  created_at          timestamptz not null,
  updated_at          timestamptz not null,
  edit_number         bigint      not null default 0,
  constraint messages_pkey primary key (workspace_id, id),
  constraint messages_workspace_id_channel_id_fkey foreign key (workspace_id, channel_id) references inbox.channels(workspace_id, id) on delete cascade,
  constraint messages_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint messages_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint messages_workspace_id_reply_to_fkey foreign key (workspace_id, reply_to) references inbox.messages(workspace_id, id) on delete set null (reply_to),
  constraint message_attempts_are_not_negative check (attempts_count >= 0),
  constraint message_author_is_known check (author = any (array['contact', 'member', 'autopilot', 'automation', 'elsewhere', 'system'])),
  constraint message_body_is_gone_when_unsent check ((unsent_at is null) or (body is null)),
  constraint message_details_are_small check ((jsonb_typeof(details) = 'object') and (pg_column_size(details) <= 65536)),
  constraint message_direction_is_known check (direction = any (array['inbound', 'outbound', 'internal'])),
  constraint message_edit_number_is_a_number check (edit_number >= 0),
  constraint message_failure_iff_failed check ((status = 'failed') = (failure_code is not null)),
  constraint message_internal_iff_note_or_activity check ((direction = 'internal') = (kind = any (array['note', 'activity']))),
  constraint message_is_by_contact_iff_inbound check ((direction = 'inbound') = (author = 'contact')),
  constraint message_kind_is_known check (kind = any (array['text', 'image', 'video', 'audio', 'file', 'story_reply', 'story_mention', 'share', 'location', 'template', 'mail', 'unsupported', 'note', 'activity'])),
  constraint message_member_only_where_one_wrote check ((member_id is null) or (author = any (array['member', 'system']))),
  constraint message_status_fits_direction check (
case direction
    when 'inbound' then (status = 'received')
    when 'internal' then (status = 'kept')
    else (status <> all (array['received', 'kept']))
end),
  constraint message_status_is_known check (status = any (array['received', 'kept', 'held', 'scheduled', 'queued', 'sending', 'unknown', 'sent', 'delivered', 'read', 'failed', 'cancelled'])),
  constraint message_texts_are_short check ((length(body) <= 100000) and ((length(platform_message_id) >= 1) and (length(platform_message_id) <= 998)) and (length(reply_to_platform) <= 998) and (length(failure_code) <= 100)),
  constraint message_waits_until_some_time check ((status <> all (array['held', 'scheduled'])) or (send_at is not null))
);
comment on table inbox.messages is 'One message, note or event of a conversation. usage: product; audience: tenant; domain: inbox';
create index messages_answering_unknown on inbox.messages (workspace_id, channel_id, reply_to_platform) where ((reply_to is null) and (reply_to_platform is not null));
create index messages_by_call on inbox.messages (workspace_id, call_id) where (call_id is not null);
create index messages_by_channel on inbox.messages (workspace_id, channel_id, happened_at, id);
create index messages_by_conversation on inbox.messages (workspace_id, conversation_id, happened_at desc, id desc);
create index messages_by_member on inbox.messages (workspace_id, member_id);
create index messages_by_reply on inbox.messages (workspace_id, reply_to);
create index messages_not_seen on inbox.messages (workspace_id, conversation_id, happened_at) where ((direction = 'outbound') and (status = any (array['sent', 'delivered'])));
create index messages_of_activity on inbox.messages (workspace_id, conversation_id, happened_at) where (kind = 'activity');
create unique index messages_once on inbox.messages (workspace_id, channel_id, platform_message_id) where (platform_message_id is not null);
create index messages_reacting on inbox.messages (workspace_id, id) where (details ? 'reacting');
create index messages_to_send on inbox.messages (workspace_id, send_at) where (status = any (array['held', 'scheduled']));
create index messages_under_way on inbox.messages (workspace_id, conversation_id, created_at) where ((direction = 'outbound') and (status = any (array['held', 'scheduled', 'queued', 'sending', 'unknown'])));
alter table inbox.messages enable row level security;
alter table inbox.messages force row level security;
create policy messages_for_who_may_read_them on inbox.messages as restrictive for select to authenticated
  using (channel_id = any ((select inbox.channels_of_direct_client())::uuid[]));
create policy messages_in_workspace on inbox.messages
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (attempts_count, body, call_id, conversation_id, delivered_at, details, edit_number, edited_at, failure_code, happened_at, kind, platform_message_id, reply_to, reply_to_platform, seen_at, send_at, sent_at, status, unsent_at, updated_at), delete on inbox.messages to app_server;
grant select on inbox.messages to authenticated;
create trigger messages_500_touch before update on inbox.messages for each row execute function app.touch_updated_at();
create trigger messages_600_count_hour after insert on inbox.messages for each row when ((new.kind <> 'note')) execute function inbox.count_hour_again();
create trigger messages_600_keep_new_words after insert on inbox.messages referencing new table as added for each statement execute function inbox.keep_new_message_words();
create trigger messages_600_keep_words after update of conversation_id, body, details, status, happened_at, unsent_at on inbox.messages for each row when (((old.conversation_id <> new.conversation_id) or (old.body is distinct from new.body) or (old.details <> new.details) or ((old.status = 'cancelled') <> (new.status = 'cancelled')) or (old.happened_at <> new.happened_at) or ((old.unsent_at is null) <> (new.unsent_at is null)))) execute function inbox.keep_message_words();
create trigger messages_601_count_hour after update of status, happened_at, conversation_id on inbox.messages for each row when (((old.happened_at <> new.happened_at) or (old.conversation_id <> new.conversation_id) or ((old.status = any (array['cancelled', 'scheduled', 'failed'])) <> (new.status = any (array['cancelled', 'scheduled', 'failed']))))) execute function inbox.count_hour_again();

create table inbox.note_mentions (
  workspace_id uuid        not null,
  message_id   uuid        not null,
  member_id    uuid        not null,
  seen_at      timestamptz,
  constraint note_mentions_pkey primary key (workspace_id, message_id, member_id),
  constraint note_mentions_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint note_mentions_workspace_id_message_id_fkey foreign key (workspace_id, message_id) references inbox.messages(workspace_id, id) on delete cascade
);
comment on table inbox.note_mentions is 'Colleagues whom a note is for. usage: product; audience: tenant; domain: inbox';
create index note_mentions_by_member on inbox.note_mentions (workspace_id, member_id, message_id);
create index note_mentions_not_seen on inbox.note_mentions (workspace_id, member_id) where (seen_at is null);
alter table inbox.note_mentions enable row level security;
alter table inbox.note_mentions force row level security;
create policy note_mentions_in_workspace on inbox.note_mentions
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (seen_at), delete on inbox.note_mentions to app_server;

create table inbox.presences (
  workspace_id    uuid        not null,
  conversation_id uuid        not null,
  member_id       uuid        not null,
  state           text        not null,
  seen_at         timestamptz not null,
  constraint presences_pkey primary key (workspace_id, conversation_id, member_id),
  constraint presences_workspace_id_conversation_id_fkey foreign key (workspace_id, conversation_id) references inbox.conversations(workspace_id, id) on delete cascade,
  constraint presences_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint presence_state_is_known check (state = any (array['viewing', 'typing']))
);
comment on table inbox.presences is 'Who looks at a conversation, or writes in it, now. usage: product; audience: tenant; domain: inbox';
create index presences_by_age on inbox.presences (workspace_id, seen_at);
create index presences_by_member on inbox.presences (workspace_id, member_id);
alter table inbox.presences enable row level security;
alter table inbox.presences force row level security;
create policy presences_in_workspace on inbox.presences
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (seen_at, state), delete on inbox.presences to app_server;

create table inbox.reply_templates (
  workspace_id uuid        not null,
  id           uuid        not null,
  location_id  uuid,
  name         text        not null,
  shortcut     text,
  category     text,
  body         text        not null,
  placeholders text[]      not null default '{}'[],
  usage_count  integer     not null default 0,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint reply_templates_pkey primary key (workspace_id, id),
  constraint reply_templates_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint reply_templates_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint reply_templates_workspace_id_location_id_fkey foreign key (workspace_id, location_id) references workspaces.locations(workspace_id, id) on delete cascade,
  constraint reply_template_placeholders_are_few check (cardinality(placeholders) <= 20),
  constraint reply_template_shortcut_is_typed check (shortcut ~ '^[a-z0-9][a-z0-9_-]{0,39}$'),
  constraint reply_template_texts_are_short check (((length(name) >= 1) and (length(name) <= 120)) and ((length(category) >= 1) and (length(category) <= 60)) and ((length(body) >= 1) and (length(body) <= 20000))),
  constraint reply_template_usage_is_a_count check (usage_count >= 0)
);
comment on table inbox.reply_templates is 'Answers that are written once and used often. usage: product; audience: tenant; domain: inbox';
create index reply_templates_by_creator on inbox.reply_templates (workspace_id, created_by);
create index reply_templates_by_location on inbox.reply_templates (workspace_id, location_id);
create unique index reply_templates_by_shortcut on inbox.reply_templates (workspace_id, location_id, shortcut) nulls not distinct where (shortcut is not null);
create index reply_templates_by_usage on inbox.reply_templates (workspace_id, usage_count desc, id desc);
alter table inbox.reply_templates enable row level security;
alter table inbox.reply_templates force row level security;
create policy reply_templates_for_who_may_read_them on inbox.reply_templates as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy reply_templates_in_workspace on inbox.reply_templates
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (body, category, location_id, name, placeholders, shortcut, updated_at, usage_count), delete on inbox.reply_templates to app_server;
grant select on inbox.reply_templates to authenticated;
create trigger reply_templates_500_touch before update on inbox.reply_templates for each row execute function app.touch_updated_at();

create table inbox.reply_uses (
  workspace_id uuid        not null,
  template_id  uuid        not null,
  message_id   uuid        not null,
  member_id    uuid,
  used_at      timestamptz not null,
  constraint reply_uses_pkey primary key (workspace_id, template_id, message_id),
  constraint reply_uses_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete set null (member_id),
  constraint reply_uses_workspace_id_template_id_fkey foreign key (workspace_id, template_id) references inbox.reply_templates(workspace_id, id) on delete cascade
);
comment on table inbox.reply_uses is 'In which messages a saved reply was used. usage: product; audience: internal; domain: inbox';
create index reply_uses_by_member on inbox.reply_uses (workspace_id, member_id);
alter table inbox.reply_uses enable row level security;
alter table inbox.reply_uses force row level security;
create policy reply_uses_in_workspace on inbox.reply_uses
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.reply_uses to app_server;

create table inbox.tags (
  workspace_id uuid        not null,
  id           uuid        not null,
  name         text        not null,
  color        text        not null default 'gray',
  created_at   timestamptz not null,
  created_by   uuid,
  constraint tags_pkey primary key (workspace_id, id),
  constraint tags_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint tags_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint tag_color_is_known check (color = any (array['gray', 'red', 'orange', 'yellow', 'green', 'blue', 'purple', 'pink'])),
  constraint tag_name_is_short check ((length(name) >= 1) and (length(name) <= 60))
);
comment on table inbox.tags is 'A word that conversations, comments and contacts are sorted by. usage: product; audience: tenant; domain: inbox';
create index tags_by_creator on inbox.tags (workspace_id, created_by);
create unique index tags_by_name on inbox.tags (workspace_id, lower(name));
alter table inbox.tags enable row level security;
alter table inbox.tags force row level security;
create policy tags_for_who_may_read_them on inbox.tags as restrictive for select to authenticated
  using ( select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may);
create policy tags_in_workspace on inbox.tags
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (color, name), delete on inbox.tags to app_server;
grant select on inbox.tags to authenticated;

create table inbox.views (
  workspace_id uuid        not null,
  id           uuid        not null,
  member_id    uuid,
  name         text        not null,
  filters      jsonb       not null,
  search       text,
  place        integer     not null default 0,
  created_by   uuid,
  created_at   timestamptz not null,
  updated_at   timestamptz not null,
  constraint views_pkey primary key (workspace_id, id),
  constraint views_workspace_id_created_by_fkey foreign key (workspace_id, created_by) references workspaces.members(workspace_id, id) on delete set null (created_by),
  constraint views_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint views_workspace_id_member_id_fkey foreign key (workspace_id, member_id) references workspaces.members(workspace_id, id) on delete cascade,
  constraint view_filters_are_small check ((jsonb_typeof(filters) = 'object') and (pg_column_size(filters) <= 4096)),
  constraint view_texts_are_short check (((length(name) >= 1) and (length(name) <= 60)) and ((length(search) >= 1) and (length(search) <= 200)))
);
comment on table inbox.views is 'A list of conversations that was given a name. usage: product; audience: tenant; domain: inbox';
create index views_by_creator on inbox.views (workspace_id, created_by);
create index views_by_member on inbox.views (workspace_id, member_id, place, id);
alter table inbox.views enable row level security;
alter table inbox.views force row level security;
create policy views_for_who_may_read_them on inbox.views as restrictive for select to authenticated
  using (( select workspaces.direct_client_may('inbox.read', '{owner,admin,manager,member,viewer}'[]) as direct_client_may) and ((member_id is null) or (member_id = (select inbox.member_of_direct_client()))));
create policy views_in_workspace on inbox.views
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, update (filters, member_id, name, place, search, updated_at), delete on inbox.views to app_server;
grant select on inbox.views to authenticated;
create trigger views_500_touch before update on inbox.views for each row execute function app.touch_updated_at();

create table inbox.vocabulary (
  workspace_id uuid not null,
  word         text not null,
  constraint vocabulary_pkey primary key (workspace_id, word),
  constraint vocabulary_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint vocabulary_word_is_short check ((length(word) >= 1) and (length(word) <= 60))
);
comment on table inbox.vocabulary is 'Every word that something is found by. usage: product; audience: internal; domain: inbox';
alter table inbox.vocabulary enable row level security;
alter table inbox.vocabulary force row level security;
create policy vocabulary_in_workspace on inbox.vocabulary to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.vocabulary to app_server;
create trigger vocabulary_500_keep_trigrams after insert on inbox.vocabulary referencing new table as added for each statement execute function inbox.keep_trigrams();

create table inbox.vocabulary_trigrams (
  workspace_id uuid     not null,
  trigram      text     not null,
  letters      smallint not null,
  word         text     not null,
  constraint vocabulary_trigrams_pkey primary key (workspace_id, trigram, letters, word),
  constraint vocabulary_trigrams_workspace_id_word_fkey foreign key (workspace_id, word) references inbox.vocabulary(workspace_id, word) on delete cascade,
  constraint vocabulary_trigram_is_three_letters check (length(trigram) = 3)
);
comment on table inbox.vocabulary_trigrams is 'Parts of words, by which misspelt ones are recognized. usage: product; audience: internal; domain: inbox';
create index vocabulary_trigrams_by_word on inbox.vocabulary_trigrams (workspace_id, word);
alter table inbox.vocabulary_trigrams enable row level security;
alter table inbox.vocabulary_trigrams force row level security;
create policy vocabulary_trigrams_in_workspace on inbox.vocabulary_trigrams to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.vocabulary_trigrams to app_server;

create table inbox.word_stemmers (
  workspace_id uuid not null,
  stemmer      text not null,
  constraint word_stemmers_pkey primary key (workspace_id, stemmer),
  constraint word_stemmers_workspace_id_fkey foreign key (workspace_id) references workspaces.workspaces(id) on delete cascade,
  constraint word_stemmer_is_short check ((length(stemmer) >= 1) and (length(stemmer) <= 60))
);
comment on table inbox.word_stemmers is 'In which languages words are reduced to their stems. usage: product; audience: internal; domain: inbox';
alter table inbox.word_stemmers enable row level security;
alter table inbox.word_stemmers force row level security;
create policy word_stemmers_in_workspace on inbox.word_stemmers to app_server
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.word_stemmers to app_server;
