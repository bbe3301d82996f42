-- Roles belong to the cluster, not to a database, so each is made once and may exist already: on a stock Supabase
-- project all but app_server do, and nothing of theirs is changed. Another database of the same cluster may be
-- making them at this very moment, which PostgreSQL reports as a unique violation.

-- The product. It never logs in: whoever holds the database URL becomes it at the start of every transaction, and
-- so gives up what an owner may do.
do $$ begin
  create role app_server nologin noinherit;
exception when duplicate_object or unique_violation then null;
end $$;

-- The product at work for several workspaces at once: past the walls between those it names, and only in the tables
-- that are open to it. It counts as the product where somebody asks who is there, and has none of its rights.
do $$ begin
  create role app_server_together nologin noinherit;
exception when duplicate_object or unique_violation then null;
end $$;
do $$ begin
  if not pg_has_role('app_server_together', 'app_server', 'MEMBER') then
    grant app_server to app_server_together;
  end if;
exception when unique_violation then null;
end $$;

do $$ begin
  create role anon nologin noinherit;
exception when duplicate_object or unique_violation then null;
end $$;

do $$ begin
  create role authenticated nologin noinherit;
exception when duplicate_object or unique_violation then null;
end $$;

-- Only somebody who bypasses row security may hand that on. Where we may not, the role is made without it.
do $$ begin
  if exists (select from pg_roles where rolname = 'service_role') then return; end if;
  begin
    create role service_role nologin noinherit bypassrls;
  exception when insufficient_privilege then
    create role service_role nologin noinherit;
  end;
exception when duplicate_object or unique_violation then null;
end $$;

-- A superuser may become anybody; an ordinary owner must be a member first. Since PostgreSQL 16 whoever makes a role
-- is a member who may hand it on, but may not become it until it says so.
do $$
declare
  v_membership text := case when current_setting('server_version_num')::int >= 160000 then 'SET' else 'MEMBER' end;
  v_role text;
begin
  foreach v_role in array array['app_server', 'app_server_together', 'authenticated', 'anon'] loop
    if not pg_has_role(current_user, v_role, v_membership) then
      execute format('grant %I to %I', v_role, current_user);
    end if;
  end loop;
exception when unique_violation then null;
end $$;
