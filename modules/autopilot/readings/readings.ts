import type { Ctx } from '../../../kit/ctx.ts';
import type { Page, PageQuery } from '../../../kit/page.ts';
import type { ConversationId } from '../../inbox/contract.ts';
import { requireConversation } from '../../inbox/index.ts';
import { authorizeSomewhere, inReachOf } from '../rights/places.ts';
import type { Reading } from './contract.ts';
import * as db from './readings.sql.ts';

export async function listReadings(
  ctx: Ctx,
  { conversationId, ...page }: PageQuery & { conversationId: ConversationId },
): Promise<Page<Reading>> {
  authorizeSomewhere(ctx, 'autopilot.read');
  await requireConversation(inReachOf(ctx), 'inbox.read', conversationId);
  return db.readingsOf(ctx.tx, conversationId, page);
}
