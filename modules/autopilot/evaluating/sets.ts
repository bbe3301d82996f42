import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { coworkers, requireLocation } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import { authorize } from '../policy.ts';
import {
  type EvaluationQuestion,
  type EvaluationSet,
  type EvaluationSetId,
  evaluationSetsMax,
} from './contract.ts';
import { clearReadyShop, isReadySet } from './ready-shop.ts';
import * as db from './sets.sql.ts';

type Named = { readonly setId: EvaluationSetId };

export async function listSets(ctx: Ctx, page: PageQuery): Promise<Page<EvaluationSet>> {
  authorize(ctx, 'autopilot.read');
  return db.setsByCreated(ctx.tx, coworkers, page);
}

export async function listQuestions(ctx: Ctx, { setId, ...page }: Named & PageQuery) {
  authorize(ctx, 'autopilot.read');
  await showSet(ctx, setId);
  return db.questionsOf(ctx.tx, setId, page);
}

interface Given {
  readonly name: string;
  readonly description: string | null;
  readonly locationId?: LocationId | null;
  readonly questions: readonly EvaluationQuestion[];
}

/** As a whole: what a run asked stays in its results as it was. */
export async function putSet(
  ctx: Ctx,
  { setId: id, name, description, locationId = null, questions }: Named & Given,
): Promise<EvaluationSet> {
  authorize(ctx, 'autopilot.manage');
  const before = await db.holdSet(ctx.tx, id);
  if (!before && (await db.countSets(ctx.tx, evaluationSetsMax)).count >= evaluationSetsMax)
    throw autopilotError('too_many_evaluation_sets');
  if (locationId !== null && locationId !== before?.locationId) await requireLocation(ctx, locationId);
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  const { workspaceId, now } = ctx;
  await db.putSet(ctx.tx, { workspaceId, id, name, description, locationId, createdBy, now });
  await db.dropQuestions(ctx.tx, id);
  await db.insertQuestions(ctx.tx, ctx.workspaceId, id, JSON.stringify(questions));
  await record(ctx, 'evaluation_set_written', id, { name: { from: before?.name, to: name } });
  return showSet(ctx, id);
}

export async function deleteSet(ctx: Ctx, { setId: id }: Named): Promise<void> {
  authorize(ctx, 'autopilot.manage');
  const before = await db.holdSet(ctx.tx, id);
  if (!before) throw autopilotError('evaluation_set_not_found', { setId: id });
  if (isReadySet(ctx.workspaceId, id)) await clearReadyShop(ctx, before.createdAt);
  await db.dropSet(ctx.tx, id);
  await record(ctx, 'evaluation_set_removed', id, { name: { from: before.name } });
}

export async function showSet(ctx: Ctx, setId: EvaluationSetId): Promise<EvaluationSet> {
  const set = await db.findSet(ctx.tx, coworkers, setId);
  if (!set) throw autopilotError('evaluation_set_not_found', { setId });
  return set;
}

const record = (
  ctx: Ctx,
  what: string,
  id: EvaluationSetId,
  changes: Record<string, { from?: unknown; to?: unknown }>,
) =>
  ctx.record({
    category: 'settings',
    action: `autopilot.${what}`,
    subject: { type: 'evaluation_set', id },
    changes,
  });
