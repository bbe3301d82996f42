import { createHash } from 'node:crypto';
import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { costOf } from '../../billing/index.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { type IngestionJobId, jobChanged } from './contract.ts';
import * as db from './working.sql.ts';

export type Worker = Pick<Unit, 'work' | 'signal' | 'workspaceId'>;

/** Whose calls these are: what they cost is found again by it. */
export const subjectOf = (jobId: IngestionJobId) => ({ type: 'ingestion_job', id: jobId });

/** The same world, in which a job pays for what it has embedded. */
export const payingFor = (
  jobId: IngestionJobId,
  { embedder }: Pick<KnowledgeOutside, 'embedder'>,
): Pick<KnowledgeOutside, 'embedder'> =>
  embedder ? { embedder: (workspace, model) => embedder(workspace, model, subjectOf(jobId)) } : {};

export async function costMicroOf(ctx: Ctx, jobId: IngestionJobId): Promise<number> {
  const { type, id } = subjectOf(jobId);
  return (await costOf(ctx.tx, { type, ids: [id] })).get(id)?.costMicro ?? 0;
}

/**
 * Takes a job up, or up again. Undefined: there is nothing to do any more, also because somebody wanted it to stop,
 * which is settled here.
 */
export async function begin(ctx: Ctx, jobId: IngestionJobId): Promise<db.Working | undefined> {
  const job = await db.holdWorking(ctx.tx, jobId);
  if (!job || (job.status !== 'pending' && job.status !== 'running')) return undefined;
  if (await stopped(ctx, jobId, job)) return undefined;
  await db.markRunning(ctx.tx, jobId, ctx.now);
  if (job.status === 'pending') await ctx.publish(jobChanged, { jobId });
  return { ...job, startedAt: job.startedAt ?? ctx.now };
}

/** Whether somebody wanted it to stop. */
export async function stopped(
  ctx: Ctx,
  jobId: IngestionJobId,
  { wanted }: Pick<db.Working, 'wanted'>,
): Promise<boolean> {
  if (wanted === 'run') return false;
  await settle(ctx, jobId, { status: wanted === 'pause' ? 'paused' : 'cancelled' });
  return true;
}

export async function settle(ctx: Ctx, jobId: IngestionJobId, ending: db.Ending): Promise<void> {
  await db.settleJob(ctx.tx, jobId, ending, ctx.now);
  await ctx.publish(jobChanged, { jobId });
}

/** An answer that stays the same however often one asks: it is kept. Whatever may go better later is tried again. */
export function refusalIn(error: unknown): string | undefined {
  if (!(error instanceof AppError) || error.status >= 500 || error.status === 429) return undefined;
  return error.code.startsWith('child.') ? undefined : codeOf(error.code);
}

/** As documents and items keep it: without whose it is. */
export const codeOf = (code: string): string => code.replace(/^knowledge\./, '').slice(0, 60);

/** Of a text, as its document keeps it. */
export const hashOf = (text: string): string => createHash('sha256').update(text).digest('hex');
