import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { keyset } from '../../../kit/db/page.ts';
import type { PageQuery } from '../../../kit/page.ts';
import { sql } from '../../../kit/sql.ts';
import { aboutThreads, isReached, type Threads, threadShown } from '../threads/threads.sql.ts';
import { ThreadCost } from './contract.ts';

const dearestFirst = keyset({ costMicro: 'desc', id: 'desc' }, 's');
const Shown = ThreadCost.extend({ costMicro: z.bigint().transform(Number) });

export interface Stretch {
  readonly since: Date;
  readonly before: Date;
}

/** Summed anew for every page, out of the index alone: a sum has no place in a list until it is whole. */
export function threadCosts(tx: Tx, threads: Threads, { since, before }: Stretch, page: PageQuery) {
  return dearestFirst.page(
    tx,
    Shown,
    page,
    (where, order) => sql`
    select s.id, case when s.conversation_id is null then 'comment' else 'conversation' end as kind,
           ${threadShown} as thread, s.decisions_count, s.cost_micro, s.last_at
      from (select d.workspace_id, d.conversation_id, d.comment_id, coalesce(d.conversation_id, d.comment_id) as id,
                   count(*)::int as decisions_count, sum(d.cost_micro)::bigint as cost_micro,
                   max(d.created_at) as last_at
              from autopilot.decisions d
             where d.cost_micro > 0 and d.created_at >= ${since} and d.created_at < ${before}
             group by d.workspace_id, d.conversation_id, d.comment_id) s ${aboutThreads(threads, 's')}
     where ${isReached} and ${where} ${order}`,
  );
}
