import type { Ctx, OpenCtx } from '../../../kit/ctx.ts';
import type { Ground } from '../../../kit/work.ts';
import { eventMonthsKept, receiptDaysKept } from './contract.ts';
import * as db from './months.sql.ts';

const dayMs = 86_400_000;
const purgedAtOnceMax = 5_000;
const purgesMax = 20;

/** When a process begins to take in, whatever the nightly sweep has done. */
export const keepMonths = ({ db: database, clock }: Ground) =>
  database.transaction({ kind: 'installation' }, (tx) => db.keepMonths(tx, clock.now(), eventMonthsKept));

export async function sweepMonths({ tx, now, log }: OpenCtx): Promise<void> {
  const { count } = await db.keepMonths(tx, now, eventMonthsKept);
  if (count > 0) log.info({ count }, 'tables of events were made and dropped');
}

export async function purgeReceipts({ tx, now }: Ctx): Promise<void> {
  const before = new Date(now.getTime() - receiptDaysKept * dayMs);
  for (let i = 0; i < purgesMax; i++) {
    if ((await db.deleteReceiptsBefore(tx, before, purgedAtOnceMax)) < purgedAtOnceMax) return;
  }
}
