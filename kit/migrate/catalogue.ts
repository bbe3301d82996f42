import type { Client } from 'pg';
import { systems } from './lenses.ts';
import { asWritten } from './spelling.ts';

export interface Column {
  readonly name: string;
  readonly type: string;
  readonly nullable: boolean;
  readonly default: string | null;
  /** `generated always as identity`, or the expression of a generated column. */
  readonly generated: string | null;
  readonly comment: string | null;
}
export interface Named {
  readonly name: string;
  readonly definition: string;
}
export interface Constraint extends Named {
  readonly kind: 'p' | 'u' | 'f' | 'c' | 'x';
  readonly columns: readonly string[];
  /** `workspaces.members`, for a foreign key. */
  readonly target: string | null;
}
export interface Policy {
  readonly name: string;
  readonly permissive: boolean;
  readonly command: string;
  readonly roles: readonly string[];
  readonly using: string | null;
  readonly check: string | null;
}
export interface Grant {
  readonly role: string;
  readonly privilege: string;
  /** Empty when the right is to the whole of it. */
  readonly columns: readonly string[];
}
export interface Relation {
  readonly schema: string;
  readonly name: string;
  readonly kind: 'table' | 'view';
  readonly comment: string | null;
  readonly options: readonly string[];
  readonly rowSecurity: boolean;
  readonly rowSecurityForced: boolean;
  readonly columns: readonly Column[];
  readonly constraints: readonly Constraint[];
  readonly indexes: readonly Named[];
  readonly policies: readonly Policy[];
  readonly triggers: readonly Named[];
  readonly grants: readonly Grant[];
}
export interface Routine extends Named {
  readonly comment: string | null;
  readonly grants: readonly Grant[];
}
export interface Schema {
  readonly name: string;
  readonly comment: string | null;
  readonly grants: readonly Grant[];
  readonly relations: readonly Relation[];
  readonly routines: readonly Routine[];
}

/** Not the core's: PostgreSQL's, the host's, the job queue's own, and the lenses, which are read from their files. */
export const foreignSchemas: readonly string[] = ['public', 'auth', 'extensions', 'pgboss', ...systems];
const core = `n.nspname <> all ($1) and n.nspname !~ '^pg_' and n.nspname <> 'information_schema'`;
const ofRelation = `n.nspname as schema, c.relname as relation`;
const relations = `pg_class c join pg_namespace n on n.oid = c.relnamespace and c.relkind in ('r', 'p', 'v', 'm') and ${core}`;
const role = `case when acl.grantee = 0 then 'public' else pg_get_userbyid(acl.grantee)::text end as role`;
// What the owner may do says nothing; MAINTAIN came with PostgreSQL 17.
const others = (owner: string) => `acl.grantee <> ${owner} and acl.privilege_type <> 'MAINTAIN'`;

const queries = {
  schemas: `
    select n.nspname as schema, obj_description(n.oid, 'pg_namespace') as comment from pg_namespace n where ${core}`,
  schemaGrants: `
    select n.nspname as schema, ${role}, lower(acl.privilege_type) as privilege
      from pg_namespace n, aclexplode(n.nspacl) acl where ${core} and ${others('n.nspowner')}`,
  relations: `
    select ${ofRelation}, case when c.relkind in ('r', 'p') then 'table' else 'view' end as kind,
           obj_description(c.oid, 'pg_class') as comment, coalesce(c.reloptions, '{}') as options,
           c.relrowsecurity as "rowSecurity", c.relforcerowsecurity as "rowSecurityForced"
      from ${relations} where not c.relispartition`,
  columns: `
    select ${ofRelation}, a.attname as name, format_type(a.atttypid, a.atttypmod) as type,
           not a.attnotnull as nullable,
           case when a.attgenerated = '' then pg_get_expr(d.adbin, d.adrelid) end as default,
           case when a.attidentity = 'a' then 'always as identity'
                when a.attidentity = 'd' then 'by default as identity'
                when a.attgenerated = 's' then 'always as (' || pg_get_expr(d.adbin, d.adrelid) || ') stored'
                when a.attgenerated = 'v' then 'always as (' || pg_get_expr(d.adbin, d.adrelid) || ') virtual'
           end as generated,
           col_description(c.oid, a.attnum) as comment, a.attnum as place
      from ${relations} join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
      left join pg_attrdef d on d.adrelid = c.oid and d.adnum = a.attnum`,
  constraints: `
    select ${ofRelation}, k.conname as name, k.contype as kind, pg_get_constraintdef(k.oid) as definition,
           array(select a.attname::text from unnest(k.conkey) with ordinality u (num, place)
                   join pg_attribute a on a.attrelid = c.oid and a.attnum = u.num order by u.place) as columns,
           case when k.contype = 'f' then k.confrelid::regclass::text end as target
      from ${relations} join pg_constraint k on k.conrelid = c.oid and k.contype in ('p', 'u', 'f', 'c', 'x')`,
  indexes: `
    select ${ofRelation}, i.relname as name, pg_get_indexdef(i.oid) as definition
      from ${relations} join pg_index x on x.indrelid = c.oid join pg_class i on i.oid = x.indexrelid
     where not exists (select from pg_constraint k where k.conindid = i.oid and k.conrelid = c.oid)`,
  policies: `
    select ${ofRelation}, p.polname as name, p.polpermissive as permissive,
           case p.polcmd when 'r' then 'select' when 'a' then 'insert' when 'w' then 'update'
                         when 'd' then 'delete' else 'all' end as command,
           array(select pg_get_userbyid(r)::text from unnest(p.polroles) r where r <> 0 order by 1) as roles,
           pg_get_expr(p.polqual, p.polrelid) as using, pg_get_expr(p.polwithcheck, p.polrelid) as check
      from ${relations} join pg_policy p on p.polrelid = c.oid`,
  triggers: `
    select ${ofRelation}, t.tgname as name, pg_get_triggerdef(t.oid) as definition
      from ${relations} join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal`,
  relationGrants: `
    select ${ofRelation}, ${role}, lower(acl.privilege_type) as privilege, null as name
      from ${relations}, aclexplode(c.relacl) acl where ${others('c.relowner')}
    union all
    select ${ofRelation}, ${role}, lower(acl.privilege_type), a.attname
      from ${relations} join pg_attribute a on a.attrelid = c.oid and not a.attisdropped, aclexplode(a.attacl) acl
     where ${others('c.relowner')}`,
  routines: `
    select n.nspname as schema, p.oid::regprocedure::text as name, pg_get_functiondef(p.oid) as definition,
           obj_description(p.oid, 'pg_proc') as comment
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace
     where p.prokind in ('f', 'p') and ${core}
       and not exists (select from pg_depend d where d.objid = p.oid and d.deptype = 'e')`,
  // Without a list everybody may execute; with one, only who is on it.
  routineGrants: `
    select n.nspname as schema, p.oid::regprocedure::text as relation, ${role},
           lower(acl.privilege_type) as privilege
      from pg_proc p join pg_namespace n on n.oid = p.pronamespace, aclexplode(p.proacl) acl
     where p.prokind in ('f', 'p') and ${core} and ${others('p.proowner')}`,
} as const;

/**
 * Everything the migrations made, in an order that depends on nothing but names. `public` and `extensions` are on
 * the path while reading, so that a type of an extension is written the same wherever the extension lives.
 */
export async function readCatalogue(client: Client): Promise<Schema[]> {
  await client.query('begin read only; set local search_path = pg_catalog, public, extensions');
  try {
    const rows = {} as Record<keyof typeof queries, any[]>;
    for (const [name, text] of Object.entries(queries)) {
      const answer = await client.query(text, [foreignSchemas]);
      rows[name as keyof typeof queries] = name === 'routines' ? answer.rows : answer.rows.map(respelled);
    }
    return byName(rows.schemas, 'schema').map((schema) => schemaOf(schema, rows));
  } finally {
    await client.query('rollback');
  }
}

function schemaOf({ schema, comment }: any, rows: Record<keyof typeof queries, any[]>): Schema {
  const here = (kind: keyof typeof queries) => rows[kind].filter((row) => row.schema === schema);
  const of = (kind: keyof typeof queries, relation: string) =>
    here(kind).filter((row) => row.relation === relation);
  return {
    name: schema,
    comment,
    grants: grantsOf(here('schemaGrants')),
    relations: byName(here('relations'), 'relation').map(({ relation, ...row }) => ({
      ...row,
      name: relation,
      columns: of('columns', relation).sort((a, b) => a.place - b.place),
      constraints: of('constraints', relation).sort(byKindAndName),
      indexes: byName(of('indexes', relation)),
      policies: byName(of('policies', relation)),
      triggers: byName(of('triggers', relation)),
      grants: grantsOf(of('relationGrants', relation)),
    })),
    routines: byName(here('routines')).map((row) => ({
      ...row,
      grants: grantsOf(of('routineGrants', row.name)),
    })),
  };
}

const privileges = [
  'usage',
  'create',
  'select',
  'insert',
  'update',
  'delete',
  'truncate',
  'references',
  'trigger',
];

function grantsOf(rows: { role: string; privilege: string; name?: string | null }[]): Grant[] {
  const grants = new Map<string, { role: string; privilege: string; columns: string[] }>();
  for (const { role, privilege, name } of rows) {
    const key = `${role} ${String(privileges.indexOf(privilege)).padStart(2, '0')} ${privilege} ${name ? 'some' : 'all'}`;
    const grant = grants.get(key) ?? { role, privilege, columns: [] };
    if (name) grant.columns.push(name);
    grants.set(key, grant);
  }
  return [...grants]
    .sort(([a], [b]) => compare(a, b))
    .map(([, grant]) => ({ ...grant, columns: grant.columns.sort() }));
}

/** Text of SQL, not names or comments; the body of a routine stays as its author wrote it. */
const printed = ['definition', 'default', 'generated', 'using', 'check', 'type'];
const respelled = (row: Record<string, unknown>) =>
  Object.fromEntries(
    Object.entries(row).map(([key, value]) => [
      key,
      printed.includes(key) && typeof value === 'string' ? asWritten(value) : value,
    ]),
  );

const byName = (rows: any[], key = 'name') => [...rows].sort((a, b) => compare(a[key], b[key]));
const kinds = 'pufcx';
const byKindAndName = (a: Constraint, b: Constraint) =>
  kinds.indexOf(a.kind) - kinds.indexOf(b.kind) || compare(a.name, b.name);
/** By code point: a database's own order depends on where it was made. */
const compare = (a: string, b: string) => (a < b ? -1 : a > b ? 1 : 0);
