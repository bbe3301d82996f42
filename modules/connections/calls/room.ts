import { callPriorities, type HeldReason } from './contract.ts';
import { believedSince, type Standing } from './turns.sql.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;
const dayMs = 24 * hourMs;
/** Figures of a platform change with everybody's calls, not at a time anybody knows: look again soon. */
const lookAgainMs = 5 * minuteMs;
const someMs = 1_000;

const shareFromPercent = 60;
const shareAtLeastCount = 20;
const shareOfEven = 1.5;

/** How much may be used for a call of this priority still to go. Null: a person's reply goes in any case. */
export const usagePercentMax = (priority: number): number | null => {
  if (priority >= callPriorities.person) return null;
  return priority >= callPriorities.usual ? 95 : 80;
};

export interface Shares {
  readonly ownCount: number;
  readonly count: number;
  readonly workspacesCount: number;
}

/** From here on it is looked who had how much of an application. */
export const isShared = (appPercent: number | null, priority: number): boolean =>
  appPercent !== null && appPercent >= shareFromPercent && priority < callPriorities.person;

/**
 * Whether a workspace had clearly more than its share of the hour: half as much again as all had on average. What is
 * left of the application is then for the others. Alone, nobody has too much.
 */
export const hadItsShare = ({ ownCount, count, workspacesCount }: Shares): boolean =>
  workspacesCount > 1 && ownCount > shareAtLeastCount && ownCount > (shareOfEven * count) / workspacesCount;

export interface Wait {
  readonly reason: HeldReason;
  readonly until: Date;
  /** Since when it is full: what is said about it is said once from then on. */
  readonly fullSince?: Date | undefined;
}

export const waitForShare = (now: Date): Wait => ({
  reason: 'app_limit',
  until: new Date(now.getTime() + lookAgainMs),
});

/** Why there was no room, and when there may be. What holds longest counts. */
export function waitOf(standing: Standing, priority: number, now: Date): Wait {
  const waits = [
    ...ofPlatform(standing, now),
    ...ofUsage(standing, priority, now),
    ...ofWindows(standing, now),
  ];
  const longest = waits.sort((a, b) => b.until.getTime() - a.until.getTime())[0];
  // It was full a moment ago, and is not now.
  return longest ?? { reason: 'account_limit', until: new Date(now.getTime() + someMs) };
}

function* ofPlatform({ heldUntil, appHeldUntil }: Standing, now: Date): Generator<Wait> {
  if (heldUntil && heldUntil > now) yield { reason: 'platform_said_so', until: heldUntil };
  if (appHeldUntil && appHeldUntil > now) yield { reason: 'app_limit', until: appHeldUntil };
}

function* ofUsage(standing: Standing, priority: number, now: Date): Generator<Wait> {
  const max = usagePercentMax(priority);
  const isOver = (percent: number | null, at: Date | null) =>
    max !== null && percent !== null && at !== null && at > believedSince(now) && percent >= max;
  const until = new Date(now.getTime() + lookAgainMs);
  if (isOver(standing.usagePercent, standing.usageAt)) yield { reason: 'platform_said_so', until };
  if (isOver(standing.appPercent, standing.appUsageAt)) yield { reason: 'app_limit', until };
}

function* ofWindows(standing: Standing, now: Date): Generator<Wait> {
  const { hourBeganAt, hourCount, hourlyLimit, dayBeganAt, dayCount, dailyLimit } = standing;
  const full = [
    windowEnd(hourBeganAt, hourCount, hourlyLimit, hourMs),
    windowEnd(dayBeganAt, dayCount, dailyLimit, dayMs),
  ];
  for (const window of full)
    if (window && window.until > now)
      yield { reason: 'account_limit', until: window.until, fullSince: window.since };
}

const windowEnd = (since: Date | null, count: number | null, limit: number | null, ms: number) =>
  since && count !== null && limit !== null && count >= limit
    ? { since, until: new Date(since.getTime() + ms) }
    : undefined;
