import { CommitUnknownError, codeOf } from '../../../kit/db/failure.ts';
import type { WorkspaceId } from '../../../kit/ids.ts';
import type { NewEvent } from './events.sql.ts';

/** Answers once the events are durable, and rejects when they are not. */
export interface Committer {
  commit(workspaceId: WorkspaceId, events: readonly NewEvent[]): Promise<void>;
}

export type Batch = ReadonlyMap<WorkspaceId, readonly NewEvent[]>;

/** All of them in one transaction, or none. */
export type Store = (batch: Batch) => Promise<void>;

/** What one request brought for one workspace. */
interface Part {
  readonly workspaceId: WorkspaceId;
  readonly events: readonly NewEvent[];
  readonly bytes: number;
  readonly done: PromiseWithResolvers<void>;
}

/** A commit costs the same for one event and for hundreds; beyond that it is the rows themselves. */
const batchEventsMax = 500;
const batchBytesMax = 2 * 1_048_576;
/** One that takes longer waits for somebody else's transaction: those behind it go past it. */
const slowAfterMs = 50;
const commitsAtOnceMax = 4;

/**
 * What comes while a commit is under way waits for it, and then goes together in the next one. Of each workspace only
 * ever one commit at a time, so that the order of arrival is the order of storing; and the workspaces in turn, so that
 * however many events of one wait, they take no more room than the single one of another.
 */
export function openCommitter(store: Store): Committer {
  /** The workspace that waits longest for its turn is first. */
  const waiting = new Map<WorkspaceId, Part[]>();
  const busy = new Set<WorkspaceId>();
  let commits = 0;
  let slow = 0;

  const pump = () => {
    while (commits === slow && commits < commitsAtOnceMax) {
      const parts = takeParts(waiting, busy);
      if (parts.length === 0) return;
      void run(parts).finally(pump);
    }
  };

  async function run(parts: readonly Part[]): Promise<void> {
    const workspaces = new Set(parts.map(({ workspaceId }) => workspaceId));
    for (const workspaceId of workspaces) busy.add(workspaceId);
    commits += 1;
    let isSlow = false;
    const timer = setTimeout(() => {
      isSlow = true;
      slow += 1;
      pump();
    }, slowAfterMs);
    await storeAll(store, parts);
    clearTimeout(timer);
    for (const workspaceId of workspaces) busy.delete(workspaceId);
    commits -= 1;
    if (isSlow) slow -= 1;
  }

  return {
    commit(workspaceId, events) {
      const bytes = events.reduce((sum, { payloadText }) => sum + payloadText.length, 0);
      const part: Part = { workspaceId, events, bytes, done: Promise.withResolvers<void>() };
      const line = waiting.get(workspaceId);
      if (line) line.push(part);
      else waiting.set(workspaceId, [part]);
      pump();
      return part.done.promise;
    },
  };
}

/** One of each workspace, then a second of each, and so on. At least one: it is bounded by what a request may bring. */
function takeParts(waiting: Map<WorkspaceId, Part[]>, busy: ReadonlySet<WorkspaceId>): Part[] {
  const parts: Part[] = [];
  let [events, bytes] = [0, 0];
  // What is put back goes to the end of the map, and so is come to again.
  for (const [workspaceId, line] of waiting) {
    if (busy.has(workspaceId)) continue;
    const [next] = line as [Part];
    events += next.events.length;
    bytes += next.bytes;
    if (parts.length > 0 && (events > batchEventsMax || bytes > batchBytesMax)) break;
    parts.push(next);
    line.shift();
    waiting.delete(workspaceId);
    if (line.length > 0) waiting.set(workspaceId, line);
  }
  return parts;
}

/** Never rejects: each part is told what became of its own events. */
async function storeAll(store: Store, parts: readonly Part[]): Promise<void> {
  try {
    await storeSurely(store, batchOf(parts));
    for (const { done } of parts) done.resolve();
  } catch (error) {
    if (parts.length === 1 || !isAboutData(error)) {
      for (const { done } of parts) done.reject(error);
      return;
    }
    // One of them cannot be stored; its neighbours can.
    const middle = Math.ceil(parts.length / 2);
    await storeAll(store, parts.slice(0, middle));
    await storeAll(store, parts.slice(middle));
  }
}

/**
 * By workspace, and these in one order for everybody: two processes that store the same events wait for each other,
 * and never both.
 */
function batchOf(parts: readonly Part[]): Batch {
  const batch = new Map<WorkspaceId, NewEvent[]>();
  for (const { workspaceId, events } of parts.toSorted(byWorkspace)) {
    const rows = batch.get(workspaceId);
    if (rows) rows.push(...events);
    else batch.set(workspaceId, [...events]);
  }
  return batch;
}
const byWorkspace = (a: Part, b: Part) =>
  a.workspaceId < b.workspaceId ? -1 : +(a.workspaceId > b.workspaceId);

/** Where nobody knows whether it was committed, the same again does no harm: what was stored is known by its keys. */
async function storeSurely(store: Store, batch: Batch): Promise<void> {
  try {
    await store(batch);
  } catch (error) {
    if (!(error instanceof CommitUnknownError)) throw error;
    await store(batch);
  }
}

/** Wrong data, broken rules, and limits of a single statement: not the weather between us and the database. */
const isAboutData = (error: unknown) => /^(?:22|23|54)/.test(codeOf(error) ?? '');
