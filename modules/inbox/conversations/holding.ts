import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import type { ConversationId, Message } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import { recordActivity } from '../messages/record.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { conversationChanged } from './contract.ts';
import { holdState, type State, saveState } from './state.sql.ts';

/** Of a conversation in which somebody may do this: its state, which nobody else changes meanwhile. */
export async function holdToDo(
  ctx: Ctx,
  permission: keyof typeof inboxPolicy,
  conversationId: ConversationId,
): Promise<State> {
  await requireConversation(ctx, permission, conversationId);
  const state = await holdState(ctx.tx, conversationId);
  if (!state) throw inboxError('conversation_not_found', { conversationId });
  return state;
}

/** Of one that is held: its new state, a line in it that says who did that, and word to the screens. */
export async function changeState(
  ctx: Ctx,
  before: State,
  change: Partial<State>,
  activity: NonNullable<Message['details']['activity']>,
): Promise<State> {
  const state = { ...before, ...change };
  await saveState(ctx.tx, state);
  await tellOf(ctx, state, activity);
  return state;
}

export async function tellOf(
  ctx: Ctx,
  { id, channelId }: Pick<State, 'id' | 'channelId'>,
  activity: NonNullable<Message['details']['activity']>,
): Promise<void> {
  await recordActivity(ctx, { id, channelId }, activity);
  await ctx.publish(conversationChanged, { conversationId: id, channelId });
}

/** Null where it is nobody in particular. */
export const doerOf = (ctx: Ctx) => memberOf(ctx.actor)?.memberId ?? null;
