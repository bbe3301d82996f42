import type { UsageEvent, UsePeriod } from '../../using/contract.ts';
import { sentence } from '../words.ts';

export const periodWords: Readonly<Record<UsePeriod, string>> = {
  day: 'a day',
  week: 'a week',
  month: 'a month',
};

const families: Readonly<Record<string, string>> = {
  ai: 'AI',
  api: 'Calls of other systems',
  generation: 'Generations',
  message: 'Messages',
  studio: 'Pictures',
  sync: 'Syncs',
  workflow: 'Workflows',
};
/** What meters are counted together as; one nobody has named yet in its own words. */
export const familyLabel = (family: string): string => families[family] ?? sentence(family);

const sources = [
  ['weekMicro', 'the week’s allowance'],
  ['monthMicro', 'the month’s allowance'],
  ['bonusMicro', 'what was given'],
  ['paygMicro', 'what was bought'],
  ['owedMicro', 'what is owed'],
  ['unlimitedMicro', 'no account: without limit'],
] as const;

/** From where it was paid. */
export const paidFrom = (one: UsageEvent): string[] =>
  sources.filter(([part]) => one[part] > 0).map(([, words]) => words);

const microPerCredit = 10_000;
const leastShown = 0.1;
/** "12.3"; not nothing where something was paid. */
export function creditsWords(micro: number): string {
  const credits = micro / microPerCredit;
  if (credits > 0 && credits < leastShown) return `< ${leastShown}`;
  return credits.toLocaleString('en', { maximumFractionDigits: 1 });
}
