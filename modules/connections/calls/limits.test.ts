import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { AccountId } from '../accounts/contract.ts';
import type { Lane } from '../platforms/contract.ts';
import { listLimits } from './limits.ts';
import { type CallsWorld, callsWorld, newCallId } from './testing.ts';
import { openTestPlatform } from './testing-server.ts';
import { takeTurn } from './turns.ts';

const minuteMs = 60_000;
const hourMs = 60 * minuteMs;

const messages = (hourly: number, daily: number) => ({ messages: { hourly, daily } });
async function worldOf(limits = messages(200, 1_000)) {
  const platform = await openTestPlatform(limits);
  return { platform, w: await callsWorld(platform.platform) };
}
const limitsOf = (w: CallsWorld, lane: Lane = 'messages') =>
  w.inside(async (ctx) => {
    const { items } = await listLimits(ctx, { accountId: w.accountId }, w.outside);
    return items.find((one) => one.lane === lane)!;
  });
const sayMany = async (w: CallsWorld, count: number, priority?: 'bulk' | 'person') => {
  for (let n = 0; n < count; n++) await w.say(`somebody ${n}`, `Words ${n}`, { priority });
};
const minutesFrom = (w: CallsWorld, at: Date | null) =>
  at && Math.round((at.getTime() - w.clock.now().getTime()) / minuteMs);
const statusesOf = (w: CallsWorld) =>
  w.sql(
    z.object({ status: z.string(), heldReason: z.string().nullable(), count: z.number() }),
    sql`
    select status, held_reason, count(*)::int as count from connections.calls group by status, held_reason
     order by status, held_reason`,
  );
const exceeded = (w: CallsWorld) =>
  w.sql(
    z.object({ changes: z.any() }),
    sql`select changes from workspaces.audit_entries where action = 'connections.rate_limit_exceeded'`,
  );

describe('the limits of an account', () => {
  test('SE-50 hold back what is above those of the hour, and let it go in the next', async () => {
    const { platform, w } = await worldOf(messages(3, 100));
    await sayMany(w, 5);
    await w.workOff();
    assert.equal(platform.done.length, 3);
    const limits = await limitsOf(w);
    assert.deepEqual([limits.hour.used, limits.hour.limit, limits.waiting], [3, 3, 2]);
    assert.deepEqual([minutesFrom(w, limits.hour.resetsAt), minutesFrom(w, limits.emptyAt)], [60, 60]);
    assert.deepEqual(await statusesOf(w), [
      { status: 'done', heldReason: null, count: 3 },
      { status: 'queued', heldReason: 'account_limit', count: 2 },
    ]);
    w.clock.move(59 * minuteMs);
    await w.workOff();
    assert.equal(platform.done.length, 3);
    w.clock.move(2 * minuteMs);
    await w.workOff();
    assert.equal(platform.done.length, 5);
    const after = await limitsOf(w);
    assert.deepEqual([after.hour.used, after.day.used, after.waiting, after.emptyAt], [2, 5, 0, null]);
  });

  test('hold back what is above those of the day, for the rest of it', async () => {
    const { platform, w } = await worldOf(messages(3, 4));
    await sayMany(w, 8);
    await w.workOff();
    w.clock.move(61 * minuteMs);
    await w.workOff();
    assert.equal(platform.done.length, 4);
    assert.equal(minutesFrom(w, (await limitsOf(w)).emptyAt), 24 * 60 - 61 + 60);
    w.clock.move(24 * hourMs);
    await w.workOff();
    assert.equal(platform.done.length, 7);
  });

  test('are those of the account where it has its own', async () => {
    const { platform, w } = await worldOf(messages(3, 100));
    await sayMany(w, 1);
    await w.workOff();
    await w.change(sql`update connections.send_limits set hourly_limit = 5`);
    await sayMany(w, 9);
    await w.workOff();
    assert.equal(platform.done.length, 5);
  });

  test('are of one lane: a full one holds back nothing of another', async () => {
    const { platform, w } = await worldOf(messages(1, 100));
    await sayMany(w, 2);
    await w.workOff();
    const request = { commentId: '17', text: 'Thank you' };
    await w.say('post', '', { kind: 'comment_reply', conversationKey: 'post/1', request });
    await w.workOff();
    assert.equal(platform.done.length, 2);
    assert.equal((await limitsOf(w, 'comments')).hour.limit, 200);
  });

  test('SE-55 are said to be exceeded once in a window, however many find them full', async () => {
    const { w } = await worldOf(messages(1, 100));
    await sayMany(w, 6);
    await w.workOff();
    assert.equal((await exceeded(w)).length, 1);
    assert.equal((await exceeded(w))[0]!.changes.lane.to, 'messages');
    w.clock.move(61 * minuteMs);
    await w.workOff();
    assert.equal((await exceeded(w)).length, 2);
  });

  test('are never exceeded, whoever takes of them at the same time', async () => {
    const { w } = await worldOf();
    const { platforms } = w.outside;
    const take = (conversationKey: string, limits: ReturnType<typeof messages>) =>
      w.inside((ctx) => {
        const platform = { ...platforms.get('instagram')!, limits };
        const conversation = { accountId: w.accountId, conversationKey };
        return takeTurn(ctx, conversation, {
          platforms: { ...platforms, get: () => platform },
          jobId: newCallId(),
        });
      });
    const step = fc.oneof(
      fc.record({ takers: fc.integer({ min: 1, max: 12 }) }),
      fc.record({ minutes: fc.integer({ min: 5, max: 700 }) }),
    );
    const given = fc.record({
      hourly: fc.integer({ min: 1, max: 5 }),
      daily: fc.integer({ min: 1, max: 9 }),
      steps: fc.array(step, { minLength: 3, maxLength: 7 }),
    });
    let round = 0;
    await fc.assert(
      fc.asyncProperty(given, async ({ hourly, daily, steps }) => {
        round += 1;
        await w.change(sql`delete from connections.send_limits`);
        await w.change(sql`delete from connections.calls`);
        let taken = 0;
        for (const one of steps) {
          if ('minutes' in one) w.clock.move(one.minutes * minuteMs);
          else {
            const keys = Array.from({ length: one.takers }, () => `${round}/${taken++}`);
            for (const key of keys) await w.say(key, 'Words', { conversationKey: key });
            await Promise.all(keys.map((key) => take(key, messages(hourly, daily))));
          }
        }
        const begun = await w.sql(
          z.object({ startedAt: z.date() }),
          sql`select started_at from connections.calls where status = 'sending' order by started_at`,
        );
        const times = begun.map(({ startedAt }) => startedAt.getTime());
        assert.ok(fullest(times, hourMs) <= hourly, `${hourly} an hour`);
        assert.ok(fullest(times, 24 * hourMs) <= daily, `${daily} a day`);
      }),
      { numRuns: 25 },
    );
  });
});

/** The most in one window, each of which begins with its first call. */
function fullest(times: readonly number[], ms: number): number {
  let [began, count, most] = [Number.NEGATIVE_INFINITY, 0, 0];
  for (const at of times) {
    if (at >= began + ms) [began, count] = [at, 0];
    count += 1;
    most = Math.max(most, count);
  }
  return most;
}

describe('what a platform says is used', () => {
  test("holds back what nobody waits for from 80 percent on, and all but a person's reply from 95", async () => {
    const { platform, w } = await worldOf();
    const outcomes: [number, number][] = [];
    for (const percent of [79, 80, 95, 100]) {
      platform.usage = { percent };
      await w.say('first', 'So it is known', { priority: 'person' });
      await w.workOff();
      const before = platform.done.length;
      await w.say('a', `bulk at ${percent}`, { priority: 'bulk' });
      await w.say('b', `usual at ${percent}`);
      await w.say('c', `person at ${percent}`, { priority: 'person' });
      await w.workOff();
      outcomes.push([percent, platform.done.length - before]);
      platform.usage = { percent: 10 };
      await w.say('first', 'So it is over', { priority: 'person' });
      await w.workOff();
      w.clock.move(6 * minuteMs);
      await w.workOff();
    }
    assert.deepEqual(outcomes, [
      [79, 3],
      [80, 2],
      [95, 1],
      [100, 1],
    ]);
    assert.equal(platform.done.length, 4 * 5);
  });

  test('is believed for ten minutes, and then asked for anew by the next call', async () => {
    const { platform, w } = await worldOf();
    platform.usage = { percent: 99 };
    await w.say('first', 'So it is known', { priority: 'person' });
    await w.say('second', 'Words');
    await w.workOff();
    assert.equal(platform.done.length, 1);
    w.clock.move(5 * minuteMs);
    await w.workOff();
    assert.equal(platform.done.length, 1);
    w.clock.move(6 * minuteMs);
    await w.workOff();
    assert.equal(platform.done.length, 2);
  });

  test('of an application is shared: whoever had far more than the others waits first', async () => {
    const platform = await openTestPlatform(messages(1_000, 1_000), 'messenger');
    const [many, few] = [await callsWorld(platform.platform), await callsWorld(platform.platform)];
    try {
      await sayMany(few, 2);
      await few.workOff();
      await sayMany(many, 25);
      platform.usage = { appPercent: 70 };
      await many.workOff();
      const held = (await statusesOf(many)).find(({ status }) => status === 'queued')!;
      assert.deepEqual([held.heldReason, held.count], ['app_limit', 25 - 21]);
      await few.say('other', 'Words');
      await few.workOff();
      assert.deepEqual(
        (await statusesOf(few)).map(({ status }) => status),
        ['done'],
      );
      await many.say('person', 'A person writes', { priority: 'person' });
      await many.workOff();
      assert.equal(platform.done.at(-1)!.text, 'A person writes');
      platform.usage = { appPercent: 20 };
      await few.say('other', 'Words');
      await few.workOff();
      many.clock.move(6 * minuteMs);
      await many.workOff();
      assert.equal((await statusesOf(many)).length, 1);
    } finally {
      await many.ground.db.transaction({ kind: 'owner' }, async (tx) => {
        await tx.run(sql`delete from connections.app_limits`);
        await tx.run(sql`delete from connections.app_shares`);
      });
    }
  });
});

describe('turns', () => {
  test('of one conversation come in the order in which they were asked for', async () => {
    const { platform, w } = await worldOf();
    platform.next('down');
    for (let n = 0; n < 5; n++) await w.say('ada', `${n}`);
    for (let n = 0; n < 10; n++) {
      await w.workOff();
      w.clock.move(minuteMs);
    }
    assert.deepEqual(
      platform.done.map(({ text }) => text),
      ['0', '1', '2', '3', '4'],
    );
  });

  test('of one conversation are one at a time, whoever takes them', async () => {
    const { w } = await worldOf();
    for (let n = 0; n < 6; n++) await w.say('ada', `${n}`);
    const conversation = { accountId: w.accountId, conversationKey: 'person/ada' };
    const { platforms } = w.outside;
    const taken = await Promise.allSettled(
      Array.from({ length: 6 }, () =>
        w.inside((ctx) => takeTurn(ctx, conversation, { platforms, jobId: newCallId() })),
      ),
    );
    const turns = taken.filter((one) => one.status === 'fulfilled' && one.value !== undefined);
    assert.equal(turns.length, 1);
    assert.equal((await limitsOf(w)).hour.used, 1);
  });

  test('come to what a person wrote before all that nobody waits for', async () => {
    const { platform, w } = await worldOf(messages(2, 100));
    await sayMany(w, 4, 'bulk');
    await w.say('somebody 3', 'A person writes', { priority: 'person' });
    await w.workOff();
    assert.equal(platform.done[0]!.text, 'A person writes');
    assert.equal(platform.done.length, 2);
  });

  test('of one conversation do not wait for those of another', async () => {
    const { platform, w } = await worldOf();
    platform.next('down');
    await w.say('ada', 'One');
    await w.say('ada', 'Two');
    await w.workOff();
    await w.say('grace', 'Three');
    await w.workOff();
    assert.deepEqual(
      platform.done.map(({ text }) => text),
      ['Three'],
    );
  });
});

describe('GET /w/:workspaceId/connections/:accountId/limits', () => {
  test('shows what the platform allows of an account that has done nothing yet', async () => {
    const { w } = await worldOf({ messages: { hourly: 200, daily: 1_000 } });
    const { hour, day, waiting, emptyAt } = await limitsOf(w);
    assert.deepEqual(
      { hour, day, waiting, emptyAt },
      {
        hour: { limit: 200, used: 0, resetsAt: null },
        day: { limit: 1_000, used: 0, resetsAt: null },
        waiting: 0,
        emptyAt: null,
      },
    );
  });

  test('knows nothing of an account of somebody else', async () => {
    const [{ w }, other] = [await worldOf(), await worldOf()];
    const at = (accountId: AccountId) => w.inside((ctx) => listLimits(ctx, { accountId }, w.outside));
    await assert.rejects(at(other.w.accountId), { code: 'connections.account_not_found' });
    await assert.rejects(at(newId(AccountId)), { code: 'connections.account_not_found' });
  });
});
