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

export interface Counted {
  /** Met for the first time. Told by a webhook, it counts for those; what was missed is counted by who found it. */
  readonly taken?: 'webhook' | 'sync' | undefined;
  /** It was worked off, or was given up. Counted for the day as it is where the workspace is. */
  readonly outcome?: 'processed' | 'failed' | undefined;
}

/** Every event of an account is counted in the same row: in one statement, so that they wait for each other once. */
export function countEvent(tx: Tx, { workspaceId, accountId, now }: OfAccount, { taken, outcome }: Counted) {
  const came = Number(taken === 'webhook');
  const day = outcome ? sql`connections.day_at(${workspaceId}, ${now})` : sql`null::date`;
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, last_event_at, hooks_came_count, day,
                                         day_processed_count, day_failed_count, created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${taken ? now : null}, ${came}, ${day}, ${Number(outcome === 'processed')},
            ${Number(outcome === 'failed')}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set last_event_at = greatest(h.last_event_at, excluded.last_event_at),
           hooks_came_count = case when h.hooks_came_count + h.hooks_missed_count >= ${rememberedMax}
                                   then h.hooks_came_count / 2 else h.hooks_came_count end + excluded.hooks_came_count,
           hooks_missed_count = case when h.hooks_came_count + h.hooks_missed_count >= ${rememberedMax}
                                     then h.hooks_missed_count / 2 else h.hooks_missed_count end,
           day = coalesce(excluded.day, h.day),
           day_processed_count = excluded.day_processed_count
             + case when coalesce(excluded.day, h.day) = h.day then h.day_processed_count else 0 end,
           day_failed_count = excluded.day_failed_count
             + case when coalesce(excluded.day, h.day) = h.day then h.day_failed_count else 0 end`);
}

/** Found by asking, though a webhook should have told it. */
export function missedByHook(tx: Tx, { workspaceId, accountId, now }: OfAccount, count: number) {
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, hooks_missed_count, created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${count}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set hooks_missed_count = h.hooks_missed_count + excluded.hooks_missed_count`);
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
