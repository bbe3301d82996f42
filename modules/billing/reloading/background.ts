import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { reloadDue } from '../ledger/contract.ts';
import type { BillingOutside } from '../outside.ts';
import { begin } from './beginning.ts';
import { lostBefore, runMakeReload } from './charging.ts';
import { beginReload, makeReload, tellOfReload } from './jobs.ts';
import { findLostReload } from './reloads.sql.ts';
import { runTell, tellForgotten } from './telling.ts';

const look = (unit: Unit) => unit.work(begin);

export const reloadingWork: readonly Work<BillingOutside>[] = [
  work(beginReload, look),
  work(makeReload, runMakeReload),
  work(tellOfReload, runTell),
];
export const reloadingListeners: readonly Listener<BillingOutside>[] = [
  listener('billing.reload_when_due', reloadDue, look),
];

/** Takes no input: what nobody is at work on, though it is its time; whom nobody has told; and what is to be bought. */
export async function resumeReloads(ctx: Ctx): Promise<void> {
  const lost = await findLostReload(ctx.tx, ctx.now, lostBefore(ctx.now));
  if (lost) await ctx.enqueue(makeReload, { reloadId: lost.id });
  await tellForgotten(ctx);
  await begin(ctx);
}
export const reloadingSweeps: readonly Sweep[] = [
  { name: 'billing.resume_reloads', cron: '*/5 * * * *', run: resumeReloads },
];
