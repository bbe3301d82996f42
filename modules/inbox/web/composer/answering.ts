import { useEffectEvent, useLayoutEffect } from 'react';
import { beginTypeAhead, endTypeAhead } from '../../../../web/kit/type-ahead.ts';
import type { Mode } from './words-kept.ts';

interface Desk {
  readonly conversationId: string;
  readonly begin: (mode: Mode, words: string) => void;
}
let desk: Desk | undefined;
let wish: { readonly conversationId: string; readonly mode: Mode } | undefined;

/** To write in a conversation, also one that is only being opened: what is typed meanwhile is not lost. */
export function beginWriting(conversationId: string, mode: Mode): void {
  if (desk?.conversationId === conversationId) desk.begin(mode, '');
  else {
    wish = { conversationId, mode };
    beginTypeAhead();
  }
}

/** One can write here now. Without a `begin` one may not, and nothing is waited for. */
export function useDesk(conversationId: string, begin?: (mode: Mode, words: string) => void): void {
  const begun = useEffectEvent((mode: Mode, words: string) => begin?.(mode, words));
  useLayoutEffect(() => {
    const mine = { conversationId, begin: begun };
    desk = mine;
    const waited = wish?.conversationId === conversationId ? wish : undefined;
    wish = undefined;
    const words = endTypeAhead();
    if (waited) begun(waited.mode, words);
    return () => {
      if (desk === mine) desk = undefined;
    };
  }, [conversationId]);
}
