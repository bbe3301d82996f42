import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { systemClock } from '../../kit/clock.ts';
import type { Ctx } from '../../kit/ctx.ts';
import type { Database, Tx } from '../../kit/db/database.ts';
import { openDatabase } from '../../kit/db/open.ts';
import { installationId, type WorkspaceId } from '../../kit/ids.ts';
import { openJobs } from '../../kit/jobs/open.ts';
import { openLog } from '../../kit/log.ts';
import { type Module, policyOf } from '../../kit/module.ts';
import { sql } from '../../kit/sql.ts';
import { testServerUrl } from '../../kit/testing/database.ts';
import { type Process, startNode } from '../../kit/testing/processes.ts';
import { cloneDatabase } from '../../kit/testing/server.ts';
import { type Ground, workIn } from '../../kit/work.ts';
import { hold, pauseAtRest, within } from './hold.ts';
import { makePerson } from './person.ts';
import type { Point } from './points.ts';
import type { Receiver } from './receiver.ts';
import { openWire, type Wire } from './wire.ts';

/** A process that does the jobs of some modules, over a wire of its own. */
interface Worker {
  readonly process: Process;
  readonly wire: Wire;
  readonly applicationName: string;
}

export interface WorkerSpec {
  readonly modules: readonly Module<any>[];
  readonly receiver: Receiver;
  /** The program of a worker, and what it is told; it says `worker ready`. */
  readonly args: (databaseUrl: string) => readonly string[];
  /** What the modules remember of a worker that is gone, moved into the past. */
  readonly letTimePass?: (tx: Tx) => Promise<unknown>;
}

export interface Place {
  readonly ground: Ground;
  readonly workspaceId: WorkspaceId;
}

/** A workspace whose jobs are done by workers that a test starts, and that die where it says. */
export interface WorkerWorld {
  readonly place: Place;
  /** Another workspace, of somebody else: nothing has happened there yet. */
  another(): Promise<Place>;
  inside<T>(fn: (ctx: Ctx) => Promise<T>): Promise<T>;
  /** A worker dies there with what it is asked for now; what it remembers is long ago then. */
  killAt<T>(point: Point, ask: () => Promise<T>): Promise<T>;
  /**
   * A worker works until this is so and no job of any workspace is left, so that the next one dies with its own work
   * alone: what one leaves is waited for until its heart has stopped, and longer with each attempt. It stays until it
   * is killed. Nobody has to sit out the pauses between questions.
   */
  workUntil(what: string, isSo: () => Promise<boolean>, withinMs?: number): Promise<void>;
  close(): Promise<void>;
}

export async function openWorkerWorld(spec: WorkerSpec): Promise<WorkerWorld> {
  if (!testServerUrl) throw new Error('Fault tests need a server: --database=postgres://...');
  const { url, drop } = await cloneDatabase(testServerUrl, true);
  const db = await openDatabase({ url, connectionsMax: 2, applicationName: 'fault harness' });
  const log = openLog({ name: 'test', level: 'silent' });
  const { modules, receiver } = spec;
  const jobs = await openJobs({ db, log, clock: systemClock, modules, workspaces: async () => [] });
  const ground: Ground = { db, outlets: jobs.outlets, clock: systemClock, log, policy: policyOf(modules) };
  const { workspaceId } = await makePerson(url);
  const where = { ownerUrl: url, receiver };
  let standing: Worker | undefined;
  const worker = async () => {
    standing ??= await startWorker(url, spec);
    return standing;
  };
  return {
    place: { ground, workspaceId },
    another: async () => ({ ground, workspaceId: (await makePerson(url)).workspaceId }),
    inside: (fn) => workIn(ground, workspaceId, { actor: { kind: 'system' } }, fn),
    async killAt(point, ask) {
      const victim = await worker();
      standing = undefined;
      await pauseAtRest(victim, url);
      const asked = await ask();
      const held = await hold(point, { ...where, ...victim });
      try {
        victim.process.resume();
        await held.reached();
      } catch (error) {
        throw new Error(`A worker never came to: ${point.name}\n${victim.process.output()}`, {
          cause: error,
        });
      } finally {
        await victim.process.kill();
        await held.letGo();
        await victim.wire.close();
      }
      await letTimePass(db, spec);
      return asked;
    },
    async workUntil(what, isSo, withinMs) {
      const { process } = await worker();
      let left: readonly JobLeft[] = [];
      const isDone = async () => {
        await askAgainNow(db);
        if (!(await isSo())) return false;
        left = await jobsLeft(db);
        return left.length === 0;
      };
      await within(what, isDone, withinMs).catch((cause) => {
        throw new Error(`A worker did not do it: ${what}\n${JSON.stringify(left)}\n${process.output()}`, {
          cause,
        });
      });
    },
    async close() {
      await standing?.process.kill();
      await standing?.wire.close();
      await jobs.drain(0);
      await db.close();
      await drop();
    },
  };
}

async function startWorker(url: string, spec: WorkerSpec): Promise<Worker> {
  const applicationName = `stoa worker ${randomUUID().slice(0, 8)}`;
  const wire = await openWire(url);
  const databaseUrl = new URL(wire.url);
  databaseUrl.searchParams.set('application_name', applicationName);
  const process = startNode({ name: 'worker', args: [...spec.args(databaseUrl.href)], env: {} });
  await process.said(/worker ready/);
  return { process, wire, applicationName };
}

/** Moves what unfinished work remembers into the past, so that nobody has to sit out a heartbeat. */
const letTimePass = (db: Database, { letTimePass: ofModules }: WorkerSpec) =>
  db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      update pgboss.job_common
         set heartbeat_on = heartbeat_on - interval '1 day', started_on = started_on - interval '1 day'
       where state = 'active'`);
    await ofModules?.(tx);
  });

const askAgainNow = (db: Database) =>
  db.transaction({ kind: 'owner' }, (tx) =>
    tx.run(
      sql`update pgboss.job_common set start_after = now() where state < 'active' and start_after > now()`,
    ),
  );

const JobLeft = z.object({ name: z.string(), state: z.string(), retryCount: z.number() });
type JobLeft = z.infer<typeof JobLeft>;

const jobsLeft = (db: Database) =>
  db.transaction({ kind: 'owner' }, (tx) =>
    tx.many(
      JobLeft,
      sql`
      select name, state::text as state, retry_count from pgboss.job_common
       where group_id <> ${installationId}::text and state < 'completed' order by name`,
    ),
  );
