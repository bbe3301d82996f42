import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';

export interface OfAccount {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly now: Date;
}

/** So many are remembered before the older ones begin to count half: what was a year ago says nothing of today. */
const rememberedMax = 1_000;

/** Something happened. Told by a webhook, it counts for those; what was missed is counted by whoever found it. */
export function eventTaken(tx: Tx, { workspaceId, accountId, now }: OfAccount, source: 'webhook' | 'sync') {
  const came = source === 'webhook' ? 1 : 0;
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, last_event_at, hooks_came_count, created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${now}, ${came}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set last_event_at = greatest(h.last_event_at, excluded.last_event_at),
           hooks_came_count = case when h.hooks_came_count + h.hooks_missed_count >= ${rememberedMax}
                                   then h.hooks_came_count / 2 else h.hooks_came_count end + excluded.hooks_came_count,
           hooks_missed_count = case when h.hooks_came_count + h.hooks_missed_count >= ${rememberedMax}
                                     then h.hooks_missed_count / 2 else h.hooks_missed_count end`);
}

/** Found by asking, though a webhook should have told it. */
export function missedByHook(tx: Tx, { workspaceId, accountId, now }: OfAccount, count: number) {
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, hooks_missed_count, created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${count}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set hooks_missed_count = h.hooks_missed_count + excluded.hooks_missed_count`);
}

/** It was worked off, or was given up. Counted for the day as it is where the workspace is. */
export function eventSettled(
  tx: Tx,
  { workspaceId, accountId, now }: OfAccount,
  outcome: 'processed' | 'failed',
) {
  const [processed, failed] = outcome === 'processed' ? [1, 0] : [0, 1];
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, day, day_processed_count, day_failed_count,
                                         created_at, updated_at)
    values (${workspaceId}, ${accountId}, connections.day_at(${workspaceId}, ${now}), ${processed}, ${failed}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set day = excluded.day,
           day_processed_count = excluded.day_processed_count
             + case when h.day = excluded.day then h.day_processed_count else 0 end,
           day_failed_count = excluded.day_failed_count
             + case when h.day = excluded.day then h.day_failed_count else 0 end`);
}

const Before = z.object({ failuresBefore: z.number() });

/** Of the moving average, a tenth is the last answer. Answers how many calls had failed in a row before. */
export function markSucceeded(
  tx: Tx,
  { workspaceId, accountId, now }: OfAccount,
  { ms, provesToken }: { readonly ms: number | null; readonly provesToken: boolean },
) {
  const checkedAt = provesToken ? now : null;
  return tx.maybeOne(
    Before,
    sql`
    with before as (
      select failures_count from connections.health where account_id = ${accountId}
    ), kept as (
      insert into connections.health as h (workspace_id, account_id, last_succeeded_at, response_ms, token_checked_at,
                                           created_at, updated_at)
      values (${workspaceId}, ${accountId}, ${now}, ${ms}, ${checkedAt}, ${now}, ${now})
      on conflict (workspace_id, account_id) do update
         set last_succeeded_at = excluded.last_succeeded_at, failures_count = 0,
             response_ms = round(coalesce(h.response_ms * 0.9 + excluded.response_ms * 0.1, excluded.response_ms, h.response_ms)),
             token_checked_at = coalesce(excluded.token_checked_at, h.token_checked_at),
             failure_kinds = case when h.last_failed_at < ${forgottenAt(now)} then '{}' else h.failure_kinds end
    )
    select failures_count as failures_before from before`,
  );
}

/** What failed longer ago than this is forgotten with the next answer. */
const forgottenAt = (now: Date) => new Date(now.getTime() - 7 * 86_400_000);

/** Answers how many have failed in a row by now. */
export function markFailed(tx: Tx, { workspaceId, accountId, now }: OfAccount, kind: string) {
  return tx.one(
    z.object({ failures: z.number() }),
    sql`
    insert into connections.health as h (workspace_id, account_id, last_failed_at, failures_count, failure_kinds,
                                         created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${now}, 1, jsonb_build_object(${kind}::text, 1), ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set last_failed_at = excluded.last_failed_at, failures_count = h.failures_count + 1,
           failure_kinds = jsonb_set(h.failure_kinds, array[${kind}::text],
                                     to_jsonb(coalesce((h.failure_kinds ->> ${kind}::text)::int, 0) + 1))
    returning failures_count as failures`,
  );
}
