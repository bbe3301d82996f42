import { refusedOnRecord } from '../../../kit/audit.ts';
import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import { connectionsError } from '../contract.ts';
import type { ConnectionsOutside } from '../outside.ts';
import type { Login } from '../platforms/contract.ts';
import { authorize } from '../policy.ts';
import { type Way, type WayId, wayChanged } from './contract.ts';
import { failWay } from './failing.ts';
import { finishWay } from './jobs.ts';
import { answers } from './sealing.ts';
import { isSecretOf, readState } from './states.ts';
import * as db from './ways.sql.ts';
import { requireMember, showWay } from './ways.ts';

/**
 * Takes what a platform sent the browser back with, once, from whoever began. The platform is asked afterwards, by a
 * job: nothing of what came back is lost when this process ends now.
 */
export async function answerWay(
  ctx: Ctx,
  { login, query }: { login: Login; query: string },
  outside: ConnectionsOutside,
): Promise<Way> {
  authorize(ctx, 'connections.connect');
  const memberId = requireMember(ctx);
  const told = new URLSearchParams(query);
  const way = await wayOf(ctx, memberId, login, told.get('state'));
  if (!way) {
    throw refusedOnRecord(connectionsError('way_unknown', { login }), {
      category: 'connections',
      action: 'connections.invalid_state',
      subject: { type: 'connection' },
      changes: { platform: { to: login } },
      errorCode: 'way_unknown',
    });
  }
  const { id: wayId } = way;
  if (isDeclined(told)) await failWay(ctx, way, 'declined');
  else {
    const sealed = answers.seal(outside, { workspaceId: ctx.workspaceId, wayId }, query);
    await db.markAnswered(ctx.tx, wayId, sealed, ctx.now);
    await ctx.enqueue(finishWay, { wayId });
    await ctx.publish(wayChanged, { wayId });
  }
  return showWay(ctx, wayId as WayId);
}

/** CR-27, CR-28: one refusal for every reason, so that whoever guesses learns nothing. */
async function wayOf(
  ctx: Ctx,
  memberId: MemberId,
  login: Login,
  text: string | null,
): Promise<db.HeldWay | undefined> {
  const state = readState(text);
  if (state?.workspaceId !== ctx.workspaceId) return undefined;
  const way = await db.holdWay(ctx.tx, state.wayId);
  if (!way || !isSecretOf(state, way.stateHash)) return undefined;
  const isOpen = way.status === 'begun' && ctx.now < way.expiresAt && way.login === login;
  return isOpen && way.memberId === memberId ? way : undefined;
}

/** An error that is not a "no" is for the platform to explain, when it is asked. */
const isDeclined = (told: URLSearchParams) =>
  told.get('error') === 'access_denied' || told.get('error_reason') === 'user_denied';
