import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { consentAt } from '../platforms/testing.ts';
import { answerWay } from './answers.ts';
import { wayMinutes } from './contract.ts';
import { runEndWay, sweepWays } from './ending.ts';
import { runFinishWay } from './finishing.ts';
import { readState } from './states.ts';
import { type ConnectionsWorkspace, connectionsWorkspace, newAccountThere, newWayId } from './testing.ts';
import { findWay } from './ways.sql.ts';
import { beginWay, getWay } from './ways.ts';

const unknown = { code: 'connections.way_unknown' };

/** A way that was begun, and what the browser came back with. */
async function cameBack() {
  const w = await connectionsWorkspace();
  const handle = await newAccountThere(w.outside);
  const wayId = newWayId();
  const begun = await w.as(w.owner, (ctx) => beginWay(ctx, { wayId, platform: 'instagram' }, w.outside));
  const query = await consentAt(begun.address, { accounts: [handle] });
  const answer = (given = query, by: MemberActor = w.owner, login: 'instagram' | 'facebook' = 'instagram') =>
    w.as(by, (ctx) => answerWay(ctx, { login, query: given }, w.outside));
  return { w, wayId, begun, query, answer };
}

const stored = (w: ConnectionsWorkspace, wayId: string) =>
  w.system.work(({ tx }) =>
    tx.one(
      z.object({ sealedCount: z.number(), status: z.string(), text: z.string() }),
      sql`select num_nonnulls(context_sealed, answer_sealed, offers_sealed) as sealed_count, status,
                 encode(state_hash, 'escape') || offers::text || coalesce(encode(context_sealed, 'escape'), '')
                   || coalesce(encode(answer_sealed, 'escape'), '') as text
            from connections.oauth_states where id = ${wayId}`,
    ),
  );

describe('beginning', () => {
  test('keeps nothing by which its state could be made again', async () => {
    const { w, wayId, begun, query } = await cameBack();
    const state = new URLSearchParams(query).get('state')!;
    assert.ok(begun.address.includes(encodeURIComponent(state)));
    const { text } = await stored(w, wayId);
    assert.ok(!text.includes(state));
    assert.ok(!text.includes(readState(state)!.secret.toString('latin1')));
  });

  test('asks for exactly what the platform needs, and comes back to exactly one address', async () => {
    const { w, begun } = await cameBack();
    const address = new URL(begun.address);
    assert.equal(address.searchParams.get('redirect_uri'), 'http://stoa.test/connect/instagram');
    const asked = address.searchParams.get('scope')!.split(/[ ,]/);
    assert.deepEqual(asked, w.outside.platforms.get('instagram')!.scopes);
  });

  test('is for a person, on a platform that is here', async () => {
    const w = await connectionsWorkspace();
    const key = {
      kind: 'key',
      keyId: newWayId() as never,
      permissions: ['connections.connect'],
      maker: w.owner,
    } as const;
    const begin = (more: object = {}) => ({ wayId: newWayId(), platform: 'instagram' as const, ...more });
    await assert.rejects(
      w.as(key, (ctx) => beginWay(ctx, begin(), w.outside)),
      { code: 'connections.person_needed' },
    );
    const none = { ...w.outside, platforms: { ...w.outside.platforms, get: () => undefined } };
    await assert.rejects(
      w.as(w.owner, (ctx) => beginWay(ctx, begin(), none)),
      { code: 'connections.platform_unavailable' },
    );
    await assert.rejects(
      w.as(w.owner, (ctx) => beginWay(ctx, begin({ accountId: newWayId() }), w.outside)),
      { code: 'connections.account_not_found' },
    );
    await assert.rejects(
      w.as(w.owner, (ctx) => beginWay(ctx, begin({ locationId: newWayId() }), w.outside)),
      { code: 'workspaces.location_not_found' },
    );
  });

  test('under an id that is taken is refused: the address of the first is not told twice', async () => {
    const { w, wayId } = await cameBack();
    await assert.rejects(
      w.as(w.owner, (ctx) => beginWay(ctx, { wayId, platform: 'instagram' }, w.outside)),
      unknown,
    );
  });
});

describe('an answer', () => {
  test('CR-27 is taken once', async () => {
    const { answer } = await cameBack();
    assert.equal((await answer()).status, 'answered');
    await assert.rejects(answer(), unknown);
  });

  test('is taken once of many that come at the same time', async () => {
    const { answer } = await cameBack();
    const outcomes = await Promise.allSettled(Array.from({ length: 6 }, () => answer()));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('CR-28 with another state is refused, and so is one of another workspace, door or member', async () => {
    const { w, wayId, query, answer } = await cameBack();
    const admin = await w.member('admin');
    const other = await cameBack();
    const params = new URLSearchParams(query);
    const state = Buffer.from(params.get('state')!, 'base64url');
    const withState = (text: string) => {
      const changed = new URLSearchParams(params);
      changed.set('state', text);
      return changed.toString();
    };
    state[63]! ^= 1;
    const guessed = withState(state.toString('base64url'));
    const without = new URLSearchParams(params);
    without.delete('state');
    for (const given of [
      guessed,
      withState('x'),
      withState(`${params.get('state')}A`),
      without.toString(),
      other.query,
    ])
      await assert.rejects(answer(given), unknown);
    await assert.rejects(answer(query, admin), unknown);
    await assert.rejects(answer(query, w.owner, 'facebook'), unknown);
    assert.equal((await stored(w, wayId)).status, 'begun', 'and nothing of it is stored');
    assert.equal((await answer()).status, 'answered');
  });

  test(`CR-27 is refused ${wayMinutes} minutes after it began, to the millisecond`, async () => {
    const [late, inTime] = [await cameBack(), await cameBack()];
    const lifeMs = wayMinutes * 60_000;
    late.w.ground.clock.move(lifeMs);
    await assert.rejects(late.answer(), unknown);
    inTime.w.ground.clock.move(lifeMs - 1);
    assert.equal((await inTime.answer()).status, 'answered');
  });

  test('that says no ends the way, and is told as that', async () => {
    const w = await connectionsWorkspace();
    const handle = await newAccountThere(w.outside);
    const wayId = newWayId();
    const begun = await w.as(w.owner, (ctx) => beginWay(ctx, { wayId, platform: 'instagram' }, w.outside));
    const query = await consentAt(begun.address, { accounts: [handle], answer: 'no' });
    const way = await w.as(w.owner, (ctx) => answerWay(ctx, { login: 'instagram', query }, w.outside));
    assert.deepEqual([way.status, way.failure], ['failed', 'declined']);
    assert.equal((await stored(w, wayId)).sealedCount, 0);
  });

  test('is never exchanged a second time: who died over it is told to begin again', async () => {
    const { w, wayId, answer } = await cameBack();
    await answer();
    const dying = new AbortController();
    const doors = new Map(w.outside.platforms.doors);
    const door = doors.get('instagram')!;
    let exchanges = 0;
    doors.set('instagram', {
      ...door,
      exchange: async (given, signal) => {
        exchanges += 1;
        await door.exchange(given, signal);
        throw new Error('killed');
      },
    });
    const outside = { ...w.outside, platforms: { ...w.outside.platforms, doors } };
    await assert.rejects(runFinishWay(w.unit, { wayId }, outside), /killed/);
    dying.abort();
    await runFinishWay(w.unit, { wayId }, outside);
    const way = await w.as(w.owner, (ctx) => getWay(ctx, { wayId }));
    assert.deepEqual([way.status, way.failure, exchanges], ['failed', 'outcome_unknown', 1]);
  });
});

describe('a way that is over', () => {
  test('keeps nothing sealed, whether its own job ends it or the sweep does', async () => {
    const [one, other] = [await cameBack(), await cameBack()];
    for (const { w, answer } of [one, other]) {
      await answer();
      w.ground.clock.move(wayMinutes * 60_000);
    }
    await runEndWay(one.w.unit, { wayId: one.wayId });
    await other.w.system.work(sweepWays);
    for (const { w, wayId } of [one, other]) {
      assert.equal((await stored(w, wayId)).sealedCount, 0);
      const way = await w.as(w.owner, (ctx) => getWay(ctx, { wayId }));
      assert.deepEqual([way.status, way.failure], ['failed', 'expired']);
      await runFinishWay(w.unit, { wayId }, w.outside);
      assert.equal((await w.as(w.owner, (ctx) => getWay(ctx, { wayId }))).status, 'failed');
    }
  });

  test('is not ended before its time, and forgotten a month after', async () => {
    const { w, wayId } = await cameBack();
    await runEndWay(w.unit, { wayId });
    await w.system.work(sweepWays);
    assert.equal((await stored(w, wayId)).status, 'begun');
    w.ground.clock.move(31 * 86_400_000);
    await w.system.work(sweepWays);
    assert.equal(await w.system.work(({ tx }) => findWay(tx, wayId)), undefined);
  });
});
