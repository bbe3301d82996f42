import type { Ctx } from '../../../kit/ctx.ts';
import type { HeldConversation } from '../messages/record.sql.ts';
import { handOut } from './handing-out.ts';
import { holdState } from './state.sql.ts';
import { reopen } from './status.ts';

/** A customer wrote: what was closed, set aside or snoozed is open again, and what nobody has is handed out. */
export async function customerWrote(ctx: Ctx, conversation: HeldConversation): Promise<void> {
  if (conversation.status === 'open' && conversation.assignedTo !== null) return;
  const state = await holdState(ctx.tx, conversation.id);
  if (!state) return;
  const open = state.status === 'open' ? state : await reopen(ctx, state);
  // What somebody put out of sight is nobody's work.
  if (open.category !== 'hidden') await handOut(ctx, open);
}
