import { createHash } from 'node:crypto';

const hourMs = 3_600_000;
/** From here on "a day before its end" is not also "as soon as it begins". */
const longLifeMs = 48 * hourMs;
const dayMs = 24 * hourMs;
const tenth = 0.1;
/** Of a token that is over as soon as it comes, another one is not asked for in a circle. */
const atLeastMs = 60_000;

/**
 * When a token is to be had anew: a tenth of its life before its end, and of one that lives for days a whole day
 * before at least. So that of a platform that is down for a day nobody's connection dies, while one that lives for an
 * hour is not asked for twice as often as it must be.
 *
 * Each account is earlier than that by a part of another tenth that is always its own: thousands connected in one
 * minute, by an import, or by a platform that is back, are spread over days, or over minutes where a token lives for
 * an hour.
 */
export function refreshDueAt(accountId: string, issuedAt: Date, expiresAt: Date | undefined): Date | null {
  if (expiresAt === undefined) return null;
  const lifeMs = Math.max(0, expiresAt.getTime() - issuedAt.getTime());
  const aheadMs = Math.max(lifeMs * tenth, lifeMs >= longLifeMs ? dayMs : 0);
  const earlierMs = shareOf(accountId) * lifeMs * tenth;
  const dueMs = expiresAt.getTime() - aheadMs - earlierMs;
  return new Date(Math.max(issuedAt.getTime() + atLeastMs, dueMs));
}

const firstPauseMs = 60_000;
const pauseMsMax = 15 * 60_000;

/** After a failure that passes. Doubled each time, never long: when a platform is back, nobody waits for us. */
export function refreshAgainAt(accountId: string, now: Date, failuresCount: number): Date {
  const pauseMs = Math.min(firstPauseMs * 2 ** Math.max(0, failuresCount - 1), pauseMsMax);
  return new Date(now.getTime() + pauseMs * (1 + shareOf(accountId) / 4));
}

/** Between 0 and 1, evenly spread, and the same in every process. */
const shareOf = (accountId: string): number =>
  createHash('sha256').update(accountId).digest().readUInt32BE(0) / 2 ** 32;
