import type { InfiniteData } from '@tanstack/react-query';
import type { Page } from '../../../../kit/page.ts';
import { pagesOf, queryClient } from '../../../../web/kit/api.ts';
import { listMessages, type Message, type MessageId } from '../../contract.ts';
import type { Place } from './outbox.ts';

/** The last message on the screen: were there another after it, whoever sends is told instead. */
export function lastSeenMessage(params: Place): { after?: MessageId } {
  const key = pagesOf(listMessages, { params }).queryKey;
  const data = queryClient.getQueryData<InfiniteData<Page<Message>>>(key);
  const last = data?.pages[0]?.items.find(({ direction }) => direction !== 'internal');
  return last ? { after: last.id } : {};
}
