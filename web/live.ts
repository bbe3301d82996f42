import type { QueryKey } from '@tanstack/react-query';
import { useEffect, useSyncExternalStore } from 'react';
import { openStream, type StreamState } from '../kit/stream/client.ts';
import { queryClient } from './kit/api.ts';
import { readingAgain, readWhatFailed } from './kit/read-again.ts';
import { modules } from './modules.ts';
import type { LiveReads } from './screen.ts';

export type { StreamState } from '../kit/stream/client.ts';

let stale: Promise<ReadonlyMap<string, LiveReads[string]>> | undefined;

/** Which reads an event concerns: known by the time the first one comes, or a moment later. */
async function readsOf(name: string, payload: unknown): Promise<readonly QueryKey[]> {
  stale ??= Promise.all(modules.map(async ({ live }) => (live ? (await live()).default : {}))).then(
    (all) => new Map(all.flatMap((reads) => Object.entries(reads))),
  );
  const reads = (await stale).get(name) ?? [];
  return typeof reads === 'function' ? reads(payload) : reads;
}
const watchers = new Set<() => void>();
let state: StreamState = 'connecting';

function changeState(next: StreamState) {
  if (next === 'live' && state !== 'live') readWhatFailed(queryClient);
  state = next;
  for (const watcher of watchers) watcher();
}

const readAgain = readingAgain((queryKey) => void queryClient.invalidateQueries({ queryKey }));

/** What happened makes the reads it concerns stale; those on the screen are done again. */
async function hear(name: string, payload: unknown) {
  // What an event concerns is not known without its list: then everything shown may be old.
  const keys = await readsOf(name, payload).catch(() => undefined);
  if (!keys) return readAllAgain();
  for (const key of keys) readAgain(key);
}

/** What this person may do here is not what it was. */
const accessChanged = 'stoa.access_changed';
const readAllAgain = () => void queryClient.invalidateQueries();

/** Listens for as long as a workspace is open. The stream itself catches up after a gap: nothing is missed. */
export function useLive(workspaceId: string): void {
  useEffect(() => {
    const stream = openStream({
      url: `/api/stream?${new URLSearchParams({ workspace: workspaceId })}`,
      onEvent: ({ name, payload }) => void hear(name, payload),
      onSaying: ({ name, payload }) => (name === accessChanged ? readAllAgain() : void hear(name, payload)),
      onState: changeState,
      // Too much was missed to be told one by one, or this person's place has changed: all that is shown is read again.
      onReset: readAllAgain,
      onRefused: readAllAgain,
    });
    return () => stream.close();
  }, [workspaceId]);
}

export const useLiveState = (): StreamState =>
  useSyncExternalStore(
    (watcher) => {
      watchers.add(watcher);
      return () => watchers.delete(watcher);
    },
    () => state,
  );
