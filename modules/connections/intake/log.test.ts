import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { workOff } from './handling.ts';
import { getEvent, listEvents } from './log.ts';
import { takeIn } from './storing.ts';
import { eventsOf, intakeWorkspace, message, openAccount } from './testing.ts';

async function withEvents(count: number) {
  const w = await intakeWorkspace();
  const [account, other] = [await openAccount(w), await openAccount(w)];
  const manager = await w.member('manager');
  for (let n = 0; n < count; n++) {
    const kind = n % 3 === 0 ? 'comment' : 'message';
    await w.system.work((ctx) => takeIn(ctx, account, [message(account, n, { kind })], 'webhook'));
    w.ground.clock.move(86_400_000);
  }
  await w.system.work((ctx) => takeIn(ctx, other, [message(other, 'other')], 'webhook'));
  const list = (input: Partial<Parameters<typeof listEvents>[1]> = {}) =>
    w.reading(manager, (ctx) => listEvents(ctx, { limit: 50, ...input }));
  return { ...w, account, other, manager, list };
}

describe('the log of events', () => {
  test('is read newest first, page by page, over months', async () => {
    const w = await withEvents(40);
    const seen: string[] = [];
    let after: string | undefined;
    do {
      const page = await w.list({ accountId: w.account.id, limit: 7, after });
      seen.push(...page.items.map(({ id }) => id));
      after = page.next ?? undefined;
    } while (after);
    const stored = (await eventsOf(w, w.account)).map(({ id }) => id);
    assert.equal(stored.length, 40);
    assert.deepEqual(seen, stored.reverse());
  });

  test('shows what is asked for: an account, a kind, a status', async () => {
    const w = await withEvents(6);
    const [first] = await eventsOf(w, w.account);
    await workOff(
      {
        workspaceId: w.workspaceId,
        jobId: 'job of the test',
        log: w.ground.log,
        signal: new AbortController().signal,
        work: (fn) => w.system.work(fn),
        progress: async () => undefined,
      },
      { eventId: first!.id },
    );
    assert.equal((await w.list()).items.length, 7);
    assert.equal((await w.list({ accountId: w.other.id })).items.length, 1);
    assert.equal((await w.list({ kind: 'comment' })).items.length, 2);
    assert.deepEqual(
      (await w.list({ status: 'completed' })).items.map(({ id }) => id),
      [first!.id],
    );
    assert.equal((await w.list({ status: 'pending', kind: 'comment' })).items.length, 1);
    assert.equal((await w.list({ status: 'failed' })).items.length, 0);
  });

  test('shows one event whole, as it came', async () => {
    const w = await withEvents(1);
    const [event] = await eventsOf(w, w.account);
    const shown = await w.reading(w.manager, (ctx) => getEvent(ctx, { eventId: event!.id }));
    assert.deepEqual(shown.payload, message(w.account, 0).payload);
    assert.deepEqual([shown.platformEventId, shown.conversationKey], ['mid.0', 'person/1']);
  });

  test('is read by those who may, in their own workspace', async () => {
    const [w, other] = [await withEvents(1), await withEvents(1)];
    const [theirs] = await eventsOf(other, other.account);
    await assert.rejects(
      w.reading(w.manager, (ctx) => getEvent(ctx, { eventId: theirs!.id })),
      { code: 'connections.event_not_found', status: 404 },
    );
    const member = await w.member('member');
    await assert.rejects(
      w.reading(member, (ctx) => listEvents(ctx, { limit: 5 })),
      { code: 'stoa.not_permitted' },
    );
    assert.equal((await w.list()).items.length, 2);
  });
});
