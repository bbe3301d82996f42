import type { Ctx } from '../../../kit/ctx.ts';
import { type Sweep, type Work, work } from '../../../kit/module.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { runIngestFile } from './files.ts';
import * as db from './ingestion.sql.ts';
import { ingestFile, readSiteOn } from './jobs.ts';
import { runReadSite } from './site-reading.ts';
import { goOn } from './starting.ts';

export const ingestingWork: readonly Work<KnowledgeOutside>[] = [
  work(ingestFile, runIngestFile),
  work(readSiteOn, runReadSite),
];

const minuteMs = 60_000;
const leftAfterMs = 10 * minuteMs;
const leftAtOnceMax = 50;

/** What nobody has gone on with: its process died, or its job gave up. One that does go on after all loses nothing. */
export async function lookForLeft(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - leftAfterMs);
  for (const job of await db.jobsLeftSince(ctx.tx, before, leftAtOnceMax)) await goOn(ctx, job);
}

const keptDays = 180;
const purgedAtOnceMax = 100;

export async function purgeJobs(ctx: Ctx): Promise<void> {
  const before = new Date(ctx.now.getTime() - keptDays * 24 * 60 * minuteMs);
  await db.dropJobsBefore(ctx.tx, before, purgedAtOnceMax);
}

export const ingestingSweeps: readonly Sweep[] = [
  { name: 'knowledge.look_for_left', cron: '*/5 * * * *', run: lookForLeft },
  { name: 'knowledge.purge_jobs', cron: '53 3 * * *', run: purgeJobs },
];
