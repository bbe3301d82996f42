import { z } from 'zod';
import type { Tx } from '../../../kit/db/database.ts';
import { type Sql, sql } from '../../../kit/sql.ts';

const PlanNow = z.object({ slug: z.string(), isFree: z.boolean() });
export type PlanNow = z.infer<typeof PlanNow>;

/**
 * Of the subscription `s`: whether it gives what its plan gives. The workspace is named, since whoever looks after the
 * installation may see all of them: two policies leave the planner no index by either.
 */
export const isOpen = (now: Date): Sql => sql`
  s.workspace_id = (select app.current_workspace_id()) and s.status in ('trialing', 'active', 'past_due')
  and (s.ends_at is null or s.ends_at > ${now})`;

/** As a table: the best of those that are open; where nobody subscribed to anything, what costs nothing. */
export const planNow = (now: Date): Sql => sql`
  select p.*
    from billing.plans p
   where p.is_free
      or p.slug in (select s.plan from billing.subscriptions s where ${isOpen(now)})
   order by p.is_free, p.display_order desc, p.slug
   limit 1`;

export function findPlanNow(tx: Tx, now: Date) {
  return tx.one(PlanNow, sql`select p.slug, p.is_free from (${planNow(now)}) p`);
}
