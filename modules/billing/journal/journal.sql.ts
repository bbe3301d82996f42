import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';

const Figure = z.coerce.number().int();
const Line = z.object({
  no: Figure,
  kind: z.string(),
  key: z.string(),
  reason: z.string(),
  subjectType: z.string().nullable(),
  subjectId: z.string().nullable(),
  createdAt: z.date(),
  entries: z.array(z.object({ from: z.string(), to: z.string(), micro: Figure })),
});
export type Line = z.infer<typeof Line>;

/** In the order in which they happened. Numbers have no gaps and nothing is changed: a page can be read by itself. */
export function transactionsAfter(tx: Tx, no: number, limit: number) {
  return tx.many(
    Line,
    sql`
    select t.no, t.kind, t.key, t.reason, t.subject_type, t.subject_id::text as subject_id, t.created_at,
           coalesce((select json_agg(json_build_object('from', e.from_account, 'to', e.to_account,
                                                       'micro', e.amount_micro) order by e.position)
                       from billing.ledger_entries e
                      where e.workspace_id = t.workspace_id and e.transaction_id = t.id), '[]') as entries
      from billing.ledger_transactions t
     where t.no > ${no} order by t.no limit ${limit}`,
  );
}
