import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

/*
 * In the scope of the installation: whose a shop that was just installed will be, nobody knows yet.
 */

const Id = z.object({ id: z.uuid() });

/** The shop's row, whether it is the first time or not. Until the transaction ends, nobody else has it. */
export function holdInstall(
  tx: Tx,
  given: { readonly id: string; readonly shop: string; readonly now: Date; readonly expiresAt: Date },
) {
  const { id, shop, now, expiresAt } = given;
  return tx.one(
    Id,
    sql`
    insert into connections.pending_installs (id, shop, claim_hash, installed_at, expires_at, created_at, updated_at)
    values (${id}, ${shop}, ${Buffer.alloc(32)}, ${now}, ${expiresAt}, ${now}, ${now})
    on conflict (shop) do update set installed_at = excluded.installed_at
    returning id`,
  );
}

export interface Installed {
  readonly claimHash: Buffer;
  readonly tokenSealed: Buffer;
  readonly refreshSealed: Buffer | null;
  readonly tokenExpiresAt: Date | null;
  readonly scopes: readonly string[];
  readonly details: object;
  readonly now: Date;
  readonly expiresAt: Date;
}

/** Whatever waited for it before is replaced, its claim as well. */
export function putInstall(tx: Tx, id: string, i: Installed) {
  return tx.run(sql`
    update connections.pending_installs
       set claim_hash = ${i.claimHash}, token_sealed = ${i.tokenSealed}, refresh_sealed = ${i.refreshSealed},
           token_expires_at = ${i.tokenExpiresAt}, scopes = ${i.scopes}::text[],
           details = ${JSON.stringify(i.details)}::jsonb, status = 'pending_account_creation', installed_at = ${i.now},
           expires_at = ${i.expiresAt}, completed_at = null, linked_workspace_id = null
     where id = ${id}`);
}

const Waiting = z.object({
  id: z.uuid(),
  shop: z.string(),
  claimHash: z.instanceof(Uint8Array),
  tokenSealed: z.instanceof(Uint8Array).nullable(),
  refreshSealed: z.instanceof(Uint8Array).nullable(),
  tokenExpiresAt: z.date().nullable(),
  scopes: z.array(z.string()),
  details: z.record(z.string(), z.unknown()),
  status: z.enum(['pending_account_creation', 'active', 'expired']),
  expiresAt: z.date(),
  linkedWorkspaceId: WorkspaceId.nullable(),
});
export type Waiting = z.infer<typeof Waiting>;

export function holdWaiting(tx: Tx, id: string) {
  return tx.maybeOne(
    Waiting,
    sql`
    select id, shop, claim_hash, token_sealed, refresh_sealed, token_expires_at, scopes, details, status, expires_at,
           linked_workspace_id
      from connections.pending_installs where id = ${id}
       for no key update`,
  );
}

export function markLinked(tx: Tx, id: string, workspaceId: WorkspaceId, now: Date) {
  return tx.run(sql`
    update connections.pending_installs
       set status = 'active', completed_at = ${now}, linked_workspace_id = ${workspaceId}, token_sealed = null,
           refresh_sealed = null, details = '{}'
     where id = ${id}`);
}

/** Nobody claimed them in time: of the shop only its name stays. */
export function expireInstalls(tx: Tx, now: Date, limit: number) {
  return tx.run(sql`
    update connections.pending_installs i
       set status = 'expired', token_sealed = null, refresh_sealed = null, details = '{}', scopes = '{}'
      from (select id from connections.pending_installs
             where status = 'pending_account_creation' and expires_at <= ${now}
             order by expires_at
             limit ${limit}
               for update skip locked) over
     where i.id = over.id`);
}
