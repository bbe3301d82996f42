import type { Said } from './http.ts';

/** One thing that went over a wire: a request to the sandbox, or a delivery from it. */
export interface Entry {
  readonly id: number;
  /** In the sandbox's own time. */
  readonly at: string;
  readonly part: string;
  readonly direction: 'in' | 'out';
  /** `PUT /s3/media/photo`, `MAIL from ... to ...` */
  readonly what: string;
  /** `200`, `550`, `no answer` */
  readonly outcome: string;
  readonly good: boolean;
  readonly ms: number;
  readonly notes: readonly string[];
  /** What was said and what was answered to it, word for word where it is text. */
  readonly asked?: Said;
  readonly answered?: Said;
}

export interface Journal {
  add(entry: Omit<Entry, 'id' | 'at'>): void;
  /** Newest first. */
  entries(filter?: { part?: string | undefined; after?: number | undefined }): readonly Entry[];
  find(id: number): Entry | undefined;
  clear(): void;
  /** Called after each entry and whenever a part says that its page changed. */
  watch(seen: (part: string) => void): () => void;
  stirred(part: string): void;
}

const entriesMax = 1000;

/** The last thousand; older ones are forgotten. */
export function openJournal(now: () => Date): Journal {
  let entries: Entry[] = [];
  let lastId = 0;
  const watchers = new Set<(part: string) => void>();
  const stirred = (part: string) => {
    for (const seen of watchers) seen(part);
  };
  return {
    add: (entry) => {
      lastId += 1;
      entries.unshift({ id: lastId, at: now().toISOString(), ...entry });
      entries.length = Math.min(entries.length, entriesMax);
      stirred(entry.part);
    },
    entries: ({ part, after = 0 } = {}) =>
      entries.filter((entry) => entry.id > after && (part === undefined || entry.part === part)),
    find: (id) => entries.find((entry) => entry.id === id),
    clear: () => {
      entries = [];
      stirred('log');
    },
    watch: (seen) => {
      watchers.add(seen);
      return () => watchers.delete(seen);
    },
    stirred,
  };
}
