import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';

/** A limit that moves is looked at anew: what was said of the one before is no word about it. */
export function setReloadBelow(tx: Tx, micro: number | undefined, now: Date) {
  return tx.run(sql`
    update billing.wallets
       set reload_below_micro = ${micro ?? null}, reload_due_at = null, updated_at = ${now}`);
}

export function markReloadTried(tx: Tx, now: Date) {
  return tx.run(sql`
    update billing.wallets set reload_due_at = null, updated_at = ${now} where reload_due_at is not null`);
}
