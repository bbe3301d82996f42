import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { threadsWith } from '../../inbox/index.ts';
import { timezoneOf } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import type { DecisionId } from '../ids/contract.ts';
import { authorize } from '../policy.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import {
  type Decision,
  type DecisionFilter,
  type DecisionStats,
  decisionKinds,
  statsDays,
  type WholeDecision,
} from './contract.ts';
import * as db from './decisions.sql.ts';

/** SS-28: of what is at places where whoever asks may look. */
export async function listDecisions(
  ctx: Ctx,
  { after, limit, ...filter }: PageQuery & DecisionFilter,
): Promise<Page<Decision>> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, 'autopilot.read'));
  return db.decisionsByCreated(ctx.tx, threads, filter, { after, limit });
}

export async function getDecision(
  ctx: Ctx,
  { decisionId }: { readonly decisionId: DecisionId },
  permission: 'autopilot.read' | 'autopilot.manage' = 'autopilot.read',
): Promise<WholeDecision> {
  const threads = threadsWith(ctx, 'inbox.read', authorizeSomewhere(ctx, permission));
  const found = await db.findDecision(ctx.tx, threads, decisionId);
  if (!found) throw autopilotError('decision_not_found', { decisionId });
  return found;
}

const dayMs = 86_400_000;

/** SS-30 */
export async function getDecisionStats(ctx: Ctx): Promise<DecisionStats> {
  authorize(ctx, 'autopilot.read');
  const since = new Date(ctx.now.getTime() - statsDays * dayMs);
  const rows = await db.decisionDays(ctx.tx, since, await timezoneOf(ctx));
  const days = rows.map(({ confidence, ...row }) => ({ ...row, meanConfidence: confidence / row.count }));
  const decisions = decisionKinds.map((decision) => {
    const own = rows.filter((row) => row.decision === decision);
    const count = own.reduce((sum, row) => sum + row.count, 0);
    const sure = own.reduce((sum, row) => sum + row.confidence, 0);
    return { decision, count, meanConfidence: count === 0 ? null : sure / count };
  });
  return { decisions, days };
}
