import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';

interface OfAccount {
  readonly workspaceId: WorkspaceId;
  readonly accountId: AccountId;
  readonly now: Date;
}

/** Something happened, and was told of by a webhook or only found by asking. */
export function eventTaken(tx: Tx, { workspaceId, accountId, now }: OfAccount, source: 'webhook' | 'sync') {
  const [came, missed] = source === 'webhook' ? [1, 0] : [0, 1];
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, last_event_at, hooks_came_count,
                                         hooks_missed_count, created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${now}, ${came}, ${missed}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set last_event_at = greatest(h.last_event_at, excluded.last_event_at),
           hooks_came_count = h.hooks_came_count + excluded.hooks_came_count,
           hooks_missed_count = h.hooks_missed_count + excluded.hooks_missed_count`);
}

/** It was worked off, or was given up. Counted for the day by UTC. */
export function eventSettled(
  tx: Tx,
  { workspaceId, accountId, now }: OfAccount,
  outcome: 'processed' | 'failed',
) {
  const [processed, failed] = outcome === 'processed' ? [1, 0] : [0, 1];
  const day = now.toISOString().slice(0, 10);
  return tx.run(sql`
    insert into connections.health as h (workspace_id, account_id, day, day_processed_count, day_failed_count,
                                         created_at, updated_at)
    values (${workspaceId}, ${accountId}, ${day}, ${processed}, ${failed}, ${now}, ${now})
    on conflict (workspace_id, account_id) do update
       set day = excluded.day,
           day_processed_count = excluded.day_processed_count
             + case when h.day = excluded.day then h.day_processed_count else 0 end,
           day_failed_count = excluded.day_failed_count
             + case when h.day = excluded.day then h.day_failed_count else 0 end`);
}
