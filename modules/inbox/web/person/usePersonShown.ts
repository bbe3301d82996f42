import { useState, useSyncExternalStore } from 'react';

const storageKey = 'stoa.inbox.person';
/** Wide enough for three panes beside the navigation. */
const wide = typeof matchMedia === 'undefined' ? undefined : matchMedia('(width >= 84rem)');

export interface PersonShown {
  readonly isShown: boolean;
  readonly toggle: () => void;
  readonly hide: () => void;
}

/** Whether the pane about the person stands beside the conversation: as it was chosen last, where there is room. */
export function usePersonShown(): PersonShown {
  const isWide = useSyncExternalStore(
    (changed) => {
      wide?.addEventListener('change', changed);
      return () => wide?.removeEventListener('change', changed);
    },
    () => wide?.matches ?? true,
  );
  const [kept, setKept] = useState(readKept);
  const [isOver, setOver] = useState(false);
  const set = (shown: boolean) => {
    if (!isWide) return setOver(shown);
    setKept(shown);
    try {
      localStorage.setItem(storageKey, shown ? 'shown' : 'hidden');
    } catch {
      // Storage may be forbidden; it then stands there again the next time.
    }
  };
  const isShown = isWide ? kept : isOver;
  return { isShown, toggle: () => set(!isShown), hide: () => set(false) };
}

function readKept(): boolean {
  try {
    return localStorage.getItem(storageKey) !== 'hidden';
  } catch {
    return true;
  }
}
