import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { type AccountId, type BrokenReason, brokenReasons } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';

const Suspect = z.object({
  state: z.enum(['open', 'broken', 'disconnected']),
  version: z.string().nullable(),
  isRefreshable: z.boolean(),
  tokenExpiresAt: z.date().nullable(),
  /** When the token that is in doubt was issued. */
  issuedAt: z.date(),
  scopes: z.array(z.string()),
  lackingScopes: z.array(z.string()),
});
export type Suspect = z.infer<typeof Suspect>;

/** Until the transaction ends, nobody else decides about it. */
export function holdSuspect(tx: Tx, id: AccountId) {
  return tx.maybeOne(
    Suspect,
    sql`
    select case when a.disconnected_at is not null then 'disconnected' when a.broken_at is not null then 'broken'
                else 'open' end as state,
           (select encode(sha256(s.sealed), 'hex') from connections.secrets s
             where s.workspace_id = a.workspace_id and s.account_id = a.id and s.kind = 'access') as version,
           exists (select from connections.secrets r
                    where r.workspace_id = a.workspace_id and r.account_id = a.id and r.kind = 'refresh')
             as is_refreshable,
           a.token_expires_at, coalesce(a.token_refreshed_at, a.connected_at) as issued_at, a.scopes, a.lacking_scopes
      from connections.accounts a
     where a.id = ${id}
       for no key update of a`,
  );
}

const Broken = z.object({ platform: z.string(), platformAccountId: z.string() });

/** Once: undefined when it is broken or disconnected already, or no longer as it was when `claimedUntil` was set. */
export function markBroken(
  tx: Tx,
  id: AccountId,
  reason: BrokenReason,
  now: Date,
  claimedUntil: Date | null,
) {
  return tx.maybeOne(
    Broken,
    sql`
    update connections.accounts set broken_at = ${now}, broken_reason = ${reason}, refresh_at = null
     where id = ${id} and broken_at is null and disconnected_at is null
       and (${claimedUntil}::timestamptz is null or refresh_at = ${claimedUntil})
    returning platform, platform_account_id`,
  );
}

/** Those who can connect it again. `coworkers` are all there are. */
export function whomToTell(tx: Tx, coworkers: Sql, limit: number) {
  return tx.many(
    z.object({ id: MemberId }),
    sql`
    select c.id from (${coworkers}) c
     where c.role in ('owner', 'admin') and c.is_let_in
     order by c.joined_at, c.id
     limit ${limit}`,
  );
}

const Notice = z.object({
  email: z.string(),
  platform: PlatformName,
  displayName: z.string(),
  username: z.string().nullable(),
  reason: z.enum(brokenReasons),
});
export type Notice = z.infer<typeof Notice>;

/** Undefined when it was mended meanwhile, or the member has left. */
export function findNotice(
  tx: Tx,
  coworkers: Sql,
  given: { readonly accountId: AccountId; readonly memberId: MemberId; readonly brokenAt: Date },
) {
  return tx.maybeOne(
    Notice,
    sql`
    select c.email, a.platform, a.display_name, a.username, a.broken_reason as reason
      from connections.accounts a
      join (${coworkers}) c on c.workspace_id = a.workspace_id and c.id = ${given.memberId}
     where a.id = ${given.accountId} and a.broken_at = ${given.brokenAt} and c.is_let_in`,
  );
}
