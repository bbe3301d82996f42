import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { Trouble } from '../../../providers/trouble.ts';
import { listAccounts } from '../accounts/accounts.ts';
import { intakeWorkspace, openAccount } from '../intake/testing.ts';
import type { Platform, Subscribing } from '../platforms/platform.ts';
import { ownConnectionsOutside, play, type TestConnectionsOutside } from '../platforms/testing.ts';
import { hourMs, minuteMs } from '../sync/schedule.ts';
import { connectInstagram, rowsOf, unitOf, withPlatform } from '../sync/testing.ts';
import { check, sweepChecks } from './checks.ts';
import { failuresInARowMax } from './contract.ts';
import { checkHealth, getHealth } from './health.ts';
import { callFailed, callSucceeded, countEvent, missedByHook } from './record.ts';
import { subscribe, sweepSubscriptions } from './subscriptions.ts';

let outside: TestConnectionsOutside;
before(async () => {
  outside = await ownConnectionsOutside();
});

async function connected(account?: {
  readonly id: Awaited<ReturnType<typeof openAccount>>['id'];
  readonly key: string;
}) {
  const w = await intakeWorkspace();
  w.ground.clock.set(outside.sandbox.world.now());
  const own = account ?? (await connectInstagram(w, outside));
  const { id: accountId } = own;
  return {
    ...w,
    accountId,
    key: own.key,
    health: () => w.system.work((ctx) => getHealth(ctx, { accountId })),
    subscribe: (to: TestConnectionsOutside = outside) => subscribe(unitOf(w), { accountId }, to),
    check: (to: TestConnectionsOutside = outside) => check(unitOf(w), { accountId }, to),
    of: () => ({ workspaceId: w.workspaceId, accountId, now: w.ground.clock.now() }),
  };
}
type World = Awaited<ReturnType<typeof connected>>;

const Event = z.object({ name: z.string() });
const changesOf = ({ ground, workspaceId }: World) =>
  ground.db
    .reader({ kind: 'workspace', workspaceId })
    .many(Event, sql`select name from app.events where name = 'connections.account_changed'`);

const jobsOf = ({ ground, workspaceId }: World, name: string) =>
  ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.many(
      z.object({ accountId: z.string() }),
      sql`select data->'payload'->>'accountId' as account_id from pgboss.job_common
           where name = ${name} and group_id = ${workspaceId}::text and state < 'active'`,
    ),
  );

const hearing = (hooks: Partial<Subscribing>, more: Partial<Platform> = {}): TestConnectionsOutside => {
  const instagram = outside.platforms.get('instagram')!;
  return withPlatform(outside, { ...instagram, ...more, hooks: { ...instagram.hooks, ...hooks } });
};
const trouble = (kind: Trouble['kind']) =>
  new Trouble(kind, `the platform says ${kind}`, { provider: 'meta', call: 'GET /me' });

describe('a subscription', () => {
  test('SE-42 is there after connecting: one for an account, with the fields it is to be told', async () => {
    const w = await connected();
    assert.equal((await w.health()).subscription.status, 'wanted');
    await w.subscribe();
    await w.subscribe();
    const { subscription, status } = await w.health();
    assert.equal(subscription.status, 'active');
    assert.equal(status, 'healthy');
    assert.ok(subscription.subscribedFields.includes('messages'));
    assert.deepEqual([...subscription.subscribedFields].sort(), [...subscription.wantedFields].sort());
    assert.equal((await rowsOf(w, sql`select 1 as one from connections.webhook_subscriptions`)).length, 1);
  });

  test('that was lost at the platform is noticed within a day, and restored', async () => {
    const w = await connected();
    await w.subscribe();
    await play(outside, 'meta', 'unsubscribe', { account: w.key });
    const { hooks } = outside.platforms.get('instagram')!;
    w.ground.clock.move(27 * hourMs);
    await w.system.work(sweepSubscriptions);
    assert.deepEqual(await jobsOf(w, 'connections.subscribe_account'), [{ accountId: w.accountId }]);
    const seen: number[] = [];
    const looking = hearing({
      subscribed: async (access, signal) => {
        const found = await hooks.subscribed(access, signal);
        seen.push(found.fields.length);
        return found;
      },
    });
    await w.subscribe(looking);
    const { subscription } = await w.health();
    assert.deepEqual([subscription.status, subscription.verifiedAt], ['active', w.ground.clock.now()]);
    await w.subscribe(looking);
    assert.deepEqual(seen, [0, hooks.fields.length], 'it was lost there, and is there again');
  });

  test('is looked at once a day, and a lease is taken anew when half of it is left', async () => {
    const w = await connected();
    const { hooks } = outside.platforms.get('instagram')!;
    const wait = async () => {
      const { verifyAt } = (await w.health()).subscription;
      return (verifyAt!.getTime() - w.ground.clock.now().getTime()) / hourMs;
    };
    await w.subscribe();
    assert.ok((await wait()) >= 21.6 && (await wait()) <= 26.4);
    const leased = (hours: number) =>
      hearing({
        subscribe: async () => ({
          fields: hooks.fields,
          until: new Date(w.ground.clock.now().getTime() + hours * hourMs),
        }),
      });
    await w.subscribe(leased(120));
    assert.ok((await wait()) <= 26.4);
    await w.subscribe(leased(10));
    assert.equal(await wait(), 5);
  });

  test('the platform refuses is a thing to be done, told of once; one that it cannot answer for is not', async () => {
    const w = await connected();
    await w.subscribe();
    const before = (await changesOf(w)).length;
    const silent = hearing({ subscribe: () => Promise.reject(trouble('unavailable')) });
    await w.subscribe(silent);
    assert.equal((await w.health()).subscription.status, 'active');
    assert.equal((await changesOf(w)).length, before);

    const refusing = hearing({ subscribe: () => Promise.reject(trouble('rejected')) });
    for (let i = 0; i < 3; i++) await w.subscribe(refusing);
    const { status, remedies, subscription } = await w.health();
    assert.deepEqual([status, remedies], ['failing', ['subscribe_again']]);
    assert.deepEqual([subscription.status, subscription.failuresInARow], ['refused', 4]);
    assert.equal((await changesOf(w)).length, before + 1);

    await w.subscribe();
    assert.equal((await w.health()).status, 'healthy');
    assert.equal((await changesOf(w)).length, before + 2);
  });
});

describe('a token', () => {
  test('is looked at once a day, by asking who we are', async () => {
    const w = await connected();
    await w.subscribe();
    w.ground.clock.move(24 * hourMs - 1);
    await w.system.work(sweepChecks);
    assert.deepEqual(await jobsOf(w, 'connections.check_account'), []);
    w.ground.clock.move(2);
    await w.system.work(sweepChecks);
    await w.system.work(sweepChecks);
    assert.deepEqual(await jobsOf(w, 'connections.check_account'), [{ accountId: w.accountId }]);
    await w.check();
    const { tokenIsValid, tokenCheckedAt } = await w.health();
    assert.deepEqual([tokenIsValid, tokenCheckedAt], [true, w.ground.clock.now()]);
  });

  test('that was taken back at the platform breaks the account, with one notice however often it is looked at', async () => {
    const w = await connected();
    await w.subscribe();
    const before = (await changesOf(w)).length;
    await play(outside, 'meta', 'token', { account: w.key, do: 'revoke' });
    // A token so young is not exchanged, it is believed to be gone.
    for (let i = 0; i < 3; i++) await w.check();
    const { status, remedies, tokenIsValid } = await w.health();
    assert.deepEqual([status, remedies[0], tokenIsValid], ['failing', 'connect_again', false]);
    assert.equal((await changesOf(w)).length, before + 1);
    await assert.rejects(
      w.system.work((ctx) => checkHealth(ctx, { accountId: w.accountId })),
      { code: 'connections.account_not_open' },
    );
  });

  test('is not blamed for a platform that is down', async () => {
    const w = await connected();
    await w.subscribe();
    const before = (await changesOf(w)).length;
    const down = hearing({}, { profile: () => Promise.reject(trouble('unavailable')) });
    for (let i = 0; i < failuresInARowMax + 2; i++) await w.check(down);
    const { status, remedies, tokenIsValid, failureKinds, failuresInARow } = await w.health();
    assert.deepEqual([status, remedies, tokenIsValid], ['failing', ['platform_is_down'], true]);
    assert.deepEqual([failureKinds, failuresInARow], [{ unavailable: 7 }, 7]);
    assert.equal((await changesOf(w)).length, before + 1, 'told of once');
    await w.check();
    assert.deepEqual([(await w.health()).status, (await changesOf(w)).length], ['healthy', before + 2]);
  });
});

describe('what is counted', () => {
  const open = async () => {
    const w = await connected();
    await w.subscribe();
    return w;
  };

  test('SE-49 is of today, by the clock of the workspace', async () => {
    const w = await open();
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`update workspaces.workspaces set timezone = 'Pacific/Auckland' where id = ${w.workspaceId}`),
    );
    const tell = (outcome: 'processed' | 'failed') =>
      w.system.work(({ tx }) => countEvent(tx, w.of(), { outcome }));
    // Half an hour before midnight over there, in the middle of the day by UTC.
    w.ground.clock.set(new Date('2027-01-10T10:30:00Z'));
    await tell('processed');
    await tell('processed');
    await tell('failed');
    assert.deepEqual((await w.health()).today, { processed: 2, failed: 1 });
    assert.deepEqual((await w.health()).remedies, ['look_at_failed_events']);
    w.ground.clock.move(31 * minuteMs);
    assert.deepEqual((await w.health()).today, { processed: 0, failed: 0 });
    await tell('processed');
    assert.deepEqual((await w.health()).today, { processed: 1, failed: 0 });
  });

  test('SE-49 says how much of what happened was told: nothing at first, and lately more than long ago', async () => {
    const w = await open();
    assert.equal((await w.health()).deliveryRatePercent, null);
    await w.system.work(async ({ tx }) => {
      for (let i = 0; i < 9; i++) await countEvent(tx, w.of(), { taken: 'webhook' });
      await missedByHook(tx, w.of(), 3);
      await countEvent(tx, w.of(), { taken: 'sync' });
    });
    const { deliveryRatePercent, remedies, status } = await w.health();
    assert.deepEqual([deliveryRatePercent, remedies, status], [75, ['subscribe_again'], 'degraded']);
    await w.system.work(({ tx }) => missedByHook(tx, w.of(), 991));
    await w.system.work(({ tx }) => countEvent(tx, w.of(), { taken: 'webhook' }));
    const [counts] = await rowsOf(
      w,
      sql`select hooks_came_count, hooks_missed_count from connections.health`,
    );
    assert.deepEqual(counts, { hooksCameCount: 5, hooksMissedCount: 497 });
  });

  test('forgets old failures, and averages how long the platform takes', async () => {
    const w = await open();
    const { accountId } = w;
    await w.system.work(async (ctx) => {
      await callFailed(ctx, accountId, 'rate_limited');
      await callSucceeded(ctx, accountId, { ms: 100 });
      await callSucceeded(ctx, accountId, { ms: 200 });
    });
    const { responseMs, failureKinds, failuresInARow } = await w.health();
    assert.deepEqual([responseMs, failureKinds, failuresInARow], [110, { rate_limited: 1 }, 0]);
    w.ground.clock.move(8 * 24 * hourMs);
    await w.system.work((ctx) => callSucceeded(ctx, accountId, {}));
    const after = await w.health();
    assert.deepEqual([after.responseMs, after.failureKinds], [110, {}]);
  });

  test('SE-49 is healthy of an account of which nothing is known yet', async () => {
    const w = await intakeWorkspace();
    const { id: accountId } = await openAccount(w);
    const health = await w.system.work((ctx) => getHealth(ctx, { accountId }));
    assert.deepEqual([health.status, health.remedies, health.failuresInARow], ['healthy', [], 0]);
  });
});

describe('what is to be done', () => {
  test('is said in the order in which to do it', async () => {
    const w = await connected();
    await w.subscribe();
    await w.system.work(async ({ tx, now }) => {
      await tx.run(
        sql`update connections.accounts set lacking_scopes = '{instagram_business_manage_comments}'`,
      );
      await tx.run(sql`
        insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, held_until, created_at, updated_at)
        values (${w.workspaceId}, ${w.accountId}, 'messages', 200, 1000, ${now}::timestamptz + interval '1 h', ${now}, ${now})`);
      await countEvent(tx, w.of(), { outcome: 'failed' });
    });
    const { status, remedies } = await w.health();
    assert.deepEqual(remedies, ['grant_scopes', 'wait_for_limit', 'look_at_failed_events']);
    assert.equal(status, 'degraded');
  });

  test('is known in the list of accounts, as the account’s own page has it', async () => {
    const w = await connected();
    await w.subscribe();
    const listed = async () =>
      (await w.system.work((ctx) => listAccounts(ctx, { limit: 10 }))).items.map(({ health }) => health);
    assert.deepEqual(await listed(), ['healthy']);
    await w.system.work((ctx) => callFailed(ctx, w.accountId, 'unavailable'));
    assert.deepEqual([await listed(), (await w.health()).status], [['degraded'], 'degraded']);
    for (let i = 1; i < failuresInARowMax; i++)
      await w.system.work((ctx) => callFailed(ctx, w.accountId, 'unavailable'));
    assert.deepEqual([await listed(), (await w.health()).status], [['failing'], 'failing']);
  });
});
