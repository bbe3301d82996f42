import { CommitUnknownError, codeOf } from '../../../kit/db/failure.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { NewEvent } from './events.sql.ts';

/** Answers once the events are durable, and rejects when they are not. */
export interface Committer {
  commit(workspaceId: WorkspaceId, events: readonly NewEvent[]): Promise<void>;
}

/** All of them in one transaction, or none. */
export type Store = (workspaceId: WorkspaceId, events: readonly NewEvent[]) => Promise<void>;

interface Waiting {
  readonly events: readonly NewEvent[];
  readonly bytes: number;
  readonly done: PromiseWithResolvers<void>;
}

/** A commit costs the same for one event and for hundreds; beyond that it is the rows themselves. */
const batchEventsMax = 500;
const batchBytesMax = 2 * 1_048_576;
const commitsAtOnceMax = 4;

/**
 * What comes while a commit is under way waits for it, and then goes together in the next one. One commit at a time
 * per workspace, so that the order of arrival is the order of storing, and the workspaces in turn, so that many
 * events of one take no more turns than the single one of another.
 */
export function openCommitter(store: Store): Committer {
  const waiting = new Map<WorkspaceId, Waiting[]>();
  /** Workspaces with something waiting and no commit under way, the one that waits longest first. */
  const ready = new Set<WorkspaceId>();
  const busy = new Set<WorkspaceId>();

  const pump = () => {
    for (const workspaceId of ready) {
      if (busy.size >= commitsAtOnceMax) return;
      ready.delete(workspaceId);
      busy.add(workspaceId);
      void storeAll(store, workspaceId, takeBatch(waiting.get(workspaceId)!)).finally(() => {
        busy.delete(workspaceId);
        if (waiting.get(workspaceId)!.length > 0) ready.add(workspaceId);
        else waiting.delete(workspaceId);
        pump();
      });
    }
  };

  return {
    commit(workspaceId, events) {
      const done = Promise.withResolvers<void>();
      const bytes = events.reduce((sum, { payloadText }) => sum + payloadText.length, 0);
      const line = waiting.get(workspaceId);
      if (line) line.push({ events, bytes, done });
      else waiting.set(workspaceId, [{ events, bytes, done }]);
      if (!busy.has(workspaceId)) ready.add(workspaceId);
      pump();
      return done.promise;
    },
  };
}

/** At least the first of the line; it is bounded by what one request may bring. */
function takeBatch(line: Waiting[]): Waiting[] {
  let [events, bytes, count] = [0, 0, 0];
  for (const one of line) {
    events += one.events.length;
    bytes += one.bytes;
    if (count > 0 && (events > batchEventsMax || bytes > batchBytesMax)) break;
    count += 1;
  }
  return line.splice(0, count);
}

/** Never rejects: each of the batch is told what became of its own events. */
async function storeAll(store: Store, workspaceId: WorkspaceId, batch: readonly Waiting[]): Promise<void> {
  try {
    await storeSurely(
      store,
      workspaceId,
      batch.flatMap(({ events }) => events),
    );
    for (const { done } of batch) done.resolve();
  } catch (error) {
    if (batch.length === 1 || !isAboutData(error)) {
      for (const { done } of batch) done.reject(error);
      return;
    }
    // One of them cannot be stored; its neighbours can.
    const middle = Math.ceil(batch.length / 2);
    await storeAll(store, workspaceId, batch.slice(0, middle));
    await storeAll(store, workspaceId, batch.slice(middle));
  }
}

/** Where nobody knows whether it was committed, the same again does no harm: what was stored is known by its keys. */
async function storeSurely(
  store: Store,
  workspaceId: WorkspaceId,
  events: readonly NewEvent[],
): Promise<void> {
  try {
    await store(workspaceId, events);
  } catch (error) {
    if (!(error instanceof CommitUnknownError)) throw error;
    await store(workspaceId, events);
  }
}

/** Wrong data, broken rules, and limits of a single statement: not the weather between us and the database. */
const isAboutData = (error: unknown) => /^(?:22|23|54)/.test(codeOf(error) ?? '');
