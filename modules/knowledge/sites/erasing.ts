import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { keptDeletedDays, type SiteId } from '../documents/contract.ts';
import { runEraseDocument } from '../documents/erasing.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { siteChanged } from './contract.ts';
import * as db from './erasing.sql.ts';
import { eraseSite } from './jobs.ts';

const atOnceMax = 50;

/** A page after the other, each as one that somebody deleted; then its readings, and the site itself last. */
export async function runEraseSite(
  unit: Pick<Unit, 'work' | 'signal' | 'workspaceId'>,
  { siteId }: { siteId: SiteId },
  outside: Pick<KnowledgeOutside, 'storage'>,
): Promise<void> {
  for (;;) {
    const pages = await unit.work((ctx) => db.pagesOfDeleted(ctx.tx, siteId, atOnceMax));
    if (pages.length === 0) break;
    for (const { id: documentId } of pages) await runEraseDocument(unit, { documentId }, outside);
  }
  for (;;) {
    unit.signal.throwIfAborted();
    const jobs = await unit.work((ctx) => db.jobsOfDeleted(ctx.tx, siteId, atOnceMax));
    if (jobs.length === 0) break;
    for (const { id } of jobs) await unit.work((ctx) => db.dropJob(ctx.tx, id));
  }
  await unit.work(async (ctx) => {
    if ((await db.dropDeletedSite(ctx.tx, siteId)) > 0) await ctx.publish(siteChanged, { siteId });
  });
}

/** Those that were deleted long enough ago, and those whose job was lost. */
export async function eraseDeletedSites(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - keptDeletedDays * 86_400_000);
  for (const { id } of await db.sitesDeletedBefore(ctx.tx, before, atOnceMax))
    await ctx.enqueue(eraseSite, { siteId: id });
}
