import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { MemberId, type WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';

const Figure = z.coerce.number().int();
const Paid = z.object({
  id: z.string(),
  meter: z.string(),
  family: z.string(),
  day: z.string(),
  model: z.string().nullable(),
  memberId: MemberId.nullable(),
  week: Figure,
  month: Figure,
  bonus: Figure,
  payg: Figure,
  owed: Figure,
  unlimited: Figure,
  refundedMicro: Figure,
  /** What each use costs, whatever a model cost. */
  fixedMicro: Figure,
  at: z.date(),
});
export type Paid = z.infer<typeof Paid>;

export function holdPaid(tx: Tx, id: string) {
  return tx.maybeOne(
    Paid,
    sql`
    select id, meter, family, (created_at at time zone 'UTC')::date::text as day, model, member_id, week_micro as week,
           month_micro as month, bonus_micro as bonus, payg_micro as payg, owed_micro as owed,
           unlimited_micro as unlimited, refunded_micro, base_micro + compute_micro as fixed_micro, created_at as at
      from billing.usage_events where id = ${id} for no key update`,
  );
}

export function markRefunded(tx: Tx, id: string, micro: number, now: Date) {
  return tx.run(sql`
    update billing.usage_events set refunded_micro = refunded_micro + ${micro}, refunded_at = ${now} where id = ${id}`);
}

/** Until when days are summed up. Nobody sums up further while this is held. */
export function holdCounted(tx: Tx, workspaceId: WorkspaceId) {
  return tx.one(
    z.object({ countedUntil: z.string() }),
    sql`
    insert into billing.usage_counts as c (workspace_id, counted_until) values (${workspaceId}, '2000-01-01')
    on conflict (workspace_id) do update set counted_until = c.counted_until
    returning counted_until::text as counted_until`,
  );
}

export function takeFromDay(tx: Tx, { day, meter, model, memberId }: Paid, micro: number) {
  return tx.run(sql`
    update billing.usage_days set paid_micro = greatest(0, paid_micro - ${micro}::bigint)
     where day = ${day}::date and meter = ${meter} and model = ${model ?? ''} and member = ${memberId ?? ''}`);
}
