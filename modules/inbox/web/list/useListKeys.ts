import type { KeyboardEvent, RefObject } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { useInbox } from '../inbox.ts';
import { allThatMatch, toggled } from './choosing.ts';

export interface ListKeys {
  /** One row is in the tab order, the others are reached from it. */
  readonly tabIndexOf: (index: number) => 0 | -1;
  readonly focused: (index: number) => void;
  readonly pressed: (event: KeyboardEvent) => void;
}

const group = 'In the list';

/**
 * j and k from anywhere: in the list they move, and while a conversation is open they open the one beside it. Where one
 * is in the list is where the open one stands, or else where one was last.
 */
export function useListKeys(box: RefObject<HTMLElement | null>, scrollTo: (index: number) => void): ListKeys {
  const { pages, openId, goTo, chosen, choose, cursor, moveCursor } = useInbox();
  const ids = pages.items.map(({ id }) => id as string);
  const end = ids.length - 1;
  const known = ids.indexOf(openId ?? cursor.id ?? '');
  const at = known >= 0 ? known : Math.max(0, Math.min(cursor.index, end));
  const isInside = () => box.current?.contains(document.activeElement) ?? false;

  const focus = (index: number) => {
    const next = Math.max(0, Math.min(index, end));
    if (end < 0) return;
    moveCursor({ id: ids[next], index: next });
    scrollTo(next);
    // A row out of sight is drawn by the scrolling; it can take the focus a frame later.
    const take = () =>
      box.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true });
    requestAnimationFrame(() => requestAnimationFrame(take));
    if (openId && ids[next] !== openId) goTo(ids[next]);
  };
  // The first press shows where one is.
  const step = (by: 1 | -1) => focus(openId ? (known < 0 ? at : at + by) : isInside() ? at + by : at);

  useActions([
    { id: 'inbox.next', title: 'Next conversation', group, keys: 'j', keysOnly: true, run: () => step(1) },
    {
      id: 'inbox.previous',
      title: 'Previous conversation',
      group,
      keys: 'k',
      keysOnly: true,
      run: () => step(-1),
    },
    {
      id: 'inbox.choose',
      title: 'Choose the conversation',
      group,
      keys: 'x',
      keysOnly: true,
      run: () => ids[at] && choose(toggled(chosen, ids[at], pages.items)),
    },
    {
      id: 'inbox.choose-all',
      title: 'Choose all that match',
      group,
      keys: '* a',
      keywords: ['select', 'every', 'bulk', 'many'],
      run: () => ids.length > 0 && choose(allThatMatch),
    },
  ]);

  return {
    tabIndexOf: (index) => (index === at ? 0 : -1),
    focused: (index) => moveCursor({ id: ids[index], index }),
    pressed: (event) => {
      const to = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: end }[event.key];
      if (to === undefined) return;
      event.preventDefault();
      focus(to);
    },
  };
}
