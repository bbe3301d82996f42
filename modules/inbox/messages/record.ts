import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { type Message, MessageId, messageChanged, messageReceived } from './contract.ts';
import * as db from './record.sql.ts';

type Here = Pick<db.HeldConversation, 'id' | 'channelId'>;
type Words = Omit<db.NewMessage, 'workspaceId' | 'conversationId' | 'channelId' | 'createdAt'>;

/** Adds to a conversation that is held. Answers false, and does nothing, where the message is here already. */
export async function addMessage(ctx: Ctx, conversation: Here, words: Words): Promise<boolean> {
  const { id: conversationId, channelId } = conversation;
  const message = { workspaceId: ctx.workspaceId, conversationId, channelId, createdAt: ctx.now, ...words };
  if ((await db.insertMessage(ctx.tx, message)) === 0) return false;
  const { direction } = words;
  if (direction !== 'internal')
    await db.settleConversation(ctx.tx, conversationId, {
      inbound: direction === 'inbound' ? 1 : 0,
      outbound: direction === 'outbound' ? 1 : 0,
    });
  if (direction === 'inbound')
    await ctx.publish(messageReceived, { messageId: words.id, conversationId, channelId });
  await tellChanged(ctx, conversation, words.id);
  return true;
}

/** A message of a conversation that is held is not as it was. */
export async function messageMoved(ctx: Ctx, conversation: Here, messageId: MessageId): Promise<void> {
  await db.settleConversation(ctx.tx, conversation.id, db.nothingAdded);
  await tellChanged(ctx, conversation, messageId);
}

const tellChanged = (ctx: Ctx, { id, channelId }: Here, messageId: MessageId) =>
  ctx.publish(messageChanged, { messageId, conversationId: id, channelId });

/** What was done with a conversation is a line in it: by whom, from what, to what. */
export async function recordActivity(
  ctx: Ctx,
  conversation: Here,
  activity: NonNullable<Message['details']['activity']>,
): Promise<void> {
  const member = memberOf(ctx.actor);
  await addMessage(ctx, conversation, {
    id: newId(MessageId, ctx.now.getTime()),
    direction: 'internal',
    kind: 'activity',
    author: member ? 'member' : ctx.actor.kind === 'autopilot' ? 'autopilot' : 'system',
    memberId: member?.memberId ?? null,
    body: null,
    details: { activity },
    status: 'kept',
    happenedAt: ctx.now,
  });
}
