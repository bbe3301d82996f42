import { dollars } from '../../../../web/kit/dollars.ts';
import type { Cycle, Plan, PlansOnOffer, Subscription } from '../../plans/contract.ts';
import { sentence } from '../words.ts';

/** What is paid for at whoever takes the money; what was given by hand is changed by whoever gave it. */
export const paidOf = ({ subscriptions }: PlansOnOffer): Subscription | undefined =>
  subscriptions.find(({ provider }) => provider !== 'house');

export const cycleLabels: Readonly<Record<Cycle, string>> = { month: 'a month', year: 'a year' };

export const priceOf = (plan: Plan, cycle: Cycle): number =>
  cycle === 'year' ? plan.yearPriceMicro : plan.monthPriceMicro;

/** "200 a month, 50 a day" */
export function limitWords({ limits }: Plan): string[] {
  const families = [...new Set(limits.map(({ family }) => family))];
  return families.map((family) => {
    const own = limits.filter((limit) => limit.family === family);
    const words = own.map(({ countMax, period }) => `${countMax.toLocaleString('en')} a ${period}`);
    return `${sentence(family)}s: ${words.join(', ')}`;
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
