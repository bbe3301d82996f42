import type { Ctx } from '../../../kit/ctx.ts';
import { inboxError } from '../contract.ts';
import { conversationChanged } from '../conversations/contract.ts';
import type { ConversationId, Message, MessageId } from '../messages/contract.ts';
import { requireConversation, showMessage } from '../messages/messages.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { messageMoved, recordActivity } from '../messages/record.ts';
import type { InboxOutside } from '../outside.ts';
import { unlinkAttachments } from './attachments.sql.ts';
import { windowOf } from './contract.ts';
import { sendMessages } from './jobs.ts';
import * as db from './outgoing.sql.ts';
import { fits } from './parts.ts';
import { requireMoment } from './sends.ts';
import { isTakenBack } from './stopping.ts';
import { held, momentOf, requireChannel, requireLeave } from './writing.ts';

type Files = Pick<InboxOutside, 'fileUrl'>;
export interface Which {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
}

/**
 * Takes a message back, and with it all that the same wish became. Held or for later it leaves no trace; one that
 * waits for its turn is taken out of it; what has gone has gone.
 */
export async function deleteMessage(ctx: Ctx, which: Which, outside: Files): Promise<Message> {
  const { conversation, message } = await ours(ctx, which);
  if (message.status !== 'cancelled') await takeBack(ctx, conversation, message);
  return showMessage(ctx, message.id, outside);
}

async function takeBack(ctx: Ctx, conversation: HeldConversation, message: db.Outgoing): Promise<void> {
  const first = message.details.sending?.of ?? message.id;
  const waiting = await db.underWayOf(ctx.tx, conversation.id, first);
  // The rest of it goes on where the beginning has gone, so that nobody is left with half a sentence unawares.
  if (!waiting.some(({ id }) => id === message.id)) throw inboxError('message_went_out', { id: message.id });
  const taken: db.Outgoing[] = [];
  for (const one of waiting.reverse())
    if (one.callId === null || (await isTakenBack(ctx, one.callId))) taken.push(one);
  if (!taken.some(({ id }) => id === message.id)) throw inboxError('message_went_out', { id: message.id });
  for (const { id } of taken) {
    await db.markCancelled(ctx.tx, id);
    await unlinkAttachments(ctx.tx, id);
    await messageMoved(ctx, conversation, id);
  }
  if (taken.length === waiting.length) await asIfUnsaid(ctx, conversation, message);
}

/** Machines may go on where a reply alone had stopped them, and nobody has had it. */
async function asIfUnsaid(ctx: Ctx, conversation: HeldConversation, message: db.Outgoing): Promise<void> {
  const { id, channelId } = conversation;
  if (message.author !== 'member' || message.status !== 'held') return;
  if ((await db.personsSince(ctx.tx, id, message.id)).hasMore) return;
  if ((await db.switchAutomationOnAgain(ctx.tx, id, message.createdAt)) === 0) return;
  const activity = { what: 'automation', from: 'off', to: 'on', why: 'reply_taken_back' };
  await recordActivity(ctx, conversation, activity);
  await ctx.publish(conversationChanged, { conversationId: id, channelId });
}

/** Of one that waits: its words, and when it goes. */
export async function patchMessage(
  ctx: Ctx,
  change: Which & { readonly body?: string | undefined; readonly sendAt?: Date | undefined },
  outside: Files,
): Promise<Message> {
  const { conversation, message } = await ours(ctx, change);
  const { status, sendAt, kind } = message;
  if ((status !== 'held' && status !== 'scheduled') || sendAt === null)
    throw inboxError('message_went_out', { id: message.id });
  const body = wordsOf(conversation, message, change.body);
  const at = change.sendAt ?? sendAt;
  if (change.sendAt) {
    await requireMoment(ctx, conversation.id, change.sendAt, message.id);
    const isPerson = message.details.sending?.isPerson ?? false;
    requireLeave(conversation, { now: ctx.now, at, isPerson, isTemplate: kind === 'template' });
    await ctx.enqueue(sendMessages, { conversationId: conversation.id }, { startAfter: at });
  }
  await db.markWaiting(ctx.tx, message.id, {
    status: change.sendAt ? 'scheduled' : status,
    sendAt: at,
    body,
  });
  await messageMoved(ctx, conversation, message.id);
  return showMessage(ctx, message.id, outside);
}

function wordsOf({ platform }: HeldConversation, message: db.Outgoing, body: string | undefined) {
  if (body === undefined) return message.body;
  if (message.body === null || message.kind === 'template')
    throw inboxError('message_has_no_words', { id: message.id });
  if (!fits(body, windowOf(platform))) throw inboxError('message_too_long', { platform });
  return body;
}

/** Once more, what is known not to have arrived. What nobody can tell of is never sent again by us. */
export async function retryMessage(ctx: Ctx, which: Which, outside: Files): Promise<Message> {
  const { conversation, message } = await ours(ctx, which);
  if (message.status !== 'failed') throw inboxError('message_did_not_fail', { id: message.id });
  if (message.failureCode === 'outcome_unknown')
    throw inboxError('message_may_have_arrived', { id: message.id });
  await requireChannel(ctx, conversation);
  const isPerson = message.details.sending?.isPerson ?? false;
  const isTemplate = message.kind === 'template';
  requireLeave(conversation, { now: ctx.now, at: ctx.now, isPerson, isTemplate });
  await db.markToRetry(ctx.tx, message.id, await momentOf(ctx, conversation), ctx.now);
  await messageMoved(ctx, conversation, message.id);
  await ctx.enqueue(sendMessages, { conversationId: conversation.id });
  return showMessage(ctx, message.id, outside);
}

async function ours(ctx: Ctx, { conversationId, messageId }: Which) {
  await requireConversation(ctx, 'inbox.reply', conversationId);
  const conversation = await held(ctx, conversationId);
  const message = await db.findMessage(ctx.tx, messageId);
  // What was written elsewhere is none that is sent from here.
  if (message?.conversationId !== conversationId || message.details.sending === undefined)
    throw inboxError('message_not_found', { messageId });
  return { conversation, message };
}
