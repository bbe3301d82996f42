import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { openingTimesOf, openMsBetween } from '../../workspaces/index.ts';
import type { ChannelId } from '../messages/contract.ts';
import { findChannelPlace } from './channels.sql.ts';
import { figuresCounted, spreadSeconds } from './contract.ts';
import * as db from './counting.sql.ts';
import { countHours, rebuildFigures } from './jobs.ts';

const marksPerLookMax = 500;
const hoursPerStepMax = 300;
/** Of an hour in which more was answered than that, the rest counts as volume and not as a wait. */
const waitsPerHourMax = 20_000;

/** Every minute: whatever was written down, and whoever wrote it. */
export async function sweepHoursDue(ctx: Ctx): Promise<void> {
  if (await db.anyDue(ctx.tx)) await ctx.enqueue(countHours, {});
}

export async function runCountHours(unit: Unit): Promise<void> {
  for (let hours = 1; hours > 0; ) {
    unit.signal.throwIfAborted();
    hours = await unit.work(countSome);
  }
}

/** A look at what is due, counted and crossed off in one transaction: what is written down meanwhile stays. */
async function countSome(ctx: Ctx): Promise<number> {
  const due = await db.hoursDue(ctx.tx, marksPerLookMax);
  const hours = new Map(due.map((mark) => [`${mark.channelId} ${mark.hour.getTime()}`, mark]));
  for (const hour of hours.values()) await countHour(ctx, hour);
  if (hours.size === 0) return 0;
  await db.dropDue(
    ctx.tx,
    due.map(({ id }) => id),
  );
  await ctx.publish(figuresCounted, { hours: hours.size });
  return hours.size;
}

async function countHour(ctx: Ctx, { channelId, hour }: db.ChannelHour): Promise<void> {
  const at = { channelId, hour };
  const place = await findChannelPlace(ctx.tx, channelId);
  const times = await openingTimesOf(ctx, place?.locationId ?? null);
  const openSeconds = ({ since, until }: db.Wait) =>
    Math.round(openMsBetween(times?.hours ?? {}, times?.timezone ?? 'UTC', since, until) / 1_000);
  const replies = await db.repliesIn(ctx.tx, at, waitsPerHourMax);
  const waited = (waits: readonly db.Wait[]): db.Waited => ({
    count: waits.length,
    seconds: sum(waits.map(secondsOf)),
    openSeconds: sum(waits.map(openSeconds)),
  });
  await db.putHour(
    ctx.tx,
    ctx.workspaceId,
    {
      ...at,
      ...(await db.volumesIn(ctx.tx, at)),
      firstReplies: waited(replies.filter(({ isFirst }) => isFirst)),
      replies: waited(replies),
      closings: waited(await db.closingsIn(ctx.tx, at, waitsPerHourMax)),
      spread: spreadOf(replies.map(openSeconds)),
    },
    ctx.now,
  );
}

const sum = (values: readonly number[]) => values.reduce((all, value) => all + value, 0);
const secondsOf = ({ since, until }: db.Wait) =>
  Math.max(0, Math.round((until.getTime() - since.getTime()) / 1_000));

function spreadOf(seconds: readonly number[]): number[] {
  const spread = [...spreadSeconds.map(() => 0), 0];
  for (const value of seconds) {
    const part = spreadSeconds.findIndex((most) => value <= most);
    spread[part < 0 ? spreadSeconds.length : part]! += 1;
  }
  return spread;
}

/** Whoever may is decided by whoever calls. */
export const beginRebuild = (ctx: Ctx) => ctx.enqueue(rebuildFigures, { channelId: null, from: null });

export async function runRebuild(
  unit: Unit,
  { channelId, from }: { channelId: ChannelId | null; from: Date | null },
): Promise<void> {
  await unit.work(async (ctx) => {
    const channel = channelId ?? (await db.nextChannel(ctx.tx, null))?.id;
    if (channel === undefined) return;
    const hours = await db.nextHours(ctx.tx, channel, from ?? new Date(0), hoursPerStepMax);
    const last = hours.at(-1)?.hour;
    if (last) {
      await db.markDue(
        ctx.tx,
        ctx.workspaceId,
        channel,
        hours.map(({ hour }) => hour),
      );
      await ctx.enqueue(countHours, {});
      return void (await ctx.enqueue(rebuildFigures, { channelId: channel, from: afterHour(last) }));
    }
    const next = await db.nextChannel(ctx.tx, channel);
    if (next) await ctx.enqueue(rebuildFigures, { channelId: next.id, from: null });
  });
}

const afterHour = (hour: Date) => new Date(hour.getTime() + 3_600_000);
