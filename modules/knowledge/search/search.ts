import type { Ctx } from '../../../kit/ctx.ts';
import { knowledgeError } from '../contract.ts';
import { foldQuestion } from '../faqs/contract.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { fits, vectorText } from '../pieces/embedder.ts';
import { findIndex } from '../pieces/index-state.sql.ts';
import { authorizeSomewhere } from '../rights/places.ts';
import type { Explained, SearchAnswer, SearchExplanation } from './contract.ts';
import * as db from './finding.sql.ts';
import { fuse } from './fusing.ts';
import { type LookedUp, lookUp } from './look-up.sql.ts';
import { hasIndex, likenessMinOf } from './models.ts';

export interface Question {
  readonly q: string;
  /** Of the question, with the model it is from; without one, words alone decide. */
  readonly embedding?: { readonly model: string; readonly vector: Float32Array } | undefined;
  /** What holds there: its own and everybody's. Null: everybody's alone. Undefined: all that may be seen. */
  readonly location?: string | null | undefined;
  readonly limit: number;
  /** Instead of the model's own. */
  readonly likenessMin?: number | undefined;
  /** How many vectors are all read, instead of the usual number. */
  readonly readAllMax?: number | undefined;
}

export interface Searched extends Omit<SearchAnswer, 'explanation'> {
  readonly explanation: SearchExplanation;
}

/** Above this all vectors of a workspace are no longer read for a question. */
export const usualReadAllMax = 20_000;
const exactMax = 3;

/** By which model a question is to be embedded now; null: nothing here is. */
export async function questionModel(ctx: Ctx): Promise<string | null> {
  authorizeSomewhere(ctx, 'knowledge.read');
  return (await findIndex(ctx.tx))?.model ?? null;
}

/**
 * SS-58, SS-60 to SS-62: an answer to just this question first; then by meaning and by words, fused by rank, and only
 * what is support. Two round trips, whoever asks.
 */
export async function searchKnowledge(ctx: Ctx, question: Question): Promise<Searched> {
  const places = authorizeSomewhere(ctx, 'knowledge.read');
  const { q, embedding, location, limit, readAllMax = usualReadAllMax } = question;
  const reach = { places, location };
  const there = await lookUp(ctx.tx, foldQuestion(q), reach, readAllMax + 1, exactMax);
  const likenessMin = question.likenessMin ?? likenessMinOf(embedding?.model ?? null);
  if (!there) return { items: [], explanation: nothing(likenessMin) };
  requireSameModel(there, embedding);
  const near = embedding && { model: embedding.model, vector: vectorText(embedding.vector) };
  const { tsconfigs, pieces } = there;
  const [exact, { nearBy, candidates }] = await Promise.all([
    there.faqIds.length > 0 ? db.piecesOfFaqs(ctx.tx, there.faqIds) : [],
    candidatesOf(ctx, there, { text: q, tsconfigs, near, pieces, reach, now: ctx.now }, readAllMax),
  ]);
  const seen = fuse(exact, candidates, { limit, likenessMin });
  const items = seen.filter(({ passedOver }) => passedOver === null).map(withoutReasons);
  return { items, explanation: { model: near?.model ?? null, nearBy, likenessMin, tsconfigs, seen } };
}

/** The same for a person who tries it out: the question is embedded here. */
export async function explainSearch(
  ctx: Ctx,
  { explain, locationId, ...asked }: SearchInput,
  outside: Pick<KnowledgeOutside, 'embedder'>,
): Promise<SearchAnswer> {
  const embedding = await embed(ctx, asked.q, outside);
  const { items, explanation } = await searchKnowledge(ctx, { ...asked, embedding, location: locationId });
  return { items, explanation: explain ? explanation : null };
}

interface SearchInput {
  readonly q: string;
  readonly limit: number;
  readonly explain: boolean;
  readonly locationId?: string | undefined;
}

async function embed(ctx: Ctx, q: string, outside: Pick<KnowledgeOutside, 'embedder'>) {
  const model = await questionModel(ctx);
  const embedder = model === null ? undefined : await outside.embedder?.(ctx, model);
  if (!embedder) return undefined;
  const [vector] = await embedder.embed([q], ctx.signal);
  if (!vector || !fits(embedder, vector)) throw knowledgeError('vectors_do_not_fit', { model });
  return { model: embedder.model, vector };
}

interface Candidates {
  readonly nearBy: SearchExplanation['nearBy'];
  readonly candidates: readonly db.Candidate[];
}

/** SE-157: of a large workspace by the index of its model; where that brings too few, all are read after all. */
async function candidatesOf(
  ctx: Ctx,
  there: LookedUp,
  asked: db.Asked,
  readAllMax: number,
): Promise<Candidates> {
  if (!asked.near) return { nearBy: 'nothing', candidates: await db.foundByAll(ctx.tx, asked) };
  const { model } = asked.near;
  if (there.pieces > readAllMax && hasIndex(model, there.dimensions ?? 0)) {
    const candidates = await db.foundByIndex(ctx.tx, asked, model);
    const count = candidates.filter(({ nearRank }) => nearRank !== null).length;
    if (count === db.listLengthMax) return { nearBy: 'index', candidates };
  }
  return { nearBy: 'all', candidates: await db.foundByAll(ctx.tx, asked) };
}

/** SS-60, SE-156: like is compared with like. */
function requireSameModel(there: LookedUp, embedding: Question['embedding']): void {
  if (!embedding) return;
  const { model, vector } = embedding;
  if (there.model !== model) throw knowledgeError('model_is_another', { model, searched: there.model });
  if (!fits({ dimensions: there.dimensions ?? 0 }, vector))
    throw knowledgeError('vectors_do_not_fit', { model });
}

const withoutReasons = ({ isExact: _, near: __, words: ___, passedOver: ____, ...piece }: Explained) => piece;

const nothing = (likenessMin: number): SearchExplanation => ({
  ...{ model: null, nearBy: 'nothing', likenessMin },
  tsconfigs: [],
  seen: [],
});
