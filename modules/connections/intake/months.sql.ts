import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';

/** Makes the tables of this month and the next two, and drops those that are too old. Answers how many of both. */
export function keepMonths(tx: Tx, now: Date, monthsKept: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select connections.keep_months(${now}, ${monthsKept}) as count`,
  );
}

/** The oldest first, a piece at a time; answers how many. */
export function deleteReceiptsBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    delete from connections.webhook_receipts where (workspace_id, platform, key) in (
      select workspace_id, platform, key from connections.webhook_receipts
       where received_at < ${before}
       order by received_at limit ${limit})`);
}
