import { z } from 'zod';
import type { Database } from '../kit/db/database.ts';
import { type Sql, sql } from '../kit/sql.ts';

/** What is in every table, as fingerprints: what was refused must leave them as they were. */
export interface Stored {
  /** Not so much as written anew with what it was. */
  everything(): Promise<Fingerprints>;
  /** Of one workspace's own rows. */
  of(workspaceId: string): Promise<Fingerprints>;
}
export type Fingerprints = Readonly<Record<string, string>>;

interface Table {
  readonly name: string;
  readonly ofWorkspaces: boolean;
}

export async function lookAtStored(db: Database): Promise<Stored> {
  const owner = db.reader({ kind: 'owner' });
  const tables = await owner.many(
    z.object({ name: z.string(), ofWorkspaces: z.boolean() }),
    sql`
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name,
             exists (select from pg_attribute a
                      where a.attrelid = c.oid and a.attname = 'workspace_id' and not a.attisdropped) as of_workspaces
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1`,
  );
  const fingerprints = async (of: readonly Table[], digestOf: (table: Sql) => Sql): Promise<Fingerprints> => {
    const each = of.map(
      ({ name }) => sql`select ${name}::text as name, (${digestOf(sql.trusted(name))}) as digest`,
    );
    const found = await owner.many(
      z.object({ name: z.string(), digest: z.string() }),
      sql.join(each, sql` union all `),
    );
    return Object.fromEntries(found.map(({ name, digest }) => [name, digest]));
  };
  return {
    // A row that is written has the number of who wrote it, the highest yet: nothing of the row has to be read.
    everything: () =>
      fingerprints(
        tables,
        (table) => sql`select count(*) || ' ' || coalesce(sum(xmin::text::bigint), 0) from ${table}`,
      ),
    of: (workspaceId) =>
      fingerprints(
        tables.filter(({ ofWorkspaces }) => ofWorkspaces),
        (table) => sql`
          select count(*) || ' ' || coalesce(md5(string_agg(t::text, '' order by t::text)), '')
            from ${table} t where t.workspace_id = ${workspaceId}::uuid`,
      ),
  };
}

/** A test itself signs somebody in between. */
export const withoutSessions = ({ 'identity.sessions': _, ...rest }: Fingerprints): Fingerprints => rest;
