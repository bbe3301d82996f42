import type { KeyboardEvent, RefObject } from 'react';
import { useActions } from '../../../../../web/kit/actions.ts';
import { useRowFocus } from '../../useRowFocus.ts';
import { useComments } from '../comments.ts';

export interface ListKeys {
  /** One row is in the tab order, the others are reached from it. */
  readonly tabIndexOf: (index: number) => 0 | -1;
  readonly focused: (index: number) => void;
  readonly pressed: (event: KeyboardEvent) => void;
}

const group = 'In the list';

/** j and k from anywhere: in the list they move, and while a comment is open they open the one beside it. */
export function useListKeys(box: RefObject<HTMLElement | null>, scrollTo: (index: number) => void): ListKeys {
  const { pages, openId, goTo, cursor, moveCursor } = useComments();
  const ids = pages.items.map(({ id }) => id as string);
  const end = ids.length - 1;
  const known = ids.indexOf(openId ?? cursor.id ?? '');
  const at = known >= 0 ? known : Math.max(0, Math.min(cursor.index, end));
  const focusRow = useRowFocus(box);
  const isInside = () => box.current?.contains(document.activeElement) ?? false;

  const focus = (index: number) => {
    const next = Math.max(0, Math.min(index, end));
    if (end < 0) return;
    moveCursor({ id: ids[next], index: next });
    scrollTo(next);
    focusRow(next);
    if (openId && ids[next] !== openId) goTo(ids[next]);
  };
  // The first press shows where one is.
  const step = (by: 1 | -1) => focus(openId ? (known < 0 ? at : at + by) : isInside() ? at + by : at);

  const move = { group, keysOnly: true, repeats: true };
  useActions([
    { ...move, id: 'comments.next', title: 'Next comment', keys: 'j', run: () => step(1) },
    { ...move, id: 'comments.previous', title: 'Previous comment', keys: 'k', run: () => step(-1) },
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
