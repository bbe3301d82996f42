import { type KeyboardEvent, type RefObject, useEffect, useRef } from 'react';
import { useActions } from '../../../../web/kit/actions.ts';
import { useReadBefore } from '../conversation/reading-before.ts';
import { useInbox } from '../inbox.ts';
import { useRowFocus } from '../useRowFocus.ts';
import { allThatMatch, toggled } from './choosing.ts';

export interface ListKeys {
  /** The row one is at. Drawn wherever it is, or it would lose the focus to whoever scrolls away from it. */
  readonly at: number;
  /** One row is in the tab order, the others are reached from it. */
  readonly tabIndexOf: (index: number) => 0 | -1;
  readonly focused: (index: number) => void;
  readonly pressed: (event: KeyboardEvent) => void;
}

const group = 'In the list';
const moving = { group, keysOnly: true, repeats: true };

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
  useNextRead(at);
  const focusRow = useRowFocus(box);
  // The next press may come before the conversation of this one is on the screen: it goes on from there.
  const onTheWay = useRef<string>(undefined);
  const here = () => onTheWay.current ?? openId;
  useEffect(() => {
    if (onTheWay.current === openId) onTheWay.current = undefined;
  }, [openId]);
  const isInside = () => box.current?.contains(document.activeElement) ?? false;

  const focus = (index: number) => {
    const next = Math.max(0, Math.min(index, end));
    if (end < 0) return;
    moveCursor({ id: ids[next], index: next });
    scrollTo(next);
    focusRow(next);
    if (!openId || ids[next] === here()) return;
    onTheWay.current = ids[next];
    goTo(ids[next]);
  };
  // The first press shows where one is.
  const step = (by: 1 | -1) => {
    const from = openId ? ids.indexOf(here() ?? '') : at;
    focus(from >= 0 && (openId || isInside()) ? from + by : at);
  };

  useActions([
    { ...moving, id: 'inbox.next', title: 'Next conversation', keys: 'j', run: () => step(1) },
    { ...moving, id: 'inbox.previous', title: 'Previous conversation', keys: 'k', run: () => step(-1) },
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
    at,
    tabIndexOf: (index) => (index === at ? 0 : -1),
    focused: (index) => moveCursor({ id: ids[index], index }),
    pressed: (event) => {
      const page = rowsOfPage(box.current, event.currentTarget);
      const by = { ArrowDown: 1, ArrowUp: -1, PageDown: page, PageUp: -page }[event.key];
      const to = by === undefined ? { Home: 0, End: end }[event.key] : at + by;
      if (to === undefined) return;
      event.preventDefault();
      focus(to);
    },
  };
}

/** The one the list is at, or those beside the one that is open. */
function useNextRead(at: number): void {
  const { at: place, pages, openId, cursor } = useInbox();
  const likely = openId ? [pages.items[at + 1], pages.items[at - 1]] : [cursor.id && pages.items[at]];
  useReadBefore(
    place.workspaceId,
    likely.flatMap((row) => (row ? [row.id] : [])),
  );
}

/** One less than there is room for, so that the last one seen is seen again. */
const rowsOfPage = (box: HTMLElement | null, row: Element): number =>
  Math.max(1, Math.floor((box?.clientHeight ?? 0) / Math.max(1, row.clientHeight)) - 1);
