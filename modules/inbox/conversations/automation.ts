import type { Ctx } from '../../../kit/ctx.ts';
import type { ConversationId } from '../messages/contract.ts';
import { stopMachines } from '../sending/stopping.ts';
import type { Conversation } from './contract.ts';
import { type Files, type Named, showConversation } from './conversations.ts';
import { changeState, doerOf, holdToDo } from './holding.ts';
import { holdState, type State } from './state.sql.ts';

type Why = NonNullable<Conversation['automation']['why']>;

/** SS-18, SS-20: one switch per conversation. What is off already stays as whoever switched it first left it. */
export async function switchAutomation(
  ctx: Ctx,
  { conversationId, isOn }: Named & { isOn: boolean },
  outside: Files,
): Promise<Conversation> {
  const state = await holdToDo(ctx, 'inbox.organize', conversationId);
  if (!isOn) await turnOff(ctx, state, 'switched');
  else if (state.automationOffAt !== null)
    await changeState(
      ctx,
      state,
      { automationOffAt: null, automationOffBy: null, automationOffWhy: null },
      { what: 'automation', from: 'off', to: 'on' },
    );
  return showConversation(ctx, conversationId, outside);
}

/** SS-19: it is escalated, or a person has replied. For whoever holds the conversation already. */
export async function turnAutomationOff(ctx: Ctx, conversationId: ConversationId, why: Why): Promise<void> {
  const state = await holdState(ctx.tx, conversationId);
  if (state) await turnOff(ctx, state, why);
}

async function turnOff(ctx: Ctx, state: State, why: Why): Promise<void> {
  if (state.automationOffAt !== null) return;
  await changeState(
    ctx,
    state,
    { automationOffAt: ctx.now, automationOffBy: doerOf(ctx), automationOffWhy: why },
    { what: 'automation', from: 'on', to: 'off', why },
  );
  // What they wrote and nobody has had yet would be a word after the person's.
  await stopMachines(ctx, state);
}
