import { useEffect, useEffectEvent, useState } from 'react';
import { usePages } from '../../../../web/kit/api.ts';
import { toast } from '../../../../web/kit/toast.ts';
import { useHere } from '../../../../web/workspace.ts';
import { type ConversationId, listMessages } from '../../messages/contract.ts';

/** So many pages back are read for one message; who looks for an older one reads on by hand. */
const pagesMax = 40;
const shownMs = 2_400;

interface AtMessageProps {
  conversationId: ConversationId;
  messageId: string;
}

/** Brings a message of the open conversation into sight, and reads back until it is there. */
export default function AtMessage({ conversationId, messageId }: AtMessageProps) {
  const params = { workspaceId: useHere().workspace.id, conversationId };
  const { items, state, hasMore, loadingMore, moreFailed, more } = usePages(listMessages, { params });
  const [pagesRead, setPagesRead] = useState(1);
  const isThere = items.some(({ id }) => id === messageId);
  const canRead = hasMore && !moreFailed && pagesRead < pagesMax;
  const isMissing = state === 'loaded' && !isThere && !loadingMore;
  const readOn = useEffectEvent(() => {
    setPagesRead(pagesRead + 1);
    more();
  });
  const length = items.length;
  // biome-ignore lint/correctness/useExhaustiveDependencies: another page may be missing it as the one before did.
  useEffect(() => {
    if (isMissing && canRead) readOn();
  }, [isMissing, canRead, length]);
  useEffect(() => {
    if (isMissing && !canRead) toast({ kind: 'failed', title: 'This message is too far back to go to' });
  }, [isMissing, canRead]);
  useEffect(() => (isThere ? shownOnce(messageId) : undefined), [isThere, messageId]);
  return null;
}

/** As soon as it is drawn. Answers how to wait no longer. */
function shownOnce(messageId: string): (() => void) | undefined {
  const show = () => {
    const line = document.querySelector(`[data-message="${CSS.escape(messageId)}"]`);
    line?.scrollIntoView({ block: 'center' });
    line?.animate([{ backgroundColor: 'var(--accent-wash)' }, { backgroundColor: 'transparent' }], shownMs);
    return line !== null;
  };
  if (show()) return undefined;
  const watcher = new MutationObserver(() => show() && watcher.disconnect());
  watcher.observe(document.body, { childList: true, subtree: true });
  return () => watcher.disconnect();
}
