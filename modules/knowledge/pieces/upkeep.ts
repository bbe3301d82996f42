import type { Ctx } from '../../../kit/ctx.ts';
import { faqsMax } from '../faqs/contract.ts';
import * as state from './index-state.sql.ts';
import { embedAll, embedFaq } from './jobs.ts';
import * as db from './upkeep.sql.ts';

const soughtAtOnceMax = 200;

/** Answers whose vector nobody made, and a change of model that nobody goes on with. */
export async function lookForUnembedded(ctx: Ctx): Promise<void> {
  for (const { id } of await db.faqsWithoutVector(ctx.tx, faqsMax, soughtAtOnceMax))
    await ctx.enqueue(embedFaq, { faqId: id });
  const now = await state.findIndex(ctx.tx);
  if (now && now.nextModel !== null) await ctx.enqueue(embedAll, {});
}
