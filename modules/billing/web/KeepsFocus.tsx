import { useEffect, useRef } from 'react';

/** Where what was pressed goes away with its deed, the focus stays in the part of the page that this stands in. */
export function KeepsFocus() {
  const here = useRef<HTMLSpanElement>(null);
  useEffect(() => keepFocusIn(here.current!.closest('section')!), []);
  return <span ref={here} hidden />;
}

const controlsIn = (part: Element) => [...part.querySelectorAll<HTMLElement>('button, a[href]')];

function keepFocusIn(part: HTMLElement): () => void {
  let last: { readonly control: HTMLElement; readonly place: number } | undefined;
  const focused = ({ target }: FocusEvent) => {
    const control = target as HTMLElement;
    last = { control, place: controlsIn(part).indexOf(control) };
  };
  const left = ({ target }: FocusEvent) =>
    queueMicrotask(() => {
      if ((target as HTMLElement).isConnected && target === last?.control) last = undefined;
    });
  const observer = new MutationObserver(() => {
    if (!last || last.control.isConnected || document.activeElement !== document.body) return;
    const controls = controlsIn(part);
    const next = controls[Math.min(last.place, controls.length - 1)];
    // Nothing can be pressed there any more: whoever goes on by keys goes on from there all the same.
    if (!next) part.tabIndex = -1;
    (next ?? part).focus();
  });
  part.addEventListener('focusin', focused);
  part.addEventListener('focusout', left);
  observer.observe(part, { childList: true, subtree: true });
  return () => {
    observer.disconnect();
    part.removeEventListener('focusin', focused);
    part.removeEventListener('focusout', left);
  };
}
