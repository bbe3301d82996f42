import type { Ctx, Unit } from '../../../../kit/ctx.ts';
import { type Listener, listener, type Sweep, type Work, work } from '../../../../kit/module.ts';
import type { BillingOutside } from '../../outside.ts';
import { paymentFailed } from '../contract.ts';
import { tellOfFailure } from './jobs.ts';
import { runTellOfFailure, tellForgotten } from './telling.ts';

export const failingWork: readonly Work<BillingOutside>[] = [work(tellOfFailure, runTellOfFailure)];
export const failingListeners: readonly Listener<BillingOutside>[] = [
  listener('billing.hear_of_failed_payment', paymentFailed, (unit: Unit, { provider, invoiceId }) =>
    unit.work(async (ctx: Ctx) => {
      await ctx.enqueue(tellOfFailure, { provider, invoiceId });
    }),
  ),
];
export const failingSweeps: readonly Sweep[] = [
  { name: 'billing.tell_of_failed_payments', cron: '*/10 * * * *', run: tellForgotten },
];
