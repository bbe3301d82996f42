-- What was counted of an hour, by conversation: so that figures can be those of a saved view, whatever it asks for.
-- What a view asks for (a state, a tag, an assignee) changes later, so it is looked at when somebody looks at the
-- figures; the counting, which is the slow part of it, is done by then. Counted along with the hour, thrown away and
-- made again like it.

create table inbox.conversation_hours (
  workspace_id             uuid        not null,
  channel_id               uuid        not null, -- of the conversation, and gone with it
  hour                     timestamptz not null, -- its beginning, in UTC
  conversation_id          uuid        not null,
  inbound_count            integer     not null, -- from here on as in hour_figures
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

  primary key (workspace_id, hour, channel_id, conversation_id),
  foreign key (workspace_id, conversation_id) references inbox.conversations (workspace_id, id) on delete cascade,
  constraint conversation_hour_is_an_hour check (hour = date_trunc('hour', hour at time zone 'UTC') at time zone 'UTC'),
  constraint conversation_hours_are_not_negative check (inbound_count >= 0 and member_count >= 0 and machine_count >= 0
    and elsewhere_count >= 0 and begun_count >= 0 and first_replies_count >= 0 and first_reply_seconds >= 0
    and first_reply_open_seconds >= 0 and replies_count >= first_replies_count and reply_seconds >= 0
    and reply_open_seconds >= 0 and closed_count >= 0 and close_seconds >= 0 and close_open_seconds >= 0),
  constraint conversation_hour_objects_are_small check (jsonb_typeof(kinds) = 'object' and pg_column_size(kinds) <= 2000
    and cardinality(reply_spread) <= 20)
);
comment on table inbox.conversation_hours is
  'What happened in one hour of a conversation. usage: cache; audience: tenant; domain: inbox';
create index conversation_hours_by_conversation on inbox.conversation_hours (workspace_id, conversation_id, hour);
alter table inbox.conversation_hours enable row level security;
alter table inbox.conversation_hours force row level security;
create policy conversation_hours_in_workspace on inbox.conversation_hours
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
grant select, insert, delete, update (inbound_count, member_count, machine_count, elsewhere_count, kinds, begun_count,
  first_replies_count, first_reply_seconds, first_reply_open_seconds, replies_count, reply_seconds, reply_open_seconds,
  reply_spread, closed_count, close_seconds, close_open_seconds)
  on inbox.conversation_hours to app_server;

-- What was counted so far is counted once more, in the minutes after this.
alter table inbox.hour_figures no force row level security;
alter table inbox.hours_due no force row level security;
insert into inbox.hours_due (workspace_id, channel_id, hour)
select workspace_id, channel_id, hour from inbox.hour_figures;
alter table inbox.hours_due force row level security;
alter table inbox.hour_figures force row level security;

-- migrate: down

drop table inbox.conversation_hours;
