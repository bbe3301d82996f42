import type { Ctx } from '../../../kit/ctx.ts';
import { findPlanNow, type PlanNow } from './current.sql.ts';

/** The plan a workspace has. It is kept nowhere: what was subscribed to says it (BA-55, CR-88). */
export const planOf = ({ tx, now }: Pick<Ctx, 'tx' | 'now'>): Promise<PlanNow> => findPlanNow(tx, now);
