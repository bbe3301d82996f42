-- BA-29: uses older than a year are archived. They are moved out of the table that every use is written to, with its
-- seven indexes, into one that is only added to and read by time. What days came to stays where it is.

-- The same columns, in the same order. Whoever is no member any more stays who it was, as in the sums of days. By time
-- and not by id, since nobody asks for one of them: so one index is its key, its list and its table of a period, and an
-- id that is told again after a year is another use.
create table billing.usage_archive (
  like billing.usage_events including defaults including constraints,

  primary key (workspace_id, created_at, id),
  foreign key (workspace_id) references workspaces.workspaces (id) on delete cascade
);
comment on table billing.usage_archive is
  'Uses older than a year. usage: log; audience: tenant; domain: billing';
alter table billing.usage_archive enable row level security;
alter table billing.usage_archive force row level security;
create policy usage_archive_in_workspace on billing.usage_archive
  using (workspace_id = (select app.current_workspace_id()))
  with check (workspace_id = (select app.current_workspace_id()));
create policy usage_archive_for_who_may_read_it on billing.usage_archive as restrictive for select to authenticated
  using ((select workspaces.direct_client_may('billing.read', '{owner,admin,manager}')));
grant select, insert on billing.usage_archive to app_server;
grant select on billing.usage_archive to authenticated;

-- The server may take a use away from now on, and only into the archive: whatever leaves without being there is
-- refused, unless its workspace is gone with it.
create function billing.check_use_is_archived() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if exists (select from workspaces.workspaces w where w.id = old.workspace_id)
    and not exists (select from billing.usage_archive a
                     where a.workspace_id = old.workspace_id and a.created_at = old.created_at and a.id = old.id) then
    raise exception 'a use is kept: it leaves for the archive and nowhere else'
      using errcode = 'check_violation', constraint = 'usage_event_is_kept';
  end if;
  return null;
end;
$$;
create trigger usage_events_500_check_kept after delete on billing.usage_events
  for each row execute function billing.check_use_is_archived();
grant delete on billing.usage_events to app_server;

-- All of them, wherever they are.
create view billing.pub_uses with (security_invoker = true) as
  select * from billing.usage_events
  union all
  select * from billing.usage_archive;
comment on view billing.pub_uses is 'Uses, with those that are archived.';
grant select on billing.pub_uses to app_server, authenticated;

-- Nobody writes through it. Without this a lens over it would say that it cannot be written, to whoever may not.
create function billing.refuse_writing_uses() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  raise exception 'uses are written where they are kept' using errcode = 'insufficient_privilege';
end;
$$;
create trigger pub_uses_500_refuse instead of insert or update or delete on billing.pub_uses
  for each row execute function billing.refuse_writing_uses();

-- migrate: down

drop view billing.pub_uses;
drop function billing.refuse_writing_uses();
revoke delete on billing.usage_events from app_server;
drop trigger usage_events_500_check_kept on billing.usage_events;
drop function billing.check_use_is_archived();
-- What was archived is a use again, and nobody's where its member is gone. Whoever goes back is in no workspace.
alter table workspaces.members no force row level security;
alter table billing.usage_archive no force row level security;
alter table billing.usage_events no force row level security;
update billing.usage_archive a set member_id = null
 where not exists (select from workspaces.members m where m.workspace_id = a.workspace_id and m.id = a.member_id);
insert into billing.usage_events select * from billing.usage_archive on conflict do nothing;
alter table billing.usage_events force row level security;
alter table workspaces.members force row level security;
drop table billing.usage_archive;
