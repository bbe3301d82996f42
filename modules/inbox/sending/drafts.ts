import { type Ctx, memberOf } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { MailBegun } from '../addressing/contract.ts';
import { inboxError } from '../contract.ts';
import type { ConversationId } from '../messages/contract.ts';
import { requireConversation } from '../messages/messages.ts';
import * as db from './drafts.sql.ts';

interface Draft {
  readonly body: string | null;
  readonly mail: MailBegun | null;
  readonly updatedAt: Date | null;
}

interface Begun {
  readonly conversationId: ConversationId;
  readonly body: string;
  /** Null: as an answer usually goes. */
  readonly mail: MailBegun | null;
}

const none: Draft = { body: null, mail: null, updatedAt: null };

export async function getDraft(
  ctx: Ctx,
  { conversationId }: { conversationId: ConversationId },
): Promise<Draft> {
  await requireConversation(ctx, 'inbox.reply', conversationId);
  return (await db.findDraft(ctx.tx, whose(ctx), conversationId)) ?? none;
}

export async function putDraft(ctx: Ctx, { conversationId, body: text, mail }: Begun): Promise<Draft> {
  await requireConversation(ctx, 'inbox.reply', conversationId);
  const { workspaceId, now, tx } = ctx;
  const memberId = whose(ctx);
  if (mail && !(await db.takesRecipients(tx, conversationId))) throw inboxError('no_recipients_there');
  const body = text.trim() === '' ? null : text;
  if (body !== null || mail)
    return db.putDraft(tx, { workspaceId, memberId, conversationId, body, mail, now });
  await db.dropDraft(tx, memberId, conversationId);
  return none;
}

/** What is begun is somebody's: machines begin nothing. */
function whose({ actor }: Ctx) {
  const member = memberOf(actor);
  if (!member) throw kitError('not_permitted', { who: actor.kind });
  return member.memberId;
}
