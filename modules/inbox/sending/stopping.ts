import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { CallId } from '../../connections/contract.ts';
import { cancelCall } from '../../connections/index.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { messageMoved } from '../messages/record.ts';
import * as db from './outgoing.sql.ts';

/**
 * A person has replied, or has taken over: what machines wrote and the platform does not have yet does not go out.
 * What is being sent in this moment was before the person's words, which go out after it.
 */
export async function stopMachines(
  ctx: Ctx,
  conversation: Pick<HeldConversation, 'id' | 'channelId'>,
): Promise<void> {
  for (const { id, callId } of await db.machinesUnderWay(ctx.tx, conversation.id)) {
    if (callId !== null && !(await isTakenBack(ctx, callId))) continue;
    await db.markCancelled(ctx.tx, id);
    await messageMoved(ctx, conversation, id);
  }
}

/** Whether a call is cancelled by now; else it has gone out, or goes out in this moment. */
export async function isTakenBack(ctx: Ctx, callId: string): Promise<boolean> {
  try {
    await cancelCall(ctx, { callId: CallId.parse(callId) });
    return true;
  } catch (error) {
    if (error instanceof AppError && error.code === 'connections.call_under_way') return false;
    throw error;
  }
}
