import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { MailWish } from '../addressing/contract.ts';
import { inboxError } from '../contract.ts';
import { turnAutomationOff } from '../conversations/automation.ts';
import { addressAnswer } from '../mail/outgoing.ts';
import type { AttachmentId, ConversationId, Message, MessageId } from '../messages/contract.ts';
import { requireConversation, showMessage } from '../messages/messages.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import type { InboxOutside } from '../outside.ts';
import { requireTaken } from './attachments.ts';
import { scheduleDaysMax, scheduledMax, type TemplateWish, undoSeconds } from './contract.ts';
import { dropDraft } from './drafts.sql.ts';
import * as db from './outgoing.sql.ts';
import { type Part, partsOf } from './parts.ts';
import { held, isTheSame, markOf, requireChannel, requireLeave, write, writerOf } from './writing.ts';

const secondMs = 1_000;
const dayMs = 86_400 * secondMs;

export interface Wish {
  readonly conversationId: ConversationId;
  readonly messageId: MessageId;
  readonly body?: string | undefined;
  readonly attachmentIds: readonly AttachmentId[];
  readonly replyTo?: MessageId | undefined;
  readonly template?: TemplateWish | undefined;
  readonly mail?: MailWish | undefined;
  readonly sendAt?: Date | undefined;
  readonly after?: MessageId | undefined;
}

/**
 * A person answers. What they wrote is a row before anything is sent: held for as long as it can be undone, or until
 * the moment it is meant for. The same request again is the same message, whatever became of it since.
 */
export async function putMessage(
  ctx: Ctx,
  wish: Wish,
  outside: Pick<InboxOutside, 'fileUrl'>,
): Promise<Message> {
  const { conversationId, messageId } = wish;
  await requireConversation(ctx, 'inbox.reply', conversationId);
  // Machines have a door of their own, which asks more of them.
  if (!memberOf(ctx.actor)) throw kitError('not_permitted', { who: ctx.actor.kind });
  const conversation = await held(ctx, conversationId);
  const isKnown = await isTheSame(ctx, { conversationId, messageId, wish: markOfWish(wish) });
  if (!isKnown) await begin(ctx, conversation, wish);
  return showMessage(ctx, messageId, outside);
}

async function begin(ctx: Ctx, conversation: HeldConversation, wish: Wish): Promise<void> {
  const { conversationId, messageId, template, replyTo, mail } = wish;
  const writer = writerOf(ctx);
  const undoMs = writer.isPerson ? undoSeconds * secondMs : 0;
  const at = wish.sendAt ?? new Date(ctx.now.getTime() + undoMs);
  await requireChannel(ctx, conversation);
  const { isPerson } = writer;
  requireLeave(conversation, { now: ctx.now, at, isPerson, isTemplate: template !== undefined });
  if (mail && conversation.platform !== 'email')
    throw inboxError('no_recipients_there', { platform: conversation.platform });
  if (wish.sendAt) await requireMoment(ctx, conversationId, wish.sendAt);
  if (wish.after) await requireSeen(ctx, conversationId, wish.after);
  if (replyTo) await requireAnswered(ctx, conversationId, replyTo);
  const parts = await partsOfWish(ctx, conversation, wish);
  const status = wish.sendAt ? 'scheduled' : 'held';
  const wishOf = { messageId, replyTo, template, wish: markOfWish(wish) };
  await write(ctx, conversation, { ...writer, ...wishOf, parts, status, sendAt: at });
  if (mail) await addressAnswer(ctx, messageId, mail);
  const member = memberOf(ctx.actor);
  if (member) await dropDraft(ctx.tx, member.memberId, conversationId);
  // What is meant for later is no reply yet: until it goes, machines may see to the customer.
  if (!wish.sendAt) await turnAutomationOff(ctx, conversationId, 'person_replied');
}

async function partsOfWish(
  ctx: Ctx,
  { platform }: HeldConversation,
  { body, attachmentIds, template }: Wish,
): Promise<readonly Part[]> {
  const text = body ?? null;
  // Its words are the platform's: what is here beside it is how the screen showed them.
  if (template) return [{ kind: 'template', text, files: [] }];
  if (text === null && attachmentIds.length === 0) throw inboxError('message_is_empty');
  const files = await requireTaken(ctx, platform, attachmentIds);
  const parts = partsOf(platform, { text, files });
  if (!parts) throw inboxError('message_too_long', { platform });
  return parts;
}

/** `self`: one that waits there already, and takes no further place. */
export async function requireMoment(
  ctx: Ctx,
  conversationId: ConversationId,
  sendAt: Date,
  self?: MessageId,
): Promise<void> {
  if (sendAt <= ctx.now) throw inboxError('send_time_is_over', { sendAt });
  if (sendAt.getTime() > ctx.now.getTime() + scheduleDaysMax * dayMs)
    throw inboxError('send_time_too_far', { sendAt });
  const scheduled = await db.scheduledOf(ctx.tx, conversationId);
  if (scheduled.filter(({ id }) => id !== self).length >= scheduledMax)
    throw inboxError('too_many_scheduled', { conversationId });
}

async function requireSeen(ctx: Ctx, conversationId: ConversationId, after: MessageId): Promise<void> {
  const me = memberOf(ctx.actor)?.memberId ?? null;
  const { isKnown, hasMore } = await db.othersSince(ctx.tx, conversationId, after, me);
  if (!isKnown || hasMore) throw inboxError('somebody_else_answered', { after });
}

async function requireAnswered(ctx: Ctx, conversationId: ConversationId, replyTo: MessageId): Promise<void> {
  const answered = await db.findMessage(ctx.tx, replyTo);
  if (answered?.conversationId !== conversationId) throw inboxError('message_not_found', { replyTo });
}

/** What was asked for, however it is split and whatever is changed in it later. */
const markOfWish = ({ body, attachmentIds, replyTo, template, sendAt, mail }: Wish) =>
  markOf([body, attachmentIds, replyTo, template, sendAt, ...(mail ? [mail] : [])]);
