import type { Google } from './state.ts';

/** The project's allowance for a day. Searches and uploads are counted by themselves. */
export const allowance = { general: 10_000, search: 100, insert: 100 } as const;
export type Bucket = keyof typeof allowance;

/** What is left today: a day ends at midnight in California. */
export function left(google: Google, bucket: Bucket): number {
  return allowance[bucket] - spentToday(google)[bucket];
}

export function spend(google: Google, bucket: Bucket, units: number): void {
  const spent = spentToday(google);
  spent[bucket] = Math.min(allowance[bucket], spent[bucket] + units);
  google.changed();
}

function spentToday({ state, world }: Google) {
  const day = pacificDay(world.now());
  if (state.spent.day !== day) state.spent = { day, general: 0, search: 0, insert: 0 };
  return state.spent;
}

const pacific = new Intl.DateTimeFormat('en-CA', { timeZone: 'America/Los_Angeles' });
/** `2026-11-20` */
export const pacificDay = (at: Date): string => pacific.format(at);
