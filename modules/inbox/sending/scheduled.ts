import type { Ctx } from '../../../kit/ctx.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { messageMoved, recordActivity } from '../messages/record.ts';
import * as db from './outgoing.sql.ts';

/** The customer wrote first: what was meant for later is cancelled, since it does not know what they said. */
export async function cancelScheduled(ctx: Ctx, conversation: HeldConversation): Promise<void> {
  const scheduled = await db.scheduledOf(ctx.tx, conversation.id);
  if (scheduled.length === 0) return;
  for (const { id } of scheduled) {
    await db.markCancelled(ctx.tx, id);
    await messageMoved(ctx, conversation, id);
  }
  await recordActivity(ctx, conversation, {
    ...{ what: 'scheduled', from: 'scheduled', to: 'cancelled', why: 'customer_wrote' },
    messageIds: scheduled.map(({ id }) => id),
  });
}
