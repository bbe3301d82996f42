import type { Ctx } from '../../../kit/ctx.ts';
import type { KnowledgeOutside } from '../outside.ts';
import { crawlLimits } from '../reading/contract.ts';
import { type CrawlTools, crawl, newCrawl, readPage } from '../reading/sites/crawl.ts';
import type { CrawlState } from '../reading/sites/state.ts';
import { markRead } from '../sites/sites.sql.ts';
import { type IngestionJobId, jobChanged } from './contract.ts';
import { readSiteOn } from './jobs.ts';
import * as pages from './pages.sql.ts';
import { type Came, cameOf, letGo, type SiteRun } from './site-pages.ts';
import { begin, costMicroOf, payingFor, settle, stopped, type Worker } from './steps.ts';
import { reading } from './turns.ts';
import * as db from './working.sql.ts';

type Outside = Pick<KnowledgeOutside, 'embedder' | 'alone' | 'pauseAtHost' | 'allowPrivate' | 'publicUrl'>;

/** After so many addresses a run ends and another one goes on, so that other sites have their turn. */
const addressesARun = 100;
const hostBusyMs = 20_000;
const waitMs = 15 * 60_000;
const waitsMax = 8;

/**
 * Goes along a site, one page at a time, whoever else reads at that host. What came of a page and how far the reading
 * has come are one transaction: killed anywhere, it goes on behind the last page that was written down.
 */
export async function runReadSite(
  unit: Worker,
  { jobId }: { jobId: IngestionJobId },
  outside: Outside,
): Promise<void> {
  const walk = await unit.work((ctx) => take(ctx, jobId));
  if (!walk) return;
  const host = new URL(walk.run.site.address).host.replace(/^www\./, '');
  const work = async () => {
    await readSome(unit, walk, outside);
    return true;
  };
  const isDone = await (outside.alone ? outside.alone(`knowledge host ${host}`, work) : work());
  if (isDone) return;
  await unit.work((ctx) =>
    ctx.enqueue(readSiteOn, { jobId }, { startAfter: new Date(ctx.now.getTime() + hostBusyMs) }),
  );
}

interface Walk {
  readonly run: SiteRun;
  readonly state: CrawlState;
  readonly waits: number;
  /** How many addresses are written down, which is also the place of the next one. */
  place: number;
  toldAtMs: number;
}

interface Kept {
  readonly crawl?: CrawlState;
  readonly waits?: number;
}

async function take(ctx: Ctx, jobId: IngestionJobId): Promise<Walk | undefined> {
  const job = await begin(ctx, jobId);
  if (!job) return undefined;
  const site = await db.findSiteJob(ctx.tx, jobId);
  if (!site) {
    await settle(ctx, jobId, { status: 'cancelled' });
    return undefined;
  }
  const kept = site.state as Kept;
  return {
    run: { jobId, site, startedAt: job.startedAt ?? ctx.now },
    state: kept.crawl ?? (await newState(ctx, site)),
    waits: kept.waits ?? 0,
    place: job.itemsProcessed,
    toldAtMs: 0,
  };
}

/**
 * In a full reading only what is linked is met, and every page is sent whole. Otherwise pages that did not change are
 * not sent, and so do not say where they lead: what is known already is looked at in any case.
 */
async function newState(ctx: Ctx, site: db.SiteJob): Promise<CrawlState> {
  const { siteId, scope: kind, address, pagesMax, depthMax } = site;
  const known = site.config.isFull ? [] : await pages.addressesOf(ctx.tx, siteId, pagesMax);
  const limits = { pagesMax, depthMax, delayMs: crawlLimits.delayMs };
  return newCrawl(
    { kind, address },
    limits,
    known.map((one) => one.address),
  );
}

async function readSome(unit: Worker, walk: Walk, outside: Outside): Promise<void> {
  const { run, state } = walk;
  const paying = payingFor(run.jobId, outside);
  let count = 0;
  for await (const event of crawl(state, toolsOf(unit, run, outside))) {
    if (event.kind === 'wait') return unit.work((ctx) => postpone(ctx, walk));
    const came = await cameOf(unit, run, event, paying);
    if (!(await unit.work((ctx) => writeDown(ctx, walk, came)))) return;
    count += 1;
    if (count === addressesARun) {
      await unit.work((ctx) => ctx.enqueue(readSiteOn, { jobId: run.jobId }));
      return;
    }
  }
  await finish(unit, walk);
}

function toolsOf(unit: Worker, { site }: SiteRun, outside: Outside): CrawlTools {
  const { siteId, config } = site;
  const known = async (address: string) => {
    const page = await unit.work((ctx) => pages.findPage(ctx.tx, siteId, address));
    const isWhole = page && page.status === 'indexed' && page.deletedAt === null;
    return isWhole ? { etag: page.etag, lastModified: page.lastModified } : undefined;
  };
  return {
    fetch: { agent: `StoaKnowledge/1.0 (+${outside.publicUrl})`, allowPrivate: outside.allowPrivate },
    read: (page, signal) => reading(() => readPage(page, signal)),
    signal: unit.signal,
    ...(outside.pauseAtHost && { pause: outside.pauseAtHost }),
    ...(!config.isFull && { known }),
  };
}

const toldEveryMs = 1_000;

/** Answers whether it goes on: nobody wanted it to stop, and nobody else is further already. */
async function writeDown(ctx: Ctx, walk: Walk, came: Came): Promise<boolean> {
  const { jobId } = walk.run;
  const job = await db.holdWorking(ctx.tx, jobId);
  if (job?.status !== 'running' || job.itemsProcessed !== walk.place) return false;
  const { address, documentId, outcome, failureCode, added, keep } = came;
  await keep?.(ctx);
  const item = { place: walk.place, address, documentId, outcome, failureCode };
  await db.insertItem(ctx.tx, ctx.workspaceId, jobId, item, ctx.now);
  const counted = {
    succeeded: outcome === 'indexed' ? 1 : 0,
    failed: outcome === 'failed' ? 1 : 0,
    unchanged: outcome === 'unchanged' ? 1 : 0,
    chunks: added,
  };
  const state: Kept = { crawl: walk.state, waits: outcome === 'failed' ? walk.waits : 0 };
  const total = walk.place + 1 + walk.state.frontier.length;
  await db.countItem(
    ctx.tx,
    jobId,
    counted,
    { total, state, costMicro: await costMicroOf(ctx, jobId) },
    ctx.now,
  );
  walk.place += 1;
  if (await stopped(ctx, jobId, job)) return false;
  if (ctx.now.getTime() - walk.toldAtMs >= toldEveryMs) {
    walk.toldAtMs = ctx.now.getTime();
    await ctx.publish(jobChanged, { jobId });
  }
  return true;
}

/** The site cannot be had right now, or wants to be left alone: later again, and not without end. */
async function postpone(ctx: Ctx, { run: { jobId, site }, state, waits, place }: Walk): Promise<void> {
  const job = await db.holdWorking(ctx.tx, jobId);
  if (job?.status !== 'running' || job.itemsProcessed !== place) return;
  if (await stopped(ctx, jobId, job)) return;
  if (waits >= waitsMax) {
    await markRead(ctx.tx, site.siteId, false, ctx.now);
    return settle(ctx, jobId, { status: 'failed', failureCode: 'site_unavailable' });
  }
  await db.keepState(ctx.tx, jobId, { crawl: state, waits: waits + 1 } satisfies Kept, ctx.now);
  await settle(ctx, jobId, { status: 'pending' });
  await ctx.enqueue(readSiteOn, { jobId }, { startAfter: new Date(ctx.now.getTime() + waitMs) });
}

const lostAtOnceMax = 50;
/** Why a page was not read although the site said all it had to say about where it leads. */
const noTrouble = [
  'page_not_found',
  'page_type_not_supported',
  'deleted_here',
  'too_many_documents',
  'empty',
];

async function finish(unit: Worker, walk: Walk): Promise<void> {
  const { run, state } = walk;
  const isWhole = state.frontier.length === 0 && state.scope.kind !== 'page';
  const mayLetGo =
    run.site.config.isFull &&
    isWhole &&
    (await unit.work((ctx) => db.countTroubles(ctx.tx, run.jobId, noTrouble))).count === 0;
  for (let goesOn = mayLetGo; goesOn; ) goesOn = await letGoOfSome(unit, walk);
  await unit.work(async (ctx) => {
    const job = await db.holdWorking(ctx.tx, run.jobId);
    if (job?.status !== 'running' || job.itemsProcessed !== walk.place) return;
    await markRead(ctx.tx, run.site.siteId, true, ctx.now);
    await settle(ctx, run.jobId, { status: 'completed' });
  });
}

/** Pages that nothing leads to any more, each written down as what was met is. */
async function letGoOfSome(unit: Worker, walk: Walk): Promise<boolean> {
  const { siteId } = walk.run.site;
  const lost = await unit.work((ctx) => pages.pagesNotMet(ctx.tx, siteId, walk.run.jobId, lostAtOnceMax));
  for (const { id: documentId, address } of lost) {
    const came: Came = {
      ...{ address, documentId, outcome: 'gone', failureCode: 'not_linked', added: 0 },
      keep: (ctx) => letGo(ctx, documentId),
    };
    if (!(await unit.work((ctx) => writeDown(ctx, walk, came)))) return false;
  }
  return lost.length === lostAtOnceMax;
}
