import type { Ctx } from '../../../kit/ctx.ts';
import { type WayFailure, wayChanged } from './contract.ts';
import type { WayRow } from './ways.sql.ts';
import * as db from './ways.sql.ts';

/** It leads nowhere, for a reason people are told. What was sealed in it is gone. */
export async function failWay(
  ctx: Ctx,
  { id: wayId, platform, login }: Pick<WayRow, 'id' | 'platform' | 'login'>,
  failure: WayFailure,
): Promise<void> {
  await db.markWayFailed(ctx.tx, wayId, failure, ctx.now);
  await ctx.record({
    category: 'connections',
    action: 'connections.oauth_callback_failed',
    subject: { type: 'connection' },
    changes: { platform: { to: platform }, login: { to: login } },
    errorCode: failure,
  });
  await ctx.publish(wayChanged, { wayId });
}
