import { z } from 'zod';
import type { Database } from '../kit/db/database.ts';
import { type Sql, sql } from '../kit/sql.ts';

/** What is in every table, as fingerprints: what was refused must leave them as they were. */
export interface Stored {
  everything(): Promise<Fingerprints>;
  /** Of one workspace's own rows. */
  of(workspaceId: string): Promise<Fingerprints>;
}
export type Fingerprints = Readonly<Record<string, string>>;

export async function lookAtStored(db: Database): Promise<Stored> {
  const owner = db.reader({ kind: 'owner' });
  const tables = await owner.many(
    z.object({ name: z.string() }),
    sql`
      select quote_ident(n.nspname) || '.' || quote_ident(c.relname) as name
        from pg_class c join pg_namespace n on n.oid = c.relnamespace
       where c.relkind = 'r' and n.nspname !~ '^(pg_|information_schema)' order by 1`,
  );
  const fingerprints = async (rowsOf: (table: string) => Sql): Promise<Fingerprints> => {
    const each = tables.map(
      ({ name }) => sql`
        select ${name}::text as name,
               count(*) || ' ' || coalesce(md5(string_agg(row, '' order by row)), '') as digest
          from (${rowsOf(name)}) rows`,
    );
    const found = await owner.many(
      z.object({ name: z.string(), digest: z.string() }),
      sql.join(each, sql` union all `),
    );
    return Object.fromEntries(found.map(({ name, digest }) => [name, digest]));
  };
  return {
    everything: () => fingerprints((table) => sql.trusted(`select t::text as row from ${table} t`)),
    of: (workspaceId) =>
      fingerprints(
        (table) =>
          sql`
            select t::text as row from ${sql.trusted(table)} t
             where to_jsonb(t) ->> 'workspace_id' = ${workspaceId}::text`,
      ),
  };
}

/** A test itself signs somebody in between. */
export const withoutSessions = ({ 'identity.sessions': _, ...rest }: Fingerprints): Fingerprints => rest;
