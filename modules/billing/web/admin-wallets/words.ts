import { dollars } from '../../../../web/kit/dollars.ts';
import type { Subscription } from '../../plans/contract.ts';
import { sentence } from '../words.ts';

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

/** "Pro, $49.00 a month, through Stripe, payment is late" */
export const subscriptionWords = ({ plan, priceMicro, cycle, provider, status }: Subscription): string =>
  [
    sentence(plan),
    provider === 'house' ? '' : `${dollars(priceMicro)} a ${cycle}`,
    providers[provider],
    statuses[status],
  ]
    .filter((part) => part !== '')
    .join(', ');
