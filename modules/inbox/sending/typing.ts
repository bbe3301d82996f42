import type { Ctx } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { CallId } from '../../connections/contract.ts';
import { accountStateOf, requestCall } from '../../connections/index.ts';
import type { ConversationId } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import { leaveAt } from './contract.ts';
import * as db from './outgoing.sql.ts';
import { accountOf, held, writerOf } from './writing.ts';

/** So long an answer that is announced may take; what is announced later says nothing. */
const announcedMs = 20_000;

/**
 * The customer sees that somebody writes. It is a courtesy: where it cannot be shown nothing is refused, and nothing
 * waits for it.
 */
export async function showTyping(ctx: Ctx, conversationId: ConversationId): Promise<void> {
  await requireConversation(ctx, 'inbox.reply', conversationId);
  const conversation = await held(ctx, conversationId);
  const { platform, platformUserId, lastInboundAt } = conversation;
  const accountId = accountOf(conversation);
  if (!isShownOn(platform) || !accountId || (await accountStateOf(ctx, accountId)) !== 'open') return;
  const { isPerson } = writerOf(ctx);
  if (!leaveAt(platform, lastInboundAt, ctx.now, { isPerson, isTemplate: false }).may) return;
  const newest = await db.newestHeard(ctx.tx, conversationId);
  if (!newest) return;
  await requestCall(ctx, {
    id: newId(CallId, ctx.now.getTime()),
    ...{ accountId, kind: 'show_typing', conversationKey: `person/${platformUserId}` },
    request: { to: platformUserId, messageId: newest.platformMessageId },
    expiresAt: new Date(ctx.now.getTime() + announcedMs),
  });
}

const shownOn: readonly string[] = ['instagram', 'messenger', 'whatsapp'];
const isShownOn = (platform: string) => shownOn.includes(platform);
