import { randomBytes } from 'node:crypto';
import type { Database, Tx } from '../db/database.ts';
import type { Log } from '../log.ts';
import {
  type Claimed,
  type ClaimQuery,
  claimJobs,
  claimJobsInOrder,
  findLanes,
  holdQueue,
} from './claim.sql.ts';
import { jobsChannel } from './jobs.sql.ts';
import type { Queue } from './queues.ts';
import type { Running } from './run.ts';

export interface WorkersOptions {
  readonly db: Database;
  readonly queues: ReadonlyMap<string, Queue>;
  readonly log: Log;
  /** How many jobs this process runs at once, and how many of them may be of one queue. */
  readonly slots: number;
  readonly slotsPerQueue: number;
  readonly pollMs: number;
  readonly aheadMs: () => number;
  readonly start: (queue: Queue, claimed: Claimed) => Running;
}

export interface Workers {
  readonly running: ReadonlyMap<string, Running>;
  /** Looks for work now. */
  look(): Promise<void>;
  stop(): Promise<void>;
}

export interface Lane {
  readonly key: string;
  readonly queue: Queue;
  readonly priority: number;
}

/** Takes jobs as slots come free: the most urgent lane first, and within a lane every workspace in its turn. */
export async function startWorkers(options: WorkersOptions): Promise<Workers> {
  const { db, queues, log, slots, slotsPerQueue, pollMs, aheadMs } = options;
  const running = new Map<string, Running>();
  /** Lanes that may have something for us. In the order in which they were noticed. */
  const ready = new Map<string, Lane>();
  const servedLast = new Map<string, string>();
  let stopping = false;
  let pumping = false;
  let pumped: Promise<void> | undefined;
  let timer: NodeJS.Timeout | undefined;

  const notice = (name: string, priority: number) => {
    const queue = queues.get(name);
    const key = `${name} ${priority}`;
    if (queue && !ready.has(key)) ready.set(key, { key, queue, priority });
  };
  const roomIn = (queue: Queue) => {
    let ofQueue = 0;
    for (const run of running.values()) if (run.queue === queue) ofQueue++;
    return Math.min(slots - running.size, slotsPerQueue - ofQueue);
  };
  const nextLane = () => {
    let next: Lane | undefined;
    for (const lane of ready.values()) {
      if ((!next || lane.priority > next.priority) && roomIn(lane.queue) > 0) next = lane;
    }
    return next;
  };

  const fill = async (lane: Lane) => {
    // Forgotten before the question is asked: whoever wakes us meanwhile is heard.
    ready.delete(lane.key);
    const room = roomIn(lane.queue);
    const claimed = await claim(db, lane, { limit: room, servedLast, aheadMs: aheadMs() });
    for (const one of claimed) begin(lane, one);
    if (claimed.length === room) notice(lane.queue.name, lane.priority);
  };
  const begin = (lane: Lane, claimed: Claimed) => {
    const run = options.start(lane.queue, claimed);
    running.set(run.id, run);
    run.over.then(() => {
      running.delete(run.id);
      // Its end may be what another one waits for.
      if (isLimited(lane.queue)) notice(lane.queue.name, lane.priority);
      pumpSoon();
    });
  };

  const pumpSoon = () => {
    if (stopping || pumping) return;
    pumping = true;
    pumped = (async () => {
      try {
        // What one transaction sent is heard word by word; the most urgent of it may be the last word.
        await new Promise(setImmediate);
        for (let lane = nextLane(); lane && !stopping; lane = nextLane()) await fill(lane);
      } catch (error) {
        log.warn({ err: error }, 'no jobs could be taken; trying again at the next poll');
      } finally {
        pumping = false;
      }
    })();
  };
  const look = async () => {
    clearTimeout(timer);
    let nextMs = pollMs;
    try {
      const lanes = await db.transaction({ kind: 'installation' }, (tx) => findLanes(tx, aheadMs()));
      for (const { name, priority, dueInMs } of lanes) {
        if (dueInMs <= 0) notice(name, priority);
        else nextMs = Math.min(nextMs, dueInMs + 1);
      }
    } catch (error) {
      log.warn({ err: error }, 'waiting jobs could not be looked for');
    }
    if (stopping) return;
    clearTimeout(timer);
    timer = setTimeout(look, nextMs);
    pumpSoon();
  };

  const hush = await db.listen(
    jobsChannel,
    (word) => {
      const [kind, name, priority] = word.split(' ');
      if (kind === 'wake') notice(name!, Number(priority));
      if (kind === 'stop') running.get(name!)?.stop('cancelled');
      pumpSoon();
    },
    look,
  );
  await look();

  return {
    running,
    look,
    async stop() {
      stopping = true;
      clearTimeout(timer);
      await hush();
      await pumped;
    },
  };
}

/** Whether a waiting job may have to wait for a running one. */
const isLimited = ({ job }: Queue) => job.perWorkspaceMax !== undefined || job.inOrderBy !== undefined;

const unlimited = 1_000_000;

interface ClaimOptions {
  readonly limit: number;
  /** By lane, the workspace that was served last in this process. */
  readonly servedLast: Map<string, string>;
  readonly aheadMs: number;
}

function claim(db: Database, lane: Lane, options: ClaimOptions): Promise<Claimed[]> {
  return db.transaction({ kind: 'installation' }, (tx) => takeJobs(tx, lane, options));
}

/** What a lane has for us, taken in the caller's transaction. Until it ends, nobody else takes from the queue. */
export async function takeJobs(
  tx: Tx,
  { key, queue, priority }: Lane,
  { limit, servedLast, aheadMs }: ClaimOptions,
): Promise<Claimed[]> {
  const { job, name } = queue;
  const query = { name, priority, perWorkspaceMax: job.perWorkspaceMax ?? unlimited, aheadMs };
  const take = (part: ClaimQuery, fromKey: string) =>
    job.inOrderBy ? claimJobsInOrder(tx, { ...part, fromKey }) : claimJobs(tx, part);

  await holdQueue(tx, name);
  const after = servedLast.get(key) ?? '';
  const first = await take({ ...query, limit, after }, randomBytes(16).toString('hex'));
  if (first.length === limit) {
    const last = first
      .map(({ workspaceId }) => workspaceId)
      .sort()
      .at(-1)!;
    servedLast.set(key, last);
    return first;
  }
  // Round the corner: the workspaces before the one that was served last, and the keys before the first asked for.
  servedLast.delete(key);
  if (after === '' && !job.inOrderBy) return first;
  return [...first, ...(await take({ ...query, limit: limit - first.length, after: '' }, ''))];
}
