import type { Ctx } from '../../../kit/ctx.ts';
import { findChannelAt } from '../../inbox/index.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { coworkers } from '../../workspaces/index.ts';
import { autopilotError } from '../contract.ts';
import { authorize } from '../policy.ts';
import type { EvaluationQuestion, EvaluationSet, ReadySet } from './contract.ts';
import { readySetIdIn, readyShop, writeReadyShop } from './ready-shop.ts';
import { rowsOf } from './sets/rows.ts';
import { shippedQuestions } from './sets/shipped.ts';
import * as db from './sets.sql.ts';
import { putSet, showSet } from './sets.ts';

const name = 'Linen & Oak, a fictional shop';
const description =
  'What customers of a shop ask that does not exist: answered in its documents, just beside them, and about something else.';

let read: readonly EvaluationQuestion[] | undefined;
const questionsReady = () => {
  read ??= rowsOf(shippedQuestions());
  return read;
};

export async function getReadySet(ctx: Ctx): Promise<ReadySet> {
  authorize(ctx, 'autopilot.read');
  const [questions, { documents, faqs }] = [questionsReady(), readyShop()];
  const set = await db.findSet(ctx.tx, coworkers, readySetIdIn(ctx.workspaceId));
  return {
    ...{ questionsCount: questions.length, documentsCount: documents.length, faqsCount: faqs.length },
    ...{ languages: [...new Set(questions.map(({ language }) => language))], set: set ?? null },
  };
}

/**
 * All of it or nothing, and twice is once. Its shop is put down where nobody is answered: a customer who is told what a
 * fictional shop promises holds the business to it.
 */
export async function addReadySet(
  ctx: Ctx,
  { locationId }: { readonly locationId: LocationId | null },
): Promise<EvaluationSet> {
  authorize(ctx, 'autopilot.manage');
  const setId = readySetIdIn(ctx.workspaceId);
  const before = await db.holdSet(ctx.tx, setId);
  if (before && before.locationId !== locationId) throw autopilotError('ready_set_is_there');
  if (before) return showSet(ctx, setId);
  if (locationId !== null && (await findChannelAt(ctx.tx, locationId)))
    throw autopilotError('location_has_customers', { locationId });
  const set = await putSet(ctx, { setId, name, description, locationId, questions: questionsReady() });
  if (locationId !== null) await writeReadyShop(ctx, locationId, set.createdAt);
  return set;
}
