-- How much is said where and when, and how long people wait for it: by the hour, so that any zone's days can be made
-- of it. An hour is counted anew from the messages whenever one of it is not as it was, so it is right whatever order
-- they came in, and all of it can be thrown away and made again.

create index messages_by_channel on inbox.messages (workspace_id, channel_id, happened_at, id);
-- What was done with a conversation, beside the many words in it.
create index messages_of_activity on inbox.messages (workspace_id, conversation_id, happened_at)
  where kind = 'activity';

-- An hour of a channel that is to be counted. A row for each change and not one for the hour: nobody waits here for
-- anybody else.
create table inbox.hours_due (
  workspace_id uuid        not null,
  id           uuid        not null default gen_random_uuid(),
  channel_id   uuid        not null,
  hour         timestamptz not null,

  primary key (workspace_id, id),
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade
);
comment on table inbox.hours_due is
  'Hours of a channel that are to be counted anew. usage: product; audience: internal; domain: inbox';
create index hours_due_by_hour on inbox.hours_due (workspace_id, channel_id, hour);
alter table inbox.hours_due enable row level security;
alter table inbox.hours_due force row level security;
create policy hours_due_in_workspace on inbox.hours_due
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete on inbox.hours_due to app_server;

create table inbox.hour_figures (
  workspace_id             uuid        not null,
  channel_id               uuid        not null,
  hour                     timestamptz not null, -- its beginning, in UTC
  inbound_count            integer     not null,
  member_count             integer     not null, -- of ours, by whom they were written
  machine_count            integer     not null,
  elsewhere_count          integer     not null,
  kinds                    jsonb       not null, -- of theirs: how many of each
  people_count             integer     not null, -- who wrote to us in it
  begun_count              integer     not null, -- conversations whose first word is in it
  first_replies_count      integer     not null, -- the first answer to somebody who began, or began again
  first_reply_seconds      bigint      not null, -- all of them together, by the clock
  first_reply_open_seconds bigint      not null, -- and while the place was open
  replies_count            integer     not null, -- any answer to somebody who waited
  reply_seconds            bigint      not null,
  reply_open_seconds       bigint      not null,
  reply_spread             integer[]   not null, -- how many took how long: see figures/contract.ts
  closed_count             integer     not null,
  close_seconds            bigint      not null, -- from the first word of what was closed
  close_open_seconds       bigint      not null,
  counted_at               timestamptz not null,

  primary key (workspace_id, channel_id, hour),
  foreign key (workspace_id, channel_id) references inbox.channels (workspace_id, id) on delete cascade,
  constraint hour_figure_is_an_hour check (hour = date_trunc('hour', hour at time zone 'UTC') at time zone 'UTC'),
  constraint hour_figures_are_not_negative check (inbound_count >= 0 and member_count >= 0 and machine_count >= 0
    and elsewhere_count >= 0 and people_count >= 0 and begun_count >= 0 and first_replies_count >= 0
    and first_reply_seconds >= 0 and first_reply_open_seconds >= 0 and replies_count >= first_replies_count
    and reply_seconds >= 0 and reply_open_seconds >= 0 and closed_count >= 0 and close_seconds >= 0
    and close_open_seconds >= 0),
  constraint hour_figure_objects_are_small check (jsonb_typeof(kinds) = 'object' and pg_column_size(kinds) <= 2000
    and cardinality(reply_spread) <= 20)
);
comment on table inbox.hour_figures is
  'What happened in one hour of a channel. usage: cache; audience: tenant; domain: inbox';
create index hour_figures_by_hour on inbox.hour_figures (workspace_id, hour, channel_id);
alter table inbox.hour_figures enable row level security;
alter table inbox.hour_figures force row level security;
create policy hour_figures_in_workspace on inbox.hour_figures
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (inbound_count, member_count, machine_count, elsewhere_count, kinds, people_count,
  begun_count, first_replies_count, first_reply_seconds, first_reply_open_seconds, replies_count, reply_seconds,
  reply_open_seconds, reply_spread, closed_count, close_seconds, close_open_seconds, counted_at)
  on inbox.hour_figures to app_server;

-- Whoever writes a message, and in whatever way, its hour is counted. What is told late changes what follows it, too:
-- how long the next answer took, since when the next closing counts, and which word was the first.
create function inbox.count_hour_again() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
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
$$;
create trigger messages_600_count_hour after insert on inbox.messages
  for each row when (new.kind <> 'note') execute function inbox.count_hour_again();
-- What is delivered, seen or edited counts as it did before.
create trigger messages_601_count_hour after update of status, happened_at, conversation_id on inbox.messages
  for each row when (old.happened_at <> new.happened_at or old.conversation_id <> new.conversation_id
    or (old.status in ('cancelled', 'scheduled', 'failed')) <> (new.status in ('cancelled', 'scheduled', 'failed')))
  execute function inbox.count_hour_again();

-- migrate: down

drop trigger messages_601_count_hour on inbox.messages;
drop trigger messages_600_count_hour on inbox.messages;
drop function inbox.count_hour_again;
drop table inbox.hour_figures;
drop table inbox.hours_due;
drop index inbox.messages_of_activity;
drop index inbox.messages_by_channel;
