import type { Ctx } from '../../../kit/ctx.ts';
import type { Ground } from '../../../kit/work.ts';
import { eventMonthsKept, receiptDaysKept } from './contract.ts';
import * as db from './months.sql.ts';

const dayMs = 86_400_000;
const purgedAtOnceMax = 5_000;
const purgesMax = 20;

/** Answers how many tables were made and dropped. As the owner of the schema: nobody else makes tables. */
export async function keepMonths({ db: database, clock, log }: Ground): Promise<{ count: number }> {
  const kept = await database.transaction({ kind: 'owner' }, (tx) =>
    db.keepMonths(tx, clock.now(), eventMonthsKept),
  );
  if (kept.count > 0) log.info(kept, 'tables of events were made and dropped');
  return kept;
}

export async function purgeReceipts({ tx, now }: Ctx): Promise<void> {
  const before = new Date(now.getTime() - receiptDaysKept * dayMs);
  for (let i = 0; i < purgesMax; i++) {
    if ((await db.deleteReceiptsBefore(tx, before, purgedAtOnceMax)) < purgedAtOnceMax) return;
  }
}
