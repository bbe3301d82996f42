import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import { countUse } from '../../billing/index.ts';
import { subscribeAccount } from '../health/jobs.ts';
import { callFailed, callSucceeded, missedByHook } from '../health/record.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Platform, Pull } from '../platforms/platform.ts';
import { withAccess } from '../tokens/access.ts';
import { noteUsage, takeMore, takeRoom } from './budget.ts';
import { SyncRunId, syncSettled } from './contract.ts';
import type { SyncAccount } from './jobs.ts';
import { storePage, withNewest } from './pages.ts';
import * as runs from './runs.sql.ts';
import { activityOf, againAt, everyMinutes, isGap, minuteMs, nextAt, sinceOf } from './schedule.ts';
import * as db from './states.sql.ts';

/** Longer than any call takes. Whoever gave no sign of life for so long has died. */
export const leaseMs = 5 * minuteMs;
/** The database's clock says when a job is due, and ours says what is. */
const earlyMsMax = minuteMs;
const detailLengthMax = 1_000;

type Page = Awaited<ReturnType<Pull>>;

/** What one run is about, from when it was begun. */
interface Run {
  readonly id: SyncRunId;
  readonly held: db.Held;
  readonly asked: db.Asked;
  readonly platform: Platform;
  readonly pull: Pull;
}

/**
 * One time of asking, page by page. Each page is stored together with where to go on, so that whoever dies is
 * followed by somebody who asks for no more than one page again.
 */
export async function runSync(unit: Unit, payload: SyncAccount, outside: ConnectionsOutside): Promise<void> {
  const begun = await unit.work((ctx) => begin(ctx, unit.jobId, payload, outside));
  if (!begun) return;
  const { run } = begun;
  for (let place: db.Place | undefined = begun.place; place; ) {
    const from: db.Place = place;
    const room: Room = await unit.work((ctx) => roomFor(ctx, run));
    if (!room.isThere) return;
    let page: Page;
    try {
      page = await withAccess(unit, outside, run.asked.accountId, (access) =>
        run.pull(access, { cursor: from.at, since: from.since, now: room.now }, unit.signal),
      );
    } catch (error) {
      // Nobody knows what became of it, and nothing depends on it: the next attempt asks again.
      if (unit.signal.aborted) throw error;
      await unit.work((ctx) => giveUp(ctx, run, from, error));
      if (isTrouble(error) || error instanceof AppError) return;
      throw error;
    }
    place = await unit.work((ctx) => keepPage(ctx, run, from, page, room.now));
  }
}

/** Undefined when there is nothing to do: it is too early, somebody else is at it, or the account is not open. */
async function begin(
  ctx: Ctx,
  jobId: string,
  { accountId, resource, why, runId }: SyncAccount,
  { platforms }: ConnectionsOutside,
): Promise<{ readonly run: Run; readonly place: db.Place } | undefined> {
  const asked = { accountId, resource };
  const id = runId ?? SyncRunId.parse(jobId);
  const held = await heldState(ctx, asked);
  const platform = held && platforms.get(held.platform);
  const pull = platform?.pull?.[resource];
  const refusal = !held?.isOpen
    ? 'account_not_open'
    : pull
      ? whyNot(held, id, why, ctx.now)
      : 'not_to_be_asked';
  if (!held || !platform || !pull || refusal) {
    if (runId) await endRun(ctx, asked, id, { code: `connections.${refusal}`, detail: '' });
    return undefined;
  }
  await enter(ctx, held, { ...asked, id, why });
  const since = sinceOf(resource, held.newestItemAt ?? undefined, ctx.now);
  return { run: { id, held, asked, platform, pull }, place: held.place ?? { since, missed: 0 } };
}

async function enter(
  ctx: Ctx,
  held: db.Held,
  { id, why, ...asked }: db.Asked & { readonly id: SyncRunId; readonly why: SyncAccount['why'] },
): Promise<void> {
  if (held.runId && held.runId !== id) await endRun(ctx, asked, held.runId, died);
  const isLate = held.place === null && isGap(held.lastCompletedAt ?? undefined, held.everyMinutes, ctx.now);
  const entered = why === 'schedule' && isLate ? 'gap' : why;
  const made = { workspaceId: ctx.workspaceId, id, ...asked, why: entered } as const;
  if ((await runs.insertRun(ctx.tx, made, ctx.now)) === 0) await runs.reopenRun(ctx.tx, id);
  await db.markRunning(ctx.tx, asked, id, ctx.now);
}
const died = { code: 'connections.sync_died', detail: 'its worker gave no sign of life' };

async function heldState(ctx: Ctx, asked: db.Asked): Promise<db.Held | undefined> {
  const held = await db.holdState(ctx.tx, asked);
  if (held || (await db.insertState(ctx.tx, asked, ctx.now)) === 0) return held;
  return db.holdState(ctx.tx, asked);
}

function whyNot(held: db.Held, id: SyncRunId, why: SyncAccount['why'], now: Date) {
  const isAlive = held.runningSince !== null && now.getTime() - held.runningSince.getTime() < leaseMs;
  if (held.runId === id) return undefined;
  if (held.runId && isAlive) return 'sync_running';
  // What died is not waited for again.
  if (held.runId || why !== 'schedule') return undefined;
  return held.nextAt.getTime() - now.getTime() > earlyMsMax ? 'sync_not_due' : undefined;
}

type Room = { readonly isThere: true; readonly now: Date } | { readonly isThere: false };

/** Without room the run is over for now, and has done what it could: the rest is asked for in the next hour. */
async function roomFor(ctx: Ctx, run: Run): Promise<Room> {
  if ((await db.holdRun(ctx.tx, run.asked, run.id)) === 0) return { isThere: false };
  const fullUntil = await takeRoom(ctx, run.asked, run.platform, 1);
  if (!fullUntil) return { isThere: true, now: ctx.now };
  await pause(ctx, run, fullUntil);
  return { isThere: false };
}

async function pause(ctx: Ctx, { asked, id }: Run, until: Date): Promise<void> {
  const waitMinutes = Math.max(1, (until.getTime() - ctx.now.getTime()) / minuteMs);
  // Never sooner than there is room, and not everybody at once.
  const later = nextAt(ctx.now, waitMinutes / 0.9, asked.accountId, asked.resource, id);
  await db.markPaused(ctx.tx, asked, later);
  await endRun(ctx, asked, id, null);
}

/** Answers where to go on, while there is more. */
async function keepPage(
  ctx: Ctx,
  run: Run,
  from: db.Place,
  page: Page,
  startedAt: Date,
): Promise<db.Place | undefined> {
  const { asked, id, held } = run;
  if ((await db.holdRun(ctx.tx, asked, id)) === 0) return undefined;
  const { counts, missed } = await storePage(ctx, held, asked.resource, page.items);
  await runs.addCounts(ctx.tx, id, { ...counts, calls: page.callsCount });
  await takeMore(ctx, asked, page.callsCount - 1);
  if (page.usage) await noteUsage(ctx, asked, held, page.usage);
  // Last, since everything of an account meets in this row.
  if (missed > 0)
    await missedByHook(ctx.tx, { workspaceId: ctx.workspaceId, ...asked, now: ctx.now }, missed);
  await callSucceeded(ctx, asked.accountId, {
    ms: ctx.now.getTime() - startedAt.getTime(),
    provesToken: asked.resource === 'profile',
  });
  const place = { ...withNewest(from, page.items, ctx.now), missed: from.missed + missed, at: page.next };
  if (!page.next) {
    await complete(ctx, run, place, counts.fresh);
    return undefined;
  }
  await db.markPlace(ctx.tx, asked, place, counts.fresh, ctx.now);
  return place;
}

async function complete(
  ctx: Ctx,
  { asked, id, held }: Run,
  place: db.Place,
  newCount: number,
): Promise<void> {
  const newestItemAt = place.newestAt ?? held.newestItemAt;
  const activity = activityOf(newestItemAt ?? undefined, place.missed, ctx.now);
  const minutes = everyMinutes(asked.resource, activity);
  const over = {
    newestItemAt,
    newestItemId: place.newestAt ? (place.newestId ?? null) : held.newestItemId,
    newCount,
    activity,
    everyMinutes: minutes,
    nextAt: nextAt(ctx.now, minutes, asked.accountId, asked.resource, id),
  };
  await db.markCompleted(ctx.tx, asked, over, ctx.now);
  await countRun(ctx, asked, held, id);
  await endRun(ctx, asked, id, null);
  // The platform should have told: whether it still does is looked at now.
  if (place.missed > 0) await ctx.enqueue(subscribeAccount, { accountId: asked.accountId });
}

/** A channel that was synced, or comments that were fetched: what else is asked for is no use of anything. */
async function countRun(
  ctx: Ctx,
  { resource }: db.Asked,
  { platform }: db.Held,
  id: SyncRunId,
): Promise<void> {
  const meter =
    resource === 'comments' ? 'comment_fetch' : platform === 'youtube' ? 'youtube_sync' : undefined;
  const subject = { type: 'sync_run', id };
  if (meter) await countUse(ctx, { id, meter, subject, sourcePlatform: 'bot', reason: 'Sync' });
}

/**
 * A token that is no good has been seen to by then. What passes is tried again later and later; nothing breaks by
 * it.
 */
async function giveUp(ctx: Ctx, run: Run, from: db.Place, error: unknown): Promise<void> {
  const { asked, id, held } = run;
  if ((await db.holdRun(ctx.tx, asked, id)) === 0) return;
  const trouble = isTrouble(error) ? error : undefined;
  const heldUntil = trouble?.kind === 'rate_limited' ? trouble.facts.until : undefined;
  if (heldUntil) {
    await noteUsage(ctx, asked, held, { heldUntil });
    return pause(ctx, run, heldUntil);
  }
  if (trouble) await callFailed(ctx, asked.accountId, trouble.kind);
  const code = trouble?.kind ?? (error instanceof AppError ? error.code : 'stoa.internal');
  const soon = againAt(ctx.now, held.failuresCount + 1, asked.accountId, asked.resource, id);
  const forgetsPlace = trouble?.kind === 'rejected' && from.at !== undefined;
  await db.markFailing(ctx.tx, asked, { code, nextAt: soon, forgetsPlace }, ctx.now);
  const detail = error instanceof Error ? error.message : String(error);
  await endRun(ctx, asked, id, { code, detail: detail.slice(0, detailLengthMax) });
}

async function endRun(
  ctx: Ctx,
  asked: db.Asked,
  id: SyncRunId,
  failure: runs.RunFailure | null,
): Promise<void> {
  if ((await runs.markRunOver(ctx.tx, id, failure, ctx.now)) > 0)
    await ctx.publish(syncSettled, { accountId: asked.accountId, runId: id });
}
