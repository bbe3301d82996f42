import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId, brokenReasons } from '../accounts/contract.ts';
import { PlatformName } from '../platforms/contract.ts';

export const Facts = z.object({
  platform: PlatformName,
  brokenReason: z.enum(brokenReasons).nullable(),
  isDisconnected: z.boolean(),
  lackingScopes: z.array(z.string()),
  tokenExpiresAt: z.date().nullable(),
  refreshAt: z.date().nullable(),
  tokenCheckedAt: z.date().nullable(),
  lastSucceededAt: z.date().nullable(),
  lastFailedAt: z.date().nullable(),
  failuresInARow: z.number(),
  failureKinds: z.record(z.string(), z.number()),
  responseMs: z.number().nullable(),
  lastEventAt: z.date().nullable(),
  cameCount: z.number(),
  missedCount: z.number(),
  processed: z.number(),
  failed: z.number(),
  heldUntil: z.date().nullable(),
  subscription: z.object({
    status: z.enum(['wanted', 'active', 'refused', 'ended']),
    wantedFields: z.array(z.string()),
    subscribedFields: z.array(z.string()),
    verifiedAt: z.coerce.date().nullable(),
    verifyAt: z.coerce.date().nullable(),
    failuresInARow: z.number(),
    lastFailureCode: z.string().nullable(),
  }),
});
export type Facts = z.infer<typeof Facts>;

/** Of the accounts that `factsBeside` stands behind, which are `a`. */
export const facts = sql`
           a.platform, a.broken_reason, a.disconnected_at is not null as is_disconnected, a.lacking_scopes,
           a.token_expires_at, a.refresh_at, h.token_checked_at, h.last_succeeded_at, h.last_failed_at,
           coalesce(h.failures_count, 0) as failures_in_a_row, coalesce(h.failure_kinds, '{}') as failure_kinds,
           h.response_ms, h.last_event_at, coalesce(h.hooks_came_count, 0) as came_count,
           coalesce(h.hooks_missed_count, 0) as missed_count,
           case when h.day = t.day then h.day_processed_count else 0 end as processed,
           case when h.day = t.day then h.day_failed_count else 0 end as failed,
           greatest(l.held_until, p.held_until) as held_until,
           jsonb_build_object(
             'status', coalesce(w.status, 'wanted'), 'wantedFields', coalesce(w.wanted_fields, '{}'),
             'subscribedFields', coalesce(w.subscribed_fields, '{}'), 'verifiedAt', w.verified_at,
             'verifyAt', w.verify_at, 'failuresInARow', coalesce(w.failures_count, 0),
             'lastFailureCode', w.last_failure_code) as subscription`;

export const factsBeside = (workspaceId: WorkspaceId, now: Date) => sql`
      cross join (select connections.day_at(${workspaceId}, ${now}) as day) t
      left join connections.health h on h.workspace_id = a.workspace_id and h.account_id = a.id
      left join connections.webhook_subscriptions w on w.workspace_id = a.workspace_id and w.account_id = a.id
      left join connections.app_limits p on p.platform = a.platform
      left join lateral (select max(held_until) as held_until from connections.send_limits l
                          where l.workspace_id = a.workspace_id and l.account_id = a.id) l on true`;

/** All that is known of how an account is doing, in one go. */
export function findFacts(tx: Tx, workspaceId: WorkspaceId, accountId: AccountId, now: Date) {
  return tx.maybeOne(
    Facts,
    sql`
    select ${facts}
      from connections.accounts a
      ${factsBeside(workspaceId, now)}
     where a.id = ${accountId}`,
  );
}

/** Open accounts whose token nobody has looked at since then, the one that waits longest first. */
export function accountsToCheck(tx: Tx, before: Date, limit: number) {
  return tx.many(
    z.object({ accountId: AccountId }),
    sql`
    select h.account_id
      from connections.health h
      join connections.accounts a on a.workspace_id = h.workspace_id and a.id = h.account_id
     where h.token_checked_at < ${before} and a.broken_at is null and a.disconnected_at is null
     order by h.token_checked_at limit ${limit}`,
  );
}
