import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { usePeriods } from './contract.ts';

const Figure = z.coerce.number().int();
const Limit = z.object({ family: z.string(), period: z.enum(usePeriods), countMax: Figure });

export function limitsOf(tx: Tx, plan: string) {
  return tx.many(
    Limit,
    sql`select family, period, count_max from billing.plan_limits where plan = ${plan} order by family, period`,
  );
}
