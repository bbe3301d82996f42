import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { timezoneOf } from '../../workspaces/index.ts';
import { inboxError } from '../contract.ts';
import type { ConversationId } from '../messages/contract.ts';
import { momentOf } from '../snoozing/contract.ts';
import { type Conversation, type ConversationStatus, snoozeDaysMax } from './contract.ts';
import { type Files, type Named, showConversation } from './conversations.ts';
import { changeState, doerOf, holdToDo } from './holding.ts';
import { wakeConversation } from './jobs.ts';
import { conversationsToWake, holdState, type State } from './state.sql.ts';

const dayMs = 24 * 3_600_000;
const wokenAtOnceMax = 200;

export async function setStatus(
  ctx: Ctx,
  input: Named & { status: ConversationStatus; snoozeUntil?: string | undefined },
  outside: Files,
): Promise<Conversation> {
  const state = await holdToDo(ctx, 'inbox.organize', input.conversationId);
  const snoozedUntil = input.status === 'snoozed' ? await momentFrom(ctx, input.snoozeUntil ?? '') : null;
  await moveTo(ctx, state, input.status, snoozedUntil);
  return showConversation(ctx, input.conversationId, outside);
}

export async function momentFrom(ctx: Ctx, words: string): Promise<Date> {
  const moment = momentOf(words, ctx.now, await timezoneOf(ctx));
  if (!moment) throw inboxError('snooze_not_understood', { words });
  if (moment <= ctx.now) throw inboxError('snooze_in_the_past', { moment });
  if (moment.getTime() > ctx.now.getTime() + snoozeDaysMax * dayMs)
    throw inboxError('snooze_too_far', { moment });
  return moment;
}

/** Of one that is held; as it was where nothing is to be changed. */
export async function moveTo(
  ctx: Ctx,
  state: State,
  status: ConversationStatus,
  snoozedUntil: Date | null,
): Promise<State> {
  if (state.status === status && state.snoozedUntil?.getTime() === snoozedUntil?.getTime()) return state;
  if (snoozedUntil)
    await ctx.enqueue(wakeConversation, { conversationId: state.id }, { startAfter: snoozedUntil });
  return changeState(
    ctx,
    state,
    { status, snoozedUntil, statusAt: ctx.now, statusBy: doerOf(ctx) },
    { what: 'status', from: state.status, to: status, ...(snoozedUntil ? { until: snoozedUntil } : {}) },
  );
}

/** One that is held: whatever it was, it is open. */
export const reopen = (ctx: Ctx, state: State): Promise<State> => moveTo(ctx, state, 'open', null);

export const runWake = (unit: Unit, { conversationId }: Named): Promise<void> =>
  unit.work((ctx) => wake(ctx, conversationId));

/** Finds what a job missed. */
export async function sweepSnoozed(ctx: Ctx): Promise<void> {
  const due = await conversationsToWake(ctx.tx, ctx.now, wokenAtOnceMax);
  for (const { id } of due) await wake(ctx, id);
}

/** Snoozed anew meanwhile, or opened by somebody, it stays as it is. */
async function wake(ctx: Ctx, id: ConversationId): Promise<void> {
  const state = await holdState(ctx.tx, id);
  if (state?.snoozedUntil && state.snoozedUntil <= ctx.now) await reopen(ctx, state);
}
