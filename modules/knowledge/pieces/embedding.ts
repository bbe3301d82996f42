import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import type { FaqId } from '../faqs/contract.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { type Embedder, fits, vectorText } from './embedder.ts';
import * as db from './embedding.sql.ts';
import * as state from './index-state.sql.ts';
import { settleModel } from './index-state.ts';
import { PieceId, type PieceOwner } from './pieces.sql.ts';

type Worker = Pick<Unit, 'work' | 'signal' | 'workspaceId'>;
type WithEmbedder = Pick<KnowledgeOutside, 'embedder'>;

const atOnceMax = 50;
const nilId = PieceId.parse('00000000-0000-0000-0000-000000000000');

/**
 * Gives the pieces of a text that have none a vector of each model this workspace goes by. Answers whether there is
 * a model at all. No transaction is open while it thinks.
 */
export async function embedMissing(unit: Worker, owner: PieceOwner, outside: WithEmbedder): Promise<boolean> {
  const wanted = await outside.embedder?.(unit);
  if (!wanted) return false;
  for (const model of await unit.work((ctx) => settleModel(ctx, wanted))) {
    const embedder = model === wanted.model ? wanted : await outside.embedder?.(unit, model);
    if (!embedder) continue;
    for (;;) {
      const bare = await unit.work((ctx) => db.piecesWithout(ctx.tx, owner, model, atOnceMax));
      if (bare.length === 0) break;
      const kept = await embedSome(unit, embedder, bare);
      // Somebody threw them away meanwhile: what is there now is somebody else's to embed.
      if (kept === 0) break;
    }
  }
  return true;
}

export async function runEmbedFaq(
  unit: Worker,
  { faqId }: { faqId: FaqId },
  outside: WithEmbedder,
): Promise<void> {
  await embedMissing(unit, { faqId }, outside);
}

/**
 * The first model, or another one: all pieces in the order of their ids, with how far it has come kept after every
 * step. Search goes by the old model until the last piece has a vector of the new one; then those of the old one go,
 * some at a time.
 */
export async function runEmbedAll(unit: Worker, _: object, outside: WithEmbedder): Promise<void> {
  let walkedTo: PieceId | null = null;
  for (;;) {
    unit.signal.throwIfAborted();
    const now = await unit.work((ctx) => state.findIndex(ctx.tx));
    const model = now?.nextModel ?? now?.model;
    const embedder = model && (await outside.embedder?.(unit, model));
    if (!now || !model || !embedder) return;
    const from: PieceId = (now.nextModel === null ? walkedTo : now.reachedId) ?? nilId;
    const some = await unit.work((ctx) => db.piecesAfter(ctx.tx, model, from, atOnceMax));
    const last = some.at(-1)?.id;
    if (last === undefined) return finish(unit, now);
    const bare = some.filter(({ isBare }) => isBare);
    if (bare.length > 0) await embedSome(unit, embedder, bare);
    walkedTo = last;
    if (now.nextModel !== null) await unit.work((ctx) => reach(ctx, model, last));
  }
}

async function finish(unit: Worker, { model, nextModel }: state.IndexState): Promise<void> {
  if (nextModel === null) return;
  await unit.work((ctx) => takePlace(ctx, nextModel));
  if (model !== null) await dropOld(unit, model);
}

/** What is sent to a model: what a piece says, under its headings. */
const textOf = ({ heading, content }: db.Bare) => (heading === null ? content : `${heading}\n\n${content}`);

async function embedSome(unit: Worker, embedder: Embedder, bare: readonly db.Bare[]): Promise<number> {
  unit.signal.throwIfAborted();
  const vectors = await embedder.embed(bare.map(textOf), unit.signal);
  if (vectors.length !== bare.length || !vectors.every((vector) => fits(embedder, vector)))
    throw new AppError({
      code: 'knowledge.vectors_do_not_fit',
      status: 422,
      message: 'The model answered with something that is no vector of its size.',
      detail: { model: embedder.model, asked: bare.length, got: vectors.length },
    });
  const ids = bare.map(({ id }) => id);
  return unit.work((ctx) =>
    db.insertVectors(ctx.tx, ctx.workspaceId, embedder.model, ids, vectors.map(vectorText), ctx.now),
  );
}

async function reach(ctx: Ctx, model: string, reachedId: PieceId): Promise<void> {
  const now = await state.holdIndex(ctx.tx);
  if (now.nextModel === model) await state.changeIndex(ctx.tx, { ...now, reachedId });
}

async function takePlace(ctx: Ctx, model: string): Promise<void> {
  const now = await state.holdIndex(ctx.tx);
  if (now.nextModel !== model) return;
  const none = { nextModel: null, nextDimensions: null, reachedId: null };
  await state.changeIndex(ctx.tx, { ...none, model, dimensions: now.nextDimensions });
}

async function dropOld(unit: Worker, model: string): Promise<void> {
  for (let dropped = atOnceMax; dropped === atOnceMax; ) {
    unit.signal.throwIfAborted();
    dropped = await unit.work((ctx) => db.dropVectorsOf(ctx.tx, model, atOnceMax));
  }
}
