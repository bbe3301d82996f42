import { type Listener, listener, type Sweep } from '../../../kit/module.ts';
import { workspaceChanged } from '../../workspaces/contract.ts';
import type { BillingOutside } from '../outside.ts';
import { paymentReceived, paymentReturned } from '../paying/contract.ts';
import { countPayment, countReturn } from './earning.ts';
import { makeMissed } from './missed.ts';
import { followReferral } from './referring.ts';
import { clearAndPay } from './statements.ts';

export const affiliatesListeners: readonly Listener<BillingOutside>[] = [
  listener('billing.count_commission', paymentReceived, countPayment),
  listener('billing.take_back_commission', paymentReturned, countReturn),
  listener('billing.follow_referral', workspaceChanged, async (unit, { change }) => {
    if (change === 'made') await followReferral(unit);
  }),
];
export const affiliatesSweeps: readonly Sweep[] = [
  { name: 'billing.clear_commissions', cron: '41 * * * *', run: clearAndPay },
  { name: 'billing.make_missed_commissions', cron: '23 * * * *', run: makeMissed },
];
