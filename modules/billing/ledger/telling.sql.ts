import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

/** Claimed, or let go of. Answers 0 where somebody has, or where there is nothing to say any more. */
export function claimLowMail(tx: Tx, now: Date | null) {
  return tx.run(sql`
    update billing.wallets set low_mailed_at = ${now}
     where low_told_at is not null and (low_mailed_at is null) = (${now}::timestamptz is not null)`);
}

/** Takes no input: whether it was said on the screen, and the job that writes about it was lost. */
export function findUntoldLow(tx: Tx, before: Date) {
  return tx.maybeOne(
    z.object({ lowToldAt: z.date() }),
    sql`select low_told_at from billing.wallets where low_told_at < ${before} and low_mailed_at is null`,
  );
}

const Address = z.object({ email: z.string() });

/** Those who can buy more. `coworkers` are all there are. */
export function buyersOf(tx: Tx, coworkers: Sql, limit: number) {
  return tx.many(
    Address,
    sql`
    select c.email from (${coworkers}) c
     where c.is_let_in and c.workspace_id = (select app.current_workspace_id()) and c.role in ('owner', 'admin')
     order by c.joined_at, c.id limit ${limit}`,
  );
}
