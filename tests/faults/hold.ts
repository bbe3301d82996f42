import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import type { Process } from '../../kit/testing/processes.ts';
import type { AnswerPoint, LockPoint, OutsidePoint, Point } from './points.ts';
import type { Receiver } from './receiver.ts';
import type { Wire } from './wire.ts';

const lookEveryMs = 10;
const reachedWithinMs = 30_000;

/** Where the harness stands while a process holds still. */
export interface Ground {
  readonly ownerUrl: string;
  readonly receiver: Receiver;
  /** What the process calls itself towards PostgreSQL. */
  readonly applicationName: string;
  readonly wire: Wire;
}

export interface Held {
  /** Resolves when the process is seen waiting; rejects when it does not come. */
  reached(): Promise<void>;
  letGo(): Promise<void>;
}

/** Puts something in the way of the process at this point. */
export function hold(point: Point, ground: Ground): Promise<Held> {
  if ('path' in point) return Promise.resolve(holdOutside(point, ground));
  return 'answer' in point ? holdAnswer(point, ground) : holdLock(point, ground);
}

async function holdLock(point: LockPoint, ground: Ground): Promise<Held> {
  const earlier = point.after && (await hold(point.after, ground));
  const holder = await connect(ground.ownerUrl);
  const takeLock = async () => {
    await holder.query('begin');
    await holder.query(point.hold);
  };
  if (!earlier) await takeLock();
  let waiting: readonly number[] = [];

  return {
    async reached() {
      if (earlier) {
        await earlier.reached();
        await takeLock();
        await earlier.letGo();
      }
      const watcher = await connect(ground.ownerUrl);
      try {
        await within(point.name, async () => {
          waiting = await waitingIn(watcher, ground.applicationName, point.until);
          return waiting.length > 0;
        });
      } finally {
        await watcher.end();
      }
    },
    async letGo() {
      if (point.statement === 'dies')
        await holder.query('select pg_terminate_backend(pid) from unnest($1::int[]) pid', [waiting]);
      await holder.query('rollback');
      await holder.end();
      // What still runs of the process that is gone must be over before anybody counts.
      await goneFrom(ground);
    },
  };
}

async function waitingIn(client: pg.Client, applicationName: string, until: RegExp): Promise<number[]> {
  const { rows } = await client.query<{ pid: number; query: string }>(
    `select pid, query from pg_stat_activity
      where application_name = $1 and wait_event_type = 'Lock' and datname = current_database()`,
    [applicationName],
  );
  return rows.filter(({ query }) => until.test(query)).map(({ pid }) => pid);
}

async function holdAnswer(point: AnswerPoint, ground: Ground): Promise<Held> {
  const watcher = await connect(ground.ownerUrl);
  const kept = ground.wire.keepBack(point.answer, async () => {
    const { rows } = await watcher.query<{ yes: boolean }>(`select (${point.when}) as yes`);
    return rows[0]!.yes;
  });
  return {
    reached: () => withinTime(point.name, kept.reached),
    async letGo() {
      kept.letGo();
      await watcher.end();
      await goneFrom(ground);
    },
  };
}

function holdOutside(point: OutsidePoint, { receiver }: Ground): Held {
  const held = receiver.holdAnswers(point.path);
  return {
    reached: () => withinTime(point.name, held.reached),
    letGo: async () => held.letGo(),
  };
}

/** PostgreSQL notices a dead client when it next speaks to it, so what was running may run on for a moment. */
async function goneFrom({ ownerUrl, applicationName, wire }: Ground): Promise<void> {
  wire.cut();
  const watcher = await connect(ownerUrl);
  try {
    await within(`the end of the connections of ${applicationName}`, async () => {
      const { rows } = await watcher.query(
        `select from pg_stat_activity where application_name = $1 and state <> 'idle' and datname = current_database()`,
        [applicationName],
      );
      return rows.length === 0;
    });
  } finally {
    await watcher.end();
  }
}

/** Stops a process between two transactions: stopped within one it would keep its locks for good. */
export async function pauseAtRest({ process, applicationName }: Pausable, ownerUrl: string): Promise<void> {
  const watcher = await connect(ownerUrl);
  try {
    await within(`a moment of ${applicationName} without a transaction`, async () => {
      process.pause();
      const { rows } = await watcher.query(
        `select from pg_stat_activity
          where application_name = $1 and state <> 'idle' and datname = current_database() limit 1`,
        [applicationName],
      );
      if (rows.length > 0) process.resume();
      return rows.length === 0;
    });
  } finally {
    await watcher.end();
  }
}

interface Pausable {
  readonly process: Process;
  readonly applicationName: string;
}

export async function connect(url: string): Promise<pg.Client> {
  const client = new pg.Client({ connectionString: url, application_name: 'fault harness' });
  client.on('error', () => undefined);
  await client.connect();
  return client;
}

/** Asks again and again until the answer is yes. */
export async function within(what: string, ask: () => Promise<boolean>, ms = reachedWithinMs): Promise<void> {
  for (const deadline = Date.now() + ms; !(await ask()); await sleep(lookEveryMs)) {
    if (Date.now() > deadline) throw new Error(`not within ${ms} ms: ${what}`);
  }
}

async function withinTime(what: string, reached: Promise<void>): Promise<void> {
  const timer = Promise.withResolvers<never>();
  const timeout = setTimeout(
    () => timer.reject(new Error(`not within ${reachedWithinMs} ms: ${what}`)),
    reachedWithinMs,
  );
  await Promise.race([reached, timer.promise]).finally(() => clearTimeout(timeout));
}
