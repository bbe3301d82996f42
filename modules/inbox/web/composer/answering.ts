import { useEffectEvent, useLayoutEffect } from 'react';
import { beginTypeAhead, endTypeAhead } from '../../../../web/kit/type-ahead.ts';

/** As what one writes: an answer, a note. Each kind of desk has its own. */
interface Desk {
  readonly id: string;
  readonly begin: (mode: string, words: string) => void;
}
let desk: Desk | undefined;
let wish: { readonly id: string; readonly mode: string } | undefined;

/** To write in a conversation or to a comment, also one that is only being opened: what is typed meanwhile is kept. */
export function beginWriting(id: string, mode: string): void {
  if (desk?.id === id) desk.begin(mode, '');
  else {
    wish = { id, mode };
    beginTypeAhead();
  }
}

/** One can write here now. Without a `begin` one may not, and nothing is waited for. */
export function useDesk<M extends string>(id: string, begin?: (mode: M, words: string) => void): void {
  const begun = useEffectEvent((mode: string, words: string) => begin?.(mode as M, words));
  useLayoutEffect(() => {
    const mine = { id, begin: begun };
    desk = mine;
    const waited = wish?.id === id ? wish : undefined;
    wish = undefined;
    const words = endTypeAhead();
    if (waited) begun(waited.mode, words);
    return () => {
      if (desk === mine) desk = undefined;
    };
  }, [id]);
}
