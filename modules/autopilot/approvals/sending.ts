import type { Ctx } from '../../../kit/ctx.ts';
import { AppError } from '../../../kit/errors.ts';
import { sendAnswer } from '../answering/sending.ts';
import type { DecisionId } from '../ids/contract.ts';

const overtaking = new Set([
  'inbox.automation_is_off',
  'inbox.somebody_else_answered',
  'inbox.reply_window_is_over',
]);

/** Whether it may is found out before anything is written: what is refused has left nothing behind. */
export async function sendUnlessOvertaken(
  ctx: Ctx,
  answer: { readonly decisionId: DecisionId; readonly text: string },
): Promise<boolean> {
  try {
    await sendAnswer(ctx, answer);
    return true;
  } catch (error) {
    if (error instanceof AppError && overtaking.has(error.code)) return false;
    throw error;
  }
}
