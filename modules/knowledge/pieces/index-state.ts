import type { Ctx } from '../../../kit/ctx.ts';
import type { Embedder } from './embedder.ts';
import * as db from './index-state.sql.ts';
import { embedAll } from './jobs.ts';

/** Words of a configuration that was not used here yet: from now on questions are asked in it as well. */
export async function keepTsconfig(ctx: Ctx, tsconfig: string): Promise<void> {
  const state = await db.findIndex(ctx.tx);
  if (state?.tsconfigs.includes(tsconfig)) return;
  await db.insertIndex(ctx.tx, ctx.workspaceId);
  await db.addTsconfig(ctx.tx, tsconfig);
}

/**
 * By which models pieces are embedded now. The first one of a workspace is searched by at once; another one has all
 * pieces embedded anew, and takes its place when they are. One that comes back before that ends the change.
 */
export async function settleModel(
  ctx: Ctx,
  { model, dimensions }: Pick<Embedder, 'model' | 'dimensions'>,
): Promise<readonly string[]> {
  const seen = await db.findIndex(ctx.tx);
  if (seen && isSettled(seen, model)) return modelsOf(seen);
  await db.insertIndex(ctx.tx, ctx.workspaceId);
  const state = await db.holdIndex(ctx.tx);
  if (isSettled(state, model)) return modelsOf(state);
  const none = { nextModel: null, nextDimensions: null, reachedId: null };
  const first = state.model === null || state.model === model;
  const next = first
    ? { ...none, model, dimensions }
    : { ...state, nextModel: model, nextDimensions: dimensions, reachedId: null };
  await db.changeIndex(ctx.tx, next);
  // Also the first one: what was written down before there was any is found by its words alone until then.
  if (!first || state.model === null) await ctx.enqueue(embedAll, {});
  return modelsOf(next);
}

const isSettled = (state: db.IndexState, model: string) =>
  state.nextModel === model || (state.model === model && state.nextModel === null);

const modelsOf = ({ model, nextModel }: Pick<db.IndexState, 'model' | 'nextModel'>): string[] =>
  [model, nextModel].filter((one) => one !== null);
