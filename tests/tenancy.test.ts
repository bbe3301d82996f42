import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { modules } from '../app/modules.ts';
import type { Policy, Relation, Schema } from '../kit/migrate/catalogue.ts';
import { classificationOf } from '../kit/migrate/classification.ts';
import { catalogueOf } from '../kit/migrate/docs.ts';
import { sql } from '../kit/sql.ts';
import { testDatabase, testDatabaseUrl } from '../kit/testing/database.ts';

/** Tables that belong to the installation, not to a workspace or a person. This list may only shrink. */
const withoutWorkspace = [
  'billing.credit_packs',
  'billing.house_prices',
  'billing.meter_prices',
  'billing.meters',
  'billing.plan_limits',
  'billing.plans',
  'billing.prices',
  'billing.products',
  'billing.provider_sweeps',
  'billing.reconciliations',
  'billing.stray_events',
  'connections.app_limits',
  'connections.pending_installs',
  'stoa.installed',
  'stoa.migrations',
  'workspaces.workspaces',
];
/** Says in which workspace something is, and so cannot begin with it: one row for all workspaces together. */
const routing = [
  'billing.affiliate_links',
  'billing.customer_routes',
  'billing.referral_routes',
  'connections.account_routes',
];
/** People belong to the installation: the same person works in several workspaces. Their module keeps them apart. */
const isOfPeople = ({ schema, name }: Relation) =>
  schema === 'identity' || (schema === 'app' && name === 'person_idempotency_keys');
/** Functions that run with their owner's rights, and so past every wall. This list may only shrink. */
const securityDefiners: string[] = [];

const ofWorkspace = 'workspace_id = (select app.current_workspace_id())';
/** The workspaces themselves: their own id is the workspace. */
const ofItself = 'id = (select app.current_workspace_id())';
/** Policies that look across workspaces must begin by asking that none is set. */
const outsideWorkspaces = [
  '(select app.is_person())',
  '(select app.is_installation())',
  'select app.is_installation()',
];

let schemas: Schema[];
let relations: Relation[];
let tables: Relation[];
let tenantTables: Relation[];
const names = async (query: ReturnType<typeof sql>) =>
  (await (await testDatabase()).reader({ kind: 'owner' }).many(z.object({ name: z.string() }), query)).map(
    (r) => r.name,
  );
const nameOf = ({ schema, name }: Relation) => `${schema}.${name}`;
const offenders = (from: readonly Relation[], bad: (table: Relation) => boolean) =>
  from.filter(bad).map(nameOf);
const has = (table: Relation, column: string) => table.columns.some(({ name }) => name === column);

before(async () => {
  schemas = await catalogueOf(await testDatabaseUrl());
  relations = schemas.flatMap((schema) => schema.relations);
  tables = relations.filter(({ kind }) => kind === 'table');
  tenantTables = tables.filter((table) => has(table, 'workspace_id'));
  assert.ok(tenantTables.length >= 2, 'a walk over nothing proves nothing');
});

describe('every table of a workspace', () => {
  test('is every table but those of the installation', () => {
    assert.deepEqual(
      offenders(tables, (table) => !has(table, 'workspace_id') && !isOfPeople(table)),
      withoutWorkspace,
    );
  });

  test('has the workspace first in its primary key, as a uuid', () => {
    assert.deepEqual(
      offenders(tenantTables, ({ constraints, columns }) => {
        const key = constraints.find(({ kind }) => kind === 'p');
        return (
          key?.columns[0] !== 'workspace_id' ||
          columns.find((c) => c.name === 'workspace_id')?.type !== 'uuid'
        );
      }),
      routing,
    );
  });

  test('has the workspace first in whatever must be unique', async () => {
    assert.deepEqual(
      await names(sql`
        select x.indexrelid::regclass::text as name
          from pg_index x
          join pg_attribute w on w.attrelid = x.indrelid and w.attname = 'workspace_id'
          join pg_class c on c.oid = x.indrelid and c.relnamespace::regnamespace::text not in ('pgboss')
         where x.indisunique and x.indkey[0] <> w.attnum and x.indrelid::regclass::text <> all (${routing})`),
      [],
    );
  });

  test('has the workspace first in every key between two of them', async () => {
    assert.deepEqual(
      await names(sql`
        select k.conrelid::regclass || ' ' || k.conname as name
          from pg_constraint k
          join pg_attribute theirs on theirs.attrelid = k.confrelid and theirs.attname = 'workspace_id'
          left join pg_attribute ours on ours.attrelid = k.conrelid and ours.attname = 'workspace_id'
         where k.contype = 'f' and k.connamespace::regnamespace::text not in ('pgboss')
           and (k.conkey[1] is distinct from ours.attnum or k.confkey[1] is distinct from theirs.attnum)`),
      [],
    );
  });

  test('cannot hold rows of a workspace that does not exist', () => {
    assert.deepEqual(
      offenders(tenantTables, ({ constraints }) => {
        return !constraints.some(({ kind, columns }) => kind === 'f' && columns[0] === 'workspace_id');
      }),
      [],
    );
  });

  test('has row security on, for its owner too', () => {
    const walled = tables.filter(
      (table) => has(table, 'workspace_id') || nameOf(table) === 'workspaces.workspaces',
    );
    assert.deepEqual(
      offenders(walled, (table) => !(table.rowSecurity && table.rowSecurityForced)),
      [],
    );
  });

  test('asks for the workspace once per query, not once per row, reading and writing', () => {
    const asks = (form: string) => (policy: Policy) =>
      policy.permissive &&
      policy.command === 'all' &&
      begins(policy.using, form) &&
      begins(policy.check, form);
    assert.deepEqual(
      offenders(tenantTables, ({ policies }) => !policies.some(asks(ofWorkspace))),
      [],
    );
  });

  // Permissive policies add up: one that forgets the workspace opens the table, whatever the others say.
  test('has no policy that shows rows of another workspace while one is set', () => {
    const opens = (policy: Policy) =>
      policy.permissive &&
      [policy.using, policy.check].some(
        (text) =>
          text !== null && ![ofWorkspace, ofItself, ...outsideWorkspaces].some((form) => begins(text, form)),
      );
    const walled = [...tenantTables, ...tables.filter((table) => nameOf(table) === 'workspaces.workspaces')];
    assert.deepEqual(
      walled.flatMap((table) => table.policies.filter(opens).map(({ name }) => `${nameOf(table)} ${name}`)),
      [],
    );
  });
});

describe('every table of people', () => {
  test('shows a direct client its own rows and nobody else, if anything', () => {
    const ofOneself = ['user_id = (select app.current_user_id())', 'id = (select app.current_user_id())'];
    assert.deepEqual(
      tables.filter(isOfPeople).flatMap((table) =>
        table.policies
          .filter(({ roles }) => roles.length !== 1 || roles[0] !== 'app_server')
          .filter(({ using, check }) =>
            [using, check].some((text) => text !== null && !ofOneself.some((form) => begins(text, form))),
          )
          .map(({ name }) => `${nameOf(table)} ${name}`),
      ),
      [],
    );
  });

  test('loses what is about a person together with the person', async () => {
    assert.deepEqual(
      await names(sql`
        select c.oid::regclass::text as name
          from pg_attribute a
          join pg_class c on c.oid = a.attrelid and c.relkind = 'r' and c.relnamespace = 'identity'::regnamespace
         where a.attname = 'user_id' and not exists (
           select from pg_constraint k
            where k.conrelid = c.oid and k.contype = 'f' and k.conkey = array[a.attnum]
              and k.confrelid = 'identity.users'::regclass and k.confdeltype = 'c')`),
      [],
    );
  });
});

describe('every table', () => {
  test('has row security on', () => {
    assert.deepEqual(
      offenders(tables, (table) => !table.rowSecurity || table.policies.length === 0),
      [],
    );
  });

  test('is kept from its owner as well, but for the history of migrations, which only the owner writes', () => {
    assert.deepEqual(
      offenders(tables, (table) => !table.rowSecurityForced),
      ['stoa.installed', 'stoa.migrations'],
    );
  });

  test('lies in the schema of a module, or of the ground', () => {
    const known = ['app', 'stoa', ...modules.map(({ name }) => name)];
    assert.deepEqual(
      schemas.map(({ name }) => name).filter((name) => !known.includes(name)),
      [],
    );
  });

  test('cannot have its keys changed by the server', () => {
    const keys = ({ constraints }: Relation) =>
      constraints.filter(({ kind }) => kind === 'p').flatMap((k) => k.columns);
    assert.deepEqual(
      offenders(tables, (table) =>
        table.grants.some(
          ({ privilege, columns }) =>
            privilege === 'update' &&
            (columns.length === 0 || columns.some((column) => keys(table).includes(column))),
        ),
      ),
      [],
    );
  });

  test('may be read, added to, changed in named columns or cleared, and nothing else', () => {
    const known = ['select', 'insert', 'update', 'delete'];
    assert.deepEqual(
      offenders(tables, ({ grants }) =>
        grants.some(({ role, privilege }) => role === 'public' || !known.includes(privilege)),
      ),
      [],
    );
  });

  test("is out of reach of direct clients when it is internal or the server's", async () => {
    const kept = tables.filter(({ comment }) =>
      ['internal', 'server'].includes(classificationOf(comment)?.audience ?? 'internal'),
    );
    assert.ok(kept.length > 0);
    assert.deepEqual(
      await names(sql`
        select r || ' reads ' || t as name from unnest(${kept.map(nameOf)}::text[]) t, unnest(array['authenticated', 'anon']) r
         where has_any_column_privilege(r, t::regclass, 'select, insert, update')
            or has_table_privilege(r, t::regclass, 'delete, truncate')`),
      [],
    );
  });

  test('shows secrets to the server alone', () => {
    assert.deepEqual(
      offenders(tables, ({ comment, grants }) => {
        const said = classificationOf(comment);
        return (
          said?.usage === 'secret' &&
          (said.audience !== 'internal' || grants.some((g) => g.role !== 'app_server'))
        );
      }),
      [],
    );
  });

  test('has an index behind every key it points with', async () => {
    assert.deepEqual(
      await names(sql`
        select k.conrelid::regclass || ' ' || k.conname as name
          from pg_constraint k
         where k.contype = 'f' and k.connamespace::regnamespace::text not in ('pgboss') and not exists (
           select from pg_index x where x.indrelid = k.conrelid and x.indpred is null
              and (x.indkey::int2[])[0:cardinality(k.conkey) - 1] operator(pg_catalog.@>) k.conkey)`),
      [],
    );
  });
});

describe('every view that others may read', () => {
  test('shows what its reader may see, not what its owner may', () => {
    const views = relations.filter(({ kind }) => kind === 'view');
    assert.deepEqual(
      offenders(views, ({ options }) => !options.some((o) => /^security_invoker=(true|on|1)$/.test(o))),
      [],
    );
  });
});

describe('the roles', () => {
  test('app_server owns nothing, never signs in and passes no wall', async () => {
    assert.deepEqual(
      await names(sql`
        select rolname::text as name from pg_roles
         where rolname in ('app_server', 'app_server_together', 'authenticated', 'anon')
           and (rolsuper or rolbypassrls or rolcreaterole or rolcreatedb or rolreplication
                or (rolcanlogin and rolname like 'app_server%'))
        union all
        select oid::regclass::text from pg_class where pg_get_userbyid(relowner) like 'app_server%'
        union all
        select oid::regprocedure::text from pg_proc where pg_get_userbyid(proowner) like 'app_server%'
        union all
        select nspname::text from pg_namespace where pg_get_userbyid(nspowner) like 'app_server%'`),
      [],
    );
  });

  test('app_server is a member of nothing, so that its rights are the ones granted to it', async () => {
    assert.deepEqual(
      await names(sql`
        select pg_get_userbyid(roleid)::text as name from pg_auth_members
         where pg_get_userbyid(member) in ('app_server', 'authenticated', 'anon')`),
      [],
    );
  });

  test('app_server_together has none of the rights of app_server, and is nobody else', async () => {
    assert.deepEqual(
      await names(sql`
        select pg_get_userbyid(roleid)::text as name from pg_auth_members
         where pg_get_userbyid(member) = 'app_server_together'`),
      ['app_server'],
    );
    assert.deepEqual(
      await names(
        sql`select 'rights' as name where pg_has_role('app_server_together', 'app_server', 'usage')`,
      ),
      [],
    );
  });

  test('app_server makes nothing in any schema', async () => {
    assert.deepEqual(
      await names(sql`
        select nspname::text as name
          from pg_namespace, unnest(array['app_server', 'app_server_together']) r
         where nspname !~ '^pg_' and has_schema_privilege(r, oid, 'create')`),
      [],
    );
  });
});

describe('every function', () => {
  test('runs with the rights of whoever calls it', async () => {
    assert.deepEqual(
      await names(sql`
        select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where p.prosecdef and n.nspname = any (${schemas.map(({ name }) => name)}) order by 1`),
      securityDefiners,
    );
  });

  test('finds what it names wherever it is called from', async () => {
    assert.deepEqual(
      await names(sql`
        select p.oid::regprocedure::text as name from pg_proc p join pg_namespace n on n.oid = p.pronamespace
         where n.nspname = any (${schemas.map(({ name }) => name)}) and p.prosqlbody is null
           and not exists (select from unnest(p.proconfig) c where c like 'search_path=%')`),
      [],
    );
  });
});

/** The form itself, or the form and something that narrows it further: never `or`. */
function begins(text: string | null, form: string): boolean {
  return (
    text === form || text?.startsWith(`${form} and `) === true || text?.startsWith(`(${form}) and `) === true
  );
}
