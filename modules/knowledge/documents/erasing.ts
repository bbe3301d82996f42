import type { Ctx, Unit } from '../../../kit/ctx.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { type DocumentId, documentChanged, keptDeletedDays } from './contract.ts';
import * as db from './erasing.sql.ts';
import { filesOf } from './files.ts';
import { eraseDocument } from './jobs.ts';

const piecesAtOnceMax = 50;

/**
 * In steps of their own, each of which may be the last one of a process: what is done stays done, and the next run
 * goes on. Each asks whether it is still deleted, since a page may be there again. The row goes last, because files
 * are found by its id: one that is gone already is no failure, while one nobody knows of any more would stay for ever.
 */
export async function runEraseDocument(
  unit: Pick<Unit, 'work' | 'signal' | 'workspaceId'>,
  { documentId }: { documentId: DocumentId },
  { storage }: Pick<KnowledgeOutside, 'storage'>,
): Promise<void> {
  const dropSome = async (ctx: Ctx) => {
    const deleted = await db.holdDeleted(ctx.tx, documentId);
    return deleted && { ...deleted, dropped: await db.dropPiecesOf(ctx.tx, documentId, piecesAtOnceMax) };
  };
  for (;;) {
    unit.signal.throwIfAborted();
    const step = await unit.work(dropSome);
    if (!step) return;
    if (step.dropped === piecesAtOnceMax) continue;
    if (step.kind === 'file') await dropFiles(filesOf(unit.workspaceId, documentId), storage);
    break;
  }
  await unit.work(async (ctx) => {
    if ((await db.dropDeleted(ctx.tx, documentId)) > 0) await ctx.publish(documentChanged, { documentId });
  });
}

/** All its versions, also one whose upload never came to an end. From the beginning each time: the others are gone. */
async function dropFiles(prefix: string, storage: KnowledgeOutside['storage']): Promise<void> {
  for (;;) {
    const { items } = await storage.list(prefix);
    if (items.length === 0) return;
    for (const { key } of items) await storage.delete(key);
  }
}

const erasedAtOnceMax = 200;

/** Those that were deleted long enough ago, and those whose job was lost. */
export async function eraseDeleted(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - keptDeletedDays * 86_400_000);
  for (const { id } of await db.documentsDeletedBefore(ctx.tx, before, erasedAtOnceMax))
    await ctx.enqueue(eraseDocument, { documentId: id });
}
