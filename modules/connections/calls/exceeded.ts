import type { Ctx } from '../../../kit/ctx.ts';
import { laneOfKind } from './contract.ts';
import type { Next } from './turns.sql.ts';
import { markExceeded } from './turns.sql.ts';

/** In the trail once, however many calls find the same limit full: `since` is when it became so. */
export async function recordExceeded(
  ctx: Ctx,
  call: Pick<Next, 'accountId' | 'platform' | 'platformAccountId' | 'kind'>,
  { since, until }: { readonly since: Date; readonly until: Date },
): Promise<void> {
  const lane = laneOfKind[call.kind];
  if ((await markExceeded(ctx.tx, call.accountId, lane, since, ctx.now)) === 0) return;
  await ctx.record({
    category: 'connections',
    action: 'connections.rate_limit_exceeded',
    subject: { type: 'connection', id: call.platformAccountId },
    changes: { platform: { to: call.platform }, lane: { to: lane }, until: { to: until } },
    errorCode: 'rate_limited',
  });
}
