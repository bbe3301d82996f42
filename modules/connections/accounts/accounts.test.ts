import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { Trouble } from '../../../providers/trouble.ts';
import {
  type ConnectionsWorkspace,
  candidate,
  connectedAccount,
  connectionsWorkspace,
  newAccountThere,
  wayThrough,
} from '../connecting/testing.ts';
import { takeIn } from '../intake/storing.ts';
import type { Access, Door, Platform, SingleEvent } from '../platforms/platform.ts';
import { accessOf } from '../tokens/access.ts';
import { changeAccount, getAccount, listAccounts } from './accounts.ts';
import { type AccountId, keptDaysAfterDisconnect } from './contract.ts';
import { disconnectAccount, runLeave, sweepLeftSecrets } from './disconnecting.ts';
import { runEmpty, sweepLeftAccounts } from './emptying.ts';

const dayMs = 86_400_000;

async function one() {
  const w = await connectionsWorkspace();
  const accountId = await connectedAccount(w, w.outside);
  const look = () => w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
  const leave = () => w.as(w.owner, (ctx) => disconnectAccount(ctx, { accountId }));
  return { w, accountId, look, leave };
}

const count = async (w: ConnectionsWorkspace, what: string, accountId: AccountId) => {
  const { count } = await w.ground.db.reader({ kind: 'owner' }).one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from connections.${sql.id(what)}
         where workspace_id = ${w.workspaceId} and account_id = ${accountId}`,
  );
  return count;
};

/** A platform that hears our goodbyes, in order, and answers them as it is told. */
function listening(w: ConnectionsWorkspace, fails: (what: string) => Error | undefined = () => undefined) {
  const heard: string[] = [];
  const hear = (what: string) => async (access: Access) => {
    heard.push(`${what} ${access.token}`);
    const failure = fails(what);
    if (failure) throw failure;
  };
  const { platforms } = w.outside;
  const instagram = platforms.get('instagram')!;
  const platform: Platform = {
    ...instagram,
    hooks: { ...instagram.hooks, unsubscribe: hear('unsubscribe') },
  };
  const door: Door = { ...platforms.doors.get('instagram')!, revoke: hear('revoke') };
  const doors = new Map(platforms.doors).set('instagram', door);
  return { heard, outside: { ...w.outside, platforms: { ...platforms, doors, get: () => platform } } };
}

describe('listAccounts', () => {
  test('is by platform and name, page by page, and SS-16 leaves out what is disconnected', async () => {
    const w = await connectionsWorkspace();
    const connect = (displayName: string, platform: 'instagram' | 'youtube' = 'instagram') =>
      connectedAccount(w, w.outside, { displayName, platform });
    const [, gone] = [
      await connect('Bravo'),
      await connect('Charlie'),
      await connect('Alpha'),
      await connect('Zulu', 'youtube'),
    ];
    await w.as(w.owner, (ctx) => disconnectAccount(ctx, { accountId: gone! }));
    const list = (query: Parameters<typeof listAccounts>[1]) =>
      w.as(w.owner, (ctx) => listAccounts(ctx, query));
    const first = await list({ limit: 2 });
    const second = await list({ limit: 2, after: first.next! });
    const names = [...first.items, ...second.items].map(({ displayName }) => displayName);
    assert.deepEqual([names, second.next], [['Alpha', 'Bravo', 'Zulu'], null]);
    const left = await list({ limit: 9, state: 'disconnected' });
    assert.deepEqual(
      left.items.map(({ displayName }) => displayName),
      ['Charlie'],
    );
    assert.equal((await list({ limit: 9, platform: 'youtube' })).items.length, 1);
    assert.equal((await list({ limit: 9, state: 'broken' })).items.length, 0);
  });

  test('shows nothing of another workspace', async () => {
    const { accountId } = await one();
    const other = await connectionsWorkspace();
    assert.equal((await other.as(other.owner, (ctx) => listAccounts(ctx, { limit: 9 }))).items.length, 0);
    await assert.rejects(
      other.as(other.owner, (ctx) => getAccount(ctx, { accountId })),
      { code: 'connections.account_not_found' },
    );
  });
});

describe('changeAccount', () => {
  test('SE-48 switches what was asked for, and leaves the rest as it was', async () => {
    const { w, accountId, look } = await one();
    const change = (input: object) => w.as(w.owner, (ctx) => changeAccount(ctx, { accountId, ...input }));
    assert.equal((await look()).settings.tryonEnabled, true);
    await change({ settings: { tryonEnabled: false, globalTriggerKeywords: ['size'] } });
    const { settings } = await change({ settings: { businessHoursOnly: true } });
    assert.deepEqual(
      [settings.tryonEnabled, settings.businessHoursOnly, settings.globalTriggerKeywords],
      [false, true, ['size']],
    );
  });

  test('puts it at a location, takes it away again, and refuses one that is none', async () => {
    const { w, accountId } = await one();
    const locationId = await w.location();
    const put = (to: typeof locationId | null) =>
      w.as(w.owner, (ctx) => changeAccount(ctx, { accountId, locationId: to }));
    assert.equal((await put(locationId)).locationId, locationId);
    assert.equal((await put(null)).locationId, null);
    await assert.rejects(put(accountId as never), { code: 'workspaces.location_not_found' });
  });

  test('shows settings that a direct client spoiled as what they are without it', async () => {
    const { w, accountId, look } = await one();
    await w.system.work(({ tx }) =>
      tx.run(sql`update connections.accounts set settings = '{"tryonEnabled":"yes","other":1,"autoReplyEnabled":false}'
                  where id = ${accountId}`),
    );
    const { settings } = await look();
    assert.deepEqual(
      [settings.tryonEnabled, settings.autoReplyEnabled, 'other' in settings],
      [true, false, false],
    );
  });
});

describe('disconnecting', () => {
  test('SE-45 lets nothing in or out from then on, and says until when what there is is kept', async () => {
    const { w, accountId, look, leave } = await one();
    const left = await leave();
    assert.equal(left.state, 'disconnected');
    assert.equal(left.disconnectedBy?.memberId, w.owner.memberId);
    assert.equal(
      left.emptiedFrom!.getTime() - left.disconnectedAt!.getTime(),
      keptDaysAfterDisconnect * dayMs,
    );
    assert.equal(await count(w, 'account_routes', accountId), 0);
    await assert.rejects(accessOf(w.unit, w.outside, accountId), { code: 'connections.account_not_open' });
    assert.deepEqual(await leave(), await look(), 'twice it is once');
  });

  test('says goodbye with the token, webhooks first, and then the token is gone', async () => {
    const { w, accountId, leave } = await one();
    const { heard, outside } = listening(w);
    const { token } = await accessOf(w.unit, w.outside, accountId);
    await leave();
    await runLeave(w.unit, { accountId }, outside);
    assert.deepEqual(heard, [`unsubscribe ${token}`, `revoke ${token}`]);
    assert.equal(await count(w, 'secrets', accountId), 0);
    await runLeave(w.unit, { accountId }, outside);
    assert.equal(heard.length, 2);
  });

  test('does not keep the token for a platform that refuses, and comes back to one that is away', async () => {
    const { w, accountId, leave } = await one();
    const trouble = (kind: 'rejected' | 'unavailable') =>
      new Trouble(kind, 'no', { provider: 'meta', call: 'DELETE /subscribed_apps' });
    await leave();
    const away = listening(w, () => trouble('unavailable'));
    await assert.rejects(runLeave(w.unit, { accountId }, away.outside), { kind: 'unavailable' });
    assert.equal(await count(w, 'secrets', accountId), 1);
    const refusing = listening(w, () => trouble('rejected'));
    await runLeave(w.unit, { accountId }, refusing.outside);
    assert.deepEqual([refusing.heard.length, await count(w, 'secrets', accountId)], [2, 0]);
  });

  test('drops tokens that no goodbye used within the hour', async () => {
    const { w, accountId, leave } = await one();
    await leave();
    await w.system.work(sweepLeftSecrets);
    assert.equal(await count(w, 'secrets', accountId), 1);
    w.ground.clock.move(61 * 60_000);
    await w.system.work(sweepLeftSecrets);
    assert.equal(await count(w, 'secrets', accountId), 0);
  });

  test('leaves an account alone that was connected again before the goodbye', async () => {
    const { w, accountId, leave, look } = await one();
    const { platformAccountId } = await leave();
    await connectedAccount(w, w.outside, { platformAccountId });
    const { heard, outside } = listening(w);
    await runLeave(w.unit, { accountId }, outside);
    w.ground.clock.move(61 * 60_000);
    await w.system.work(sweepLeftSecrets);
    assert.deepEqual(
      [heard.length, await count(w, 'secrets', accountId), (await look()).state],
      [0, 1, 'open'],
    );
  });

  test('gives the account free for another workspace', async () => {
    const { w, leave } = await one();
    const { platformAccountId } = await leave();
    const other = await connectionsWorkspace();
    assert.ok(await connectedAccount(other, w.outside, { platformAccountId }));
  });

  test('says goodbye to the platform itself', async () => {
    const w = await connectionsWorkspace();
    const [accountId] = (await wayThrough(w, { accounts: [await newAccountThere(w.outside)] })).connectedIds;
    const access = await accessOf(w.unit, w.outside, accountId!);
    const { hooks } = w.outside.platforms.get('instagram')!;
    await hooks.subscribe(access, 'http://stoa.test/hooks/meta', w.unit.signal);
    await w.as(w.owner, (ctx) => disconnectAccount(ctx, { accountId: accountId! }));
    await runLeave(w.unit, { accountId: accountId! }, w.outside);
    assert.deepEqual((await hooks.subscribed(access, w.unit.signal)).fields, []);
  });
});

describe('what is kept of a disconnected account', () => {
  const event = (n: number, platformAccountId: string): SingleEvent => ({
    platform: 'instagram',
    platformAccountId,
    eventId: `mid.${n}`,
    kind: 'message',
    conversationKey: 'person/1',
    at: undefined,
    payload: { n },
  });

  /** Disconnected, with events that came in before. */
  async function left() {
    const it = await one();
    const { platformAccountId } = await it.look();
    const account = { id: it.accountId, platform: 'instagram' as const, platformAccountId };
    const events = Array.from({ length: 5 }, (_, n) => event(n, platformAccountId));
    await it.w.system.work((ctx) => takeIn(ctx, account, events, 'webhook'));
    await it.leave();
    return { ...it, platformAccountId };
  }

  test('SE-45 goes after 90 days and not before', async () => {
    const { w, accountId, look } = await left();
    w.ground.clock.move(90 * dayMs);
    await runEmpty(w.unit, { accountId });
    assert.equal(await count(w, 'webhook_events', accountId), 5);
    w.ground.clock.move(1_000);
    await w.system.work(sweepLeftAccounts);
    await runEmpty(w.unit, { accountId });
    for (const table of [
      'webhook_events',
      'calls',
      'sync_states',
      'sync_runs',
      'health',
      'webhook_subscriptions',
      'secrets',
    ])
      assert.equal(await count(w, table, accountId), 0, table);
    const { state, emptiedFrom, displayName, biography } = await look();
    assert.deepEqual(
      [state, emptiedFrom, displayName, biography],
      ['disconnected', null, candidate().displayName, null],
    );
  });

  test('stays when the account is connected again before that', async () => {
    const { w, accountId, platformAccountId } = await left();
    w.ground.clock.move(91 * dayMs);
    await connectedAccount(w, w.outside, { platformAccountId });
    await runEmpty(w.unit, { accountId });
    assert.equal(await count(w, 'webhook_events', accountId), 5);
  });
});
