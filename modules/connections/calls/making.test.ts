import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { cancelCall, cancelCallsOf, wakeCallsOf } from './calls.ts';
import type { CallId } from './contract.ts';
import { requeueCalls } from './keeping.ts';
import { runMakeCall } from './making.ts';
import { settleDone, settleUnknown } from './outcomes.ts';
import { type CallsWorld, callsWorld, newCallId } from './testing.ts';
import { type Manner, openTestPlatform, type TestPlatform } from './testing-server.ts';
import { takeTurn } from './turns.ts';

const secondMs = 1_000;
const minuteMs = 60 * secondMs;
const hourMs = 60 * minuteMs;

let platform: TestPlatform;
let w: CallsWorld;
beforeEach(async () => {
  platform = await openTestPlatform();
  w = await callsWorld(platform.platform);
});

const texts = () => platform.done.map(({ text }) => text);
const stateOf = async (id: CallId) => (await w.callsOf(id))[0]!;
/** What was said of it, in order. */
const settledOf = (id: CallId) =>
  w.sql(
    z.object({ status: z.string() }),
    sql`
    select payload->>'status' as status from app.events
     where name = 'connections.call_settled' and payload->>'callId' = ${id}
     order by transaction, position`,
  );
/** Works off what is due, and lets time go by, again and again. */
async function letPass(ms: number, stepMs: number) {
  for (let passed = 0; passed < ms; passed += stepMs) {
    await w.workOff();
    w.clock.move(stepMs);
  }
  await w.workOff();
}
const meeting = async (...manners: Manner[]) => {
  platform.next(...manners);
  const { id } = await w.say('ada', 'Yes, to Rome too.');
  await w.workOff();
  return id;
};

describe('a call', () => {
  test('is made once, and what it became there is kept', async () => {
    const id = await meeting('done');
    const call = await stateOf(id);
    assert.deepEqual([call.status, call.platformId, call.attempts], ['done', 'm1', 1]);
    assert.equal(await w.workOff(), 0);
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
    assert.deepEqual(await settledOf(id), [{ status: 'done' }]);
  });

  test('that is refused is failed, and is not tried again', async () => {
    const id = await meeting('rejected');
    const call = await stateOf(id);
    assert.deepEqual([call.status, call.failureCode, call.platformCode], ['failed', 'rejected', '100']);
    await letPass(hourMs, 10 * minuteMs);
    assert.equal(platform.asks(), 1);
    assert.deepEqual(await settledOf(id), [{ status: 'failed' }]);
  });

  test('outside the window of a platform says so in our words and in theirs', async () => {
    const call = await stateOf(await meeting('window'));
    assert.deepEqual([call.failureCode, call.platformCode], ['window_over', '10/2534022']);
  });

  test('that is limited waits for the time the platform names, with all that is counted together', async () => {
    platform.until = new Date(w.clock.now().getTime() + 30 * minuteMs);
    const id = await meeting('limited');
    const other = (await w.say('grace', 'And to Milan.')).id;
    await w.workOff();
    for (const call of [await stateOf(id), await stateOf(other)])
      assert.deepEqual([call.status, call.heldReason, call.attempts], ['queued', 'platform_said_so', 0]);
    assert.equal(platform.asks(), 1);
    w.clock.move(31 * minuteMs);
    await w.workOff();
    assert.deepEqual(texts().sort(), ['And to Milan.', 'Yes, to Rome too.']);
  });

  test('that finds the whole application limited holds back those of every account', async () => {
    platform.until = new Date(w.clock.now().getTime() + 30 * minuteMs);
    try {
      await meeting('app-limited');
      const other = await callsWorld(platform.platform);
      other.clock.move(w.clock.movedMs());
      const { id } = await other.say('grace', 'And to Milan.');
      await other.workOff();
      assert.equal((await other.callsOf(id))[0]!.heldReason, 'app_limit');
      assert.equal(platform.asks(), 1);
    } finally {
      await forgetApplication();
    }
  });

  test('that a platform was not there for is tried again, ever less often, and given up in the end', async () => {
    platform.next(...Array<Manner>(8).fill('down'));
    const { id } = await w.say('ada', 'Yes, to Rome too.');
    await w.workOff();
    const first = await stateOf(id);
    assert.deepEqual([first.status, first.heldReason, first.attempts], ['queued', 'platform_unavailable', 1]);
    await letPass(5 * hourMs, 10 * minuteMs);
    const last = await stateOf(id);
    assert.deepEqual([last.status, last.failureCode, last.attempts], ['failed', 'unavailable', 8]);
    assert.equal(platform.asks(), 8);
  });

  test('whose token is no good waits until the account is connected again', async () => {
    const id = await meeting('closed');
    const call = await stateOf(id);
    assert.deepEqual([call.status, call.heldReason], ['queued', 'not_open']);
    const broken = sql`select broken_reason as reason from connections.accounts where id = ${w.accountId}`;
    assert.deepEqual(await w.sql(z.object({ reason: z.string() }), broken), [{ reason: 'token_revoked' }]);
    await letPass(2 * hourMs, 20 * minuteMs);
    assert.equal(platform.asks(), 1);

    await w.change(sql`
      update connections.accounts set broken_at = null, broken_reason = null where id = ${w.accountId}`);
    await w.inside((ctx) => wakeCallsOf(ctx, w.accountId));
    await w.workOff();
    assert.equal((await stateOf(id)).status, 'done');
  });

  for (const manner of ['lost', 'half'] as const)
    test(`whose answer is ${manner} is found out, and is not made twice`, async () => {
      const id = await meeting(manner);
      assert.equal((await stateOf(id)).status, 'unknown');
      await letPass(15 * minuteMs, 5 * secondMs);
      const call = await stateOf(id);
      assert.deepEqual([call.status, call.platformId, call.attempts], ['done', 'm1', 1]);
      assert.deepEqual(texts(), ['Yes, to Rome too.']);
    });

  test('whose answer is lost although nothing was done is made again, once that is certain', async () => {
    const id = await meeting('lost');
    platform.done.splice(0);
    await letPass(30 * secondMs, 5 * secondMs);
    assert.equal((await stateOf(id)).status, 'unknown', 'it might still appear');
    await letPass(5 * minuteMs, 5 * secondMs);
    assert.deepEqual([(await stateOf(id)).status, texts().length], ['done', 1]);
  });

  test('that nobody can tell of is failed and said to be, never repeated', async () => {
    platform.tells = 'nothing';
    const id = await meeting('lost');
    await letPass(15 * minuteMs, 5 * secondMs);
    const call = await stateOf(id);
    assert.deepEqual([call.status, call.failureCode], ['failed', 'outcome_unknown']);
    assert.equal(platform.asks(), 1);
  });

  test('that cannot be asked about is given up within fifteen minutes', async () => {
    platform.tells = 'it is down';
    const id = await meeting('lost');
    await letPass(14 * minuteMs, 5 * secondMs);
    assert.equal((await stateOf(id)).status, 'unknown');
    await letPass(minuteMs, 5 * secondMs);
    assert.equal((await stateOf(id)).failureCode, 'outcome_unknown');
    assert.equal(platform.asks(), 1);
  });

  test('of the same words as one before is told from it', async () => {
    await w.say('ada', 'Yes.');
    await w.workOff();
    platform.next('lost');
    const { id } = await w.say('ada', 'Yes.');
    await letPass(minuteMs, 5 * secondMs);
    assert.deepEqual([(await stateOf(id)).platformId, texts().length], ['m2', 2]);
  });

  test('that is too late is failed without being made', async () => {
    const expiresAt = new Date(w.clock.now().getTime() + hourMs);
    const { id } = await w.say('ada', 'Yes, to Rome too.', { expiresAt });
    w.clock.move(hourMs);
    await w.workOff();
    const call = await stateOf(id);
    assert.deepEqual([call.status, call.failureCode, platform.asks()], ['failed', 'expired', 0]);
  });

  test('that waits for longer than it is of use is failed when that is over', async () => {
    platform.until = new Date(w.clock.now().getTime() + 24 * hourMs);
    platform.next('limited');
    const expiresAt = new Date(w.clock.now().getTime() + hourMs);
    const { id } = await w.say('ada', 'Yes, to Rome too.', { expiresAt });
    await w.workOff();
    w.clock.move(hourMs + secondMs);
    await w.workOff();
    assert.equal((await stateOf(id)).failureCode, 'expired');
  });

  test('of an account that was disconnected does not go out', async () => {
    const ids = [
      (await w.say('ada', 'One')).id,
      (await w.say('ada', 'Two')).id,
      (await w.say('grace', 'Three')).id,
    ];
    await w.change(sql`
      update connections.accounts set disconnected_at = ${w.clock.now()}, disconnected_reason = 'by_member'
       where id = ${w.accountId}`);
    await w.workOff();
    assert.deepEqual(
      (await w.callsOf(...ids)).map(({ status }) => status),
      Array(3).fill('cancelled'),
    );
    assert.deepEqual(await settledOf(ids[1]!), [{ status: 'cancelled' }]);
    assert.equal(platform.asks(), 0);
    await assert.rejects(w.say('ada', 'Four'), { code: 'connections.account_not_open' });
  });

  test('is cancelled together with all that waits when the account is disconnected', async () => {
    const { id } = await w.say('ada', 'One');
    await w.inside((ctx) => cancelCallsOf(ctx, w.accountId));
    assert.equal((await stateOf(id)).status, 'cancelled');
    await w.workOff();
    assert.equal(platform.asks(), 0);
  });

  test('can be taken back while it waits, and not after', async () => {
    const [one, two] = [await w.say('ada', 'One'), await w.say('grace', 'Two')];
    const cancel = (callId: CallId) => w.inside((ctx) => cancelCall(ctx, { callId }));
    assert.equal((await cancel(one.id)).status, 'cancelled');
    assert.equal((await cancel(one.id)).status, 'cancelled');
    await w.workOff();
    await assert.rejects(cancel(two.id), { code: 'connections.call_under_way' });
    await assert.rejects(cancel(newCallId()), { code: 'connections.call_not_found' });
    assert.deepEqual(texts(), ['Two']);
    assert.deepEqual(await settledOf(one.id), [{ status: 'cancelled' }]);
  });

  test('whose process was killed is asked about, by the same job as soon as it runs again', async () => {
    const { id } = await w.say('ada', 'Yes, to Rome too.');
    const unit = w.unit();
    const conversation = { accountId: w.accountId, conversationKey: 'person/ada' };
    const begin = () =>
      unit.work((ctx) => takeTurn(ctx, conversation, { platforms: w.outside.platforms, jobId: unit.jobId }));
    const turn = await begin();
    await platform.platform.perform(turn!, {} as never, unit.signal);

    await runMakeCall(unit, conversation, w.outside);
    assert.equal((await stateOf(id)).status, 'unknown');
    await letPass(2 * minuteMs, 5 * secondMs);
    assert.equal((await stateOf(id)).status, 'done');
    assert.deepEqual(texts(), ['Yes, to Rome too.']);
  });

  test('whose process was killed is asked about by the sweep, when its job is gone as well', async () => {
    const { id } = await w.say('ada', 'Yes, to Rome too.');
    const conversation = { accountId: w.accountId, conversationKey: 'person/ada' };
    const { platforms } = w.outside;
    await w.inside((ctx) => takeTurn(ctx, conversation, { platforms, jobId: newCallId() }));
    await w.change(sql`select 1`);
    await w.workOff();
    await w.inside(requeueCalls);
    assert.equal((await stateOf(id)).status, 'sending', 'somebody may be making it');
    w.clock.move(6 * minuteMs);
    await w.inside(requeueCalls);
    assert.equal((await stateOf(id)).status, 'unknown');
    await letPass(2 * minuteMs, 5 * secondMs);
    assert.deepEqual([(await stateOf(id)).status, texts().length], ['done', 1]);
  });

  for (const status of ['sending', 'unknown'] as const)
    test(`that comes while one that is ${status} is being settled goes next, with nobody sent for it`, async () => {
      await w.say('ada', 'Yes, to Rome too.');
      const conversation = { accountId: w.accountId, conversationKey: 'person/ada' };
      const { platforms } = w.outside;
      const turn = await w.inside((ctx) => takeTurn(ctx, conversation, { platforms, jobId: newCallId() }));
      if (status === 'unknown') await w.inside((ctx) => settleUnknown(ctx, turn!));
      await w.workOff();
      const saidMeanwhile = async () => {
        const { id } = await w.say('ada', 'And to Milan.');
        await w.workOff();
        return id;
      };
      const { second } = await w.inside(async (ctx) => {
        await settleDone(ctx, turn!, { platformId: 'm1' });
        // Not told of the first one's end, nor seen by it. On the embedded database all of it comes after.
        const second = saidMeanwhile();
        await sleep(200);
        return { second };
      });
      const id = await second;
      await w.workOff();
      assert.equal((await stateOf(id)).status, 'done');
    });

  test('whose job is gone is found by the sweep', async () => {
    const { id } = await w.say('ada', 'Yes, to Rome too.');
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from pgboss.job_common where group_id = ${w.workspaceId}::text`),
    );
    assert.equal(await w.workOff(), 0);
    w.clock.move(6 * minuteMs);
    await w.inside(requeueCalls);
    await w.workOff();
    assert.equal((await stateOf(id)).status, 'done');
  });

  test('says nothing any more when somebody else has found out', async () => {
    let open = () => {};
    platform.gate = new Promise((resolve) => {
      open = resolve;
    });
    const { id } = await w.say('ada', 'Yes, to Rome too.');
    const slow = w.workOff();
    while (platform.asks() === 0) await new Promise((resolve) => setTimeout(resolve, 5));
    w.clock.move(6 * minuteMs);
    await w.inside(requeueCalls);
    platform.tells = 'nothing';
    w.clock.move(minuteMs);
    await w.workOff();
    assert.equal((await stateOf(id)).failureCode, 'outcome_unknown');
    open();
    await slow;
    assert.equal((await stateOf(id)).failureCode, 'outcome_unknown');
    assert.deepEqual(await settledOf(id), [{ status: 'failed' }]);
  });
});

/** What is said of an application is for everybody, other tests included. */
const forgetApplication = () =>
  w.ground.db.transaction({ kind: 'owner' }, (tx) => tx.run(sql`delete from connections.app_limits`));
