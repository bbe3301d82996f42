import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { FaqId } from '../faqs/contract.ts';

/** The newest answers whose piece has no vector of the model that is searched by. */
export function faqsWithoutVector(tx: Tx, lookedAt: number, limit: number) {
  return tx.many(
    z.object({ id: FaqId }),
    sql`
    select f.id
      from knowledge.indexes i,
           lateral (select n.workspace_id, n.id, n.created_at from knowledge.faqs n
                     where n.workspace_id = i.workspace_id
                     order by n.created_at desc, n.id desc limit ${lookedAt}) f
      join knowledge.chunks c on c.workspace_id = f.workspace_id and c.faq_id = f.id
     where i.model is not null and not exists (
             select from knowledge.vectors v
              where v.workspace_id = c.workspace_id and v.model = i.model and v.chunk_id = c.id)
     limit ${limit}`,
  );
}
