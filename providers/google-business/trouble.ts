import { type Exchange, trouble, troubleByStatus } from '../answer.ts';
import { toldByGoogle } from '../google/refusal.ts';
import type { Trouble } from '../trouble.ts';
import { quotaIsFullAgainAt } from '../youtube/quota.ts';

const spent: readonly string[] = ['rateLimitExceeded', 'RATE_LIMIT_EXCEEDED', 'RESOURCE_EXHAUSTED'];
const lackingRight: readonly string[] = ['insufficientPermissions', 'ACCESS_TOKEN_SCOPE_INSUFFICIENT'];

export function businessTrouble(asked: Exchange): Trouble {
  const told = toldByGoogle(asked, (reason) => spent.includes(reason) || lackingRight.includes(reason));
  const { status } = asked.reply;
  const { code = '', words = '' } = told;
  if (status === 401 || lackingRight.includes(code)) return trouble(asked, 'unauthorized', told);
  if (status === 429 || spent.includes(code)) {
    // A quota by the day is full again at midnight in California; one by the minute says nothing, and is soon.
    const until = /per day/i.test(words) ? quotaIsFullAgainAt(asked.now) : undefined;
    return trouble(asked, 'rate_limited', { ...told, until });
  }
  // The token is good and says who asks; this place is not theirs, or not verified.
  return status === 403 ? trouble(asked, 'rejected', told) : troubleByStatus(asked, told);
}
