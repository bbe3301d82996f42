import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import { listCalls, requestCall, takeBackCall } from './calls.ts';
import { type CallsWorld, callsWorld, messageOf, newCallId } from './testing.ts';
import { openTestPlatform, type TestPlatform } from './testing-server.ts';

let platform: TestPlatform;
let w: CallsWorld;
before(async () => {
  platform = await openTestPlatform();
  w = await callsWorld(platform.platform);
});

const dayMs = 86_400_000;
const replyTo = (commentId: string, more: object = {}) =>
  w.say('post', '', {
    kind: 'private_reply',
    conversationKey: `comment/${commentId}`,
    request: { commentId, text: 'Come in and see.' },
    ...more,
  });

describe('requestCall', () => {
  test('is one call when the same id comes twice', async () => {
    const id = newCallId();
    const [one, other] = [await w.say('ada', 'Once', { id }), await w.say('ada', 'Once', { id })];
    assert.deepEqual(one, other);
    await Promise.all(Array.from({ length: 4 }, () => w.say('ada', 'Once', { id })));
    await w.workOff();
    assert.equal(platform.done.filter(({ text }) => text === 'Once').length, 1);
    assert.equal((await w.say('ada', 'Once', { id })).status, 'done');
  });

  test('refuses another call under the same id', async () => {
    const id = newCallId();
    await w.say('ada', 'One', { id });
    await assert.rejects(w.say('ada', 'Two', { id }), { code: 'connections.call_reused' });
    await assert.rejects(w.say('grace', 'One', { id }), { code: 'connections.call_reused' });
  });

  test('refuses what is not of the shape of its kind, and stores nothing', async () => {
    const id = newCallId();
    await assert.rejects(w.say('ada', 'One', { id, request: { text: 'To nobody' } }));
    assert.deepEqual(await w.callsOf(id), []);
  });

  test('refuses an account that is not there or of another workspace', async () => {
    const other = await callsWorld(platform.platform);
    for (const accountId of [newId(AccountId), other.accountId])
      await assert.rejects(w.say('ada', 'One', { accountId }), { code: 'connections.account_not_found' });
  });

  test('keeps what is asked of an account that must be connected again', async () => {
    const own = await callsWorld(platform.platform);
    await own.change(sql`
      update connections.accounts set broken_at = ${own.clock.now()}, broken_reason = 'token_revoked'`);
    const { id } = await own.say('ada', 'One');
    await own.workOff();
    const [call] = await own.callsOf(id);
    assert.deepEqual([call!.status, call!.heldReason], ['queued', 'not_open']);
    await own.change(sql`update connections.accounts set broken_at = null, broken_reason = null`);
    own.clock.move(16 * 60_000);
    await own.workOff();
    assert.equal((await own.callsOf(id))[0]!.status, 'done');
  });

  test('answers a repeated request also when the account is disconnected by now', async () => {
    const own = await callsWorld(platform.platform);
    const { id } = await own.say('ada', 'One');
    await own.change(sql`
      update connections.accounts set disconnected_at = ${own.clock.now()}, disconnected_reason = 'by_member'`);
    assert.equal((await own.say('ada', 'One', { id })).id, id);
  });
});

describe('a private reply', () => {
  test('is one to a comment, ever', async () => {
    const { id } = await replyTo('17');
    await assert.rejects(replyTo('17'), { code: 'connections.replied_privately' });
    await w.workOff();
    await assert.rejects(replyTo('17'), { code: 'connections.replied_privately' });
    assert.equal((await replyTo('17', { id })).status, 'done');
    assert.equal((await replyTo('18')).status, 'queued');
  });

  test('is one when two ask for it at once', async () => {
    const asked = await Promise.allSettled([replyTo('19'), replyTo('19'), replyTo('19')]);
    assert.equal(asked.filter(({ status }) => status === 'fulfilled').length, 1);
  });

  test('may be another one when the first was refused, and not when nobody knows', async () => {
    await w.workOff();
    platform.next('rejected');
    await replyTo('20');
    await w.workOff();
    platform.tells = 'nothing';
    platform.next('lost');
    const { id } = await replyTo('20');
    await w.workOff();
    w.clock.move(60_000);
    await w.workOff();
    assert.equal((await w.callsOf(id))[0]!.failureCode, 'outcome_unknown');
    await assert.rejects(replyTo('20'), { code: 'connections.replied_privately' });
    platform.tells = 'the truth';
  });

  test('goes out within seven days or not at all', async () => {
    const own = await callsWorld(platform.platform);
    await own.change(sql`
      update connections.accounts set broken_at = ${own.clock.now()}, broken_reason = 'token_revoked'`);
    const { id } = await own.say('post', '', {
      ...{ kind: 'private_reply', request: { commentId: '21', text: 'Come in.' } },
      expiresAt: new Date(own.clock.now().getTime() + 30 * dayMs),
    });
    await own.workOff();
    own.clock.move(7 * dayMs);
    await own.workOff();
    assert.equal((await own.callsOf(id))[0]!.failureCode, 'expired');
  });
});

describe('listCalls', () => {
  test('shows those of an account, newest first, and those in a state', async () => {
    const own = await callsWorld(platform.platform);
    const first = await own.say('ada', 'One');
    await own.workOff();
    const second = await own.say('grace', 'Two');
    const list = async (more: object) => {
      const { items } = await own.inside((ctx) =>
        listCalls(ctx, { accountId: own.accountId, limit: 10, ...more }),
      );
      return items.map(({ id }) => id);
    };
    assert.deepEqual(await list({}), [second.id, first.id]);
    assert.deepEqual(await list({ status: 'queued' }), [second.id]);
    assert.deepEqual(await list({ status: 'done' }), [first.id]);
  });

  test('names the member who asked', async () => {
    const own = await callsWorld(platform.platform);
    const actor = await own.member('owner');
    const call = await own.as(actor, (ctx) => requestCall(ctx, messageOf(own.accountId, 'ada', 'One')));
    assert.equal(call.requestedBy!.memberId, actor.memberId);
  });
});

describe('DELETE /w/:workspaceId/connection-calls/:callId', () => {
  test('is for whoever operates connections', async () => {
    const { id: callId } = await w.say('ada', 'One');
    const viewer = await w.member('viewer');
    await assert.rejects(
      w.as(viewer, (ctx) => takeBackCall(ctx, { callId })),
      { code: 'stoa.not_permitted' },
    );
    const manager = await w.member('manager');
    assert.equal((await w.as(manager, (ctx) => takeBackCall(ctx, { callId }))).status, 'cancelled');
  });
});
