import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { Trouble } from '../../../providers/trouble.ts';
import { changeAccount, getAccount, listAccounts } from '../accounts/accounts.ts';
import { disconnectAccount, runLeave } from '../accounts/disconnecting.ts';
import type { Login } from '../platforms/contract.ts';
import type { Candidate } from '../platforms/platform.ts';
import { accessOf } from '../tokens/access.ts';
import { brokenBy } from '../tokens/broken.ts';
import { chooseOffers } from './choosing.ts';
import { runFinishWay } from './finishing.ts';
import {
  answeredWay,
  type ConnectionsWorkspace,
  candidate,
  connectedAccount,
  connectionsWorkspace,
  newAccountThere,
  newPlatformId,
  wayThrough,
} from './testing.ts';
import { getWay } from './ways.ts';

const { signal } = new AbortController();

const trail = (w: ConnectionsWorkspace) =>
  w.system.work(({ tx }) =>
    tx.many(
      z.object({ action: z.string(), subjectId: z.string().nullable(), errorCode: z.string().nullable() }),
      sql`select action, subject_id, error_code from workspaces.audit_entries where category = 'connections' order by id`,
    ),
  );

/** A door that gives these, whatever is asked. */
function offering(w: ConnectionsWorkspace, login: Login, found: readonly Candidate[] | Error) {
  const doors = new Map(w.outside.platforms.doors);
  const exchange = async () => {
    if (found instanceof Error) throw found;
    return found;
  };
  doors.set(login, { ...doors.get(login)!, exchange });
  return { ...w, outside: { ...w.outside, platforms: { ...w.outside.platforms, doors } } };
}

describe('connecting an account', () => {
  test('ends with an account whose token opens it', async () => {
    const w = await connectionsWorkspace();
    const handle = await newAccountThere(w.outside);
    const way = await wayThrough(w, { accounts: [handle] });
    assert.deepEqual([way.status, way.failure, way.connectedIds.length], ['connected', null, 1]);

    const accountId = way.connectedIds[0]!;
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
    assert.deepEqual([account.state, account.username, account.platform], ['open', handle, 'instagram']);
    assert.equal(account.connectedBy?.memberId, w.owner.memberId);
    const access = await accessOf(w.unit, w.outside, accountId);
    const profile = await w.outside.platforms.get('instagram')!.profile(access, signal);
    assert.equal(profile.platformAccountId, account.platformAccountId);
  });

  test('SE-55, SE-56 is in the trail, step by step', async () => {
    const w = await connectionsWorkspace();
    const handle = await newAccountThere(w.outside);
    const [accountId] = (await wayThrough(w, { accounts: [handle] })).connectedIds;
    const { platformAccountId } = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId: accountId! }));
    assert.deepEqual(await trail(w), [
      { action: 'connections.oauth_initiated', subjectId: null, errorCode: null },
      { action: 'connections.oauth_callback_success', subjectId: platformAccountId, errorCode: null },
      { action: 'connections.account_connected', subjectId: platformAccountId, errorCode: null },
    ]);
  });

  test('begins what every account begins with: its subscription, what is synced, its health', async () => {
    const w = await connectionsWorkspace();
    const [accountId] = (await wayThrough(w, { accounts: [await newAccountThere(w.outside)] })).connectedIds;
    const { jobs, rows } = await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.one(
        z.object({ jobs: z.array(z.string()), rows: z.number() }),
        sql`select array(select distinct name from pgboss.job_common where data->'payload'->>'accountId' = ${accountId!}
                          order by 1) as jobs,
                   (select count(*)::int from connections.health where account_id = ${accountId!})
                   + (select count(*)::int from connections.webhook_subscriptions where account_id = ${accountId!}
                         and cardinality(wanted_fields) > 0)
                   + (select count(*)::int from connections.sync_states where account_id = ${accountId!}) as rows`,
      ),
    );
    assert.deepEqual(jobs, ['connections.subscribe_account', 'connections.sync_account']);
    assert.equal(rows, 2 + Object.keys(w.outside.platforms.get('instagram')!.pull!).length);
  });

  test('names what was not permitted, and connects what was', async () => {
    const w = await connectionsWorkspace();
    const scopes = ['instagram_business_basic', 'instagram_business_manage_messages'];
    const way = await wayThrough(w, { accounts: [await newAccountThere(w.outside)], scopes });
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId: way.connectedIds[0]! }));
    assert.deepEqual(account.scopes, scopes);
    assert.equal(account.lackingScopes.length, 3);
  });
});

describe('choosing among several', () => {
  async function offered() {
    const w = await connectionsWorkspace();
    const [one, other] = [
      await newAccountThere(w.outside, 'messenger'),
      await newAccountThere(w.outside, 'messenger'),
    ];
    const way = await wayThrough(w, { platform: 'messenger', accounts: [one, other] });
    const choices = way.offers.map(({ platform, platformAccountId }) => ({ platform, platformAccountId }));
    const choose = (chosen = choices) =>
      w.as(w.owner, (ctx) => chooseOffers(ctx, { wayId: way.id, choices: chosen }, w.outside));
    return { w, way, choices, choose };
  }

  test('shows them all, connects those that were chosen, and no token stays behind', async () => {
    const { w, way, choices, choose } = await offered();
    assert.deepEqual([way.status, way.offers.length], ['choosing', 2]);
    const connected = await choose([choices[0]!]);
    assert.deepEqual([connected.status, connected.connectedIds.length], ['connected', 1]);
    assert.deepEqual(
      connected.offers.map(({ accountId }) => accountId),
      [connected.connectedIds[0], null],
    );
    assert.deepEqual(await choose([choices[0]!]), connected, 'pressed twice it is done once');
    await assert.rejects(choose([choices[1]!]), { code: 'connections.way_unknown' });
    const access = await accessOf(w.unit, w.outside, connected.connectedIds[0]!);
    assert.ok(await w.outside.platforms.get('messenger')!.profile(access, signal));
  });

  test('is for whoever began, in time, and of what was offered', async () => {
    const { w, way, choices, choose } = await offered();
    const admin = await w.member('admin');
    await assert.rejects(
      w.as(admin, (ctx) => chooseOffers(ctx, { wayId: way.id, choices }, w.outside)),
      { code: 'connections.way_unknown' },
    );
    await assert.rejects(choose([{ ...choices[0]!, platformAccountId: '1' }]), {
      code: 'connections.not_offered',
    });
    w.ground.clock.set(way.expiresAt);
    await assert.rejects(choose(), { code: 'connections.way_unknown' });
  });

  test('connects all of them or none', async () => {
    const { w, way, choices, choose } = await offered();
    const elsewhere = await connectionsWorkspace();
    await connectedAccount(elsewhere, w.outside, { ...choices[1]! }, { login: 'facebook' });
    const shown = await w.as(w.owner, (ctx) => getWay(ctx, { wayId: way.id }));
    assert.deepEqual(
      shown.offers.map(({ isTaken }) => isTaken),
      [false, true],
    );
    await assert.rejects(choose(), { code: 'connections.taken_elsewhere' });
    assert.equal((await w.as(w.owner, (ctx) => listAccounts(ctx, { limit: 10 }))).items.length, 0);
    assert.equal((await choose([choices[0]!])).connectedIds.length, 1);
  });
});

describe('what an exchange ends with', () => {
  for (const [kind, failure] of [
    ['rejected', 'refused_by_platform'],
    ['unauthorized', 'refused_by_platform'],
    ['unavailable', 'platform_unavailable'],
    ['rate_limited', 'platform_unavailable'],
    ['unknown_outcome', 'outcome_unknown'],
  ] as const)
    test(`is ${failure} when the platform is ${kind}, and nothing is connected`, async () => {
      const trouble = new Trouble(kind, 'no', { provider: 'meta', call: 'POST /access_token' });
      const w = offering(await connectionsWorkspace(), 'instagram', trouble);
      const way = await wayThrough(w, { accounts: [await newAccountThere(w.outside)] });
      assert.deepEqual([way.status, way.failure, way.connectedIds], ['failed', failure, []]);
      assert.equal((await trail(w)).at(-1)!.errorCode, failure);
    });

  test('is nothing_to_connect when the person has no account there', async () => {
    const w = offering(await connectionsWorkspace(), 'instagram', []);
    const way = await wayThrough(w, { accounts: [await newAccountThere(w.outside)] });
    assert.equal(way.failure, 'nothing_to_connect');
  });

  test('is a choice of one when it is another kind of account than was meant', async () => {
    const w = offering(await connectionsWorkspace(), 'instagram', [candidate({ platform: 'whatsapp' })]);
    const way = await wayThrough(w, { accounts: [await newAccountThere(w.outside)] });
    assert.deepEqual([way.status, way.offers.length], ['choosing', 1]);
  });

  test('is shown with the reason where it cannot be connected as it is, and is refused', async () => {
    const blocked = candidate({ blockedBy: 'not_verified' });
    const w = offering(await connectionsWorkspace(), 'instagram', [blocked]);
    const way = await wayThrough(w, { accounts: [await newAccountThere(w.outside)] });
    const [{ platform, platformAccountId, blockedBy }] = way.offers as [(typeof way.offers)[0]];
    assert.deepEqual([way.status, blockedBy], ['choosing', 'not_verified']);
    const choices = [{ platform, platformAccountId }];
    await assert.rejects(
      w.as(w.owner, (ctx) => chooseOffers(ctx, { wayId: way.id, choices }, w.outside)),
      { code: 'connections.offer_is_blocked' },
    );
  });

  test('is shown, shortened, though an account calls itself in the longest and oddest words', async () => {
    const odd = candidate({
      displayName: `${'🪑'.repeat(400)}\0`,
      biography: 'x'.repeat(9_000),
      username: '\ud800',
    });
    const w = offering(await connectionsWorkspace(), 'instagram', [odd]);
    const way = await wayThrough(w, { accounts: [await newAccountThere(w.outside)] });
    assert.equal(way.status, 'connected');
  });
});

describe('one account', () => {
  test('SE-44 is open in one workspace: the second one sees that it is taken, and is refused', async () => {
    const [one, other] = [await connectionsWorkspace(), await connectionsWorkspace()];
    const accounts = [await newAccountThere(one.outside)];
    assert.equal((await wayThrough(one, { accounts })).status, 'connected');
    const way = await wayThrough(other, { accounts });
    assert.deepEqual(
      [way.status, way.offers[0]!.isTaken, way.offers[0]!.accountId],
      ['choosing', true, null],
    );
    const [{ platform, platformAccountId }] = way.offers as [(typeof way.offers)[0]];
    await assert.rejects(
      other.as(other.owner, (ctx) =>
        chooseOffers(ctx, { wayId: way.id, choices: [{ platform, platformAccountId }] }, other.outside),
      ),
      { code: 'connections.taken_elsewhere' },
    );
  });

  test('SE-44 is won by one of many workspaces that connect it at the same moment', async () => {
    const all = await Promise.all(Array.from({ length: 5 }, () => connectionsWorkspace()));
    const platformAccountId = newPlatformId();
    const outcomes = await Promise.allSettled(
      all.map((w) => connectedAccount(w, w.outside, { platformAccountId })),
    );
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    for (const outcome of outcomes)
      if (outcome.status === 'rejected') assert.equal(outcome.reason.code, 'connections.taken_elsewhere');
    const kept = await Promise.all(all.map((w) => w.as(w.owner, (ctx) => listAccounts(ctx, { limit: 10 }))));
    assert.deepEqual(kept.map(({ items }) => items.length).sort(), [0, 0, 0, 0, 1]);
  });

  test('CR-25, CR-30, SE-43 is one row of its workspace, however often and however many at once connect it', async () => {
    const w = await connectionsWorkspace();
    const platformAccountId = newPlatformId();
    const ids = await Promise.all(
      Array.from({ length: 5 }, () => connectedAccount(w, w.outside, { platformAccountId })),
    );
    assert.equal(new Set(ids).size, 1);
  });

  test('SE-53 of Amazon is the only one of its workspace', async () => {
    const w = await connectionsWorkspace();
    const connect = (platformAccountId: string) =>
      connectedAccount(w, w.outside, { platform: 'amazon', platformAccountId }, { login: 'amazon' });
    const first = await connect('A1SELLER');
    await assert.rejects(connect('A2SELLER'), { code: 'connections.one_seller' });
    assert.equal(await connect('A1SELLER'), first);
    await w.as(w.owner, (ctx) => disconnectAccount(ctx, { accountId: first }));
    await connect('A2SELLER');
  });
});

describe('connecting again', () => {
  test('keeps the id, settings, history and location, and mends what was broken', async () => {
    const w = await connectionsWorkspace();
    const accounts = [await newAccountThere(w.outside)];
    const accountId = (await wayThrough(w, { accounts })).connectedIds[0]!;
    const locationId = await w.location();
    await w.as(w.owner, (ctx) =>
      changeAccount(ctx, { accountId, locationId, settings: { autoReplyEnabled: false } }),
    );
    const access = await accessOf(w.unit, w.outside, accountId);
    const trouble = new Trouble('unauthorized', 'no', { provider: 'meta', call: 'GET /me', code: '190' });
    assert.equal(await w.unit.work((ctx) => brokenBy(ctx, access, trouble)), 'broken');

    const way = await wayThrough(w, { accounts, accountId });

    assert.deepEqual([way.status, way.connectedIds], ['connected', [accountId]]);
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
    assert.deepEqual([account.state, account.brokenReason, account.locationId], ['open', null, locationId]);
    assert.equal(account.settings.autoReplyEnabled, false);
    assert.notEqual((await accessOf(w.unit, w.outside, accountId)).token, access.token);
  });

  test('after a disconnect, within 90 days, finds everything there', async () => {
    const w = await connectionsWorkspace();
    const accounts = [await newAccountThere(w.outside)];
    const accountId = (await wayThrough(w, { accounts })).connectedIds[0]!;
    await w.as(w.owner, (ctx) => disconnectAccount(ctx, { accountId }));
    await runLeave(w.unit, { accountId }, w.outside);
    w.ground.clock.move(89 * 86_400_000);
    const way = await wayThrough(w, { accounts });
    assert.deepEqual(way.connectedIds, [accountId]);
    const account = await w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
    assert.deepEqual([account.state, account.disconnectedAt, account.emptiedFrom], ['open', null, null]);
  });

  test('with another account is refused, and neither is touched', async () => {
    const w = await connectionsWorkspace();
    const [mine, other] = [await newAccountThere(w.outside), await newAccountThere(w.outside)];
    const accountId = (await wayThrough(w, { accounts: [mine] })).connectedIds[0]!;
    const way = await wayThrough(w, { accounts: [other], accountId });
    assert.deepEqual([way.status, way.failure], ['failed', 'wrong_account']);
    const { items } = await w.as(w.owner, (ctx) => listAccounts(ctx, { limit: 10 }));
    assert.deepEqual(
      items.map(({ username }) => username),
      [mine],
    );
  });

  test('never erases a refresh token when none came, and never keeps one of another door', async () => {
    const w = await connectionsWorkspace();
    const platformAccountId = newPlatformId();
    const kinds = async () => {
      const rows = await w.system.work(({ tx }) =>
        tx.many(z.object({ kind: z.string() }), sql`select kind from connections.secrets order by kind`),
      );
      return rows.map(({ kind }) => kind);
    };
    const connect = (login: Login, refresh?: string) =>
      connectedAccount(
        w,
        w.outside,
        { platformAccountId, tokens: { access: 'an-access-token', refresh } },
        { login },
      );
    await connect('google', 'a-refresh-token');
    await connect('google');
    assert.deepEqual(await kinds(), ['access', 'refresh']);
    await connect('instagram');
    assert.deepEqual(await kinds(), ['access']);
  });

  test('goes by the door the account came by', async () => {
    const w = await connectionsWorkspace();
    const accountId = await connectedAccount(w, w.outside, {}, { login: 'facebook' });
    const way = await answeredWay(w, w.outside, w.owner, {
      accountId,
      accounts: [await newAccountThere(w.outside, 'messenger')],
    });
    assert.equal(way.login, 'facebook');
    await runFinishWay(w.unit, { wayId: way.id }, w.outside);
  });
});
