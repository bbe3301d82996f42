import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { knowledgeError } from '../contract.ts';
import { authorizeSomewhere, isManagedBy, isReadBy, requireManagedAt } from '../rights/places.ts';
import {
  type IngestionFilter,
  type IngestionItem,
  type IngestionJob,
  type IngestionJobId,
  type ItemOutcome,
  jobChanged,
} from './contract.ts';
import * as db from './ingestion.sql.ts';
import { goOn } from './starting.ts';

type Named = { readonly jobId: IngestionJobId };

export async function listIngestionJobs(
  ctx: Ctx,
  input: PageQuery & IngestionFilter,
): Promise<Page<IngestionJob>> {
  const places = authorizeSomewhere(ctx, 'knowledge.read');
  const { items, next } = await db.jobsByCreated(ctx.tx, places, input, input);
  return { items: items.map((row) => managed(ctx, row)), next };
}

export async function getIngestionJob(ctx: Ctx, { jobId }: Named): Promise<IngestionJob> {
  authorizeSomewhere(ctx, 'knowledge.read');
  return showJob(ctx, jobId);
}

export async function listIngestionItems(
  ctx: Ctx,
  { jobId, outcome, ...page }: Named & PageQuery & { readonly outcome?: ItemOutcome | undefined },
): Promise<Page<IngestionItem>> {
  authorizeSomewhere(ctx, 'knowledge.read');
  await requireJob(ctx, jobId);
  return db.itemsOf(ctx.tx, jobId, outcome, page);
}

/** What nobody has begun stops at once. Whoever is at it ends the page it is at first. */
export async function pauseIngestionJob(ctx: Ctx, { jobId }: Named): Promise<IngestionJob> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  return steer(ctx, jobId, 'ingestion_paused', ({ status }) => {
    requireOpen(status, jobId);
    return { wanted: 'pause', status: status === 'pending' ? 'paused' : status };
  });
}

export async function resumeIngestionJob(ctx: Ctx, { jobId }: Named): Promise<IngestionJob> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  return steer(ctx, jobId, 'ingestion_resumed', ({ status }) => {
    requireOpen(status, jobId);
    return { wanted: 'run', status: status === 'paused' ? 'pending' : status };
  });
}

export async function cancelIngestionJob(ctx: Ctx, { jobId }: Named): Promise<IngestionJob> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  return steer(ctx, jobId, 'ingestion_cancelled', ({ status }) => {
    if (status !== 'cancelled') requireOpen(status, jobId);
    return { wanted: 'cancel', status: status === 'running' ? status : 'cancelled' };
  });
}

/** From where it was: what has been read stays read. */
export async function retryIngestionJob(ctx: Ctx, { jobId }: Named): Promise<IngestionJob> {
  authorizeSomewhere(ctx, 'knowledge.manage');
  return steer(ctx, jobId, 'ingestion_retried', ({ status }) => {
    if (status !== 'failed') throw knowledgeError('job_has_not_failed', { jobId, status });
    return { wanted: 'run', status: 'pending' };
  });
}

type Steering = Pick<db.Steered, 'status' | 'wanted'>;

async function steer(
  ctx: Ctx,
  jobId: IngestionJobId,
  what: string,
  to: (job: Steering) => Steering,
): Promise<IngestionJob> {
  const row = await requireJob(ctx, jobId);
  requireManagedAt(ctx, row.locationId);
  const before = await db.holdJob(ctx.tx, jobId);
  if (!before) throw knowledgeError('job_not_found', { jobId });
  const after = to(before);
  if (after.status !== before.status || after.wanted !== before.wanted) {
    await db.steerJob(ctx.tx, { id: jobId, ...after }, ctx.now);
    // Also one that is running: it may have stopped for what it was asked before.
    if (after.wanted === 'run') await goOn(ctx, before);
    else await ctx.publish(jobChanged, { jobId });
    const subject = { type: 'ingestion_job', id: jobId };
    const changes = { status: { from: before.status, to: after.status } };
    await ctx.record({ category: 'settings', action: `knowledge.${what}`, subject, changes });
  }
  return showJob(ctx, jobId);
}

/** To whoever was let in, also by what is not reading. */
export const showJob = async (ctx: Ctx, jobId: IngestionJobId): Promise<IngestionJob> =>
  managed(ctx, await requireJob(ctx, jobId));

function requireOpen(status: db.Steered['status'], jobId: IngestionJobId): void {
  if (!['pending', 'running', 'paused'].includes(status))
    throw knowledgeError('job_is_over', { jobId, status });
}

async function requireJob(ctx: Ctx, jobId: IngestionJobId): Promise<db.Shown> {
  const row = await db.findJob(ctx.tx, jobId);
  if (!row || !isReadBy(ctx, row.locationId)) throw knowledgeError('job_not_found', { jobId });
  return row;
}

const managed = (ctx: Ctx, row: db.Shown): IngestionJob => ({
  ...row,
  mayManage: isManagedBy(ctx, row.locationId),
});
