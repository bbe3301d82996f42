import type { Ctx } from '../../../kit/ctx.ts';
import type { HeldConversation } from '../messages/record.sql.ts';

/** A customer wrote: what was closed, set aside or snoozed is open again, and what nobody has is handed out. */
export async function customerWrote(_ctx: Ctx, _conversation: HeldConversation): Promise<void> {}
