import { type RefObject, useRef } from 'react';

/**
 * Gives a row of a list the focus: at once where it is drawn, and one out of sight once the scrolling has drawn it.
 * Only the last one asked for takes it, or a key held down would be led back by the rows it has passed.
 */
export function useRowFocus(box: RefObject<HTMLElement | null>): (index: number) => void {
  const wanted = useRef(-1);
  return (index) => {
    wanted.current = index;
    const take = () => {
      if (wanted.current !== index) return true;
      const row = box.current?.querySelector<HTMLElement>(`[data-row="${index}"]`);
      row?.focus({ preventScroll: true });
      return row !== null;
    };
    if (!take()) requestAnimationFrame(() => requestAnimationFrame(take));
  };
}
