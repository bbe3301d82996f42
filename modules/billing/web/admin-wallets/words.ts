import { dollars } from '../../../../web/kit/dollars.ts';
import type { Subscription } from '../../plans/contract.ts';

const providers = { stripe: 'through Stripe', whop: 'through Whop', house: 'given by hand' } as const;
const statuses: Readonly<Record<Subscription['status'], string>> = {
  trialing: 'being tried',
  active: '',
  past_due: 'payment is late',
  incomplete: 'not paid yet',
  unpaid: 'not paid',
  paused: 'paused',
  cancelled: 'cancelled',
};

/** "pro, $49.00 a month, through Stripe, payment is late" */
export const subscriptionWords = ({ plan, priceMicro, cycle, provider, status }: Subscription): string =>
  [
    plan,
    provider === 'house' ? '' : `${dollars(priceMicro)} a ${cycle}`,
    providers[provider],
    statuses[status],
  ]
    .filter((part) => part !== '')
    .join(', ');
