import type { Ctx } from '../../../kit/ctx.ts';
import type { MemberId } from '../../../kit/ids.ts';
import type { LocationId } from '../../workspaces/contract.ts';
import { coworkers, locationNames, requireLocation } from '../../workspaces/index.ts';
import { requireReader } from './colleagues.ts';
import type { Conversation } from './contract.ts';
import { type Files, type Named, showConversation } from './conversations.ts';
import { changeState, holdToDo } from './holding.ts';
import { partiesOf, type State } from './state.sql.ts';

export async function assign(
  ctx: Ctx,
  input: Named & { memberId: MemberId | null; locationId?: LocationId | null | undefined },
  outside: Files,
): Promise<Conversation> {
  const state = await holdToDo(ctx, 'inbox.organize', input.conversationId);
  const assignedTo = input.memberId;
  const assignedLocation = input.locationId === undefined ? state.assignedLocation : input.locationId;
  if (assignedTo !== null && assignedTo !== state.assignedTo) await requireReader(ctx, state, assignedTo);
  if (assignedLocation !== null && assignedLocation !== state.assignedLocation)
    await requireLocation(ctx, assignedLocation);
  await giveTo(ctx, state, { assignedTo, assignedLocation });
  return showConversation(ctx, input.conversationId, outside);
}

/** Of one that is held; whoever gives it has made sure that those are there. */
export async function giveTo(
  ctx: Ctx,
  state: State,
  to: Pick<State, 'assignedTo' | 'assignedLocation'>,
): Promise<void> {
  if (state.assignedTo === to.assignedTo && state.assignedLocation === to.assignedLocation) return;
  const isSomebodys = to.assignedTo !== null || to.assignedLocation !== null;
  const names = { coworkers, locationNames };
  await changeState(
    ctx,
    state,
    { ...to, assignedAt: isSomebodys ? ctx.now : null },
    {
      what: 'assignee',
      from: await partiesOf(ctx.tx, names, state),
      to: await partiesOf(ctx.tx, names, to),
    },
  );
}
