import { Purpose } from '../calls/contract.ts';
import type { TransactionKind } from '../ledger/contract.ts';

/*
 * Codes in the words that people read: the same on a screen and in a table for a spreadsheet.
 */

/** What a movement of money is. */
export const kindLabels: Readonly<Record<TransactionKind, string>> = {
  grant: 'Given',
  purchase: 'Bought',
  charge: 'Spent',
  hold: 'Kept back',
  settle: 'Settled',
  release: 'Free again',
  refund: 'Given back',
  expire: 'Ended',
  withdraw: 'Payment returned',
  payout: 'Earned',
};

/** The one place where purposes have words. */
const purposes: Readonly<Record<string, string>> = {
  'autopilot.answer': 'Answering customers',
  'autopilot.decide': 'Answering customers',
  'autopilot.evaluate': 'Evaluations',
  'autopilot.read_words': 'Reading what customers write',
  'autopilot.remember': 'Learning what customers like',
  'autopilot.replay': 'Deciding once more',
  'inbox.enrich': 'Sorting what comes in',
  'knowledge.embed': 'Reading what is written down',
  'knowledge.search': 'Searching what is written down',
};
/** What a call was for; a purpose nobody has named yet in its own words. */
export const purposeLabel = (purpose: string): string =>
  purposes[purpose] ?? sentence(purpose.replace('.', ': '));

/** What something was booked for. A call of a model is booked by its purpose, and all else in words. */
export const reasonWords = (reason: string): string =>
  Purpose.safeParse(reason).success ? purposeLabel(reason) : reason;

/** A code nobody has words for, as a sentence begins. */
export function sentence(name: string): string {
  const words = name.replaceAll(/[_-]/g, ' ');
  return words.charAt(0).toUpperCase() + words.slice(1);
}
