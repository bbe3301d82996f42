import { z } from 'zod';
import type { Tx } from '../kit/db/database.ts';
import { sql } from '../kit/sql.ts';
import type { SealedRow } from '../kit/vault.ts';

/** A table that keeps something sealed in its column `sealed`, bound to `<kind>:<workspace>:<id>`. */
export interface SealedTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly kind: string;
}

/** A test compares this with the tables that have such a column: what is missing here would never be rotated. */
export const sealedTables: readonly SealedTable[] = [
  { schema: 'app', table: 'webhook_secrets', name: 'app.webhook_secrets', kind: 'webhook_secret' },
];

const Row = z.object({ id: z.string(), sealed: z.instanceof(Uint8Array), associated: z.string() });

/** Rows of the workspace in the order of their ids. */
export function sealedAfter(
  tx: Tx,
  { schema, table, kind }: SealedTable,
  afterId: string | undefined,
  limit: number,
): Promise<SealedRow[]> {
  return tx.many(
    Row,
    sql`select id, sealed, ${kind}::text || ':' || workspace_id || ':' || id as associated
          from ${sql.id(schema, table)}
         where ${afterId ?? null}::uuid is null or id > ${afterId ?? null}::uuid
         order by id limit ${limit}`,
  );
}

/** Only if it still holds what was read. */
export function replaceSealed(
  tx: Tx,
  { schema, table }: SealedTable,
  id: string,
  old: Uint8Array,
  fresh: Buffer,
): Promise<number> {
  return tx.run(
    sql`update ${sql.id(schema, table)} set sealed = ${fresh} where id = ${id} and sealed = ${Buffer.from(old)}`,
  );
}
