import type { Ctx, Unit } from '../../../kit/ctx.ts';
import { type Listener, listener, type Sweep, type Work, work } from '../../../kit/module.ts';
import { workspaceChanged } from '../../workspaces/contract.ts';
import type { BillingOutside } from '../outside.ts';
import { balanceLow } from './contract.ts';
import { tellBalanceLow } from './jobs.ts';
import { lookAgain, renewWhereDue } from './renewals.ts';
import { releaseForgotten } from './spending.ts';
import { runTellBalanceLow, sweepUntoldLow } from './telling.ts';

export const ledgerWork: readonly Work<BillingOutside>[] = [work(tellBalanceLow, runTellBalanceLow)];
export const ledgerListeners: readonly Listener<BillingOutside>[] = [
  // Also one that has just been made: what it is given is there when somebody looks first.
  listener('billing.look_at_allowances', workspaceChanged, (unit: Unit) => unit.work(lookAgain)),
  listener('billing.hear_of_low_balance', balanceLow, (unit: Unit) =>
    unit.work(async (ctx: Ctx) => {
      await ctx.enqueue(tellBalanceLow, {});
    }),
  ),
];
export const ledgerSweeps: readonly Sweep[] = [
  { name: 'billing.release_forgotten', cron: '*/5 * * * *', run: releaseForgotten },
  // Wallets that nobody moves: screens and notices are to be right there, too. Midnight comes at quarters of an hour.
  { name: 'billing.renew_allowances', cron: '1,16,31,46 * * * *', run: renewWhereDue },
  { name: 'billing.tell_of_low_balances', cron: '*/10 * * * *', run: sweepUntoldLow },
];
