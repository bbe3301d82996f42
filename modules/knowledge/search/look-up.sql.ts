import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { sql } from '../../../kit/sql.ts';
import { FaqId } from '../faqs/contract.ts';
import { isVisible, type Reach } from './reach.sql.ts';

const LookedUp = z.object({
  model: z.string().nullable(),
  dimensions: z.number().nullable(),
  tsconfigs: z.array(z.string()),
  /** Those that have a vector of the model, up to a number. */
  pieces: z.number(),
  /** SS-62: answers to just this question. */
  faqIds: z.array(FaqId),
});
export type LookedUp = z.infer<typeof LookedUp>;

/** Where nothing is embedded nobody counts the pieces: from how many on a word is a common one is a guess then. */
const piecesAssumed = 2_000;

/** How a workspace is searched, how much there is, and what answers the question as it stands. */
export function lookUp(tx: Tx, folded: string, reach: Reach, piecesMax: number, faqsMax: number) {
  return tx.maybeOne(
    LookedUp,
    sql`
    select i.model, i.dimensions, i.tsconfigs,
           case when i.model is null then ${piecesAssumed}::int
                else (select count(*)::int from (select 1 from knowledge.vectors v
                                                  where v.model = i.model limit ${piecesMax}) v) end as pieces,
           array(select f.id
                   from (select distinct q.workspace_id, q.faq_id from knowledge.faq_questions q
                          where q.folded = ${folded}) q
                   join knowledge.faqs f on f.workspace_id = q.workspace_id and f.id = q.faq_id
                  where f.retired_at is null and ${isVisible(reach, 'f')}
                  order by f.location_id is null, f.id limit ${faqsMax}) as faq_ids
      from knowledge.indexes i`,
  );
}
