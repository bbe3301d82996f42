import { z } from 'zod';
import type { Tx } from '../kit/db/database.ts';
import { sql } from '../kit/sql.ts';
import type { SealedRow } from '../kit/vault.ts';

/** A table that keeps something sealed, bound to `<kind>:<workspace>:<id>`, or to `<kind>:<id>` outside of any. */
export interface SealedTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly kind: string;
  readonly of: 'workspace' | 'installation';
  readonly key: string;
  readonly column: string;
}

/** A test compares this with the tables that have such a column: what is missing here would never be rotated. */
export const sealedTables: readonly SealedTable[] = [
  {
    ...{ schema: 'app', table: 'webhook_secrets', name: 'app.webhook_secrets' },
    ...{ kind: 'webhook_secret', of: 'workspace', key: 'id', column: 'sealed' },
  },
  {
    ...{ schema: 'identity', table: 'totp_factors', name: 'identity.totp_factors' },
    ...{ kind: 'totp_factor', of: 'installation', key: 'user_id', column: 'secret_sealed' },
  },
  {
    ...{ schema: 'identity', table: 'oidc_providers', name: 'identity.oidc_providers' },
    ...{ kind: 'oidc_provider', of: 'installation', key: 'id', column: 'client_secret_sealed' },
  },
];

const Row = z.object({ id: z.string(), sealed: z.instanceof(Uint8Array), associated: z.string() });

/** Rows in the order of their ids: of the workspace, or of the installation. */
export function sealedAfter(
  tx: Tx,
  table: SealedTable,
  afterId: string | undefined,
  limit: number,
): Promise<SealedRow[]> {
  const [id, sealed] = [sql.id(table.key), sql.id(table.column)];
  const owner = table.of === 'workspace' ? sql`workspace_id || ':' || ` : sql.empty;
  return tx.many(
    Row,
    sql`select ${id} as id, ${sealed} as sealed, ${table.kind}::text || ':' || ${owner}${id} as associated
          from ${sql.id(table.schema, table.table)}
         where ${sealed} is not null and (${afterId ?? null}::uuid is null or ${id} > ${afterId ?? null}::uuid)
         order by ${id} limit ${limit}`,
  );
}

/** Only if it still holds what was read. */
export function replaceSealed(
  tx: Tx,
  { schema, table, key, column }: SealedTable,
  id: string,
  old: Uint8Array,
  fresh: Buffer,
): Promise<number> {
  return tx.run(
    sql`update ${sql.id(schema, table)} set ${sql.id(column)} = ${fresh}
         where ${sql.id(key)} = ${id} and ${sql.id(column)} = ${Buffer.from(old)}`,
  );
}
