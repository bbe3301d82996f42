import { z } from 'zod';
import type { Unit } from '../../../../kit/ctx.ts';
import { uuidv7 } from '../../../../kit/ids.ts';
import { type Sql, sql } from '../../../../kit/sql.ts';
import { ownOutside } from '../../../../kit/testing/outside.ts';
import { unitIn } from '../../../workspaces/testing.ts';
import { addedUp } from '../../ledger/booking.ts';
import { billingWorkspace } from '../../models/testing.ts';
import { begin } from '../beginning.ts';
import { runMakeReload } from '../charging.ts';
import type { ReloadId } from '../contract.ts';
import { getAutoReload, listReloads } from '../settings.ts';
import { spend } from '../testing.ts';
import { openTestHouse } from './house.ts';

const Count = z.object({ count: z.coerce.number() });

/** A workspace whose cards are charged by a house that does as it is told, and whose jobs run when a test says so. */
export async function reloadWorld() {
  const w = await billingWorkspace();
  const house = openTestHouse();
  const outside = { ...(await ownOutside()), payments: house.payments };
  const unit = (jobId = uuidv7()): Unit => ({ ...unitIn(w), jobId });
  const settings = () => w.reading(w.owner, (ctx) => getAutoReload(ctx, outside));
  const history = async () => (await w.reading(w.owner, (ctx) => listReloads(ctx, { limit: 50 }))).items;
  const rows = <T>(shape: z.ZodType<T>, query: Sql) => w.system.work(({ tx }) => tx.many(shape, query));
  const count = async (query: Sql) => (await rows(Count, query))[0]!.count;
  const openOne = async (): Promise<ReloadId | undefined> =>
    (await history()).find(({ settledAt }) => settledAt === null)?.id;

  /** What the jobs do that were sent: whatever is open is asked for. */
  async function workOff(jobId?: string): Promise<void> {
    const reloadId = await openOne();
    if (reloadId) await runMakeReload(unit(jobId), { reloadId }, outside);
  }
  const hear = () => w.system.work(begin);
  const ofThis = (job: string) =>
    sql`name = ${job} and state in ('created', 'retry') and data->>'workspaceId' = ${w.workspaceId}`;

  return {
    ...w,
    ...{ house, outside, unit, settings, history, rows, count, openOne, workOff, hear },
    states: async () => (await history()).map(({ state }) => state),
    payg: async () => (await w.system.work(addedUp)).payg,
    saidDue: () => count(sql`select count(*) as count from app.events where name = 'billing.reload_due'`),
    /** Spends so much that too little is left, and what follows from it. */
    async runLow(): Promise<void> {
      const { boughtMicro, thresholdMicro } = await settings();
      await spend(w, boughtMicro - thresholdMicro + 1_000, uuidv7());
      await hear();
      await workOff();
    },
    /** How many wait of this kind, sooner or later. */
    async sent(job: string): Promise<number> {
      const { count: waiting } = await w.ground.db.transaction({ kind: 'owner' }, ({ one }) =>
        one(Count, sql`select count(*) as count from pgboss.job where ${ofThis(job)}`),
      );
      return waiting;
    },
    loseJobs: (job: string) =>
      w.ground.db.transaction({ kind: 'owner' }, ({ run }) =>
        run(sql`delete from pgboss.job where ${ofThis(job)}`),
      ),
    letPass: (ms: number) => w.ground.clock.move(ms),
    async ownerEmail(): Promise<string> {
      const query = sql`select email from identity.users where id = ${w.owner.userId}`;
      const { email } = await w.ground.db
        .reader({ kind: 'installation' })
        .one(z.object({ email: z.string() }), query);
      return email;
    },
    /** The work of a process that is gone after so many transactions. */
    failingAfter(transactions: number): Unit['work'] {
      let done = 0;
      return (fn) => {
        if (done++ >= transactions) throw new Error('killed');
        return w.system.work(fn);
      };
    },
  };
}
export type ReloadWorld = Awaited<ReturnType<typeof reloadWorld>>;
