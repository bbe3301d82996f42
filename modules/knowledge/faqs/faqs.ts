import { changed } from '../../../kit/audit.ts';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { requireLocation } from '../../workspaces/index.ts';
import { knowledgeError } from '../contract.ts';
import { embedFaq } from '../pieces/jobs.ts';
import { tsconfigOf } from '../pieces/languages.ts';
import { keepPieces } from '../pieces/pieces.ts';
import { authorizeSomewhere, isManagedBy, isReadBy, requireManagedAt } from '../rights/places.ts';
import { type Faq, type FaqFilter, type FaqId, faqChanged, faqsMax, foldQuestion } from './contract.ts';
import * as db from './faqs.sql.ts';
import { pieceOf } from './piece.ts';

type Named = { readonly faqId: FaqId };
type Given = Pick<db.Shown, 'title' | 'questions' | 'answer' | 'language' | 'locationId'>;

export async function listFaqs(ctx: Ctx, input: PageQuery & FaqFilter): Promise<Page<Faq>> {
  const places = authorizeSomewhere(ctx, 'knowledge.read');
  const { items, next } = await db.faqsByCreated(ctx.tx, places, input, input);
  return { items: items.map((row) => managed(ctx, row)), next };
}

export async function getFaq(ctx: Ctx, { faqId }: Named): Promise<Faq> {
  authorizeSomewhere(ctx, 'knowledge.read');
  return showFaq(ctx, faqId);
}

/** The caller made the id: the same request twice is one, and writes nothing the second time. */
export async function putFaq(ctx: Ctx, { faqId, ...asked }: Named & Given): Promise<Faq> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const given = { ...asked, questions: withoutRepeats(asked.questions) };
  const before = await db.holdFaq(ctx.tx, faqId);
  return before ? change(ctx, before, given) : add(ctx, faqId, given);
}

export const retireFaq = (ctx: Ctx, { faqId }: Named): Promise<Faq> => setRetired(ctx, faqId, ctx.now);
export const bringBackFaq = (ctx: Ctx, { faqId }: Named): Promise<Faq> => setRetired(ctx, faqId, null);

/** Its questions, its piece and what belongs to that go with it: they are few. */
export async function deleteFaq(ctx: Ctx, { faqId }: Named): Promise<void> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const before = requireHeld(ctx, await db.holdFaq(ctx.tx, faqId), faqId);
  await db.dropFaq(ctx.tx, faqId);
  await announce(ctx, faqId, 'faq_removed', { question: { from: before.questions[0] } });
}

/** For whoever put them there. Those that somebody has thrown away meanwhile are gone already. */
export async function removeFaqs(ctx: Ctx, ids: readonly FaqId[]): Promise<void> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  for (const faqId of ids) if (await db.holdFaq(ctx.tx, faqId)) await deleteFaq(ctx, { faqId });
}

async function add(ctx: Ctx, faqId: FaqId, given: Given): Promise<Faq> {
  requireManagedAt(ctx, given.locationId);
  if (given.locationId !== null) await requireLocation(ctx, given.locationId as LocationId);
  const { count } = await db.countFaqs(ctx.tx, faqsMax);
  if (count >= faqsMax) throw knowledgeError('too_many_faqs');
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  await db.insertFaq(ctx.tx, ctx.workspaceId, writtenOf(faqId, given), createdBy, ctx.now);
  await keepQuestions(ctx, faqId, given);
  await announce(ctx, faqId, 'faq_added', { question: { to: given.questions[0] } });
  return showFaq(ctx, faqId);
}

async function change(ctx: Ctx, before: db.Shown, given: Given): Promise<Faq> {
  const { id } = before;
  requireHeld(ctx, before, id);
  if (given.locationId !== before.locationId) {
    requireManagedAt(ctx, given.locationId);
    if (given.locationId !== null) await requireLocation(ctx, given.locationId as LocationId);
  }
  const fields = ['title', 'questions', 'answer', 'language', 'locationId'] as const;
  const changes = changed(before, { ...before, ...given }, fields);
  if (Object.keys(changes).length > 0) {
    await db.changeFaq(ctx.tx, writtenOf(id, given));
    await db.dropQuestions(ctx.tx, id);
    await keepQuestions(ctx, id, given);
    await announce(ctx, id, 'faq_changed', changes);
  }
  return showFaq(ctx, id);
}

/** With its piece, so that an answer is never found by what it said before. */
async function keepQuestions(ctx: Ctx, faqId: FaqId, given: Given): Promise<void> {
  const { questions, language } = given;
  await db.insertQuestions(ctx.tx, ctx.workspaceId, faqId, questions, questions.map(foldQuestion));
  const kept = await keepPieces(ctx, { faqId, tsconfig: tsconfigOf(language) }, [pieceOf(given)]);
  if (kept.added > 0) await ctx.enqueue(embedFaq, { faqId });
}

async function setRetired(ctx: Ctx, faqId: FaqId, retiredAt: Date | null): Promise<Faq> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  const before = requireHeld(ctx, await db.holdFaq(ctx.tx, faqId), faqId);
  if ((before.retiredAt === null) !== (retiredAt === null)) {
    await db.setRetired(ctx.tx, faqId, retiredAt);
    const changes = { retiredAt: { from: before.retiredAt, to: retiredAt } };
    await announce(ctx, faqId, retiredAt ? 'faq_retired' : 'faq_brought_back', changes);
  }
  return showFaq(ctx, faqId);
}

/** Two phrasings that fold to the same are one. */
const withoutRepeats = (questions: readonly string[]): string[] =>
  [
    ...new Map([...questions].reverse().map((question) => [foldQuestion(question), question])).values(),
  ].reverse();

const writtenOf = (id: FaqId, { title, questions, answer, language, locationId }: Given): db.Written => ({
  ...{ id, title, answer, language, locationId },
  tsconfig: tsconfigOf(language),
  textSizeBytes: [answer, ...questions].reduce((sum, text) => sum + Buffer.byteLength(text), 0),
});

async function showFaq(ctx: Ctx, faqId: FaqId): Promise<Faq> {
  const row = await db.findFaq(ctx.tx, faqId);
  if (!row || !isReadBy(ctx, row.locationId)) throw knowledgeError('faq_not_found', { faqId });
  return managed(ctx, row);
}

function requireHeld(ctx: Ctx, row: db.Shown | undefined, faqId: FaqId): db.Shown {
  if (!row || !isReadBy(ctx, row.locationId)) throw knowledgeError('faq_not_found', { faqId });
  requireManagedAt(ctx, row.locationId);
  return row;
}

const managed = (ctx: Ctx, row: db.Shown): Faq => ({ ...row, mayManage: isManagedBy(ctx, row.locationId) });

async function announce(
  ctx: Ctx,
  faqId: FaqId,
  what: string,
  changes: Record<string, { from?: unknown; to?: unknown }>,
): Promise<void> {
  const subject = { type: 'faq', id: faqId };
  await ctx.record({ category: 'settings', action: `knowledge.${what}`, subject, changes });
  await ctx.publish(faqChanged, { faqId });
}
