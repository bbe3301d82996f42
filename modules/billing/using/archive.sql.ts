import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';

const columns = sql`workspace_id, id, meter, family, plan, quantity, status, transaction_id, reservation_id, base_micro,
  compute_micro, api_micro, week_micro, month_micro, bonus_micro, payg_micro, owed_micro, unlimited_micro,
  refunded_micro, refunded_at, model, input_tokens, output_tokens, subject_type, subject_id, member_id,
  source_platform, duration_ms, error_code, error_message, asked, created_at`;

export function hasUseBefore(tx: Tx, before: Date) {
  return tx.one(
    z.object({ isThere: z.boolean() }),
    sql`
    select coalesce((select created_at from billing.usage_events order by created_at, id limit 1) < ${before}, false)
             as is_there`,
  );
}

/**
 * The oldest of them, out of the one table and into the other in one statement: whoever reads both meanwhile finds each
 * once. One that is given back at this moment is left for the next time. Answers how many.
 */
export function moveUsesBefore(tx: Tx, before: Date, limit: number) {
  return tx.run(sql`
    with gone as (
      delete from billing.usage_events
       where id = any (array(
         select id from billing.usage_events
          where created_at < ${before} order by created_at, id limit ${limit} for no key update skip locked))
      returning ${columns})
    insert into billing.usage_archive (${columns}) select ${columns} from gone`);
}
