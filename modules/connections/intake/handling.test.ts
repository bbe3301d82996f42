import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Unit } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import type { SingleEvent } from '../platforms/platform.ts';
import { eventAttemptsMax, type WebhookEventId } from './contract.ts';
import { workOff } from './handling.ts';
import { getEvent, replayEvent, replayFailed, requeueEvents } from './log.ts';
import { takeIn } from './storing.ts';
import { eventsOf, intakeWorkspace, jobsWaitingFor, message, openAccount } from './testing.ts';

async function withAccount(platform: SingleEvent['platform'] = 'instagram') {
  const w = await intakeWorkspace();
  const account = await openAccount(w, { platform });
  const take = (...events: readonly SingleEvent[]) =>
    w.system.work((ctx) => takeIn(ctx, account, events, 'webhook'));
  const events = () => eventsOf(w, account);
  const handle = async (part: Partial<Unit> = {}) => {
    for (const { id } of await events()) await workOff(unitOf(w, part), { eventId: id });
  };
  return { ...w, account, take, events, handle };
}
type World = Awaited<ReturnType<typeof withAccount>>;

const unitOf = (w: Pick<World, 'system' | 'workspaceId' | 'ground'>, part: Partial<Unit> = {}): Unit => ({
  workspaceId: w.workspaceId,
  jobId: 'job of the test',
  log: w.ground.log,
  signal: new AbortController().signal,
  work: (fn) => w.system.work(fn),
  progress: async () => undefined,
  ...part,
});

const told = ({ system }: World, name: string) =>
  system.work(({ tx }) =>
    tx.many(
      z.object({ payload: z.record(z.string(), z.unknown()) }),
      sql`select payload from app.events where name = ${name} order by transaction, position`,
    ),
  );

/** The database refuses whatever would be said of an event, for as long as the test wants. */
const failing = (w: World): Partial<Unit> => {
  let turns = 0;
  return {
    work: (fn) => {
      turns += 1;
      // The second of three: claim, settle, give up.
      if (turns % 3 !== 2) return w.system.work(fn);
      return w.system.work(async (ctx) => {
        await fn(ctx);
        throw new Error('something broke on the way');
      });
    },
  };
};

describe('an event', () => {
  test('SE-37 SE-39 is told to the modules above once, and says who worked it off and how long it took', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1));
    await w.handle();
    await w.handle();
    const [event] = await w.events();
    assert.deepEqual([event!.status, event!.attempts, event!.durationMs], ['completed', 1, 0]);
    assert.ok(event!.worker);
    assert.deepEqual(
      (await told(w, 'connections.event_received')).map(({ payload }) => payload),
      [
        {
          eventId: event!.id,
          accountId: w.account.id,
          platform: 'instagram',
          kind: 'message',
          conversationKey: 'person/1',
        },
      ],
    );
  });

  test('is worked off though the token of its account is dead', async () => {
    const w = await withAccount();
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update connections.accounts set broken_at = ${now}, broken_reason = 'token_revoked'
         where id = ${w.account.id}`),
    );
    await w.take(message(w.account, 1));
    await w.handle();
    assert.equal((await w.events())[0]!.status, 'completed');
  });

  test('SE-38 that fails is tried again later and later, so often, and then kept as it is', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1));
    const waits: (number | null)[] = [];
    for (let i = 0; i < eventAttemptsMax; i++) {
      await assert.rejects(w.handle(failing(w)), /something broke/);
      const [event] = await w.events();
      assert.deepEqual(
        [event!.status, event!.failureCode, event!.attempts],
        ['failed', 'stoa.internal', i + 1],
      );
      const at = event!.nextAttemptAt;
      waits.push(at && (at.getTime() - w.ground.clock.now().getTime()) / 1_000);
    }
    assert.deepEqual(waits, [5, 10, 20, 40, 80, 160, 320, null]);
    // Whoever still has a job for it finds it over.
    await w.handle();
    const [event] = await w.events();
    assert.deepEqual([event!.status, event!.attempts], ['failed', eventAttemptsMax]);
    assert.equal(event!.failureDetail, 'something broke on the way');
    assert.deepEqual(await told(w, 'connections.event_received'), []);
  });

  test('whose work ends the process each time is given up as well', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1));
    const dying: Partial<Unit> = {
      work: async (fn) => {
        await w.system.work(fn);
        throw new Error('the process is gone');
      },
    };
    for (let i = 0; i < eventAttemptsMax; i++) await assert.rejects(w.handle(dying), /process is gone/);
    assert.equal((await w.events())[0]!.status, 'processing');
    await w.handle();
    const [event] = await w.events();
    assert.deepEqual([event!.status, event!.nextAttemptAt], ['failed', null]);
  });

  test('that is stopped is left to whoever has it next', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1));
    const stop = new AbortController();
    const stopped: Partial<Unit> = {
      signal: stop.signal,
      work: async (fn) => {
        stop.signal.throwIfAborted();
        const result = await w.system.work(fn);
        stop.abort(new Error('the worker is stopping'));
        return result;
      },
    };
    await assert.rejects(w.handle(stopped), /worker is stopping/);
    assert.equal((await w.events())[0]!.status, 'processing');
    await w.handle();
    assert.equal((await w.events())[0]!.status, 'completed');
  });

  test('is counted in the health of its account', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1), message(w.account, 2));
    await w.handle();
    await w.system.work((ctx) => takeIn(ctx, w.account, [message(w.account, 3)], 'sync'));
    await w.handle();
    const health = await w.system.work(({ tx }) =>
      tx.one(
        z.object({ came: z.number(), today: z.number() }),
        sql`
        select hooks_came_count as came, day_processed_count as today
          from connections.health where account_id = ${w.account.id}`,
      ),
    );
    assert.deepEqual(health, { came: 2, today: 3 });
  });
});

describe('an event about an account itself', () => {
  const uninstalled = (w: World, at: Date | undefined) =>
    message(w.account, 'gone', { kind: 'uninstalled', conversationKey: 'shop', at });
  const accountOf = (w: World) =>
    w.system.work(({ tx }) =>
      tx.one(
        z.object({ reason: z.string().nullable(), routes: z.number() }),
        sql`
        select disconnected_reason as reason,
               (select count(*)::int from connections.account_routes where account_id = a.id) as routes
          from connections.accounts a where id = ${w.account.id}`,
      ),
    );

  test('disconnects it when our application was taken off there, and is written down', async () => {
    const w = await withAccount('shopify');
    await w.take(uninstalled(w, w.ground.clock.now()));
    await w.handle();
    assert.deepEqual(await accountOf(w), { reason: 'uninstalled', routes: 0 });
    assert.equal((await told(w, 'connections.account_changed')).length, 1);
    const trail = await w.system.work(({ tx }) =>
      tx.many(
        z.object({ action: z.string(), subjectId: z.string() }),
        sql`select action, subject_id from workspaces.audit_entries where category = 'connections'`,
      ),
    );
    assert.deepEqual(trail, [
      { action: 'connections.account_disconnected', subjectId: w.account.platformAccountId },
    ]);
  });

  test('does not disconnect what was connected again since', async () => {
    const w = await withAccount('shopify');
    await w.take(uninstalled(w, new Date(w.ground.clock.now().getTime() - 60_000)));
    await w.handle();
    assert.deepEqual(await accountOf(w), { reason: null, routes: 1 });
    const [event] = await w.events();
    assert.deepEqual([event!.status, event!.skippedReason], ['skipped', 'account_not_open']);
  });

  test('about data of customers is kept and left to whoever keeps customers', async () => {
    const w = await withAccount('shopify');
    await w.take(message(w.account, 1, { kind: 'privacy' }));
    await w.handle();
    const [event] = await w.events();
    assert.deepEqual([event!.status, event!.skippedReason], ['skipped', 'commerce_not_here']);
    assert.deepEqual(await told(w, 'connections.event_received'), []);
  });

  test('that only changes it is told, and so is that it changed', async () => {
    const w = await withAccount('whatsapp');
    await w.take(message(w.account, 1, { kind: 'account_update' }));
    await w.handle();
    assert.equal((await told(w, 'connections.event_received')).length, 1);
    assert.equal((await told(w, 'connections.account_changed')).length, 1);
  });
});

describe('a replay', () => {
  test('works an event off from the beginning once more', async () => {
    const w = await withAccount();
    const manager = await w.member('manager');
    await w.take(message(w.account, 1));
    for (let i = 0; i < eventAttemptsMax; i++) await assert.rejects(w.handle(failing(w)));
    const eventId = (await w.events())[0]!.id;
    const answer = await w.as(manager, (ctx) => replayEvent(ctx, { eventId }));
    assert.deepEqual([answer.status, answer.attempts, answer.failureCode], ['pending', 0, null]);
    await w.handle();
    assert.equal((await w.events())[0]!.status, 'completed');
  });

  test('is refused while the event is worked off, and for what is not there', async () => {
    const [w, other] = [await withAccount(), await withAccount()];
    const manager = await w.member('manager');
    await w.take(message(w.account, 1));
    await other.take(message(other.account, 1));
    const ours = (await w.events())[0]!.id;
    const theirs = (await other.events())[0]!.id;
    const replay = (eventId: WebhookEventId) => w.as(manager, (ctx) => replayEvent(ctx, { eventId }));
    await assert.rejects(replay(ours), { code: 'connections.event_not_over', status: 409 });
    const nowhere = 'f0000000-0000-4000-8000-000000000000' as WebhookEventId;
    for (const eventId of [theirs, nowhere])
      await assert.rejects(replay(eventId), { code: 'connections.event_not_found', status: 404 });
    const viewer = await w.member('viewer');
    await assert.rejects(
      w.reading(viewer, (ctx) => getEvent(ctx, { eventId: ours })),
      { code: 'stoa.not_permitted' },
    );
  });

  test('of all that was given up goes by what is asked for, oldest first, and leaves what is tried again', async () => {
    const w = await withAccount();
    const manager = await w.member('manager');
    await w.take(message(w.account, 1), message(w.account, 2, { kind: 'comment' }), message(w.account, 3));
    for (let i = 0; i < eventAttemptsMax; i++)
      for (const { id } of await w.events())
        await assert.rejects(workOff(unitOf(w, failing(w)), { eventId: id }));
    w.ground.clock.move(1_000);
    await w.take(message(w.account, 4));
    const { id: fourth } = (await w.events()).at(-1)!;
    await assert.rejects(workOff(unitOf(w, failing(w)), { eventId: fourth }));
    const replay = (input: Parameters<typeof replayFailed>[1]) =>
      w.as(manager, (ctx) => replayFailed(ctx, input));
    assert.deepEqual(await replay({ kind: 'comment' }), { replayed: 1 });
    assert.deepEqual(await replay({ accountId: w.account.id }), { replayed: 2 });
    assert.deepEqual(await replay({}), { replayed: 0 });
    assert.deepEqual(
      (await w.events()).map(({ status }) => status),
      ['pending', 'pending', 'pending', 'failed'],
    );
  });
});

describe('the sweep', () => {
  test('finds events that wait without a job, and sends none twice', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1), message(w.account, 2));
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from pgboss.job_common where group_id = ${w.workspaceId}`),
    );
    const sweep = () => w.system.work(requeueEvents);
    await sweep();
    assert.equal(await jobsWaitingFor(w, w.account), 0);
    w.ground.clock.move(3_600_000);
    for (let i = 0; i < 2; i++) await sweep();
    assert.equal(await jobsWaitingFor(w, w.account), 2);
  });

  test('finds those whose next attempt nobody made', async () => {
    const w = await withAccount();
    await w.take(message(w.account, 1));
    await assert.rejects(w.handle(failing(w)));
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from pgboss.job_common where group_id = ${w.workspaceId}`),
    );
    w.ground.clock.move(3_600_000);
    await w.system.work(requeueEvents);
    assert.equal(await jobsWaitingFor(w, w.account), 1);
  });
});
