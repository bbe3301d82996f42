import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { movableClock } from '../../../kit/clock.ts';
import type { Database } from '../../../kit/db/database.ts';
import { quiet } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { scratchDatabase } from '../../../kit/testing/database.ts';
import type { Ground } from '../../../kit/work.ts';
import { receiptDaysKept } from './contract.ts';
import { keepMonths, purgeReceipts } from './months.ts';
import { takeIn } from './storing.ts';
import { eventsOf, intakeWorkspace, message, openAccount } from './testing.ts';

/** A database of its own: which tables there are is what is looked at. */
let db: Database;
let ground: Ground & { clock: ReturnType<typeof movableClock> };
const dayMs = 86_400_000;
before(async () => {
  db = await (await scratchDatabase()).open();
  const unused = async () => Promise.reject(new Error('nothing is sent'));
  const clock = movableClock(new Date('2026-01-31T23:59:59Z'));
  ground = { db, clock, log: quiet, policy: {}, outlets: { enqueue: unused, publish: unused } };
});

const months = async () => {
  const rows = await db.reader({ kind: 'owner' }).many(
    z.object({ name: z.string() }),
    sql`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
         where i.inhparent = 'connections.webhook_events'::regclass order by 1`,
  );
  return rows.map(({ name }) => name.slice('webhook_events_'.length));
};

describe('tables of months', () => {
  test('are made for this month and the next two, once, by whichever process comes first', async () => {
    assert.deepEqual(await months(), ['else']);
    await Promise.all([keepMonths(ground), keepMonths(ground), keepMonths(ground)]);
    assert.deepEqual(await months(), ['202601', '202602', '202603', 'else']);
    assert.deepEqual(await keepMonths(ground), { count: 0 });
  });

  test('are dropped when they are too old, with what is in them', async () => {
    ground.clock.move(215 * dayMs);
    await keepMonths(ground);
    assert.deepEqual(await months(), ['202603', '202609', '202610', '202611', 'else']);
  });

  test('have the walls of the table they are part of', async () => {
    const open = await db.reader({ kind: 'owner' }).many(
      z.object({ name: z.string() }),
      sql`
      select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'connections.webhook_events'::regclass
         and (not c.relrowsecurity or not c.relforcerowsecurity
              or not exists (select from pg_policy p where p.polrelid = c.oid))`,
    );
    assert.deepEqual(open, []);
  });
});

describe('an event of a month without a table', () => {
  test('is stored all the same, found, and stays where it is when the month is made', async () => {
    const w = await intakeWorkspace();
    // Long ago, since other tests share these tables, and the months before the ones that are kept are dropped.
    w.ground.clock.move(-4_000 * dayMs);
    const account = await openAccount(w);
    const take = (n: number) =>
      w.system.work((ctx) => takeIn(ctx, account, [message(account, n)], 'webhook'));
    await take(1);
    await keepMonths(w.ground);
    await take(2);
    w.ground.clock.move(31 * dayMs);
    await take(3);
    assert.equal((await eventsOf(w, account)).length, 3);
  });
});

describe('receipts', () => {
  test('are kept for so many days, so that what is told again meanwhile is known', async () => {
    const w = await intakeWorkspace();
    const account = await openAccount(w);
    const take = () => w.system.work((ctx) => takeIn(ctx, account, [message(account, 1)], 'webhook'));
    await take();
    w.ground.clock.move((receiptDaysKept - 1) * dayMs);
    await w.system.work(purgeReceipts);
    assert.equal(await take(), 0);
    w.ground.clock.move(2 * dayMs);
    await w.system.work(purgeReceipts);
    assert.equal(await take(), 1);
  });
});
