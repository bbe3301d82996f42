import { dollars } from '../../../../web/kit/dollars.ts';
import type { Paying, PaymentProviderName } from '../../paying/contract.ts';
import { type Cycle, cycles, type Plan, type PlansOnOffer, type Subscription } from '../../plans/contract.ts';
import { providerNames } from '../reloading/words.ts';
import { familyLabel } from '../usage/words.ts';
import { count } from '../words.ts';

/** What is paid for at whoever takes the money; what was given by hand is changed by whoever gave it. */
export const paidOf = ({ subscriptions }: PlansOnOffer): Subscription | undefined =>
  subscriptions.find(({ provider }) => provider !== 'house');

export type Provider = Paying['providers'][number];

/** Where it is paid, and what can be done there. Undefined: this installation takes no payments there any more. */
export const providerOf = ({ providers }: Paying, { provider }: Subscription): Provider | undefined =>
  providers.find(({ name }) => name === provider);

export const nameOfProvider = ({ provider }: Subscription): string =>
  provider === 'house' ? 'nobody' : providerNames[provider];

/** Why nothing about it can be changed from here. */
export const whyNoWays = (paid: Subscription, there: Provider | undefined): string | undefined =>
  there
    ? undefined
    : `It is paid at ${nameOfProvider(paid)}, where this installation takes no payments any more.`;

/** Why it cannot be changed to another plan, and what can be done instead. */
export function whyNoChange(paid: Subscription, there: Provider | undefined): string | undefined {
  if (!there) return whyNoWays(paid, there);
  if (there.canChangePlan) return undefined;
  return paid.endsAt
    ? `A plan cannot be changed at ${nameOfProvider(paid)}. Yours is cancelled: choose another one once it is over.`
    : `A plan cannot be changed at ${nameOfProvider(paid)}. Cancel yours, and choose another one once it is over.`;
}

/** Something that failed has a way to the cards beside it, so there is none elsewhere. */
export const isPortalInNote = ({ failures }: Paying, provider: PaymentProviderName): boolean =>
  failures[0]?.provider === provider;

export const cycleLabels: Readonly<Record<Cycle, string>> = { month: 'a month', year: 'a year' };

export const priceOf = (plan: Plan, cycle: Cycle): number =>
  cycle === 'year' ? plan.yearPriceMicro : plan.monthPriceMicro;

/** How a plan is paid for, as far as it is sold that way: a plan by the month only has no price of a year. */
export function soldBy(plan: Plan, wanted: Cycle): Cycle | undefined {
  const ways: readonly Cycle[] = [wanted, ...cycles];
  return ways.find((cycle) => priceOf(plan, cycle) > 0);
}

/** There is something to choose between. */
export const cyclesSold = (plans: readonly Plan[]): readonly Cycle[] =>
  cycles.filter((cycle) => plans.some((plan) => priceOf(plan, cycle) > 0));

/** What is beside the price: "a month, after 14 days to try it". */
export const priceWords = ({ trialDays }: Plan, cycle: Cycle, canTry: boolean): string =>
  canTry && trialDays > 0
    ? `${cycleLabels[cycle]}, after ${count(trialDays, 'day')} to try it`
    : cycleLabels[cycle];

/** "Generations: 50 a day, 200 a month", a line for each of what is limited. */
export function limitWords({ limits }: Plan): string[] {
  const families = [...new Set(limits.map(({ family }) => family))];
  return families.map((family) => {
    const own = limits.filter((limit) => limit.family === family);
    const words = own.map(({ countMax, period }) => `${countMax.toLocaleString('en')} a ${period}`);
    return `${familyLabel(family)}: ${words.join(', ')}`;
  });
}

/** What it gives, line by line. */
export function givenWords(plan: Plan): string[] {
  return [
    ...(plan.monthGrantMicro > 0 ? [`${dollars(plan.monthGrantMicro)} to spend each month`] : []),
    ...(plan.weekGrantMicro > 0 ? [`${dollars(plan.weekGrantMicro)} to spend each week`] : []),
    ...limitWords(plan),
    ...plan.features,
  ];
}
