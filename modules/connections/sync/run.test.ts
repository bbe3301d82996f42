import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { sql } from '../../../kit/sql.ts';
import { Trouble } from '../../../providers/trouble.ts';
import { eventsOf, intakeWorkspace } from '../intake/testing.ts';
import type { Resource } from '../platforms/contract.ts';
import type { Platform, Pull, Pulled } from '../platforms/platform.ts';
import { ownConnectionsOutside, play, type TestConnectionsOutside } from '../platforms/testing.ts';
import { takeRoom } from './budget.ts';
import { callsPerHourMax } from './contract.ts';
import { leaseMs, runSync } from './run.ts';
import { hourMs, hourOf, minuteMs } from './schedule.ts';
import { listRuns, listStates } from './syncing.ts';
import { connectInstagram, newRunId, rowsOf, unitOf, withPlatform } from './testing.ts';

let outside: TestConnectionsOutside;
before(async () => {
  outside = await ownConnectionsOutside();
});

const page = { limit: 50, after: undefined };

async function connected(name?: string) {
  const w = await intakeWorkspace();
  // The sandbox's clock is its own, and its tokens end by it.
  w.ground.clock.set(new Date());
  const account = await connectInstagram(w, outside, name);
  const of = (resource: Resource) => ({ accountId: account.id, resource });
  return {
    ...w,
    account,
    run: (
      resource: Resource,
      more: { why?: 'asked' | 'schedule'; jobId?: string; to?: typeof outside } = {},
    ) => runSync(unitOf(w, more.jobId), { ...of(resource), why: more.why ?? 'asked' }, more.to ?? outside),
    state: (resource: Resource) =>
      w.system.work(
        async (ctx) =>
          (await listStates(ctx, { accountId: account.id })).items.find((s) => s.resource === resource)!,
      ),
    runs: () => w.system.work(async (ctx) => (await listRuns(ctx, { accountId: account.id, ...page })).items),
    events: () => eventsOf(w, account),
  };
}
type World = Awaited<ReturnType<typeof connected>>;

const commentOn = ({ account }: World, text: string) =>
  play(outside, 'meta', 'comment', { account: account.key, person: 'nora', text });

async function withPost(name?: string): Promise<World> {
  const w = await connected(name);
  await play(outside, 'meta', 'publish', { account: w.account.key, text: 'The oat dress' });
  return w;
}

/** An account of the test's own platform: so many comments, newest first, so many on a page. */
function comments(
  w: World,
  count: number,
  perPage: number,
  more: Partial<Pulled> = {},
): { pull: Pull; asked: number[] } {
  const asked: number[] = [];
  const items = Array.from(
    { length: count },
    (_, i): Pulled => ({
      itemId: `c${count - i}`,
      eventId: `c${count - i}`,
      platform: 'instagram',
      platformAccountId: w.account.platformAccountId,
      kind: 'comment',
      conversationKey: 'media/1',
      at: new Date(w.ground.clock.now().getTime() - (i + 5) * minuteMs),
      payload: { id: `c${count - i}` },
      ...more,
    }),
  );
  const pull: Pull = async (_access, { cursor, since }) => {
    const from = Number(cursor?.from ?? 0);
    asked.push(from);
    const found = items.slice(from, from + perPage).filter(({ at }) => !since || !at || at > since);
    const isOver = from + perPage >= count || found.length < perPage;
    return { items: found, next: isOver ? undefined : { from: from + perPage }, callsCount: 1 };
  };
  return { pull, asked };
}

const playing = (pull: Pull): TestConnectionsOutside => {
  const instagram = outside.platforms.get('instagram')!;
  const platform: Platform = { ...instagram, pull: { ...instagram.pull, comments: pull } };
  return withPlatform(outside, platform);
};

const failing =
  (error: unknown): Pull =>
  () =>
    Promise.reject(error);
const trouble = (kind: Trouble['kind'], until?: Date) =>
  new Trouble(kind, `the platform says ${kind}`, { provider: 'meta', call: 'GET /comments', until });

describe('asking the sandbox', () => {
  test('finds posts, comments, figures and the profile of an account, each once however often it is asked', async () => {
    const w = await withPost();
    for (const text of ['one', 'two', 'three']) await commentOn(w, text);
    for (const resource of ['posts', 'comments', 'profile', 'metrics'] as const) await w.run(resource);
    const kinds = async () => (await w.events()).map(({ kind }) => kind).sort();
    const first = await kinds();
    assert.deepEqual(first.filter((kind) => kind === 'comment').length, 3);
    assert.ok(first.includes('feed') && first.includes('metrics'));
    // A post that is liked is no other post.
    await play(outside, 'meta', 'like', { account: w.account.key, person: 'nora' });
    for (const resource of ['posts', 'comments', 'profile'] as const) await w.run(resource);
    assert.deepEqual(await kinds(), first);
    for (const { status, counts, failureCode } of await w.runs()) {
      assert.deepEqual([status, failureCode], ['success', null]);
      assert.ok(counts.calls > 0);
    }
    const [account] = await rowsOf(w, sql`select followers_count::int, figures_at from connections.accounts`);
    assert.ok(Number(account!.followersCount) >= 1_000 && account!.figuresAt);
  });

  test('CR-31 a run is pending, success or failed, counts what it found, and says why it failed', async () => {
    const w = await connected();
    const { pull } = comments(w, 3, 2);
    await w.run('comments', { to: playing(pull) });
    await w.run('comments', { to: playing(failing(trouble('unavailable'))) });
    const [failed, done] = await w.runs();
    assert.deepEqual(
      [done!.status, done!.counts],
      ['success', { calls: 2, posts: 0, comments: 3, messages: 0, fresh: 3 }],
    );
    assert.deepEqual([failed!.status, failed!.failureCode], ['failed', 'unavailable']);
    assert.match(failed!.failureDetail!, /the platform says/);
    await assert.rejects(
      w.system.work(({ tx }) => tx.run(sql`update connections.sync_runs set status = 'perhaps'`)),
      /sync_run_status_is_known/,
    );
  });
});

describe('a run', () => {
  test('SE-52 begins only when none is under way and not before it is due', async () => {
    const w = await connected();
    const { pull, asked } = comments(w, 1, 1);
    await w.run('comments', { to: playing(pull) });
    await w.run('comments', { why: 'schedule', to: playing(pull) });
    assert.equal(asked.length, 1, 'it was not due');

    let isInside: () => void = () => {};
    let letGo: () => void = () => {};
    const inside = new Promise<void>((resolve) => (isInside = resolve));
    const gate = new Promise<void>((resolve) => (letGo = resolve));
    const slow: Pull = async (...all) => {
      isInside();
      await gate;
      return pull(...all);
    };
    const under = w.run('comments', { to: playing(slow) });
    await inside;
    assert.equal((await w.state('comments')).isRunning, true);
    await w.run('comments', { to: playing(pull) });
    assert.equal(asked.length, 1, 'another one is under way');
    letGo();
    await under;
    assert.equal(asked.length, 2);
  });

  test('goes on after the page that was stored last when its process died, and is the same run', async () => {
    const w = await connected();
    const { pull, asked } = comments(w, 7, 2);
    const dying = new AbortController();
    const jobId = newRunId();
    const diesAtThird: Pull = (access, from, signal) => {
      if (asked.length === 2) dying.abort(new Error('killed'));
      signal.throwIfAborted();
      return pull(access, from, signal);
    };
    const payload = { accountId: w.account.id, resource: 'comments', why: 'asked' } as const;
    await assert.rejects(runSync(unitOf(w, jobId, dying.signal), payload, playing(diesAtThird)), /killed/);
    assert.equal((await w.events()).length, 4);
    assert.deepEqual(
      [(await w.state('comments')).isPartWay, (await w.state('comments')).isRunning],
      [true, true],
    );

    await w.run('comments', { jobId, to: playing(pull) });
    assert.deepEqual(asked, [0, 2, 4, 6]);
    assert.equal((await w.events()).length, 7);
    const [run, ...others] = await w.runs();
    assert.equal(others.length, 0);
    assert.deepEqual([run!.status, run!.counts.comments, run!.counts.calls], ['success', 7, 4]);
  });

  test('of a dead process is taken over once its lease is over, and not before', async () => {
    const w = await connected();
    const { pull, asked } = comments(w, 4, 2);
    const dying = new AbortController();
    const dies: Pull = (access, from, signal) => {
      if (asked.length === 1) dying.abort(new Error('killed'));
      signal.throwIfAborted();
      return pull(access, from, signal);
    };
    const payload = { accountId: w.account.id, resource: 'comments', why: 'asked' } as const;
    await assert.rejects(runSync(unitOf(w, newRunId(), dying.signal), payload, playing(dies)), /killed/);
    w.ground.clock.move(leaseMs - 1_000);
    await w.run('comments', { to: playing(pull) });
    assert.deepEqual(asked, [0]);
    w.ground.clock.move(2_000);
    await w.run('comments', { why: 'schedule', to: playing(pull) });
    assert.deepEqual(asked, [0, 2]);
    const [second, first] = await w.runs();
    assert.deepEqual([first!.failureCode, second!.status], ['connections.sync_died', 'success']);
  });

  test('that somebody else took over stores nothing more', async () => {
    const w = await connected();
    const { pull } = comments(w, 4, 2);
    const overtaken: Pull = async (...all) => {
      await w.system.work(({ tx }) =>
        tx.run(sql`update connections.sync_states set run_id = ${newRunId()} where resource = 'comments'`),
      );
      return pull(...all);
    };
    await w.run('comments', { to: playing(overtaken) });
    assert.deepEqual(await w.events(), []);
  });

  test('never disconnects for what passes, and comes back later and later', async () => {
    const w = await connected();
    const waits: number[] = [];
    for (const kind of ['unavailable', 'unknown_outcome', 'unavailable', 'unavailable'] as const) {
      await w.run('comments', { to: playing(failing(trouble(kind))) });
      const { nextAt } = await w.state('comments');
      waits.push((nextAt.getTime() - w.ground.clock.now().getTime()) / minuteMs);
    }
    // Up to a tenth sooner or later.
    [1, 2, 4, 8].forEach((minutes, i) => {
      assert.ok(Math.abs(waits[i]! - minutes) <= minutes / 10 + 0.001, `${waits[i]} minutes`);
    });
    const { failuresInARow, lastFailureCode } = await w.state('comments');
    assert.deepEqual([failuresInARow, lastFailureCode], [4, 'unavailable']);
    const [account] = await rowsOf(w, sql`select broken_at from connections.accounts`);
    assert.equal(account!.brokenAt, null);
  });

  test('that finds the token taken back breaks the account, once, and asks no more', async () => {
    const w = await connected();
    await play(outside, 'meta', 'token', { account: w.account.key, do: 'revoke' });
    for (let i = 0; i < 3; i++) await w.run('comments');
    const [account] = await rowsOf(
      w,
      sql`select broken_at is not null as is_broken from connections.accounts`,
    );
    assert.deepEqual(account, { isBroken: true });
    assert.deepEqual(
      (await w.runs()).map(({ failureCode }) => failureCode),
      ['unauthorized'],
    );
    const notices = await rowsOf(
      w,
      sql`select action from workspaces.audit_entries where action = 'connections.token_refresh_failed'`,
    );
    assert.equal(notices.length, 1);
  });

  test('begins anew when the platform does not know any more where it stopped', async () => {
    const w = await connected();
    const { pull, asked } = comments(w, 4, 2);
    const forgetful: Pull = (access, from, signal) =>
      from.cursor ? Promise.reject(trouble('rejected')) : pull(access, from, signal);
    await w.run('comments', { to: playing(forgetful) });
    assert.equal((await w.state('comments')).isPartWay, false);
    await w.run('comments', { to: playing(pull) });
    assert.deepEqual(asked, [0, 0, 2]);
    assert.equal((await w.events()).length, 4);
  });
});

describe('the budget', () => {
  test('SE-52 counts the calls of an hour, and goes on with the rest in the next one', async () => {
    const w = await connected();
    const { pull } = comments(w, callsPerHourMax + 5, 1);
    await w.run('comments', { to: playing(pull) });
    const state = await w.state('comments');
    assert.deepEqual([state.callsThisHour, state.isPartWay, state.isRunning], [callsPerHourMax, true, false]);
    assert.equal((await w.events()).length, callsPerHourMax);
    const [run] = await w.runs();
    assert.deepEqual([run!.status, run!.counts.calls], ['success', callsPerHourMax]);

    await w.run('posts');
    assert.equal(
      (await w.runs())[0]!.counts.calls,
      0,
      'all that an account has is asked for out of one budget',
    );

    w.ground.clock.set(new Date(Math.max(state.nextAt.getTime(), w.ground.clock.now().getTime() + hourMs)));
    await w.run('comments', { why: 'schedule', to: playing(pull) });
    assert.equal((await w.events()).length, callsPerHourMax + 5);
    assert.equal((await w.state('comments')).isPartWay, false);
  });

  test('is counted with everything else that is read for the account, and leaves what the platform holds', async () => {
    const w = await connected();
    const until = new Date(w.ground.clock.now().getTime() + 20 * minuteMs);
    await w.run('comments', { to: playing(failing(trouble('rate_limited', until))) });
    const { pull, asked } = comments(w, 1, 1);
    await w.run('comments', { to: playing(pull) });
    assert.equal(asked.length, 0);
    const { nextAt, failuresInARow } = await w.state('comments');
    assert.ok(nextAt >= until);
    assert.equal(failuresInARow, 0);
    const trail = () =>
      rowsOf(
        w,
        sql`select action, subject_id from workspaces.audit_entries where action = 'connections.rate_limit_exceeded'`,
      );
    assert.deepEqual(await trail(), [
      { action: 'connections.rate_limit_exceeded', subjectId: w.account.platformAccountId },
    ]);
    w.ground.clock.set(until);
    await w.run('comments', { to: playing(pull) });
    assert.equal(asked.length, 1);
    const [lane] = await rowsOf(w, sql`select hour_count from connections.send_limits where lane = 'reads'`);
    assert.equal(lane!.hourCount, 2);
  });

  test('is never exceeded, however many ask at once: the last call of the hour is had by one', async () => {
    const w = await connected();
    const resources = ['comments', 'posts', 'messages', 'metrics'] as const;
    const instagram = outside.platforms.get('instagram')!;
    const now = w.ground.clock.now();
    const { from, until } = hourOf(w.account.id, now);
    for (let round = 0; round < 10; round++) {
      await w.system.work(({ tx }) =>
        tx.run(sql`
          update connections.sync_states set hour_began_at = ${from},
                 hour_calls_count = case resource when 'profile' then ${callsPerHourMax - 1}::int else 0 end`),
      );
      const ends = await Promise.all(
        resources.map((resource) =>
          w.system.work((ctx) => takeRoom(ctx, { accountId: w.account.id, resource }, instagram, 1)),
        ),
      );
      assert.deepEqual(
        ends.filter((end) => end !== undefined),
        [until, until, until],
      );
    }
  });
});
