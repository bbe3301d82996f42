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
/** Of all that was said. What is beyond it keeps its line and loses its words, the oldest first. */
const charactersMax = 8_000_000;

/** The last thousand; older ones are forgotten. */
export function openJournal(now: () => Date): Journal {
  let entries: Entry[] = [];
  let lastId = 0;
  let characters = 0;
  const drop = (entry: Entry | undefined) => {
    if (entry) characters -= lengthOf(entry);
  };
  const forget = () => {
    while (entries.length > entriesMax) drop(entries.pop());
    for (let i = entries.length - 1; i > 0 && characters > charactersMax; i -= 1) {
      const entry = entries[i]!;
      if (!entry.asked && !entry.answered) continue;
      drop(entry);
      const { asked: _asked, answered: _answered, ...line } = entry;
      entries[i] = line;
    }
  };
  const watchers = new Set<(part: string) => void>();
  const stirred = (part: string) => {
    for (const seen of watchers) seen(part);
  };
  return {
    add: (entry) => {
      lastId += 1;
      const { asked, answered, ...line } = entry;
      const whole: Entry = {
        id: lastId,
        at: now().toISOString(),
        ...line,
        ...(asked && { asked: own(asked) }),
        ...(answered && { answered: own(answered) }),
      };
      entries.unshift(whole);
      characters += lengthOf(whole);
      forget();
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

/** A slice of a text keeps the whole of it in the memory; by way of bytes it becomes a text of its own. */
const own = ({ headers, body }: Said): Said => ({ headers, body: Buffer.from(body).toString() });

function lengthOf({ asked, answered }: Entry): number {
  return [asked, answered].reduce((sum, said) => {
    if (!said) return sum;
    const headers = Object.entries(said.headers).reduce((all, pair) => all + pair.join().length, 0);
    return sum + said.body.length + headers;
  }, 0);
}
