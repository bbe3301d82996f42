-- What is done for many workspaces at a time, by a role of its own (docs/decisions/0029). Which ones is a setting that
-- lasts as long as the transaction, as the one workspace is elsewhere. Where it is missing that is an error, and not
-- nothing to do.
create function app.named_workspace_ids() returns uuid[]
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace_ids text := current_setting('app.workspace_ids', true);
begin
  if v_workspace_ids is null or v_workspace_ids = '' then
    raise exception 'no workspaces are named for this transaction' using errcode = 'WS001';
  end if;
  return v_workspace_ids::uuid[];
end;
$$;

-- No workspace is set for it, and nobody is signed in.
create or replace function app.is_installation() returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select current_user in ('app_server', 'app_server_together')
     and current_setting('app.workspace_id', true) = '00000000-0000-0000-0000-000000000000'
     and coalesce(current_setting('app.user_id', true), '') = ''
$$;

grant usage on schema app to app_server_together;

-- migrate: down

revoke usage on schema app from app_server_together;
create or replace function app.is_installation() returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select current_user = 'app_server'
     and current_setting('app.workspace_id', true) = '00000000-0000-0000-0000-000000000000'
     and coalesce(current_setting('app.user_id', true), '') = ''
$$;
drop function app.named_workspace_ids();
