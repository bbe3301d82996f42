import { z } from 'zod';
import type { Tx } from '../kit/db/database.ts';
import { sql } from '../kit/sql.ts';
import type { SealedRow } from '../kit/vault.ts';

/**
 * A table that keeps something sealed, bound to `<kind>:<workspace>:<id>`, or to `<kind>:<id>` outside of any; where
 * it has several rows of one id, to that and `:<which>`.
 */
export interface SealedTable {
  readonly schema: string;
  readonly table: string;
  readonly name: string;
  readonly kind: string;
  readonly of: 'workspace' | 'installation';
  readonly key: string;
  readonly column: string;
  /** A table with several rows of one id: the column that tells them apart, and of which of them this is said. */
  readonly among?: { readonly column: string; readonly is: string };
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
  ...['access', 'refresh'].map((is) => ({
    ...{ schema: 'connections', table: 'secrets', name: 'connections.secrets' },
    ...{ kind: 'connection_secret', of: 'workspace' as const, key: 'account_id', column: 'sealed' },
    among: { column: 'kind', is },
  })),
  {
    ...{ schema: 'inbox', table: 'email_secrets', name: 'inbox.email_secrets' },
    ...{ kind: 'email_secret', of: 'workspace', key: 'account_id', column: 'sealed' },
  },
  {
    ...{ schema: 'billing', table: 'ai_keys', name: 'billing.ai_keys' },
    ...{ kind: 'ai_key', of: 'workspace', key: 'workspace_id', column: 'sealed' },
  },
  ...['context', 'answer', 'offers'].map((what) => ({
    ...{ schema: 'connections', table: 'oauth_states', name: 'connections.oauth_states' },
    ...{ kind: `oauth_${what}`, of: 'workspace' as const, key: 'id', column: `${what}_sealed` },
  })),
  ...['token', 'refresh'].map((what) => ({
    ...{ schema: 'connections', table: 'pending_installs', name: 'connections.pending_installs' },
    ...{ kind: `pending_install_${what}`, of: 'installation' as const, key: 'id', column: `${what}_sealed` },
  })),
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
  const which = table.among ? sql` || ':' || ${sql.id(table.among.column)}` : sql.empty;
  return tx.many(
    Row,
    sql`select ${id} as id, ${sealed} as sealed, ${table.kind}::text || ':' || ${owner}${id}${which} as associated
          from ${sql.id(table.schema, table.table)}
         where ${sealed} is not null and ${isAmong(table)}
           and (${afterId ?? null}::uuid is null or ${id} > ${afterId ?? null}::uuid)
         order by ${id} limit ${limit}`,
  );
}

/** Only if it still holds what was read. */
export function replaceSealed(
  tx: Tx,
  sealed: SealedTable,
  id: string,
  old: Uint8Array,
  fresh: Buffer,
): Promise<number> {
  const { schema, table, key, column } = sealed;
  return tx.run(
    sql`update ${sql.id(schema, table)} set ${sql.id(column)} = ${fresh}
         where ${sql.id(key)} = ${id} and ${isAmong(sealed)} and ${sql.id(column)} = ${Buffer.from(old)}`,
  );
}

const isAmong = ({ among }: SealedTable) => (among ? sql`${sql.id(among.column)} = ${among.is}` : sql`true`);
