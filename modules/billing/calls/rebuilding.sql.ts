import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

/** Nothing is settled, and nothing is begun, in a month whose row is held. */
export function holdMonths(tx: Tx, workspaceId: WorkspaceId, thisMonth: string, since: string) {
  return tx.run(sql`
    with there as (
      insert into billing.ai_months (workspace_id, month) values (${workspaceId}, ${thisMonth}::date)
      on conflict do nothing)
    select month from billing.ai_months where month >= ${since}::date for update`);
}

export function countMonths(tx: Tx, since: string) {
  return tx.run(sql`
    update billing.ai_months m set spent_micro = coalesce(c.spent, 0), held_micro = coalesce(c.held, 0)
      from (select t.workspace_id, t.month, sum(a.cost_micro)::bigint as spent, sum(a.held_micro)::bigint as held
              from billing.ai_months t
              left join billing.ai_calls a
                on a.workspace_id = t.workspace_id and a.month = t.month and a.created_at >= ${since}::date::timestamp at time zone 'UTC'
             where t.month >= ${since}::date
             group by t.workspace_id, t.month) c
     where m.workspace_id = c.workspace_id and m.month = c.month`);
}

export function dropDays(tx: Tx, since: string) {
  return tx.run(sql`delete from billing.ai_days where day >= ${since}::date`);
}

export function countDays(tx: Tx, since: string) {
  return tx.run(sql`
    insert into billing.ai_days (workspace_id, day, purpose, model, calls, failed, input_tokens, output_tokens, cost_micro)
    select workspace_id, (created_at at time zone 'UTC')::date, purpose, model, count(*)::int,
           (count(*) filter (where outcome = 'failed'))::int, sum(input_tokens), sum(output_tokens), sum(cost_micro)
      from billing.ai_calls
     where created_at >= ${since}::date::timestamp at time zone 'UTC' and outcome <> 'under_way'
     group by workspace_id, (created_at at time zone 'UTC')::date, purpose, model`);
}
