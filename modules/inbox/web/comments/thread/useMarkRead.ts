import { useEffect, useEffectEvent } from 'react';
import type { Comment } from '../../../comments/contract.ts';
import { useComments } from '../comments.ts';
import { markRead } from '../deeds.ts';
import { useWhyNotHere } from '../rights.ts';

/** Whoever only passes by has not read it. */
const afterMs = 700;

/** Read for everybody, once somebody who may say so has looked at it for a moment. */
export function useMarkRead(comment: Comment): void {
  const { at } = useComments();
  const may = useWhyNotHere('inbox.organize', comment, 'organise comments') === undefined;
  const isNew = comment.status === 'unread' && may;
  const say = useEffectEvent(() => void markRead(at, comment));
  // Only what was new when it was opened: said to be new again, it stays so.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each comment.
  useEffect(() => {
    if (!isNew) return;
    const timer = setTimeout(() => document.visibilityState === 'visible' && say(), afterMs);
    return () => clearTimeout(timer);
  }, [comment.id]);
}
