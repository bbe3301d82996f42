import { useEffect, useEffectEvent, useRef } from 'react';
import type { Conversation } from '../../contract.ts';
import { useInbox } from '../inbox.ts';
import { markRead } from '../triage/deeds.ts';

/** Whoever only passes by has not read it. */
const afterMs = 700;

/** Read, once it has been in sight for a moment; and again when something comes while somebody looks. */
export function useMarkRead(conversation: Conversation): void {
  const { at } = useInbox();
  const { unreadCount, messagesCount } = conversation;
  // Said once for what is there: were it refused, it would be said for ever.
  const saidAt = useRef(-1);
  const say = useEffectEvent(() => {
    if (saidAt.current === messagesCount) return;
    saidAt.current = messagesCount;
    void markRead(at, conversation);
  });
  useEffect(() => {
    if (unreadCount === 0) return;
    let timer: ReturnType<typeof setTimeout> | undefined;
    const look = () => {
      clearTimeout(timer);
      if (document.visibilityState === 'visible') timer = setTimeout(say, afterMs);
    };
    look();
    document.addEventListener('visibilitychange', look);
    return () => {
      clearTimeout(timer);
      document.removeEventListener('visibilitychange', look);
    };
  }, [unreadCount]);
}
