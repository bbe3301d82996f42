import type { Ctx } from '../../../kit/ctx.ts';
import { authorize } from '../policy.ts';
import type { WebhookEventId } from './contract.ts';
import { keyOf } from './handling.ts';
import { findTold, type Told } from './told.sql.ts';

export { accountsKept, type Told } from './told.sql.ts';

/**
 * What `connections.event_received` spoke of: its payload is ids, and this is what they stand for. Undefined when it is
 * gone, as events of months ago are. Where the platform says no time, it happened when we heard of it.
 */
export async function toldEvent(
  ctx: Ctx,
  { eventId }: { eventId: WebhookEventId },
): Promise<Told | undefined> {
  authorize(ctx, 'connections.read_events');
  return findTold(ctx.tx, keyOf(eventId));
}
