import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';

const Watched = z.object({
  platform: PlatformName,
  isOpen: z.boolean(),
  status: z.enum(['wanted', 'active', 'refused', 'ended']).nullable(),
  failuresCount: z.number(),
});
export type Watched = z.infer<typeof Watched>;

export function findWatched(tx: Tx, accountId: AccountId) {
  return tx.maybeOne(
    Watched,
    sql`
    select a.platform, a.broken_at is null and a.disconnected_at is null as is_open, w.status,
           coalesce(w.failures_count, 0) as failures_count
      from connections.accounts a
      left join connections.webhook_subscriptions w on w.workspace_id = a.workspace_id and w.account_id = a.id
     where a.id = ${accountId}`,
  );
}

export interface Seen {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly platformId: string | null;
  readonly wantedFields: readonly string[];
  /** Null: it could not be seen. */
  readonly subscribedFields: readonly string[] | null;
  readonly status: 'wanted' | 'active' | 'refused';
  readonly verifyAt: Date;
  readonly failureCode: string | null;
}

/** Answers whether it is another state than before. */
export function markSeen(tx: Tx, s: Seen, now: Date) {
  const failed = s.failureCode === null ? 0 : 1;
  const verifiedAt = s.subscribedFields && now;
  return tx.one(
    z.object({ isChanged: z.boolean() }),
    sql`
    with before as (
      select status from connections.webhook_subscriptions where account_id = ${s.accountId} for update
    ), kept as (
      insert into connections.webhook_subscriptions as w (workspace_id, account_id, platform_id, wanted_fields,
        subscribed_fields, status, verified_at, verify_at, failures_count, last_failure_code, created_at, updated_at)
      values (${s.workspaceId}, ${s.accountId}, ${s.platformId}, ${s.wantedFields}, ${s.subscribedFields ?? []},
              ${s.status}, ${verifiedAt}, ${s.verifyAt}, ${failed}, ${s.failureCode}, ${now}, ${now})
      on conflict (workspace_id, account_id) do update
         set platform_id = coalesce(excluded.platform_id, w.platform_id), wanted_fields = excluded.wanted_fields,
             subscribed_fields = coalesce(${s.subscribedFields}, w.subscribed_fields), status = excluded.status,
             verified_at = coalesce(excluded.verified_at, w.verified_at), verify_at = excluded.verify_at,
             failures_count = case when ${failed} = 0 then 0 else w.failures_count + 1 end,
             last_failure_code = excluded.last_failure_code
    )
    select coalesce((select status from before), 'wanted') <> ${s.status} as is_changed`,
  );
}

const Due = z.object({ accountId: AccountId, verifyAt: z.date() });

export function subscriptionsDue(tx: Tx, until: Date, limit: number) {
  return tx.many(
    Due,
    sql`
    select w.account_id, w.verify_at
      from connections.webhook_subscriptions w
      join connections.accounts a on a.workspace_id = w.workspace_id and a.id = w.account_id
     where w.verify_at <= ${until}
       and a.broken_at is null and a.disconnected_at is null
     order by w.verify_at limit ${limit}`,
  );
}
