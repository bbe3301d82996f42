import type { Bulk, BulkWish } from '../../bulk/contract.ts';
import { count } from '../words.ts';

/** What is being done, and what was. */
const words: Record<BulkWish['action'], readonly [string, string]> = {
  close: ['Closing', 'closed'],
  open: ['Opening', 'open again'],
  snooze: ['Snoozing', 'snoozed'],
  assign: ['Handing over', 'handed over'],
  tag: ['Tagging', 'tagged'],
  untag: ['Taking a tag off', 'without the tag'],
  priority: ['Sorting', 'as urgent as asked'],
  category: ['Sorting', 'sorted'],
  read: ['Marking as read', 'read'],
};

export const doingWords = ({ wish, state, itemsCount }: Bulk): string =>
  `${state === 'undoing' ? 'Putting back' : words[wish.action][0]} ${count(itemsCount, 'conversation')}`;

export const doneWords = ({ wish, changedCount }: Bulk): string =>
  `${count(changedCount, 'conversation')} ${words[wish.action][1]}`;

/** Why it is fewer than were meant. */
export function restWords({ state, itemsCount, doneCount, changedCount }: Bulk): string | undefined {
  const same = doneCount - changedCount;
  const said = [
    ...(same > 0 ? [`${same.toLocaleString('en')} ${same === 1 ? 'was' : 'were'} so already`] : []),
    ...(state === 'cancelled' ? [`${(itemsCount - doneCount).toLocaleString('en')} left as they were`] : []),
  ];
  return said.length === 0 ? undefined : `${said.join(', ')}.`;
}
