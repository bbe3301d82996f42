export type Pause = (ms: number) => Promise<void>;

const last = new Map<string, Promise<void>>();

/** One request to a host at a time, and a pause behind each, whoever of this process asks. */
export function atHost<T>(host: string, pause: () => Promise<void>, use: () => Promise<T>): Promise<T> {
  const mine = (last.get(host) ?? Promise.resolve()).then(use);
  const over = mine.then(pause, pause).catch(() => {});
  last.set(host, over);
  void over.then(() => {
    if (last.get(host) === over) last.delete(host);
  });
  return mine;
}
