import assert from 'node:assert/strict';
import { describe, type TestContext, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { isTrouble } from '../../../providers/trouble.ts';
import { getAccount } from '../accounts/accounts.ts';
import type { AccountId } from '../accounts/contract.ts';
import {
  type ConnectionsWorkspace,
  connectedAccount,
  connectionsWorkspace,
  unitOf,
} from '../connecting/testing.ts';
import { accessOf } from './access.ts';
import { refreshToken } from './jobs.ts';
import { refresh, sweepRefreshes } from './refresh.ts';
import { losing, refusing, withDoor } from './testing.ts';

const hourMs = 3_600_000;

/** An account whose token lives for an hour, and the time just before it is to be had anew. */
async function hourly(t: TestContext, { hasRefresh = true } = {}) {
  const w = await connectionsWorkspace();
  const door = await withDoor(t, w.outside);
  const accessExpiresAt = new Date(w.ground.clock.now().getTime() + hourMs);
  const tokens = { access: 'first-token', accessExpiresAt, ...(hasRefresh && { refresh: 'refresh-0' }) };
  const accountId = await connectedAccount(w, door.outside, { tokens }, { login: 'google' });
  const look = () => w.as(w.owner, (ctx) => getAccount(ctx, { accountId }));
  return {
    ...{ w, door, accountId, look },
    run: () => refresh(w.unit, door.outside, accountId),
    token: async () => (await accessOf(w.unit, door.outside, accountId)).token,
    comeDue: () => w.ground.clock.move(55 * 60_000),
  };
}

const failures = ({ system }: ConnectionsWorkspace, accountId: AccountId) =>
  system.work(({ tx }) =>
    tx.one(
      z.object({ refreshFailures: z.number() }),
      sql`select refresh_failures from connections.accounts where id = ${accountId}`,
    ),
  );

describe('a token', () => {
  test('CR-24 is exchanged for a new one before its end, and the plan of the next is kept', async (t) => {
    const { run, token, comeDue, door, look } = await hourly(t);
    await run();
    assert.equal(door.asked(), 0, 'it was not due yet');
    const before = await look();

    comeDue();
    await run();

    assert.equal(await token(), 'fresh-1');
    const after = await look();
    assert.ok(after.token.expiresAt! > before.token.expiresAt!);
    assert.ok(
      after.token.refreshAt! > before.token.refreshAt! && after.token.refreshAt! < after.token.expiresAt!,
    );
    assert.ok(after.token.refreshedAt! > before.token.refreshedAt!);
  });

  test('SE-47, SS-15, SS-87 is stored under its seal, the refresh token as well', async (t) => {
    const { w, accountId, comeDue, run } = await hourly(t);
    comeDue();
    await run();
    const { text } = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ text: z.string() }),
        sql`select string_agg(encode(sealed, 'escape'), '') || (select a::text from connections.accounts a
              where a.id = ${accountId}) as text
              from connections.secrets where account_id = ${accountId}`,
      ),
    );
    assert.doesNotMatch(text, /first-token|fresh-|refresh-\d/);
  });

  test('is exchanged by one of many who try at once, in one call', async (t) => {
    const { w, door, accountId, comeDue, token } = await hourly(t);
    comeDue();
    await Promise.all(Array.from({ length: 8 }, () => refresh(unitOf(w), door.outside, accountId)));
    assert.equal(door.asked(), 1);
    assert.equal(await token(), 'fresh-1');
    assert.equal(door.asked(), 1);
  });

  test('is exchanged again after whoever was at it has died', async (t) => {
    const { w, door, accountId, comeDue, run, token } = await hourly(t);
    comeDue();
    const dying = new AbortController();
    door.answer(() => dying.abort(new Error('killed')));
    await assert.rejects(refresh(unitOf(w, dying.signal), door.outside, accountId));
    door.answer(() => undefined);
    await run();
    assert.equal(door.asked(), 1, 'its claim still holds');
    w.ground.clock.move(3 * 60_000);
    await run();
    assert.equal(door.asked(), 2);
    assert.equal(await token(), 'fresh-2');
  });

  test('whose new one was given and never arrived, is asked for again and is good', async (t) => {
    const { w, door, comeDue, run, token, look } = await hourly(t);
    comeDue();
    door.answer(losing);
    await run();
    assert.equal((await look()).state, 'open');
    door.answer(() => undefined);
    w.ground.clock.move(2 * 60_000);
    await run();
    assert.equal(await token(), 'fresh-2');
  });

  for (const [words, answer] of [
    ['is down', refusing(503, 'temporarily_unavailable')],
    ['is busy', refusing(429, 'slow_down', { 'retry-after': '600' })],
    ['does not answer', losing],
    ['knows our own credentials no more', refusing(401, 'invalid_client')],
  ] as const)
    test(`disconnects nobody while the platform ${words}`, async (t) => {
      const { w, door, accountId, comeDue, run, look } = await hourly(t);
      comeDue();
      door.answer(answer);
      for (let n = 1; n <= 3; n++) {
        const before = door.asked();
        await run();
        assert.equal(door.asked(), before + 1);
        const { state, token } = await look();
        assert.deepEqual([state, (await failures(w, accountId)).refreshFailures], ['open', n]);
        assert.ok(token.refreshAt! > w.ground.clock.now());
        await run();
        assert.equal(door.asked(), before + 1, 'it waits');
        w.ground.clock.set(new Date(token.refreshAt!.getTime()));
      }
      door.answer(() => undefined);
      await run();
      assert.equal((await look()).state, 'open');
      assert.equal((await failures(w, accountId)).refreshFailures, 0);
    });

  test('comes again when the platform says, and not before', async (t) => {
    const { w, door, comeDue, run, look } = await hourly(t);
    comeDue();
    door.answer(refusing(429, 'slow_down', { 'retry-after': '1800' }));
    await run();
    assert.equal((await look()).token.refreshAt!.getTime(), w.ground.clock.now().getTime() + 1_800_000);
  });

  test('whose refresh is refused for good, breaks the account', async (t) => {
    const { door, comeDue, run, look, token } = await hourly(t);
    comeDue();
    door.answer(refusing(400, 'invalid_grant'));
    await run();
    const { state, brokenReason, token: kept } = await look();
    assert.deepEqual([state, brokenReason, kept.refreshAt], ['broken', 'refresh_refused', null]);
    await assert.rejects(token(), { code: 'connections.account_not_open' });
    await run();
    assert.equal(door.asked(), 1, 'a broken account is not asked for any more');
  });

  test('that is over is exchanged by whoever needs it', async (t) => {
    const { w, door, accountId, token } = await hourly(t);
    w.ground.clock.move(5 * hourMs);
    assert.equal(await token(), 'fresh-1');
    w.ground.clock.move(5 * hourMs);
    door.answer(refusing(503, 'temporarily_unavailable'));
    await assert.rejects(accessOf(w.unit, door.outside, accountId), (error) =>
      isTrouble(error, 'unavailable'),
    );
  });

  test('of a new connection is not overwritten by a refresh of the one before', async (t) => {
    const { w, door, accountId, comeDue, token, look } = await hourly(t);
    comeDue();
    const { platformAccountId } = await look();
    const accessExpiresAt = new Date(w.ground.clock.now().getTime() + hourMs);
    const tokens = { access: 'of the new connection', accessExpiresAt };
    door.answer(async () => {
      await connectedAccount(w, door.outside, { platformAccountId, tokens }, { login: 'google' });
    });
    await refresh(w.unit, door.outside, accountId);
    assert.equal(await token(), 'of the new connection');
  });

  test('is found by the sweep though nobody uses its account, and is sent for once', async (t) => {
    const { w, accountId, comeDue, run, look } = await hourly(t);
    const sent = async () => {
      const { count } = await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
        tx.one(
          z.object({ count: z.number() }),
          sql`select count(*)::int as count from pgboss.job_common
               where name = ${refreshToken.name} and data->'payload'->>'accountId' = ${accountId}`,
        ),
      );
      return count;
    };
    await w.system.work(sweepRefreshes);
    assert.equal(await sent(), 0);
    comeDue();
    await w.system.work(sweepRefreshes);
    await w.system.work(sweepRefreshes);
    assert.equal(await sent(), 1);
    await run();
    assert.ok((await look()).token.refreshAt! > w.ground.clock.now());
  });
});
