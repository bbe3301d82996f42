import type { QueryKey } from '@tanstack/react-query';
import { newId } from '../../../../kit/ids.ts';
import { ApiError } from '../../../../web/kit/api.ts';
import { sendNow } from '../../../../web/kit/send.ts';
import { BulkId, type BulkWish, getBulk, putBulk } from '../../bulk/contract.ts';
import { getCounts, listConversations } from '../../conversations/contract.ts';
import { ConversationId } from '../../messages/contract.ts';
import { countViews } from '../../views/contract.ts';
import type { Inbox } from '../inbox.ts';
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
