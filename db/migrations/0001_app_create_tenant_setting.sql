-- The ground under every module: extensions, the questions of Supabase (who is asking, as what), and ours.
--
-- The database may be an empty one, or a Supabase project where the extensions and the schema auth are somebody
-- else's. What is there stays as it is; what is missing is made and says so in its comment, which is how the way
-- down knows what is ours to drop.

do $$
declare
  v_schema text := case when exists (select from pg_namespace where nspname = 'extensions')
                        then 'extensions' else 'public' end;
  v_extension text;
begin
  -- vector: nearest neighbours. pg_trgm: search by part of a word. unaccent: search without accents.
  foreach v_extension in array array['vector', 'pg_trgm', 'unaccent'] loop
    if exists (select from pg_extension where extname = v_extension) then continue; end if;
    begin
      execute format('create extension %I with schema %I', v_extension, v_schema);
    exception
      when insufficient_privilege then
        raise exception 'this login may not create the extension "%"', v_extension
          using hint = format('Somebody who may has to run, in this database: create extension %I;', v_extension);
      when feature_not_supported or undefined_file then
        raise exception 'this PostgreSQL has no extension "%"', v_extension
          using hint = 'Install it on the machine of the server (the package of pgvector is often postgresql-NN-pgvector).';
    end;
    begin
      execute format('comment on extension %I is %L', v_extension, 'Made by Stoa.');
    exception when insufficient_privilege then
      null; -- A host may make it in its own name. Then it is the host's, and stays when we go.
    end;
  end loop;
end $$;

do $$ begin
  if exists (select from pg_namespace where nspname = 'auth') then return; end if;
  create schema auth;
  comment on schema auth is 'Made by Stoa. Who a direct SQL client is, as Supabase names it.';
  grant usage on schema auth to app_server, authenticated, anon, service_role;
end $$;

do $$
declare
  v_answer record;
begin
  for v_answer in
    select * from (values
      ('jwt', 'jsonb', $f$ nullif(current_setting('request.jwt.claims', true), '')::jsonb $f$),
      ('uid', 'uuid', $f$ (nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $f$),
      ('role', 'text', $f$ nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'role' $f$)
    ) as answer (name, type, body)
  loop
    if exists (select from pg_proc p join pg_namespace n on n.oid = p.pronamespace
                where n.nspname = 'auth' and p.proname = v_answer.name and p.pronargs = 0) then continue; end if;
    execute format('create function auth.%I() returns %s language sql stable parallel safe return %s',
                   v_answer.name, v_answer.type, v_answer.body);
    execute format('comment on function auth.%I() is %L', v_answer.name, 'Made by Stoa.');
  end loop;
end $$;

-- The questions every row policy asks: which workspace, and which person, is this transaction for?
--
-- They come from settings that last as long as the transaction. `app.current_workspace_id()` raises instead of
-- answering null: a forgotten workspace is then an error in the log, not an empty page that looks like a customer
-- with no data. The empty string counts as nothing too, because PostgreSQL leaves '' behind when a transaction that
-- set the value rolls back.
--
-- Work outside any workspace says so with the nil id, which no workspace has: it sees no workspace's rows.

create schema app;
comment on schema app is 'What the ground itself keeps: settings of a transaction, idempotency, events, webhooks.';
grant usage on schema app to app_server, authenticated, anon, service_role;

-- Anybody may set any setting, so ours counts only for who may be the server. Everybody else is a direct client,
-- under whatever name: for it only the claims count, which its gateway verified.
create function app.current_workspace_id() returns uuid
language plpgsql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
declare
  v_workspace_id text := case
    when pg_has_role('app_server', 'member') then current_setting('app.workspace_id', true)
    else nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'workspace_id'
  end;
begin
  if v_workspace_id is null or v_workspace_id = '' then
    raise exception 'no workspace is set for this transaction' using errcode = 'WS001';
  end if;
  return v_workspace_id::uuid;
end;
$$;

-- Null when nobody is signed in: work of the system itself.
create function app.current_user_id() returns uuid
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select case
    when pg_has_role('app_server', 'member') then nullif(current_setting('app.user_id', true), '')
    else nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub'
  end::uuid
$$;

-- Whether this is work of the installation itself: no workspace and nobody in particular.
create function app.is_installation() returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select current_user = 'app_server'
     and current_setting('app.workspace_id', true) = '00000000-0000-0000-0000-000000000000'
     and coalesce(current_setting('app.user_id', true), '') = ''
$$;

-- Whether this is work for a person outside any workspace: their own memberships and profile, wherever they are.
-- Policies that look across workspaces ask this too, or a person's other places would turn up in every list.
create function app.is_person() returns boolean
language sql stable parallel safe
set search_path = pg_catalog, pg_temp
as $$
  select current_user = 'app_server'
     and current_setting('app.workspace_id', true) = '00000000-0000-0000-0000-000000000000'
     and coalesce(current_setting('app.user_id', true), '') <> ''
$$;

-- Every table with an updated_at hangs this on itself as <table>_500_touch, so that a direct SQL client cannot
-- forget it. Statements of ours pass their own instant (ctx.now), and then it is kept.
create function app.touch_updated_at() returns trigger
language plpgsql
set search_path = pg_catalog, pg_temp
as $$
begin
  if new.updated_at is not distinct from old.updated_at then
    new.updated_at := now();
  end if;
  return new;
end;
$$;

-- migrate: down

drop schema app cascade;

-- Ours by their comments, and only as far as nothing of anybody else's stands on them by now.
do $$
declare
  v_name text;
begin
  for v_name in
    select p.oid::regprocedure::text from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where n.nspname = 'auth' and obj_description(p.oid, 'pg_proc') like 'Made by Stoa.%'
  loop
    begin
      execute format('drop function %s', v_name);
    exception when dependent_objects_still_exist then null;
    end;
  end loop;
  if exists (select from pg_namespace
              where nspname = 'auth' and obj_description(oid, 'pg_namespace') like 'Made by Stoa.%') then
    begin
      drop schema auth;
    exception when dependent_objects_still_exist then null;
    end;
  end if;
  for v_name in
    select extname from pg_extension where obj_description(oid, 'pg_extension') like 'Made by Stoa.%'
  loop
    begin
      execute format('drop extension %I', v_name);
    exception when dependent_objects_still_exist then null;
    end;
  end loop;
end $$;
