import { after, type Exchange, trouble, troubleByStatus, uncertain } from '../answer.ts';
import { toldByGoogle } from '../google/refusal.ts';
import type { Trouble, TroubleKind } from '../trouble.ts';
import { quotaIsFullAgainAt } from './quota.ts';

const dayMs = 86_400_000;

/** By reason, since 403 stands for a spent quota, a missing scope and switched off comments alike. */
const kinds: Readonly<Record<string, TroubleKind>> = {
  quotaExceeded: 'rate_limited',
  dailyLimitExceeded: 'rate_limited',
  rateLimitExceeded: 'rate_limited',
  userRateLimitExceeded: 'rate_limited',
  RATE_LIMIT_EXCEEDED: 'rate_limited',
  uploadLimitExceeded: 'rate_limited',
  uploadRateLimitExceeded: 'rate_limited',
  authError: 'unauthorized',
  expired: 'unauthorized',
  required: 'unauthorized',
  insufficientPermissions: 'unauthorized',
  ACCESS_TOKEN_SCOPE_INSUFFICIENT: 'unauthorized',
};

const untils: Readonly<Record<string, (now: Date) => Date>> = {
  quotaExceeded: quotaIsFullAgainAt,
  dailyLimitExceeded: quotaIsFullAgainAt,
  // Counted for the channel over a day that slides.
  uploadLimitExceeded: (now) => after(now, dayMs),
};

export function youtubeTrouble(asked: Exchange): Trouble {
  const told = toldByGoogle(asked, (reason) => reason in kinds);
  const { status } = asked.reply;
  const { code = '' } = told;
  if (status === 401) return trouble(asked, 'unauthorized', told);
  const kind = kinds[code];
  if (kind === 'rate_limited') return trouble(asked, kind, { ...told, until: untils[code]?.(asked.now) });
  if (kind !== undefined) return trouble(asked, kind, told);
  if (code === 'backendError' || code === 'internalError') return trouble(asked, uncertain(asked), told);
  // The token is good and says who asks; this thing is not theirs or not to be done.
  return status === 403 ? trouble(asked, 'rejected', told) : troubleByStatus(asked, told);
}
