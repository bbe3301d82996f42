import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { type DocumentId, documentChanged } from '../documents/contract.ts';
import type { KnowledgeOutside } from '../outside.ts';
import type { Chunk, Heading } from '../reading/contract.ts';
import { splitAside } from '../reading/splitting/aside.ts';
import { embedMissing } from './embedding.ts';
import { indexDocument } from './jobs.ts';
import * as db from './pieces.sql.ts';
import { keepPiecesInSteps, type Piece, piecesMax } from './pieces.ts';

type Worker = Pick<Unit, 'work' | 'signal' | 'workspaceId'>;

export interface TextToIndex {
  readonly text: string;
  readonly headings: readonly Heading[];
  readonly tsconfig: string;
  /** By which sentences end. */
  readonly language: string;
}

/** What was typed. A file or a page is read by somebody else, who then calls `indexText`. */
export async function runIndexDocument(
  unit: Worker,
  { documentId }: { documentId: DocumentId },
  outside: Pick<KnowledgeOutside, 'embedder'>,
): Promise<void> {
  const typed = await unit.work((ctx) => db.findTyped(ctx.tx, documentId));
  if (!typed) return;
  const { body: text, ...words } = typed;
  await indexText(unit, documentId, { text, headings: [], ...words }, outside);
}

/**
 * Cuts a text, keeps what is new of its pieces, embeds what has no vector, and says that it is found: SS-58. The same
 * text again asks no model and writes nothing. A document that is deleted meanwhile is left alone. Answers how many
 * pieces are new.
 */
export async function indexText(
  unit: Worker,
  documentId: DocumentId,
  { text, headings, tsconfig, language }: TextToIndex,
  outside: Pick<KnowledgeOutside, 'embedder'>,
): Promise<{ readonly added: number }> {
  const none = { added: 0 };
  const splitting = language === 'simple' ? {} : { language };
  const pieces = (await splitAside(text, headings, splitting, unit.signal)).map(pieceOf);
  const tooBad = pieces.length === 0 ? 'empty' : pieces.length > piecesMax ? 'too_many_pieces' : undefined;
  if (tooBad !== undefined) await fail(unit, documentId, tooBad);
  if (tooBad !== undefined) return none;
  const kept = await keepPiecesInSteps(unit, { documentId, tsconfig }, pieces);
  if (!kept) return none;
  try {
    const isEmbedded = await embedMissing(unit, { documentId }, outside);
    const hash = createHash('sha256').update(text).digest();
    const facts = { hash, letters: text.length, pieces: pieces.length, isEmbedded };
    await unit.work(async (ctx) => {
      const count = await db.markIndexed(ctx.tx, documentId, facts, ctx.now);
      if (count > 0) await ctx.publish(documentChanged, { documentId });
    });
  } catch (error) {
    // A refusal is an answer, which the document keeps; whatever may go better another time is tried again.
    if (!(error instanceof AppError) || error.status >= 500 || error.status === 429) throw error;
    await fail(unit, documentId, error.code);
  }
  return kept;
}

const headingLengthMax = 1_000;

const pieceOf = ({ headings, ...chunk }: Chunk): Piece => ({
  ...chunk,
  heading: headings.join(' › ').slice(0, headingLengthMax).toWellFormed() || null,
});

async function fail(unit: Worker, documentId: DocumentId, code: string): Promise<void> {
  await unit.work(async (ctx) => {
    const count = await db.markFailed(ctx.tx, documentId, code);
    if (count > 0) await ctx.publish(documentChanged, { documentId });
  });
}

const soughtAfterMs = 20 * 60_000;
const soughtAtOnceMax = 200;

/** What was typed and nobody has indexed, since its job was lost or gave up. */
export async function lookForProcessing(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - soughtAfterMs);
  for (const { id } of await db.typedStillProcessing(ctx.tx, before, soughtAtOnceMax))
    await ctx.enqueue(indexDocument, { documentId: id });
}
