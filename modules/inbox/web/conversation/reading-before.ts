import { useEffect } from 'react';
import type { WorkspaceId } from '../../../../kit/ids.ts';
import { pagesOf, q, queryClient } from '../../../../web/kit/api.ts';
import { type ConversationId, getConversation, listMessages } from '../../contract.ts';

/** Whoever holds a key down only passes by. */
const afterMs = 80;

/** Reads what somebody is likely to open next, so that it is there when they do. Nothing counts as read by it. */
export function useReadBefore(workspaceId: WorkspaceId, ids: readonly ConversationId[]): void {
  const named = ids.join(' ');
  // biome-ignore lint/correctness/useExhaustiveDependencies: `named` stands for the ids.
  useEffect(() => {
    const timer = setTimeout(() => {
      for (const conversationId of ids) {
        const params = { workspaceId, conversationId };
        void queryClient.prefetchQuery(q(getConversation, { params }));
        void queryClient.prefetchInfiniteQuery(pagesOf(listMessages, { params }));
      }
    }, afterMs);
    return () => clearTimeout(timer);
  }, [workspaceId, named]);
}
