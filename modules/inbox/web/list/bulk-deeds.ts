import type { QueryKey } from '@tanstack/react-query';
import { newId } from '../../../../kit/ids.ts';
import { ApiError } from '../../../../web/kit/api.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { type Bulk, BulkId, type BulkWish, getBulk, putBulk } from '../../bulk/contract.ts';
import { getCounts, listConversations } from '../../conversations/contract.ts';
import { ConversationId } from '../../messages/contract.ts';
import { countViews } from '../../views/contract.ts';
import type { Inbox } from '../inbox.ts';
import { count } from '../words.ts';
import { wishOf } from './asking.ts';
import { showBulk } from './bulk-now.ts';
import { areAllChosen } from './choosing.ts';

export const bulkStale: readonly QueryKey[] = [
  ...[[listConversations.path], [getCounts.path]],
  ...[[countViews.path], [getBulk.path]],
];

/** With all that are chosen: those that are named, or all that the list is narrowed to as it is now. */
export async function doWithChosen({ at, chosen, choose, filters }: Inbox, wish: BulkWish): Promise<void> {
  const meant = areAllChosen(chosen)
    ? { filters: wishOf(filters) }
    : { conversationIds: [...chosen].map((id) => ConversationId.parse(id)) };
  const bulkId = newId(BulkId);
  try {
    await sendNow(
      putBulk,
      { params: { workspaceId: at.workspaceId, bulkId }, body: { wish, ...meant } },
      { stale: bulkStale, failureTitle: 'Nothing was done' },
    );
  } catch (error) {
    if (error instanceof ApiError) return;
    throw error;
  }
  choose(new Set());
  showBulk(bulkId);
}

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
