import type { UsageEvent, UsePeriod } from '../../using/contract.ts';

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

export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}

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
