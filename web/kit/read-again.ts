import type { QueryClient, QueryKey } from '@tanstack/react-query';

/** After a read was done again, the next time waits so long; longer and longer while it happens again and again. */
const restsMs = [300, 600, 1_000] as const;

interface Rest {
  isOwed: boolean;
}

/**
 * Has reads done again when something happens: the first time at once, and of a burst only as often as somebody can
 * see. Of the last thing that happens one is told within a second.
 */
export function readingAgain(read: (key: QueryKey) => void): (key: QueryKey) => void {
  const resting = new Map<string, Rest>();

  function begin(key: QueryKey, hash: string, nth: number): void {
    const rest: Rest = { isOwed: false };
    resting.set(hash, rest);
    read(key);
    setTimeout(() => {
      if (rest.isOwed) begin(key, hash, Math.min(nth + 1, restsMs.length - 1));
      else resting.delete(hash);
    }, restsMs[nth]);
  }

  return (key) => {
    const hash = JSON.stringify(key);
    const rest = resting.get(hash);
    if (rest) rest.isOwed = true;
    else begin(key, hash, 0);
  };
}

/**
 * Once there is a way through again, what could not be read meanwhile is. That it is stale was said once, and is not
 * said again: the stream goes on behind it.
 */
export function readWhatFailed(client: QueryClient): void {
  void client.refetchQueries({
    type: 'active',
    predicate: ({ state }) => state.isInvalidated || state.status === 'error' || state.fetchFailureCount > 0,
  });
}
