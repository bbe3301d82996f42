import type { Ctx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import { coworkers } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { InboxOutside } from '../outside.ts';
import type { inboxPolicy } from '../rights/contract.ts';
import { authorizeSomewhere, isWithin, type Places, placesWith } from '../rights/places.ts';
import type { ConversationId, Message, MessageId } from './contract.ts';
import * as db from './shown.sql.ts';

type Files = Pick<InboxOutside, 'fileUrl'>;
const editsShownMax = 50;

export async function listMessages(
  ctx: Ctx,
  input: PageQuery & { conversationId: ConversationId },
  outside: Files,
): Promise<Page<Message>> {
  await requireConversation(ctx, 'inbox.read', input.conversationId);
  const { items, next } = await db.messagesOf(ctx.tx, coworkers, input.conversationId, input);
  return { items: items.map((row) => messageOf(row, ctx.now, outside)), next };
}

export async function listEdits(
  ctx: Ctx,
  { conversationId, messageId }: { conversationId: ConversationId; messageId: MessageId },
) {
  await requireConversation(ctx, 'inbox.read', conversationId);
  const message = await db.findShown(ctx.tx, coworkers, messageId);
  if (message?.conversationId !== conversationId) throw inboxError('message_not_found', { messageId });
  return { items: await db.editsOf(ctx.tx, messageId, editsShownMax) };
}

/** Refuses as if there were none whoever has no place where it is; whoever sees it and may not is told so. */
export async function requireConversation(
  ctx: Ctx,
  permission: keyof typeof inboxPolicy,
  conversationId: ConversationId,
): Promise<void> {
  authorizeSomewhere(ctx, permission);
  const found = await placeSeen(ctx, conversationId);
  if (!found) throw inboxError('conversation_not_found', { conversationId });
  if (!mayIn(ctx, permission, found))
    throw kitError('not_permitted', { permission, conversationId, mailboxRole: found.mailboxRole });
}

/** The same for whoever asked a while ago, and may have less by now. */
export async function mayStill(
  ctx: Ctx,
  permission: keyof typeof inboxPolicy,
  conversationId: ConversationId,
): Promise<boolean> {
  const found = await placeSeen(ctx, conversationId);
  return found !== undefined && mayIn(ctx, permission, found);
}

async function placeSeen(
  ctx: Ctx,
  conversationId: ConversationId,
): Promise<db.ConversationPlace | undefined> {
  const seen = placesWith(ctx, 'inbox.read');
  const found = await db.placeOfConversation(ctx.tx, conversationId, seen.mailboxesOf ?? null);
  return found && isSeen(found, seen) ? found : undefined;
}

const isSeen = ({ memberOnly, mailboxRole, locationId }: db.ConversationPlace, places: Places) =>
  memberOnly && places.mailboxesOf !== undefined ? mailboxRole !== null : isWithin(places, locationId);

function mayIn(ctx: Ctx, permission: keyof typeof inboxPolicy, place: db.ConversationPlace): boolean {
  const places = placesWith(ctx, permission);
  const isThere = place.memberOnly
    ? places.everywhere || places.only.length > 0
    : isWithin(places, place.locationId);
  // SE-129: of some mailboxes, somebody only looks on.
  return isThere && (permission === 'inbox.read' || place.mailboxRole !== 'readonly');
}

export async function showMessage(ctx: Ctx, messageId: MessageId, outside: Files): Promise<Message> {
  const row = await db.findShown(ctx.tx, coworkers, messageId);
  if (!row) throw inboxError('message_not_found', { messageId });
  return messageOf(row, ctx.now, outside);
}

export function messageOf(row: db.ShownMessage, now: Date, { fileUrl }: Files): Message {
  const link = (key: string | null) => (key === null ? null : fileUrl(key, now));
  return {
    ...row,
    attachments: row.attachments.map(({ storageKey, thumbKey, ...attachment }) => ({
      ...attachment,
      url: link(storageKey),
      thumbUrl: link(thumbKey),
    })),
  };
}
