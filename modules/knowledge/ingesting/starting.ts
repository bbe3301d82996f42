import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import type { DocumentId, SiteId } from '../documents/contract.ts';
import { IngestionJobId, jobChanged } from './contract.ts';
import * as db from './ingestion.sql.ts';
import { ingestFile, readSiteOn } from './jobs.ts';

/** More versions than anybody brings while one is read. */
const replacedMax = 50;

/** A file that was brought, read in the order of this transaction's success. What was under way of it is over. */
export async function startFile(
  ctx: Ctx,
  documentId: DocumentId,
  config: { readonly name: string; readonly language: string | null; readonly replaces: string | null },
): Promise<void> {
  await endOpenJob(ctx, { documentId });
  const left = (await db.filesLeftBefore(ctx.tx, documentId))?.replaces ?? [];
  const replaces = [...(config.replaces === null ? [] : [config.replaces]), ...left].slice(0, replacedMax);
  await start(ctx, { kind: 'file', documentId, siteId: null, config: { ...config, replaces } });
}

/** Whoever is at it looks behind every page, and once a second while a file is read. */
export async function endOpenJob(
  ctx: Ctx,
  of: { readonly documentId: DocumentId } | { readonly siteId: SiteId },
): Promise<void> {
  const open = await db.findOpenJob(ctx.tx, of);
  if (!open) return;
  await db.steerJob(ctx.tx, { id: open.id, status: 'cancelled', wanted: 'cancel' }, ctx.now);
  await ctx.publish(jobChanged, { jobId: open.id });
}

/** One reading of a site at a time: whoever asks meanwhile is answered the one that is under way. */
export async function startSite(ctx: Ctx, siteId: SiteId, isFull: boolean): Promise<IngestionJobId> {
  const open = await db.findOpenJob(ctx.tx, { siteId });
  if (open) return open.id;
  return start(ctx, { kind: 'site', documentId: null, siteId, config: { isFull } });
}

async function start(
  ctx: Ctx,
  given: Omit<db.NewJob, 'id' | 'createdBy'> & { readonly kind: 'file' | 'site' },
): Promise<IngestionJobId> {
  const id = newId(IngestionJobId);
  const createdBy = memberOf(ctx.actor)?.memberId ?? null;
  await db.insertJob(ctx.tx, ctx.workspaceId, { ...given, id, createdBy }, ctx.now);
  await goOn(ctx, { id, kind: given.kind });
  return id;
}

/** The work itself, in this transaction. */
export async function goOn(ctx: Ctx, { id, kind }: Pick<db.Steered, 'id' | 'kind'>): Promise<void> {
  await ctx.enqueue(kind === 'site' ? readSiteOn : ingestFile, { jobId: id });
  await ctx.publish(jobChanged, { jobId: id });
}
