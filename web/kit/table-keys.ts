import { type KeyboardEvent, type RefObject, useRef, useState } from 'react';
import { useActions } from './actions.ts';
import type { Pages } from './api.ts';

export interface RowKeys {
  /** One row is in the tab order, the others are reached from it. */
  readonly tabIndexOf: (index: number) => 0 | -1;
  readonly focused: (index: number) => void;
  readonly pressed: (event: KeyboardEvent, index: number) => void;
}

interface Spec<T> {
  readonly label: string;
  readonly pages: Pages<T>;
  readonly rowId: (row: T) => string;
  readonly onOpen?: ((row: T) => void) | undefined;
  readonly selection?:
    | { readonly chosen: ReadonlySet<string>; readonly change: (chosen: ReadonlySet<string>) => void }
    | undefined;
  readonly body: RefObject<HTMLElement | null>;
  readonly scrollTo: (index: number) => void;
}

/** j and k move from anywhere on the page; Enter opens and x chooses where the focus is. */
export function useRowKeys<T>({ label, pages, rowId, onOpen, selection, body, scrollTo }: Spec<T>): RowKeys {
  const [active, setActive] = useState(0);
  const hasFocus = useRef(false);
  const last = pages.items.length - 1;
  const at = Math.min(active, Math.max(last, 0));

  const focusRow = (index: number) => {
    if (last < 0) return;
    const next = Math.max(0, Math.min(index, last));
    setActive(next);
    scrollTo(next);
    // A row out of sight is drawn by the scrolling; it can take the focus a frame later.
    const take = () =>
      body.current?.querySelector<HTMLElement>(`[data-row="${next}"]`)?.focus({ preventScroll: true });
    requestAnimationFrame(() => requestAnimationFrame(take));
    hasFocus.current = true;
  };
  const step = (by: 1 | -1) => focusRow(hasFocus.current && isInside(body.current) ? at + by : at);

  const choose = (index: number) => {
    const row = pages.items[index];
    if (!row || !selection) return;
    const next = new Set(selection.chosen);
    if (!next.delete(rowId(row))) next.add(rowId(row));
    selection.change(next);
  };
  const open = (index: number) => {
    const row = pages.items[index];
    if (row) onOpen?.(row);
  };

  const group = `In the list: ${label.toLowerCase()}`;
  useActions([
    { id: `${label}.next`, title: 'Next row', group, keys: 'j', keysOnly: true, run: () => step(1) },
    { id: `${label}.previous`, title: 'Previous row', group, keys: 'k', keysOnly: true, run: () => step(-1) },
    ...(onOpen
      ? [
          {
            id: `${label}.open`,
            title: 'Open the row',
            group,
            keys: 'o',
            keysOnly: true,
            run: () => open(at),
          },
        ]
      : []),
    ...(selection
      ? [
          {
            id: `${label}.choose`,
            title: 'Choose the row',
            group,
            keys: 'x',
            keysOnly: true,
            run: () => choose(at),
          },
        ]
      : []),
  ]);

  return {
    tabIndexOf: (index) => (index === at ? 0 : -1),
    focused: (index) => {
      hasFocus.current = true;
      setActive(index);
    },
    pressed: (event, index) => {
      if (event.target !== event.currentTarget) return;
      const to = { ArrowDown: index + 1, ArrowUp: index - 1, Home: 0, End: last }[event.key];
      if (to !== undefined) focusRow(to);
      else if (event.key === 'Enter') open(index);
      else if (event.key === ' ') choose(index);
      else return;
      event.preventDefault();
    },
  };
}

const isInside = (body: HTMLElement | null): boolean => body?.contains(document.activeElement) ?? false;
