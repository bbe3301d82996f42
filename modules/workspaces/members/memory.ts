import { LRUCache } from 'lru-cache';

/** What was found out, until it is forgotten: by anything it was made of. */
export interface Memory<T> {
  recall(key: string): T | undefined;
  keep(key: string, value: T, madeOf: readonly string[]): void;
  forget(part: string): void;
  forgetAll(): void;
}

interface Kept<T> {
  readonly value: T;
  readonly madeOf: readonly string[];
}

/** By part as well as by key: a change names one part, and going through all entries for each would not do. */
export function openMemory<T>(size: { readonly max: number; readonly ttl: number }): Memory<T> {
  const keysOf = new Map<string, Set<string>>();
  const entries = new LRUCache<string, Kept<T>>({
    ...size,
    dispose: ({ madeOf }, key) => {
      for (const part of madeOf) {
        const keys = keysOf.get(part);
        keys?.delete(key);
        if (keys?.size === 0) keysOf.delete(part);
      }
    },
  });

  return {
    recall: (key) => entries.get(key)?.value,
    keep(key, value, madeOf) {
      entries.set(key, { value, madeOf });
      for (const part of madeOf) {
        const keys = keysOf.get(part) ?? new Set();
        keysOf.set(part, keys.add(key));
      }
    },
    forget(part) {
      for (const key of [...(keysOf.get(part) ?? [])]) entries.delete(key);
    },
    forgetAll: () => entries.clear(),
  };
}
