import { type ComponentType, createElement, type ReactNode, useEffect, useState } from 'react';

export interface Soon<P> {
  (props: P): ReactNode;
  /** Before anybody asks for it. */
  fetch(): Promise<void>;
}

/**
 * A part that is fetched apart from its page, and drawn at once when it is there. `lazy` holds back what has come for
 * 300 ms, even what came long before, so that a page does not flicker; at a key press one waits for nothing else.
 */
export function soon<P extends object>(
  load: () => Promise<{ readonly default: ComponentType<P> }>,
  waiting: ReactNode = null,
): Soon<P> {
  let there: ComponentType<P> | undefined;
  const fetch = async () => {
    there = (await load()).default;
  };
  // biome-ignore lint/correctness/noComponentHookFactories: as with `lazy`, each is made once, where a file begins.
  function Part(props: P) {
    const [isThere, setThere] = useState(there !== undefined);
    const [error, setError] = useState<Error>();
    useEffect(() => {
      if (!isThere) fetch().then(() => setThere(true), setError);
    }, [isThere]);
    if (error) throw error;
    return there && isThere ? createElement(there, props) : waiting;
  }
  return Object.assign(Part, { fetch });
}

/** By then the page stands, and nobody has pressed much yet. */
const earlyAfterMs = 1_500;

/** Once the page stands: what a key opens, so that it is there when somebody presses it. */
export function useFetchedEarly(parts: readonly Pick<Soon<never>, 'fetch'>[]): void {
  useEffect(() => {
    // It may fail for want of a server; opening it asks again, and says so.
    const fetchAll = () => parts.map((part) => part.fetch().catch(() => undefined));
    const timer = setTimeout(fetchAll, earlyAfterMs);
    return () => clearTimeout(timer);
  }, [parts]);
}
