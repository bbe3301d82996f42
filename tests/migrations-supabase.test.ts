import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import pg from 'pg';
import { dumpAll } from '../kit/migrate/docs.ts';
import { migrateDown, migrateUp } from '../kit/migrate/migrate.ts';
import { findPostgres, makeCluster } from '../kit/testing/cluster.ts';
import { testServerUrl } from '../kit/testing/database.ts';

/**
 * A database as a Supabase project hands it over: the roles, the schemas and their functions are the host's, and
 * whoever migrates is no superuser. Roles belong to a whole cluster, so this one is the test's own.
 */
const bin = testServerUrl && (await findPostgres());
const cluster = bin ? await makeCluster(bin) : undefined;
after(() => cluster?.remove());

const host = `
  create role anon nologin noinherit;
  create role authenticated nologin noinherit;
  create role service_role nologin noinherit bypassrls;
  create role auth_admin nologin noinherit createrole;
  create role project_owner login createrole createdb bypassrls;
  grant anon, authenticated, service_role to project_owner with admin option;
  create role authenticator login noinherit;
  grant anon, authenticated, service_role to authenticator`;

const project = `
  create schema extensions;
  grant all on schema extensions to project_owner;
  grant usage on schema extensions to anon, authenticated, service_role;
  create extension pgcrypto with schema extensions;
  create extension "uuid-ossp" with schema extensions;
  create extension vector with schema extensions;

  create schema auth authorization auth_admin;
  grant usage on schema auth to anon, authenticated, service_role, project_owner;
  create table auth.users (id uuid primary key, email text);
  alter table auth.users owner to auth_admin;
  create function auth.uid() returns uuid language sql stable as $$
    select coalesce(nullif(current_setting('request.jwt.claim.sub', true), ''),
                    nullif(current_setting('request.jwt.claims', true), '')::jsonb ->> 'sub')::uuid $$;
  create function auth.role() returns text language sql stable as $$ select 'theirs'::text $$;
  create function auth.jwt() returns jsonb language sql stable as $$ select '{"theirs": true}'::jsonb $$;
  alter function auth.uid() owner to auth_admin;
  alter function auth.role() owner to auth_admin;
  alter function auth.jwt() owner to auth_admin;
  comment on function auth.uid() is 'Deprecated. Use auth.jwt() instead.';

  create schema storage authorization auth_admin;
  create table storage.objects (id uuid primary key, owner uuid);
  alter table storage.objects enable row level security;
  grant all on schema public to project_owner;
  grant usage on schema public to anon, authenticated, service_role;
  alter default privileges for role project_owner in schema public
    grant all on tables to anon, authenticated, service_role;
  create table public.profiles (id uuid primary key references auth.users (id));
  alter table public.profiles owner to project_owner`;

describe('a Supabase project', {
  skip: cluster ? false : 'needs --database and a PostgreSQL on this machine',
}, () => {
  test('is migrated by its owner, and everything of the host stays as it was', async () => {
    const { url, admin } = await newProject('bare');
    const before = await everythingIn(admin);

    await migrateUp({ url });
    const whole = await dumpAll(url);
    assert.deepEqual(changed(before, await everythingIn(admin)), []);

    await migrateDown({ url, steps: 'all' });
    const left = await everythingIn(admin);
    assert.deepEqual(changed(before, left), []);
    assert.deepEqual(
      left.filter((fact) => !before.includes(fact) && !ofHistory(fact)),
      [],
    );

    await migrateUp({ url });
    assert.equal(await dumpAll(url), whole);
    assert.deepEqual(changed(before, await everythingIn(admin)), []);
  });

  test('keeps an extension that was there, and where it was', async () => {
    const { url, admin } = await newProject('with_more');
    await query(admin, 'create extension pg_trgm with schema public');
    const before = await everythingIn(admin);

    await migrateUp({ url });
    await migrateDown({ url, steps: 'all' });

    assert.deepEqual(changed(before, await everythingIn(admin)), []);
  });

  test('keeps an extension we made when something of theirs stands on it by now', async () => {
    const { url, admin } = await newProject('builds_on_it');
    await migrateUp({ url });
    await query(
      url,
      'create table public.theirs (name text); create index on public.theirs using gin (name extensions.gin_trgm_ops)',
    );

    await migrateDown({ url, steps: 'all' });

    assert.equal((await query(admin, `select from pg_extension where extname = 'pg_trgm'`)).length, 1);
    assert.equal((await query(admin, `select from pg_extension where extname = 'unaccent'`)).length, 0);
  });

  test('is told what to ask its host for when an extension is missing that only the host may make', async () => {
    const { url, admin } = await newProject('without_vector');
    await query(admin, 'drop extension vector');

    await assert.rejects(
      migrateUp({ url }),
      /may not create the extension "vector".*create extension vector;/,
    );
  });

  test('gives the product a role that passes no wall, and the owner the right to become it', async () => {
    const { url } = await newProject('roles');
    await migrateUp({ url });

    const [role] = await query(
      url,
      `select rolsuper or rolbypassrls or rolcreaterole or rolcanlogin as passes from pg_roles where rolname = 'app_server'`,
    );
    assert.deepEqual(role, { passes: false });
    const client = await connected(url);
    try {
      await client.query('begin; set local role app_server');
      await assert.rejects(client.query('select from identity.users; select from auth.users'), {
        code: '42501',
      });
    } finally {
      await client.end();
    }
  });
});

let hosted = false;

async function newProject(name: string): Promise<{ url: string; admin: string }> {
  if (!hosted) await query(cluster!.url, host);
  hosted = true;
  await query(cluster!.url, `create database ${name} owner project_owner`);
  const at = new URL(cluster!.url);
  at.pathname = `/${name}`;
  const admin = at.href;
  at.username = 'project_owner';
  await query(admin, project);
  return { url: at.href, admin };
}

/** One line for every fact about what is in the database, in any schema but PostgreSQL's own. */
async function everythingIn(url: string): Promise<string[]> {
  const inSchemas = (column: string) => `${column}::regnamespace::text !~ '^(pg_|information_schema|pgboss)'`;
  const rows = await query(
    url,
    `select 'role ' || rolname || ' ' || rolsuper || rolinherit || rolcreaterole || rolcreatedb || rolcanlogin || rolbypassrls
              as fact from pg_roles where rolname !~ '^pg_'
     union all select format('member %s of %s, admin %s', member::regrole, roleid::regrole, admin_option)
       from pg_auth_members where member::regrole::text !~ '^pg_'
     union all select format('schema %s owner %s acl %s comment %s', nspname, nspowner::regrole, nspacl,
                             obj_description(oid, 'pg_namespace')) from pg_namespace where nspname !~ '^pg_(toast|temp)'
     union all select format('relation %s owner %s acl %s rls %s', oid::regclass, relowner::regrole, relacl, relrowsecurity)
       from pg_class where ${inSchemas('relnamespace')}
     union all select format('function %s owner %s acl %s comment %s text %s', oid::regprocedure, proowner::regrole, proacl,
                             obj_description(oid, 'pg_proc'), md5(prosrc)) from pg_proc where ${inSchemas('pronamespace')}
     union all select format('extension %s in %s owner %s comment %s', extname, extnamespace::regnamespace,
                             extowner::regrole, obj_description(oid, 'pg_extension')) from pg_extension
     union all select format('default acl %s', d) from pg_default_acl d
     order by 1`,
  );
  return rows.map(({ fact }) => fact);
}

const changed = (before: readonly string[], now: readonly string[]) =>
  before.filter((fact) => !now.includes(fact));

/** What stays when everything is taken back: the history, and a role that belongs to the cluster. */
const ofHistory = (fact: string) => /^\w+ stoa\b|app_server/.test(fact);

async function query(url: string, text: string): Promise<any[]> {
  const client = await connected(url);
  try {
    const answer: any = await client.query(text);
    return Array.isArray(answer) ? [] : answer.rows;
  } finally {
    await client.end();
  }
}

async function connected(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url });
  await client.connect();
  return client;
}
