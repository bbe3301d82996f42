import type { Ctx } from '../../../kit/ctx.ts';
import type { CallId, Conversation } from './contract.ts';
import { findOutCall, makeCall } from './jobs.ts';

const secondMs = 1_000;

/** How long after its last question an outcome is asked for again: six times, within the quarter of an hour. */
const askAfterSeconds = [5, 15, 40, 90, 240, 480] as const;
export const askedMax = askAfterSeconds.length;

/** Somebody looks what is next in a conversation. */
export async function comeBack(
  ctx: Ctx,
  { accountId, conversationKey, priority }: Conversation & { readonly priority?: number | undefined },
  startAfter: Date = ctx.now,
): Promise<void> {
  const urgency = priority === undefined ? {} : { priority };
  await ctx.enqueue(makeCall, { accountId, conversationKey }, { startAfter, ...urgency });
}

/** `askedCount`: how often it was asked before. */
export async function askSoon(ctx: Ctx, callId: CallId, askedCount: number): Promise<void> {
  const waitMs = (askAfterSeconds[askedCount] ?? 0) * secondMs;
  await ctx.enqueue(findOutCall, { callId }, { startAfter: new Date(ctx.now.getTime() + waitMs) });
}
