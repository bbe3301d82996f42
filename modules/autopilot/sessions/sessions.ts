import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { ContactId, ConversationId } from '../../inbox/contract.ts';
import { everyoneIn, requireContact, requireConversation } from '../../inbox/index.ts';
import { autopilotError } from '../contract.ts';
import { authorizeSomewhere, inReachOf } from '../rights/places.ts';
import type { Session, SessionId, Turn } from './contract.ts';
import * as db from './sessions.sql.ts';

export async function listConversationSessions(
  ctx: Ctx,
  { conversationId, ...page }: PageQuery & { conversationId: ConversationId },
): Promise<Page<Session>> {
  authorizeSomewhere(ctx, 'autopilot.read');
  await requireConversation(inReachOf(ctx), 'inbox.read', conversationId);
  return db.sessionsOfConversation(ctx.tx, conversationId, page);
}

/** Whole: what was said in a place where somebody may not look would be among it. */
export async function listContactSessions(
  ctx: Ctx,
  { contactId, ...page }: PageQuery & { contactId: ContactId },
): Promise<Page<Session>> {
  authorizeSomewhere(ctx, 'autopilot.read');
  await requireContact(inReachOf(ctx), 'inbox.read', contactId, { isWhole: true });
  return db.sessionsOfContacts(ctx.tx, await everyoneIn(ctx.tx, contactId), page);
}

export async function listTurns(
  ctx: Ctx,
  { sessionId, ...page }: PageQuery & { sessionId: SessionId },
): Promise<Page<Turn>> {
  authorizeSomewhere(ctx, 'autopilot.read');
  const session = await db.findSession(ctx.tx, sessionId);
  if (!session) throw autopilotError('session_not_found', { sessionId });
  const { conversationId, contactId } = session;
  if (conversationId) await requireConversation(inReachOf(ctx), 'inbox.read', conversationId);
  else if (contactId) await requireContact(inReachOf(ctx), 'inbox.read', contactId, { isWhole: true });
  return db.turnsOf(ctx.tx, sessionId, page);
}
