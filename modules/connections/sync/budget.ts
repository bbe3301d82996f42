import type { Ctx } from '../../../kit/ctx.ts';
import type { Platform, Usage } from '../platforms/platform.ts';
import * as db from './budget.sql.ts';
import { callsPerHourMax } from './contract.ts';
import { hourMs, hourOf, minuteMs } from './schedule.ts';
import type { Asked, Held } from './states.sql.ts';

const readsUsual = { hourly: 200, daily: 2_400 };
/** From here on what is left of the platform's budget is for what somebody waits for. */
const usagePercentMax = 80;
/** What a platform said of its budget says nothing any more after that. */
const usageKnownMs = 10 * minuteMs;

/** Room for so many calls, taken; or from when on there may be some. In one transaction, and exact however many ask. */
export async function takeRoom(
  ctx: Ctx,
  asked: Asked,
  platform: Platform,
  count: number,
): Promise<Date | undefined> {
  const { accountId } = asked;
  const fullUntil = await findFull(ctx, asked, platform);
  if (fullUntil) return fullUntil;
  const hour = hourOf(accountId, ctx.now);
  const taken = await db.takeCalls(
    ctx.tx,
    asked,
    count,
    { ...windowsAt(ctx.now), syncHour: hour.from, callsMax: callsPerHourMax },
    ctx.now,
  );
  return taken === 0 ? hour.until : undefined;
}

/** Room for one thing that somebody waits for: it is no part of what an account is asked for by itself in an hour. */
export async function takeRead(
  ctx: Ctx,
  { accountId }: Pick<Asked, 'accountId'>,
  platform: Platform,
): Promise<boolean> {
  if (await findFull(ctx, { accountId }, platform)) return false;
  await db.countRead(ctx.tx, accountId, windowsAt(ctx.now), ctx.now);
  return true;
}

/** From when on there may be room again; undefined where there is. */
async function findFull(ctx: Ctx, asked: Pick<Asked, 'accountId'>, platform: Platform) {
  const { hourly, daily } = platform.limits.reads ?? readsUsual;
  const lane = { workspaceId: ctx.workspaceId, platform: platform.name, hourly, daily };
  return roomFrom(await db.holdReads(ctx.tx, asked, lane, ctx.now), lane, ctx.now);
}

/** A page that cost more than it was thought to. It has been done, so there is always room for it. */
export async function takeMore(ctx: Ctx, asked: Asked, count: number): Promise<void> {
  if (count <= 0) return;
  const { from } = hourOf(asked.accountId, ctx.now);
  await db.takeCalls(
    ctx.tx,
    asked,
    count,
    { ...windowsAt(ctx.now), syncHour: from, callsMax: null },
    ctx.now,
  );
}

/** What the platform says of its own budget counts more than what we count. */
export async function noteUsage(
  ctx: Ctx,
  asked: Pick<Asked, 'accountId'>,
  { platform, platformAccountId }: Pick<Held, 'platform' | 'platformAccountId'>,
  { percent, appPercent, heldUntil }: Usage,
): Promise<void> {
  if (appPercent !== undefined) await db.noteAppUsage(ctx.tx, platform, inTable(appPercent), ctx.now);
  if (percent === undefined && heldUntil === undefined) return;
  const usage = { percent: percent === undefined ? null : inTable(percent), heldUntil: heldUntil ?? null };
  const { isNewlyHeld } = await db.noteUsage(ctx.tx, asked, usage, ctx.now);
  if (!isNewlyHeld) return;
  await ctx.record({
    category: 'connections',
    action: 'connections.rate_limit_exceeded',
    subject: { type: 'connection', id: platformAccountId },
    changes: { platform: { to: platform }, lane: { to: 'reads' }, until: { to: heldUntil } },
    errorCode: 'rate_limited',
  });
}

const inTable = (percent: number) => Math.min(1_000, Math.max(0, Math.round(percent)));

const windowsAt = (now: Date) => ({
  hourAgo: new Date(now.getTime() - hourMs),
  dayAgo: new Date(now.getTime() - 24 * hourMs),
});

function roomFrom(room: db.Room, { hourly, daily }: db.ReadsLane, now: Date): Date | undefined {
  const ends = [
    room.heldUntil,
    room.appHeldUntil,
    usedUp(room.usagePercent, room.usageAt),
    usedUp(room.appUsagePercent, room.appUsageAt),
    room.hourCount >= hourly ? later(room.hourBeganAt, hourMs) : null,
    room.dayCount >= daily ? later(room.dayBeganAt, 24 * hourMs) : null,
  ];
  const last = Math.max(...ends.map((end) => end?.getTime() ?? 0));
  return last > now.getTime() ? new Date(last) : undefined;
}

const usedUp = (percent: number | null, at: Date | null) =>
  percent !== null && percent >= usagePercentMax ? later(at, usageKnownMs) : null;
const later = (at: Date | null, ms: number) => at && new Date(at.getTime() + ms);
