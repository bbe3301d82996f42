import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import fastify from 'fastify';
import { z } from 'zod';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { getHealth } from '../health/health.ts';
import { subscribe } from '../health/subscriptions.ts';
import { workOff } from '../intake/handling.ts';
import { intakePlugin } from '../intake/plugin.ts';
import { eventsOf, intakeWorkspace } from '../intake/testing.ts';
import { ownConnectionsOutside, play, type TestConnectionsOutside } from '../platforms/testing.ts';
import { runSync } from './run.ts';
import { hourMs, minuteMs } from './schedule.ts';
import { listRuns, listStates, purgeRuns, sendDue } from './syncing.ts';
import { connectInstagram, rowsOf, unitOf } from './testing.ts';

let outside: TestConnectionsOutside;
before(async () => {
  outside = await ownConnectionsOutside();
});

async function connected() {
  const w = await intakeWorkspace();
  w.ground.clock.set(new Date());
  const account = await connectInstagram(w, outside);
  return { ...w, account, events: () => eventsOf(w, account) };
}
type World = Awaited<ReturnType<typeof connected>>;

/** This installation, as far as platforms reach it. */
async function listening(w: World) {
  const app = fastify();
  await intakePlugin(w.ground, outside)(app);
  const url = await app.listen({ port: 0, host: '127.0.0.1' });
  const told = await outside.platforms.subscribeApps(url, AbortSignal.timeout(10_000));
  assert.deepEqual(told.map(({ failure }) => failure).filter(Boolean), []);
  return app;
}

/** The sandbox's clock and ours go on together. */
function later(w: World, ms: number) {
  outside.sandbox.world.time.value.offsetMs += ms;
  w.ground.clock.set(outside.sandbox.world.now());
}

const sync = (w: World, why: 'schedule' | 'asked' = 'schedule') =>
  runSync(unitOf(w), { accountId: w.account.id, resource: 'comments', why }, outside);

const comment = ({ account }: World, text: string) =>
  play(outside, 'meta', 'comment', { account: account.key, person: 'nora', text });

describe('after a time in which nobody was there', () => {
  test('exactly what webhooks did not tell is found, and is counted as missed', async () => {
    const w = await connected();
    await play(outside, 'meta', 'publish', { account: w.account.key, text: 'The oat dress' });
    const app = await listening(w);
    await subscribe(unitOf(w), { accountId: w.account.id }, outside);
    later(w, minuteMs);
    await sync(w);
    assert.deepEqual(await w.events(), []);

    later(w, minuteMs);
    for (const text of ['told one', 'told two']) await comment(w, text);
    await eventually(async () => assert.equal((await w.events()).length, 2));
    await app.close();

    const missed: unknown[] = [];
    for (const text of ['missed one', 'missed two', 'missed three']) missed.push((await comment(w, text)).id);
    later(w, 25 * hourMs);
    await sync(w);

    const events = await w.events();
    assert.deepEqual(
      events
        .filter(({ source }) => source === 'sync')
        .map(({ platformEventId }) => platformEventId)
        .sort(),
      missed.map((id) => `comment/${id}`).sort(),
    );
    assert.equal(events.length, 5);
    for (const { id } of events) await workOff(unitOf(w), { eventId: id });
    await w.system.work(async (ctx) => {
      const { items } = await listRuns(ctx, { accountId: w.account.id, limit: 10 });
      assert.deepEqual([items[0]!.why, items[0]!.counts.fresh], ['gap', 3]);
      const health = await getHealth(ctx, { accountId: w.account.id });
      assert.equal(health.deliveryRatePercent, 40);
      assert.deepEqual(health.today, { processed: 5, failed: 0 });
      const { items: states } = await listStates(ctx, { accountId: w.account.id });
      const state = states.find(({ resource }) => resource === 'comments')!;
      assert.deepEqual([state.activity, state.everyMinutes], ['busy', 5]);
    });
    assert.ok(
      (await jobsOf(w, 'connections.subscribe_account')).length > 0,
      'whether it still tells is looked at',
    );
  });
});

describe('what happened a moment ago', () => {
  test('is found, and is not held against webhooks, which may be on their way with it', async () => {
    const w = await connected();
    await play(outside, 'meta', 'publish', { account: w.account.key, text: 'The oat dress' });
    await subscribe(unitOf(w), { accountId: w.account.id }, outside);
    later(w, 3 * minuteMs);
    await comment(w, 'just now');
    later(w, minuteMs);
    await sync(w, 'asked');
    assert.equal((await w.events()).length, 1);
    const health = await w.system.work((ctx) => getHealth(ctx, { accountId: w.account.id }));
    assert.equal(health.deliveryRatePercent, null);
  });
});

const jobsOf = ({ ground, workspaceId }: World, name: string) =>
  ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.many(
      Job,
      sql`select data->'payload' as payload, start_after from pgboss.job_common
           where name = ${name} and group_id = ${workspaceId}::text and state < 'active' order by start_after`,
    ),
  );
const Job = z.object({ payload: z.record(z.string(), z.unknown()), startAfter: z.date() });

describe('the sweep', () => {
  test('sends what is due soon for its own moment, once, and nothing of an account that is not open', async () => {
    const [w, shut] = [await connected(), await connected()];
    await shut.system.work(({ tx, now }) =>
      tx.run(
        sql`update connections.accounts set broken_at = ${now}, broken_reason = 'token_revoked', refresh_at = null`,
      ),
    );
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update connections.sync_states
           set next_at = ${now}::timestamptz + case resource when 'comments' then interval '3 m' when 'posts' then interval '30 m' else interval '-1 d' end`),
    );
    for (const world of [w, shut]) {
      await world.system.work(sendDue);
      await world.system.work(sendDue);
    }
    const sent = (await jobsOf(w, 'connections.sync_account')).map(({ payload }) => payload.resource);
    assert.deepEqual([...sent].sort(), ['comments', 'messages', 'metrics', 'profile']);
    assert.deepEqual(await jobsOf(shut, 'connections.sync_account'), []);
  });

  test('takes up what a dead process left', async () => {
    const w = await connected();
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update connections.sync_states
           set running_since = ${now}, run_id = gen_random_uuid(), next_at = ${now} where resource = 'comments'`),
    );
    const isSent = async () => {
      await w.system.work(sendDue);
      return (await jobsOf(w, 'connections.sync_account')).some(
        ({ payload }) => payload.resource === 'comments',
      );
    };
    assert.equal(await isSent(), false);
    w.ground.clock.move(6 * minuteMs);
    assert.equal(await isSent(), true);
  });

  test('keeps runs for 90 days', async () => {
    const w = await connected();
    await sync(w, 'asked');
    const count = async () => (await rowsOf(w, sql`select id from connections.sync_runs`)).length;
    w.ground.clock.move(90 * 24 * hourMs);
    await w.system.work(purgeRuns);
    assert.equal(await count(), 1);
    w.ground.clock.move(1);
    await w.system.work(purgeRuns);
    assert.equal(await count(), 0);
  });
});
