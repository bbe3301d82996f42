import { type RefObject, useRef, useState } from 'react';

export interface Popup {
  readonly open: boolean;
  readonly anchor: RefObject<HTMLButtonElement | null>;
  readonly close: () => void;
  /** For the menu's own root: a press on the trigger is the trigger's to answer. */
  readonly onOpenChange: (open: boolean, details: { event: Event; cancel: () => void }) => void;
  readonly triggerProps: {
    readonly ref: RefObject<HTMLButtonElement | null>;
    readonly 'aria-haspopup': 'menu' | 'dialog';
    readonly 'aria-expanded': boolean;
    readonly onClick: () => void;
    readonly onKeyDown: (event: { key: string; preventDefault(): void }) => void;
    readonly onPointerEnter: () => void;
    readonly onFocus: () => void;
  };
}

/**
 * Where what opens is put: into the part of the page it belongs to, so that it is found there, and not after the end
 * of everything.
 */
export const landmarkOf = (element: Element | null): HTMLElement | null =>
  element?.closest<HTMLElement>('[role="dialog"], [role="alertdialog"], main, header, nav') ?? null;

/**
 * A trigger that stands on the page from the start, and what it opens, which is fetched when somebody comes near.
 * Menus weigh more than the pages they stand on; nobody waits for one that they do not open.
 */
export function usePopup(fetch: () => Promise<unknown>, kind: 'menu' | 'dialog' = 'menu'): Popup {
  const [open, setOpen] = useState(false);
  const anchor = useRef<HTMLButtonElement>(null);
  const near = () => void fetch();
  return {
    open,
    anchor,
    close: () => setOpen(false),
    onOpenChange: (next, details) => {
      const { target } = details.event;
      if (target instanceof Node && anchor.current?.contains(target)) details.cancel();
      else setOpen(next);
    },
    triggerProps: {
      ref: anchor,
      'aria-haspopup': kind,
      'aria-expanded': open,
      onClick: () => setOpen(!open),
      onKeyDown: (event) => {
        if (kind !== 'menu' || (event.key !== 'ArrowDown' && event.key !== 'ArrowUp')) return;
        event.preventDefault();
        setOpen(true);
      },
      onPointerEnter: near,
      onFocus: near,
    },
  };
}
