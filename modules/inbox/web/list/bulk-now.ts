import { useSyncExternalStore } from 'react';

const key = 'stoa.inbox.bulk';

/** What was last done with many at once: it goes on while one is elsewhere, and is shown until it is put away. */
let now = remembered();
const watchers = new Set<() => void>();

export const useBulkNow = (): string | undefined =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => now,
  );

export function showBulk(id: string | undefined): void {
  now = id;
  try {
    if (id) sessionStorage.setItem(key, id);
    else sessionStorage.removeItem(key);
  } catch {
    // Storage may be forbidden; it is then shown until the page is loaded anew.
  }
  for (const watcher of watchers) watcher();
}

function remembered(): string | undefined {
  try {
    return sessionStorage.getItem(key) ?? undefined;
  } catch {
    return undefined;
  }
}
