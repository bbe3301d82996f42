import type { Ctx } from '../../../kit/ctx.ts';
import type { HeldConversation } from '../messages/record.sql.ts';

/** The customer wrote first: what was meant for later is cancelled, since it does not know what they said. */
export async function cancelScheduled(_ctx: Ctx, _conversation: HeldConversation): Promise<void> {}
