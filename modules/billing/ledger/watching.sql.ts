import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';

/** What was just said, so that it is not said again. */
export function markWatched(
  tx: Tx,
  { isLow, isReloadDue }: { readonly isLow: boolean; readonly isReloadDue: boolean },
  now: Date,
) {
  return tx.run(sql`
    update billing.wallets
       set low_told_at = case when ${isLow} then ${now}::timestamptz else low_told_at end,
           reload_due_at = case when ${isReloadDue} then ${now}::timestamptz else reload_due_at end,
           updated_at = ${now}`);
}
