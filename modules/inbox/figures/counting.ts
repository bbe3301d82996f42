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
const conversationsPerHourMax = 20_000;

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

async function countHour(ctx: Ctx, at: db.ChannelHour): Promise<void> {
  const { tx, workspaceId, now } = ctx;
  const openSeconds = await clockOf(ctx, at.channelId);
  const replies = await db.repliesIn(tx, at, waitsPerHourMax);
  const closings = await db.closingsIn(tx, at, waitsPerHourMax);
  const waits = waitsOf({ replies, closings }, openSeconds);
  await db.putHour(tx, workspaceId, { ...at, ...(await db.volumesIn(tx, at)), ...waits }, now);
  const apart = await byConversation(ctx, at, { replies, closings }, openSeconds);
  await db.putConversationHours(tx, workspaceId, at, apart);
  const kept = apart.map(({ conversationId }) => conversationId);
  await db.dropConversationHours(tx, at, kept);
}

interface Waits {
  readonly replies: readonly db.Wait[];
  readonly closings: readonly db.Wait[];
}
type Clock = (wait: db.Wait) => number;

/** How much of a wait the place of a channel was open. */
async function clockOf(ctx: Ctx, channelId: ChannelId): Promise<Clock> {
  const place = await findChannelPlace(ctx.tx, channelId);
  const times = await openingTimesOf(ctx, place?.locationId ?? null);
  return ({ since, until }) =>
    Math.round(openMsBetween(times?.hours ?? {}, times?.timezone ?? 'UTC', since, until) / 1_000);
}

function waitsOf({ replies, closings }: Waits, openSeconds: Clock) {
  const waited = (waits: readonly db.Wait[]): db.Waited => ({
    count: waits.length,
    seconds: sum(waits.map(secondsOf)),
    openSeconds: sum(waits.map(openSeconds)),
  });
  return {
    firstReplies: waited(replies.filter(({ isFirst }) => isFirst)),
    replies: waited(replies),
    closings: waited(closings),
    spread: spreadOf(replies.map(openSeconds)),
  };
}

/** For the figures of a view: the same, apart by where it happened. */
async function byConversation(
  { tx }: Ctx,
  at: db.ChannelHour,
  waits: Waits,
  openSeconds: Clock,
): Promise<db.ConversationFigures[]> {
  const volumes = await db.volumesOfConversations(tx, at, conversationsPerHourMax);
  const said = new Map(volumes.map((one) => [one.conversationId, one]));
  const [replies, closings] = [waits.replies, waits.closings].map((all) =>
    Map.groupBy(all, ({ conversationId }) => conversationId),
  );
  const ids = new Set([...said.keys(), ...replies!.keys(), ...closings!.keys()]);
  return [...ids].map((conversationId) => {
    const own = {
      replies: replies!.get(conversationId) ?? [],
      closings: closings!.get(conversationId) ?? [],
    };
    return { ...nothingSaid, ...said.get(conversationId), conversationId, ...waitsOf(own, openSeconds) };
  });
}

const nothingSaid = {
  ...{ inboundCount: 0, memberCount: 0, machineCount: 0, elsewhereCount: 0, kinds: {}, begunCount: 0 },
};

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
