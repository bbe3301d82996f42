import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { Login, PlatformName } from '../platforms/contract.ts';

const bytes = z.instanceof(Uint8Array);

/** An account with what opens it, still sealed. `version` is another one after every change of the access token. */
export const Locked = z.object({
  id: AccountId,
  platform: PlatformName,
  platformAccountId: z.string(),
  appScopedId: z.string().nullable(),
  parentPlatformId: z.string().nullable(),
  login: Login,
  details: z.record(z.string(), z.unknown()),
  state: z.enum(['open', 'broken', 'disconnected']),
  tokenExpiresAt: z.date().nullable(),
  tokenRefreshedAt: z.date().nullable(),
  connectedAt: z.date(),
  refreshFailures: z.number(),
  access: bytes.nullable(),
  refresh: bytes.nullable(),
  version: z.string().nullable(),
});
export type Locked = z.infer<typeof Locked>;

export function findLocked(tx: Tx, id: AccountId) {
  return tx.maybeOne(
    Locked,
    sql`
    select a.id, a.platform, a.platform_account_id, a.app_scoped_id, a.parent_platform_id, a.login, a.details,
           case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'broken'
                else 'open' end as state,
           a.token_expires_at, a.token_refreshed_at, a.connected_at, a.refresh_failures,
           s.sealed as access, encode(sha256(s.sealed), 'hex') as version, r.sealed as refresh
      from connections.accounts a
      left join connections.secrets s
        on s.workspace_id = a.workspace_id and s.account_id = a.id and s.kind = 'access'
      left join connections.secrets r
        on r.workspace_id = a.workspace_id and r.account_id = a.id and r.kind = 'refresh'
     where a.id = ${id}`,
  );
}

export interface SealedTokens {
  readonly access: Buffer;
  /** Undefined: the one that is there stays. */
  readonly refresh: Buffer | undefined;
}

interface OfAccount {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly now: Date;
}

export function putSecrets(tx: Tx, { workspaceId, accountId, now }: OfAccount, sealed: SealedTokens) {
  const rows = [
    sql`(${workspaceId}, ${accountId}, 'access', ${sealed.access}, ${now}, ${now})`,
    ...(sealed.refresh
      ? [sql`(${workspaceId}, ${accountId}, 'refresh', ${sealed.refresh}, ${now}, ${now})`]
      : []),
  ];
  return tx.run(sql`
    insert into connections.secrets (workspace_id, account_id, kind, sealed, created_at, updated_at)
    values ${sql.join(rows)}
    on conflict (workspace_id, account_id, kind) do update set sealed = excluded.sealed`);
}

export function deleteSecrets(tx: Tx, accountId: AccountId, kinds: readonly ('access' | 'refresh')[]) {
  return tx.run(sql`
    delete from connections.secrets where account_id = ${accountId} and kind = any(${kinds}::text[])`);
}
