import { createHash } from 'node:crypto';
import type { Resource } from '../platforms/contract.ts';
import { type activities, everyMinutesOf } from './contract.ts';

type Activity = (typeof activities)[number];

export const minuteMs = 60_000;
export const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;

/** What changes slowly, or is told to nobody the moment it changes, is not asked for as often as what people say. */
const everyMinutesMin: Readonly<Record<Resource, number>> = {
  comments: 5,
  messages: 5,
  posts: 15,
  profile: 360,
  metrics: 360,
};

/**
 * What a platform shows late, or under an earlier time than the rest, is found all the same: known things are
 * known.
 */
const overlapMs = 10 * minuteMs;
/** Of an account that has just come, what people said before that is read. Its posts are read all. */
const firstLookBackDays = 30;
const withoutEnd: readonly Resource[] = ['posts'];

/**
 * By how long ago something last happened. What webhooks should have told and did not is reason enough to look
 * soon.
 */
export function activityOf(newestItemAt: Date | undefined, missedCount: number, now: Date): Activity {
  const agoMs =
    newestItemAt === undefined ? Number.POSITIVE_INFINITY : now.getTime() - newestItemAt.getTime();
  if (missedCount > 0 || agoMs <= hourMs) return 'busy';
  if (agoMs <= dayMs) return 'normal';
  return agoMs <= 7 * dayMs ? 'quiet' : 'asleep';
}

export const everyMinutes = (resource: Resource, activity: Activity): number =>
  Math.max(everyMinutesOf[activity], everyMinutesMin[resource]);

/**
 * Up to a tenth sooner or later, by account and run: accounts that were connected in one minute, by an import or
 * on the morning after a platform was down, drift apart.
 */
export function nextAt(now: Date, minutes: number, ...of: readonly string[]): Date {
  const tenths = 0.9 + 0.2 * shareOf(of.join(' '));
  return new Date(now.getTime() + Math.round(minutes * minuteMs * tenths));
}

/** After failures that pass: doubled each time. */
export const againAt = (now: Date, failuresCount: number, ...of: readonly string[]): Date =>
  nextAt(now, Math.min(2 ** Math.max(0, failuresCount - 1), pauseMinutesMax), ...of);
const pauseMinutesMax = 360;

/** From when on what there is may be unknown. */
export function sinceOf(resource: Resource, newestItemAt: Date | undefined, now: Date): Date | undefined {
  if (newestItemAt) return new Date(newestItemAt.getTime() - overlapMs);
  if (withoutEnd.includes(resource)) return undefined;
  return new Date(now.getTime() - firstLookBackDays * dayMs);
}

/** Nobody asked for so long that it was not the schedule: this installation was down, or the account was broken. */
export const isGap = (lastCompletedAt: Date | undefined, minutes: number, now: Date): boolean =>
  lastCompletedAt !== undefined && now.getTime() - lastCompletedAt.getTime() > 3 * minutes * minuteMs;

/** Hours begin at another minute for each account, so that budgets are not all full again in the same one. */
export function hourOf(accountId: string, now: Date): { readonly from: Date; readonly until: Date } {
  const shiftMs = Math.floor(shareOf(accountId) * hourMs);
  const from = Math.floor((now.getTime() - shiftMs) / hourMs) * hourMs + shiftMs;
  return { from: new Date(from), until: new Date(from + hourMs) };
}

/** Between 0 and 1, evenly spread, and the same in every process. */
export const shareOf = (text: string): number =>
  createHash('sha256').update(text).digest().readUInt32BE(0) / 2 ** 32;
