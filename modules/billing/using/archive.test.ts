import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { unitIn } from '../../workspaces/testing.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import type { BillingWorkspace } from '../models/testing.ts';
import { moveUsesBefore } from './archive.sql.ts';
import { archivedBefore, runArchiveUses, sweepOldUses } from './archive.ts';
import { countUsage, dropUsageDays } from './days.ts';
import { refundUse } from './refunding.ts';
import { giveMoney, metered } from './testing.ts';
import { exportUsage, getUsage, listUsageEvents } from './usage.ts';

const dayMs = 86_400_000;
const yearDays = 365;

const Counts = z.object({ uses: z.coerce.number(), archived: z.coerce.number() });
const counts = (w: BillingWorkspace) =>
  w.system.work(({ tx }) =>
    tx.one(
      Counts,
      sql`
      select (select count(*) from billing.usage_events) as uses,
             (select count(*) from billing.usage_archive) as archived`,
    ),
  );
const archive = (w: BillingWorkspace) => runArchiveUses(unitIn(w));

/** Five uses of one day and five of ten days later, each of them paid; and the clock a year after the first. */
async function usedLongAgo(): Promise<{ w: BillingWorkspace; ids: string[]; period: Period }> {
  const w = await bareWorkspace();
  await giveMoney(w, { payg: 100_000 });
  const ids: string[] = [];
  const usedFive = async () => {
    for (let n = 0; n < 5; n++)
      ids.push(await metered(w, { meter: 'external_api_call', apiMicro: 10 + n, model: 'm' }));
    return w.ground.clock.now().toISOString().slice(0, 10);
  };
  const from = await usedFive();
  w.ground.clock.move(10 * dayMs);
  const until = await usedFive();
  w.ground.clock.move((yearDays - 5) * dayMs);
  return { w, ids, period: { from, until } };
}
interface Period {
  readonly from: string;
  readonly until: string;
}

/** All that somebody can see of it. */
async function shown(w: BillingWorkspace, period: Period) {
  const usage = await w.reading(w.owner, (ctx) => getUsage(ctx, period));
  const table = await w.reading(w.owner, async (ctx) => {
    let read = '';
    for await (const part of (await exportUsage(ctx, period)).stream) read += part;
    return read;
  });
  return { usage, table };
}

describe('BA-29 uses older than a year', () => {
  test('are archived, and figures and tables are what they were, summed up or not', async () => {
    const { w, period } = await usedLongAgo();
    const before = await shown(w, period);
    assert.equal(before.usage.total.uses, 10);
    await archive(w);
    assert.deepEqual(await counts(w), { uses: 5, archived: 5 });
    assert.deepEqual(await shown(w, period), before);
    for (let turn = 0; turn < 14; turn++) await w.system.work(countUsage);
    assert.deepEqual(await shown(w, period), before);
    await w.system.work(dropUsageDays);
    assert.deepEqual(await shown(w, period), before);
    const { items } = await w.reading(w.owner, (ctx) => listUsageEvents(ctx, { limit: 20 }));
    assert.equal(items.length, 5);
  });

  test('are looked for by a sweep, which has nothing done where there are none', async () => {
    const { w } = await usedLongAgo();
    const sent = ({ workspaceId, ground }: BillingWorkspace) =>
      ground.db.transaction({ kind: 'owner' }, (tx) =>
        tx.run(sql`
          select from pgboss.job_common where name = 'billing.archive_uses' and group_id = ${workspaceId}::text`),
      );
    await w.system.work(sweepOldUses);
    await w.system.work(sweepOldUses);
    assert.equal(await sent(w), 1);
    const young = await bareWorkspace();
    await metered(young);
    await young.system.work(sweepOldUses);
    assert.equal(await sent(young), 0);
  });

  test('are moved once, whoever dies and however many do it', async () => {
    const { w, ids } = await usedLongAgo();
    const move = (limit: number) => (unit: Pick<Unit, 'work'>) =>
      unit.work(({ tx, now }) => moveUsesBefore(tx, archivedBefore(now), limit));
    assert.equal(await move(2)(w.system), 2);
    await assert.rejects(
      w.system.work(async (ctx) => {
        assert.equal(await moveUsesBefore(ctx.tx, archivedBefore(ctx.now), 2), 2);
        throw new Error('killed');
      }),
      /killed/,
    );
    assert.deepEqual(await counts(w), { uses: 8, archived: 2 });
    await Promise.all([archive(w), archive(w), move(1)(w.system)]);
    await archive(w);
    const there = await w.system.work(({ tx }) =>
      tx.many(z.object({ id: z.string() }), sql`select id from billing.usage_archive order by id`),
    );
    assert.deepEqual(
      there.map(({ id }) => id),
      ids.slice(0, 5).sort(),
    );
    assert.equal((await counts(w)).uses, 5);
  });

  test('are given nothing back of', async () => {
    const { w, ids } = await usedLongAgo();
    await archive(w);
    await assert.rejects(
      w.system.work((ctx) => refundUse(ctx, { id: uuidv7(), usageId: ids[0]!, micro: 1, reason: 'Late' })),
      { code: 'billing.no_such_use' },
    );
  });
});

describe('table billing.usage_archive', () => {
  test('takes every use, and nothing takes one anywhere else', async () => {
    const { w } = await usedLongAgo();
    await assert.rejects(
      w.system.work(({ tx }) => tx.run(sql`delete from billing.usage_events`)),
      { code: '23514', constraint: 'usage_event_is_kept' },
    );
    await archive(w);
    for (const change of [
      sql`delete from billing.usage_archive`,
      sql`update billing.usage_archive set quantity = 2`,
    ])
      await assert.rejects(
        w.system.work(({ tx }) => tx.run(change)),
        { code: '42501' },
      );
    assert.deepEqual(await counts(w), { uses: 5, archived: 5 });
  });

  test('has the columns of the uses, and goes with its workspace', async () => {
    const { w } = await usedLongAgo();
    await archive(w);
    const owner = { kind: 'owner' } as const;
    const columns = (table: string) =>
      w.ground.db.transaction(owner, (tx) =>
        tx.many(
          z.object({ name: z.string(), type: z.string() }),
          sql`
          select attname as name, format_type(atttypid, atttypmod) || ' ' || attnotnull as type from pg_attribute
           where attrelid = ${table}::regclass and attnum > 0 and not attisdropped order by attnum`,
        ),
      );
    assert.deepEqual(await columns('billing.usage_archive'), await columns('billing.usage_events'));
    const workspace = sql`workspaces.workspaces`;
    await w.ground.db.transaction(owner, (tx) =>
      tx.run(sql`update ${workspace} set deleted_at = '2025-01-01' where id = ${w.workspaceId}`),
    );
    // As the server removes it.
    const gone = await w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`delete from ${workspace} where id = ${w.workspaceId}`),
    );
    assert.equal(gone, 1);
    assert.deepEqual(await counts(w), { uses: 0, archived: 0 });
  });
});
