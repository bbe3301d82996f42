import { createHash } from 'node:crypto';
import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { AccountId } from '../../connections/contract.ts';
import { accountStateOf } from '../../connections/index.ts';
import { inboxError } from '../contract.ts';
import type { Author, ConversationId, MessageId } from '../messages/contract.ts';
import { type HeldConversation, holdConversation } from '../messages/record.sql.ts';
import { addMessage } from '../messages/record.ts';
import { linkAttachments } from './attachments.sql.ts';
import { leaveAt, windowOf } from './contract.ts';
import { sendMessages } from './jobs.ts';
import * as db from './outgoing.sql.ts';
import { type Part, partId } from './parts.ts';

/** Who writes: a person at the screen, a program with somebody's key, or a machine of ours. */
export interface Writer {
  readonly author: Author;
  readonly isPerson: boolean;
}

export const writerOf = ({ actor }: Pick<Ctx, 'actor'>): Writer => ({
  author: memberOf(actor) ? 'member' : actor.kind === 'autopilot' ? 'autopilot' : 'automation',
  isPerson: actor.kind === 'member',
});

export async function held(ctx: Ctx, conversationId: ConversationId): Promise<HeldConversation> {
  const conversation = await holdConversation(ctx.tx, conversationId);
  if (!conversation) throw inboxError('conversation_not_found', { conversationId });
  return conversation;
}

/** A wish as it was told, to know it again by. */
export const markOf = (facts: readonly unknown[]): string =>
  createHash('sha256')
    .update(JSON.stringify(facts.map((fact) => fact ?? null)))
    .digest('base64url');

/** Whether this very wish was told before. An id that stands for anything else is refused. */
export async function isTheSame(
  ctx: Ctx,
  {
    conversationId,
    messageId,
    wish,
  }: Pick<Writing, 'messageId' | 'wish'> & { conversationId: ConversationId },
): Promise<boolean> {
  const known = await db.findMessage(ctx.tx, messageId);
  if (!known) return false;
  if (known.conversationId === conversationId && known.details.sending?.wish === wish) return true;
  throw inboxError('message_reused', { messageId });
}

/** Undefined for a mailbox, which is no account of connections. */
export const accountOf = ({ accountId }: HeldConversation): AccountId | undefined =>
  accountId === null ? undefined : AccountId.parse(accountId);

/**
 * Refuses where nobody can be written to any more. An account that must be connected again is no such place:
 * connections keep what waits for it, and it is a matter of minutes.
 */
export async function requireChannel(ctx: Ctx, conversation: HeldConversation): Promise<void> {
  const accountId = accountOf(conversation);
  if (accountId && (await accountStateOf(ctx, accountId)) === 'disconnected')
    throw inboxError('channel_not_open', { accountId });
}

/** At the moment it is to go out; what is for later must be within the window then. */
export function requireLeave(
  { platform, lastInboundAt }: HeldConversation,
  { now, at, isPerson, isTemplate }: { now: Date; at: Date; isPerson: boolean; isTemplate: boolean },
): void {
  if (isTemplate && !windowOf(platform).hasTemplates) throw inboxError('no_templates_there', { platform });
  const isNow = leaveAt(platform, lastInboundAt, now, { isPerson, isTemplate });
  if (!isNow.may) throw inboxError(isNow.why, { platform, lastInboundAt });
  const isThen = leaveAt(platform, lastInboundAt, at, { isPerson, isTemplate });
  if (!isThen.may) throw inboxError('reply_window_will_be_over', { platform, lastInboundAt, at });
}

export interface Writing extends Writer {
  readonly messageId: MessageId;
  readonly wish: string;
  readonly parts: readonly Part[];
  readonly replyTo: MessageId | undefined;
  readonly template: { readonly name: string; readonly language: string } | undefined;
  readonly status: 'held' | 'scheduled';
  readonly sendAt: Date;
}

/** The intent: rows that say what is to go out and when, and a job for that moment. */
export async function write(ctx: Ctx, conversation: HeldConversation, writing: Writing): Promise<void> {
  const { messageId, wish, parts, replyTo, template, status, author, isPerson } = writing;
  const first = await momentOf(ctx, conversation);
  const sendAt = status === 'held' ? await inTurn(ctx, conversation, writing.sendAt) : writing.sendAt;
  for (const [nth, { kind, text, files }] of parts.entries()) {
    const id = partId(messageId, nth);
    const isAdded = await addMessage(ctx, conversation, {
      ...{ id, direction: 'outbound', kind, author, body: text, status, sendAt },
      memberId: memberOf(ctx.actor)?.memberId ?? null,
      replyTo: nth === 0 ? replyTo : undefined,
      details: { sending: { wish, of: messageId, isPerson }, ...(template && { template }) },
      happenedAt: new Date(first.getTime() + nth),
    });
    if (!isAdded) throw inboxError('message_reused', { id });
    if (files.length > 0) await linkAttachments(ctx.tx, id, files);
  }
  await ctx.enqueue(sendMessages, { conversationId: conversation.id }, { startAfter: sendAt });
}

/** Not before what was written earlier, though that can be undone still. */
async function inTurn(ctx: Ctx, { id }: HeldConversation, sendAt: Date): Promise<Date> {
  const earlier = await db.lastHeldOf(ctx.tx, id);
  return earlier?.sendAt && earlier.sendAt > sendAt ? earlier.sendAt : sendAt;
}

/** No further ahead than clocks of ours and of a platform may be apart. */
const aheadMsMax = 60_000;

/** After everything that is here: whoever held the conversation before may have begun later. */
export async function momentOf(ctx: Ctx, { id }: Pick<HeldConversation, 'id'>): Promise<Date> {
  const newest = await db.newestOf(ctx.tx, id);
  const after = (newest?.happenedAt.getTime() ?? 0) + 1;
  const now = ctx.now.getTime();
  return new Date(after > now && after <= now + aheadMsMax ? after : now);
}
