import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { type Bucket, ReservationId } from './contract.ts';

const Figure = z.coerce.number().int();
export const Reservation = z.object({
  id: ReservationId,
  meter: z.string(),
  reason: z.string(),
  week: Figure,
  month: Figure,
  bonus: Figure,
  payg: Figure,
  isUnlimited: z.boolean(),
  outcome: z.enum(['held', 'settled', 'voided', 'expired']),
});
export type Reservation = z.infer<typeof Reservation>;

export interface NewReservation {
  readonly workspaceId: WorkspaceId;
  readonly id: ReservationId;
  readonly meter: string;
  readonly reason: string;
  readonly parts: Readonly<Record<Bucket, number>>;
  readonly isUnlimited: boolean;
  readonly expiresAt: Date;
  readonly now: Date;
}

export function insertReservation(tx: Tx, { workspaceId, id, meter, reason, parts, ...one }: NewReservation) {
  return tx.run(sql`
    insert into billing.reservations (workspace_id, id, meter, reason, week_micro, month_micro, bonus_micro, payg_micro,
      is_unlimited, expires_at, created_at)
    values (${workspaceId}, ${id}, ${meter}, ${reason}, ${parts.week}, ${parts.month}, ${parts.bonus}, ${parts.payg},
      ${one.isUnlimited}, ${one.expiresAt}, ${one.now})`);
}

const columns = sql`id, meter, reason, week_micro as week, month_micro as month, bonus_micro as bonus,
  payg_micro as payg, is_unlimited, outcome`;

export function findReservation(tx: Tx, id: ReservationId) {
  return tx.maybeOne(Reservation, sql`select ${columns} from billing.reservations where id = ${id}`);
}

/** Those whose time is over, a page at a time. */
export function findExpired(tx: Tx, now: Date, limit: number) {
  return tx.many(
    Reservation,
    sql`
    select ${columns} from billing.reservations
     where outcome = 'held' and expires_at <= ${now} order by expires_at limit ${limit}`,
  );
}

export function closeReservations(
  tx: Tx,
  ids: readonly ReservationId[],
  came: { readonly outcome: 'settled' | 'voided' | 'expired'; readonly settledMicro?: number },
  now: Date,
) {
  return tx.run(sql`
    update billing.reservations
       set outcome = ${came.outcome}, settled_micro = ${came.settledMicro ?? null}, closed_at = ${now}
     where id = any (${ids}::uuid[])`);
}
