import type { UserId } from '../../../kit/ids.ts';
import type { Storage } from '../../../kit/storage/storage.ts';

/** Where everything is kept that belongs to a person. */
export const filesOf = (userId: UserId): string => `people/${userId}/`;

export const exportsOf = (userId: UserId): string => `${filesOf(userId)}exports/`;

/** All files under a beginning. What is gone already is no failure, so it may be run again. */
export async function removeFiles(storage: Storage, prefix: string, signal: AbortSignal): Promise<void> {
  for (;;) {
    signal.throwIfAborted();
    const { items, next } = await storage.list(prefix);
    for (const { key } of items) await storage.delete(key);
    if (next === null) return;
  }
}
