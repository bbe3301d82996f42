import type { Difference } from '../../revenue/contract.ts';
import { bareAmount, money } from '../money.ts';
import { sentence } from '../words.ts';

interface Explained {
  readonly title: string;
  readonly means: (there: string) => string;
  readonly whatToDo: (there: string) => string;
  /** What the two figures are, where they are not the provider's and ours. */
  readonly names?: readonly [there: string, here: string];
}

/** Each kind of difference, for whoever has to do something about it. */
export const explained: Readonly<Record<Difference['kind'], Explained>> = {
  payment_missing: {
    title: 'Payments that are not here',
    means: (there) => `They were paid at ${there}, and nobody got anything for them here.`,
    whatToDo: (there) =>
      `Look at the payment at ${there}. What it was for can be given by hand in the wallet.`,
  },
  payment_not_there: {
    title: 'Payments that are only here',
    means: (there) => `They count as paid here, and ${there} has no such payment.`,
    whatToDo: (there) =>
      `Look for the number at ${there}. Of a customer with more than a thousand payments the older ones are not looked at: then this means nothing.`,
  },
  amount_differs: {
    title: 'Payments of another amount',
    means: (there) => `What ${there} says is what was charged.`,
    whatToDo: () => 'What was given for it may be too much or too little: look at the wallet.',
  },
  returned_differs: {
    title: 'Payments of which something else went back',
    means: () => 'Refunds and disputes together.',
    whatToDo: (there) =>
      `Look at the refunds of the payment at ${there}. One that a bank sent back stays a refund here: give the credits again by hand in the wallet.`,
  },
  ledger_differs: {
    title: 'Payments whose credits are otherwise in the ledger',
    means: () =>
      'What a payment gave, less what was taken back with it, is not what the ledger says. This should never be.',
    whatToDo: () => 'Give what is missing by hand in the wallet, and report it as a fault.',
    names: ['By the payment', 'In the ledger'],
  },
  subscription_differs: {
    title: 'Subscriptions that differ',
    means: () => 'Who has which plan goes by what is here.',
    whatToDo: (there) => `Look at the subscription at ${there}, and change or cancel it there.`,
  },
};

const amount = /^\d+$/;

/** Amounts as money, a plan with its state in words. Of what was compared long ago nobody knows the currency. */
export function valueWords(value: string, currency: string | null): string {
  if (value === 'nothing') return 'Nothing';
  if (amount.test(value))
    return currency === null ? bareAmount(Number(value)) : money(Number(value), currency);
  const [plan = '', ...state] = value.split(' ');
  return `${sentence(plan)}, ${state.join(' ').replaceAll('_', ' ')}`;
}
