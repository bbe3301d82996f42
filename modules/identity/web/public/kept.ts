import { useEffect, useState } from 'react';

const draftAfterMs = 400;

/** A form that a stranger fills in: kept in this browser until it is sent, and then that it was. */
export interface Kept<Draft> {
  readonly draft: Draft;
  readonly change: (part: Partial<Draft>) => void;
  /** What was written is not lost by leaving. */
  readonly isBegun: boolean;
  /** Whom the answer goes to, once it is sent; also after the page is loaded again. */
  readonly sentTo: string | undefined;
  readonly markSent: (email: string) => void;
  readonly startAgain: () => void;
}

export function useKept<Draft extends object>(name: string, fresh: () => Draft): Kept<Draft> {
  const draftKey = `stoa.draft.${name}`;
  const sentKey = `stoa.sent.${name}`;
  const [draft, setDraft] = useState<Draft>(() => readDraft(draftKey, fresh));
  const [sentTo, setSentTo] = useState(() => read(() => sessionStorage.getItem(sentKey)) ?? undefined);
  const [isBegun, setBegun] = useState(() => read(() => localStorage.getItem(draftKey)) !== null);

  useEffect(() => {
    if (!isBegun || sentTo !== undefined) return;
    const keep = () => write(() => localStorage.setItem(draftKey, JSON.stringify(draft)));
    const timer = setTimeout(keep, draftAfterMs);
    addEventListener('pagehide', keep);
    return () => {
      clearTimeout(timer);
      removeEventListener('pagehide', keep);
    };
  }, [draft, draftKey, isBegun, sentTo]);

  return {
    draft,
    isBegun,
    sentTo,
    change: (part) => {
      setBegun(true);
      setDraft((before) => ({ ...before, ...part }));
    },
    // Only for as long as the tab is open: who sits here next need not read who was here.
    markSent: (email) => {
      write(() => localStorage.removeItem(draftKey));
      write(() => sessionStorage.setItem(sentKey, email));
      setSentTo(email);
      // What comes next begins at its top, and is read out.
      scrollTo({ top: 0 });
      requestAnimationFrame(() => document.querySelector<HTMLElement>('main h1')?.focus());
    },
    startAgain: () => {
      write(() => sessionStorage.removeItem(sentKey));
      setBegun(false);
      setDraft(fresh());
      setSentTo(undefined);
    },
  };
}

/** Fields that this version does not know are left out, and those it misses are as in a new form. */
function readDraft<Draft extends object>(key: string, fresh: () => Draft): Draft {
  const empty = fresh();
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(key) ?? 'null');
    if (typeof kept !== 'object' || kept === null) return empty;
    const known = Object.entries(kept).filter(
      ([name, value]) =>
        name in empty &&
        typeof value === typeof empty[name as keyof Draft] &&
        Array.isArray(value) === Array.isArray(empty[name as keyof Draft]),
    );
    return { ...empty, ...Object.fromEntries(known) };
  } catch {
    return empty;
  }
}

/** Storage may be forbidden; the form then works, and forgets. */
function read(ask: () => string | null): string | null {
  try {
    return ask();
  } catch {
    return null;
  }
}
function write(act: () => void): void {
  try {
    act();
  } catch {
    // Said above.
  }
}

/** Of a form only what was filled in is sent. */
export const filledIn = <T extends Record<string, string | readonly string[]>>(fields: T): Partial<T> =>
  Object.fromEntries(
    Object.entries(fields).filter(
      ([, value]) => (typeof value === 'string' ? value.trim() : value).length > 0,
    ),
  ) as Partial<T>;
