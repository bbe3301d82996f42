import { dollars } from '../../../../web/kit/dollars.ts';
import { type Cycle, cycles, type Plan, type PlansOnOffer, type Subscription } from '../../plans/contract.ts';
import { familyLabel } from '../usage/words.ts';

/** What is paid for at whoever takes the money; what was given by hand is changed by whoever gave it. */
export const paidOf = ({ subscriptions }: PlansOnOffer): Subscription | undefined =>
  subscriptions.find(({ provider }) => provider !== 'house');

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
