import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import type { MemberId, WorkspaceId } from '../../../kit/ids.ts';
import { type Sql, sql } from '../../../kit/sql.ts';
import { Cap, type CapId, type UsePeriod } from './contract.ts';

const shown = (coworkers: Sql): Sql => sql`
    select c.id, c.member_id, m.name as member_name, c.period, c.max_micro, c.updated_at
      from billing.caps c
      left join (${coworkers}) m on m.workspace_id = c.workspace_id and m.id = c.member_id`;

export function capsOf(tx: Tx, coworkers: Sql, limit: number) {
  return tx.many(
    Cap,
    sql`${shown(coworkers)} order by c.member_id nulls first, c.period, c.id limit ${limit}`,
  );
}

export function findCap(tx: Tx, coworkers: Sql, id: CapId) {
  return tx.one(Cap, sql`${shown(coworkers)} where c.id = ${id}`);
}

const Held = Cap.omit({ memberName: true });

export function holdCap(tx: Tx, id: CapId) {
  return tx.maybeOne(
    Held,
    sql`select id, member_id, period, max_micro, updated_at from billing.caps where id = ${id} for no key update`,
  );
}

export function countCaps(tx: Tx, limit: number) {
  return tx.one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from (select 1 from billing.caps limit ${limit}) c`,
  );
}

export interface NewCap {
  readonly workspaceId: WorkspaceId;
  readonly id: CapId;
  readonly memberId: MemberId | null;
  readonly period: UsePeriod;
  readonly maxMicro: number;
  readonly createdBy: MemberId | null;
  readonly now: Date;
}

/** Answers 0 where there is one for the same member and period, or by the same id. */
export function insertCap(tx: Tx, cap: NewCap) {
  return tx.run(sql`
    insert into billing.caps (workspace_id, id, member_id, period, max_micro, created_by, created_at, updated_at)
    values (${cap.workspaceId}, ${cap.id}, ${cap.memberId}, ${cap.period}, ${cap.maxMicro}, ${cap.createdBy},
      ${cap.now}, ${cap.now})
    on conflict do nothing`);
}

export function changeCap(tx: Tx, id: CapId, maxMicro: number) {
  return tx.run(sql`update billing.caps set max_micro = ${maxMicro} where id = ${id}`);
}

export function dropCap(tx: Tx, id: CapId) {
  return tx.run(sql`delete from billing.caps where id = ${id}`);
}
