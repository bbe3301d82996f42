import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

/** What a use adds to its day. */
export const sumsOfEvents: Sql = sql`count(*)::bigint as uses_count,
  count(*) filter (where status = 'failed')::bigint as failed_count,
  coalesce(sum(quantity) filter (where status = 'completed'), 0)::bigint as quantity,
  coalesce(sum(week_micro + month_micro + bonus_micro + payg_micro + owed_micro + unlimited_micro - refunded_micro), 0)::bigint
    as paid_micro,
  coalesce(sum(api_micro), 0)::bigint as api_micro, coalesce(sum(input_tokens), 0)::bigint as input_tokens,
  coalesce(sum(output_tokens), 0)::bigint as output_tokens`;

export const dayOfEvent: Sql = sql`(created_at at time zone 'UTC')::date`;
/** Asked for by itself: within the walls an index is not gone by what is reckoned beside its rows. */
export const beginOf = (day: Sql): Sql => sql`(select (${day})::timestamp at time zone 'UTC')`;

const First = z.object({ day: z.string().nullable() });

/** The first day with something of it that is not summed up. */
export function firstDaySince(tx: Tx, since: string) {
  const firstOf = (table: Sql) => sql`(
    select ${dayOfEvent}::text from ${table}
     where created_at >= ${beginOf(sql`${since}::date`)} order by created_at, id limit 1)`;
  return tx.one(
    First,
    sql`
    select least(${firstOf(sql`billing.usage_events`)}, ${firstOf(sql`billing.usage_archive`)}) as day`,
  );
}

/** Both ends included. */
export function countDays(tx: Tx, workspaceId: WorkspaceId, from: string, until: string) {
  return tx.run(sql`
    insert into billing.usage_days (workspace_id, day, meter, model, member, uses_count, failed_count, quantity,
      paid_micro, api_micro, input_tokens, output_tokens)
    select ${workspaceId}, ${dayOfEvent}, meter, coalesce(model, ''), coalesce(member_id::text, ''), ${sumsOfEvents}
      from billing.pub_uses
     where created_at >= ${beginOf(sql`${from}::date`)} and created_at < ${beginOf(sql`${until}::date + 1`)}
     group by 2, 3, 4, 5`);
}

export function markCounted(tx: Tx, until: string) {
  return tx.run(sql`update billing.usage_counts set counted_until = ${until}::date`);
}

export function dropDays(tx: Tx) {
  return tx.run(sql`delete from billing.usage_days`);
}
