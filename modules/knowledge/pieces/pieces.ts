import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import type { DocumentId } from '../documents/contract.ts';
import { keepTsconfig } from './index-state.ts';
import * as db from './pieces.sql.ts';

/** As splitting makes it. `start` and `end` are in the text of its document, in letters as JavaScript counts them. */
export interface Piece {
  readonly content: string;
  readonly start: number;
  readonly end: number;
  readonly tokens: number;
  /** The path of headings above it. */
  readonly heading: string | null;
  /** Of its content, without what makes no difference. */
  readonly hash: string;
}

export type Owner = db.PieceOwner & { readonly tsconfig: string };

export interface Plan {
  readonly drop: readonly db.PieceId[];
  readonly move: readonly Omit<db.Kept, 'hash'>[];
  readonly add: readonly db.NewPiece[];
}

export interface Changed {
  readonly added: number;
  readonly dropped: number;
  readonly moved: number;
}

export const piecesMax = 20_000;
const atOnceMax = 50;

/** Replaces the pieces of a short text, in the transaction that changed it. */
export async function keepPieces(ctx: Ctx, owner: Owner, pieces: readonly Piece[]): Promise<Changed> {
  const plan = planOf(await db.piecesOf(ctx.tx, owner, piecesMax), owner, pieces);
  for (const step of stepsOf(plan, owner)) await step(ctx);
  return changedBy(plan);
}

/**
 * The same for a document, in short transactions: broken off anywhere, the next run finds what is left to do. New
 * ones come before old ones go, so that a text that is read anew can still be found meanwhile.
 */
export async function keepPiecesInSteps(
  unit: Pick<Unit, 'work' | 'signal'>,
  owner: { readonly documentId: DocumentId; readonly tsconfig: string },
  pieces: readonly Piece[],
): Promise<Changed | undefined> {
  const kept = await unit.work((ctx) => db.piecesOf(ctx.tx, owner, piecesMax));
  const plan = planOf(kept, owner, pieces);
  for (const step of stepsOf(plan, owner)) {
    unit.signal.throwIfAborted();
    const isThere = await unit.work(async (ctx) => {
      const held = await db.holdToIndex(ctx.tx, owner.documentId);
      if (held) await step(ctx);
      return held !== undefined;
    });
    if (!isThere) return undefined;
  }
  return changedBy(plan);
}

/** What is there and what should be, matched by content: the same piece twice in a text is two, in their order. */
export function planOf(kept: readonly db.Kept[], { tsconfig }: Owner, pieces: readonly Piece[]): Plan {
  const left = new Map<string, db.Kept[]>();
  for (const one of kept.toReversed()) {
    const same = left.get(one.hash);
    if (same) same.push(one);
    else left.set(one.hash, [one]);
  }
  const [move, add]: [Omit<db.Kept, 'hash'>[], db.NewPiece[]] = [[], []];
  pieces.forEach((piece, place) => {
    const hash = hashOf(piece, tsconfig);
    const old = left.get(hash)?.pop();
    const { start, end, content, heading, tokens } = piece;
    if (!old) add.push({ id: newId(db.PieceId), place, heading, content, hash, start, end, tokens });
    else if (old.place !== place || old.start !== start || old.end !== end)
      move.push({ id: old.id, place, start, end });
  });
  return { drop: [...left.values()].flat().map(({ id }) => id), move, add };
}

/** Headings are among its words, and words are of a configuration: what differs in them is another piece. */
const hashOf = ({ hash, heading }: Piece, tsconfig: string): string =>
  createHash('sha256')
    .update(`${tsconfig}\0${heading ?? ''}\0`)
    .update(hash)
    .digest('hex');

type Step = (ctx: Ctx) => Promise<unknown>;

function stepsOf({ drop, move, add }: Plan, owner: Owner): Step[] {
  const insert = async (ctx: Ctx, some: readonly db.NewPiece[]) => {
    await keepTsconfig(ctx, owner.tsconfig);
    await db.insertPieces(ctx.tx, ctx.workspaceId, owner, owner.tsconfig, some, ctx.now);
  };
  return [
    ...batchesOf(add).map(
      (some): Step =>
        (ctx) =>
          insert(ctx, some),
    ),
    ...batchesOf(move).map(
      (some): Step =>
        (ctx) =>
          db.movePieces(ctx.tx, some),
    ),
    ...batchesOf(drop).map(
      (some): Step =>
        (ctx) =>
          db.dropPieces(ctx.tx, some),
    ),
  ];
}

const batchesOf = <T>(all: readonly T[]): (readonly T[])[] =>
  Array.from({ length: Math.ceil(all.length / atOnceMax) }, (_, i) =>
    all.slice(i * atOnceMax, (i + 1) * atOnceMax),
  );

const changedBy = ({ drop, move, add }: Plan): Changed => ({
  added: add.length,
  dropped: drop.length,
  moved: move.length,
});
