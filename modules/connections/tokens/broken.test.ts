import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { isTrouble, Trouble, type TroubleFacts } from '../../../providers/trouble.ts';
import { getAccount } from '../accounts/accounts.ts';
import type { AccountId } from '../accounts/contract.ts';
import {
  type ConnectionsWorkspace,
  connectedAccount,
  connectionsWorkspace,
  newAccountThere,
  unitOf,
  wayThrough,
} from '../connecting/testing.ts';
import { play } from '../platforms/testing.ts';
import { accessOf, withAccess } from './access.ts';
import { brokenBy, runTellBroken } from './broken.ts';
import { type TellBroken, tellBroken } from './jobs.ts';
import { refresh } from './refresh.ts';
import { refusing, withDoor } from './testing.ts';

const unauthorized = (facts: Partial<TroubleFacts> = {}) =>
  new Trouble('unauthorized', 'the token is not taken', { provider: 'meta', call: 'GET /me', ...facts });

const stateOf = (w: ConnectionsWorkspace, accountId: AccountId) =>
  w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));

/** Mails that wait to be sent about it. */
async function noticesOf(w: ConnectionsWorkspace, accountId: AccountId): Promise<TellBroken[]> {
  const rows = await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.many(
      z.object({ payload: tellBroken.payload }),
      sql`select data->'payload' as payload from pgboss.job_common
           where name = ${tellBroken.name} and data->'payload'->>'accountId' = ${accountId} order by id`,
    ),
  );
  return rows.map(({ payload }) => payload);
}

const timesSaid = (w: ConnectionsWorkspace, accountId: AccountId) =>
  w.ground.db.transaction({ kind: 'owner' }, (tx) =>
    tx.one(
      z.object({ count: z.number() }),
      sql`select count(*)::int as count from app.events
           where workspace_id = ${w.workspaceId} and name = 'connections.account_changed'
             and payload->>'accountId' = ${accountId}`,
    ),
  );

async function withAccount(
  t: TestContext,
  { hasRefresh = false, expires = false, scopes = [] as string[], lackingScopes = [] as string[] } = {},
) {
  const w = await connectionsWorkspace();
  const door = await withDoor(t, w.outside);
  const now = w.ground.clock.now();
  const tokens = {
    access: 'the-token-it-has',
    scopes,
    ...(hasRefresh && { refresh: 'the-refresh-token' }),
    ...(expires && { accessExpiresAt: new Date(now.getTime() + 3_600_000) }),
  };
  const accountId = await connectedAccount(w, door.outside, { tokens, lackingScopes }, { login: 'google' });
  w.ground.clock.move(30 * 60_000);
  const access = await accessOf(w.unit, door.outside, accountId);
  const heard = (facts?: Partial<TroubleFacts>) =>
    unitOf(w).work((ctx) => brokenBy(ctx, access, unauthorized(facts)));
  return { w, door, accountId, access, heard };
}

describe('brokenBy', () => {
  test('breaks the account once and gives one notice, however many hear it at once', async (t) => {
    const { w, accountId, heard } = await withAccount(t);
    const [admin] = [await w.member('admin'), await w.member('manager'), await w.member('viewer')];
    const saidBefore = (await timesSaid(w, accountId)).count;

    const verdicts = await Promise.all(Array.from({ length: 8 }, () => heard({ code: '190/460' })));
    await heard();

    assert.deepEqual(new Set(verdicts), new Set(['broken']));
    const { state, brokenReason } = await stateOf(w, accountId);
    assert.deepEqual([state, brokenReason], ['broken', 'token_revoked']);
    assert.equal((await timesSaid(w, accountId)).count, saidBefore + 1);
    const told = (await noticesOf(w, accountId)).map(({ memberId }) => memberId);
    assert.equal(told.length, new Set(told).size);
    assert.ok(told.includes(w.owner.memberId) && told.includes(admin!.memberId));
    assert.equal(told.length, 3, 'both owners and the admin, and nobody else');
  });

  for (const [code, reason] of [
    ['190/463', 'token_expired'],
    ['190/459', 'blocked'],
    ['190', 'token_revoked'],
  ] as const)
    test(`says ${reason} when the platform says ${code}`, async (t) => {
      const { w, accountId, heard } = await withAccount(t);
      await heard({ code });
      assert.equal((await stateOf(w, accountId)).brokenReason, reason);
    });

  test('does not break an account for a permission that is known to be lacking', async (t) => {
    const given = { scopes: ['messages'], lackingScopes: ['publish'] };
    const { w, accountId, heard } = await withAccount(t, given);
    assert.equal(await heard({ lacking: ['publish'] }), 'lacking');
    assert.equal(await heard({ lacking: ['publish', 'the_same_by_another_door'] }), 'lacking');
    assert.equal((await stateOf(w, accountId)).state, 'open');
    assert.equal(await heard({ lacking: ['publish', 'messages'] }), 'broken');
    assert.equal((await stateOf(w, accountId)).brokenReason, 'scopes_withdrawn');
  });

  test('does not break an account that has another token by now', async (t) => {
    const { w, door, accountId, heard } = await withAccount(t, { hasRefresh: true, expires: true });
    w.ground.clock.move(25 * 60_000);
    await refresh(w.unit, door.outside, accountId);
    assert.equal(await heard(), 'renewed');
    assert.equal((await stateOf(w, accountId)).state, 'open');
  });

  test('has a token that can be had anew exchanged first, and breaks only when that is refused', async (t) => {
    const { w, door, accountId, heard } = await withAccount(t, { hasRefresh: true, expires: true });
    assert.equal(await heard(), 'renewing');
    assert.equal((await stateOf(w, accountId)).state, 'open');
    door.answer(refusing(400, 'invalid_grant'));
    await refresh(w.unit, door.outside, accountId);
    assert.equal((await stateOf(w, accountId)).brokenReason, 'refresh_refused');
    assert.equal((await noticesOf(w, accountId)).length, 2);
  });

  test('leaves an account that is disconnected alone', async (t) => {
    const { w, accountId, heard } = await withAccount(t);
    await w.system.work(({ tx }) =>
      tx.run(sql`update connections.accounts set disconnected_at = connected_at, disconnected_reason = 'by_member'
                  where id = ${accountId}`),
    );
    assert.equal(await heard(), 'broken');
    assert.equal((await noticesOf(w, accountId)).length, 0);
    assert.equal((await stateOf(w, accountId)).state, 'disconnected');
  });
});

describe('withAccess', () => {
  test('tries once more with the new token, and never a third time', async (t) => {
    const { w, door, accountId } = await withAccount(t, { hasRefresh: true, expires: true });
    const used: string[] = [];
    const call = async ({ token }: { token: string }) => {
      used.push(token);
      if (token === 'the-token-it-has') throw unauthorized();
      return 'done';
    };
    assert.equal(await withAccess(w.unit, door.outside, accountId, call), 'done');
    assert.deepEqual(used, ['the-token-it-has', 'fresh-1']);

    w.ground.clock.move(20 * 60_000);
    used.length = 0;
    await assert.rejects(
      withAccess(w.unit, door.outside, accountId, async ({ token }) => {
        used.push(token);
        throw unauthorized();
      }),
      (error) => isTrouble(error, 'unauthorized'),
    );
    assert.deepEqual(used, ['fresh-1', 'fresh-2']);
    assert.equal((await stateOf(w, accountId)).state, 'broken');
  });

  test('says what it is told of everything else, and changes nothing', async (t) => {
    const { w, door, accountId } = await withAccount(t);
    for (const kind of ['unavailable', 'unknown_outcome', 'rejected', 'rate_limited'] as const) {
      const trouble = new Trouble(kind, 'no', { provider: 'meta', call: 'GET /me' });
      await assert.rejects(
        withAccess(w.unit, door.outside, accountId, () => Promise.reject(trouble)),
        trouble,
      );
    }
    assert.equal((await stateOf(w, accountId)).state, 'open');
  });
});

describe('the notice', () => {
  test('is one mail to each who can connect it again, with the way to do so', async () => {
    const w = await connectionsWorkspace();
    const handle = await newAccountThere(w.outside);
    const [accountId] = (await wayThrough(w, { accounts: [handle] })).connectedIds;
    await play(w.outside, 'meta', 'token', { account: handle, do: 'password' });
    const instagram = w.outside.platforms.get('instagram')!;
    for (let i = 0; i < 3; i++)
      await assert.rejects(
        withAccess(w.unit, w.outside, accountId!, (access) => instagram.profile(access, w.unit.signal)),
      );

    const notices = await noticesOf(w, accountId!);
    assert.equal(notices.length, 2);
    for (const notice of notices) {
      await runTellBroken(w.unit, notice, w.outside);
      const { email } = await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
        tx.one(
          z.object({ email: z.string() }),
          sql`select u.email from identity.users u join workspaces.members m on m.user_id = u.id
               where m.workspace_id = ${w.workspaceId} and m.id = ${notice.memberId}`,
        ),
      );
      const mails = await w.outside.mailsTo(email);
      assert.equal(mails.length, 1);
      assert.match(mails[0]!.subject, /Instagram is not connected any more/);
      assert.ok(
        mails[0]!.links.some((link) => link.endsWith(`/w/${w.workspaceId}/connections/${accountId}`)),
      );
    }
  });

  test('is not sent any more when somebody has connected it meanwhile', async (t) => {
    const { w, door, accountId, heard } = await withAccount(t);
    await heard();
    const [notice] = await noticesOf(w, accountId);
    const { platformAccountId } = await stateOf(w, accountId);
    await connectedAccount(w, door.outside, { platformAccountId }, { login: 'google' });
    const sent: unknown[] = [];
    const mail = { ...door.outside.mail, send: async (one: unknown) => void sent.push(one) as never };
    await runTellBroken(w.unit, notice!, { ...door.outside, mail });
    assert.equal(sent.length, 0);
  });
});
