import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import type { AccountId } from '../accounts/contract.ts';
import { CallKind, Lane } from '../platforms/contract.ts';

const Limits = z.object({
  lane: Lane,
  hourlyLimit: z.number(),
  hourBeganAt: z.date().nullable(),
  hourCount: z.number(),
  dailyLimit: z.number(),
  dayBeganAt: z.date().nullable(),
  dayCount: z.number(),
  heldUntil: z.date().nullable(),
  usagePercent: z.number().nullable(),
});
export type Limits = z.infer<typeof Limits>;

/** Of the lanes in which there was ever a call. */
export function limitsOf(tx: Tx, accountId: AccountId) {
  return tx.many(
    Limits,
    sql`
    select lane, hourly_limit, hour_began_at, hour_count, daily_limit, day_began_at, day_count, held_until,
           usage_percent
      from connections.send_limits where account_id = ${accountId}`,
  );
}

const Waiting = z.object({ kind: CallKind, count: z.number() });

/** So many are counted; of more it is known that they are very many. */
export const waitingCountedMax = 20_000;

export function countWaiting(tx: Tx, accountId: AccountId) {
  return tx.many(
    Waiting,
    sql`
    select kind, count(*)::int as count
      from (select kind from connections.calls where account_id = ${accountId} and status = 'queued'
             order by conversation_key limit ${waitingCountedMax}) waiting
     group by kind`,
  );
}
