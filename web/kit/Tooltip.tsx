import {
  cloneElement,
  type HTMLAttributes,
  type ReactElement,
  useEffect,
  useLayoutEffect,
  useRef,
  useState,
} from 'react';
import { createPortal } from 'react-dom';
import { Kbd } from './Kbd.tsx';

const showAfterMs = 350;
const hideAfterMs = 120;
const gapPx = 7;
const edgePx = 8;

/**
 * Names what has no words, and teaches its keys. Never the only place where something is said: what it stands on has
 * the same words as its label. A thousand rows cost nothing: a tooltip is two attributes, and one layer draws them all.
 */
export function Tooltip({
  text,
  keys,
  children,
}: {
  text: string;
  keys?: string | undefined;
  children: ReactElement;
}) {
  return cloneElement(
    children as ReactElement<HTMLAttributes<HTMLElement>>,
    { 'data-tip': text, 'data-tip-keys': keys } as object,
  );
}

interface Shown {
  readonly text: string;
  readonly keys: string | undefined;
  readonly over: HTMLElement;
}

/** Once, around the application. Hovering waits a moment, the keyboard does not; Escape sends it away. */
export function TooltipLayer() {
  const [shown, setShown] = useState<Shown>();
  const box = useRef<HTMLDivElement>(null);
  useEffect(() => watch(setShown, box), []);
  useLayoutEffect(() => {
    if (shown && box.current) place(box.current, shown.over.getBoundingClientRect());
  }, [shown]);
  if (!shown) return null;
  return createPortal(
    <div
      ref={box}
      aria-hidden
      className="popup fixed top-0 left-0 z-60 flex max-w-72 items-center gap-2 rounded-md px-2 py-1 text-sm text-ink"
    >
      {shown.text}
      {shown.keys && <Kbd keys={shown.keys} />}
    </div>,
    document.body,
  );
}

function place(box: HTMLElement, over: DOMRect) {
  const { width, height } = box.getBoundingClientRect();
  const left = Math.max(
    edgePx,
    Math.min(over.left + over.width / 2 - width / 2, innerWidth - width - edgePx),
  );
  const below = over.bottom + gapPx;
  const top = below + height > innerHeight - edgePx ? over.top - gapPx - height : below;
  box.style.left = `${Math.round(left)}px`;
  box.style.top = `${Math.round(top)}px`;
}

function watch(
  setShown: (shown: Shown | undefined) => void,
  box: { readonly current: HTMLElement | null },
): () => void {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let over: HTMLElement | undefined;
  const later = (ms: number, then: () => void) => {
    clearTimeout(timer);
    timer = setTimeout(then, ms);
  };
  const show = (element: HTMLElement) => {
    over = element;
    setShown({ over: element, text: element.dataset.tip ?? '', keys: element.dataset.tipKeys });
  };
  const hide = () => {
    clearTimeout(timer);
    over = undefined;
    setShown(undefined);
  };
  const stop = new AbortController();
  const on = <K extends keyof DocumentEventMap>(
    name: K,
    hear: (event: DocumentEventMap[K]) => void,
    capture = false,
  ) => document.addEventListener(name, hear, { signal: stop.signal, capture });

  on('pointerover', ({ target, pointerType }) => {
    if (pointerType !== 'mouse') return;
    // The pointer may rest on the tooltip itself, to read it enlarged.
    if (box.current?.contains(target as Node)) return clearTimeout(timer);
    const element = tipOf(target);
    if (element === over) return clearTimeout(timer);
    if (element) later(over ? 0 : showAfterMs, () => element.isConnected && show(element));
    else if (over) later(hideAfterMs, hide);
    else clearTimeout(timer);
  });
  on('focusin', ({ target }) => {
    const element = tipOf(target);
    if (element?.matches(':focus-visible')) show(element);
    else hide();
  });
  on('focusout', hide);
  on('pointerdown', hide, true);
  on('keydown', (event) => event.key === 'Escape' && hide(), true);
  on('scroll', hide, true);
  return () => {
    stop.abort();
    clearTimeout(timer);
  };
}

const tipOf = (target: EventTarget | null): HTMLElement | undefined =>
  target instanceof Element ? (target.closest<HTMLElement>('[data-tip]') ?? undefined) : undefined;
