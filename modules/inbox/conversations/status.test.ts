import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { sql } from '../../../kit/sql.ts';
import { beginConversation, openChannel } from '../messages/testing.ts';
import type { ConversationStatus } from './contract.ts';
import { runWake, setStatus, sweepSnoozed } from './status.ts';
import { inboxWorkspace, linesOf, toldOf, unitIn } from './testing.ts';

const hourMs = 3_600_000;

async function one() {
  const w = await inboxWorkspace();
  const { conversationId, channelId } = await beginConversation(w);
  const actor = await w.member('member');
  const put = (status: ConversationStatus, snoozeUntil?: string) => {
    w.ground.clock.move(1_000);
    return w.as(actor, (ctx) => setStatus(ctx, { conversationId, status, snoozeUntil }, w.outside));
  };
  const lines = () => linesOf(w, conversationId);
  const told = () => toldOf(w, 'inbox.conversation_changed');
  const sweep = () => w.system.work(sweepSnoozed);
  const status = async () =>
    (
      await w.system.work(({ tx }) =>
        tx.one(
          z.object({ status: z.string() }),
          sql`select status from inbox.conversations where id = ${conversationId}`,
        ),
      )
    ).status;
  return { w, conversationId, channelId, actor, put, lines, told, sweep, status };
}

describe('setStatus', () => {
  test('SS-17 closes, sets aside and opens again, and says in the conversation who did', async () => {
    const { put, lines, told, actor, w, conversationId, channelId } = await one();
    for (const status of ['closed', 'pending', 'open'] as const) {
      const found = await put(status);
      assert.deepEqual([found.status, found.statusBy?.memberId], [status, actor.memberId]);
      assert.deepEqual(found.statusAt, w.ground.clock.now());
    }
    assert.deepEqual(await lines(), [
      { author: 'member', what: 'status', from: 'open', to: 'closed' },
      { author: 'member', what: 'status', from: 'closed', to: 'pending' },
      { author: 'member', what: 'status', from: 'pending', to: 'open' },
    ]);
    assert.deepEqual(await told(), Array(3).fill({ conversationId, channelId }));
  });

  test('writes nothing where nothing changes', async () => {
    const { put, lines, told } = await one();
    await put('open');
    await put('snoozed', 'tomorrow 9');
    await put('snoozed', 'tomorrow at 9:00');
    assert.equal((await lines()).length, 1);
    assert.equal((await told()).length, 1);
  });

  test('snoozes until a moment in the zone of the workspace', async () => {
    const { w, put } = await one();
    await w.system.work(({ tx, now }) =>
      tx.run(sql`update workspaces.workspaces set timezone = 'America/New_York', updated_at = ${now}
                  where id = ${w.workspaceId}`),
    );
    const found = await put('snoozed', 'tomorrow 9');
    assert.equal(found.snoozedUntil?.toISOString(), '2026-01-06T14:00:00.000Z');
    assert.equal((await put('closed')).snoozedUntil, null);
  });

  test('refuses a moment that is none, that is over, and one further off than a year', async () => {
    const { put, status } = await one();
    await assert.rejects(put('snoozed', 'soon'), { code: 'inbox.snooze_not_understood' });
    await assert.rejects(put('snoozed'), { code: 'inbox.snooze_not_understood' });
    await assert.rejects(put('snoozed', 'this morning'), { code: 'inbox.snooze_in_the_past' });
    await assert.rejects(put('snoozed', 'in 366 days'), { code: 'inbox.snooze_too_far' });
    assert.equal(await status(), 'open');
  });

  test('is refused to who may only read it there, and unknown to who may not read it', async () => {
    const { w } = await one();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const { conversationId } = await beginConversation(w, {
      channelId: await openChannel(w, { locationId: here }),
    });
    const close = (actor: Awaited<ReturnType<typeof w.memberAt>>) =>
      w.as(actor, (ctx) => setStatus(ctx, { conversationId, status: 'closed' }, w.outside));
    const reader = await w.memberAt('viewer', [{ locationId: there, role: 'member' }]);
    await assert.rejects(close(reader), { code: 'stoa.not_permitted' });
    const stranger = await w.memberAt(null, [{ locationId: there, role: 'manager' }]);
    await assert.rejects(close(stranger), { code: 'inbox.conversation_not_found' });
    const guest = await w.memberAt(null, [{ locationId: here, role: 'member' }]);
    assert.equal((await close(guest)).status, 'closed');
  });
});

describe('a snoozed conversation', () => {
  test('opens at its moment, once, though the job and the sweep both find it', async () => {
    const { w, conversationId, put, lines, sweep, status } = await one();
    await put('snoozed', 'in 2 hours');
    await sweep();
    await runWake(unitIn(w), { conversationId });
    assert.equal(await status(), 'snoozed');
    w.ground.clock.move(2 * hourMs);
    await Promise.all([sweep(), runWake(unitIn(w), { conversationId }), sweep()]);
    assert.equal(await status(), 'open');
    const until = '2026-01-05T11:00:01.000Z';
    assert.deepEqual(await lines(), [
      { author: 'member', what: 'status', from: 'open', to: 'snoozed', until },
      { author: 'system', what: 'status', from: 'snoozed', to: 'open' },
    ]);
  });

  test('has a job for its moment, and the job of an earlier one finds it snoozed anew', async () => {
    const { w, conversationId, put, status } = await one();
    await put('snoozed', 'in 2 hours');
    await put('snoozed', 'in 5 hours');
    const jobs = await w.ground.db.reader({ kind: 'owner' }).many(
      z.object({ startAfter: z.date() }),
      sql`select start_after from pgboss.job_common
           where name = 'inbox.wake_conversation' and data->'payload'->>'conversationId' = ${conversationId}
           order by start_after`,
    );
    assert.equal(Math.round((jobs[1]!.startAfter.getTime() - jobs[0]!.startAfter.getTime()) / hourMs), 3);
    w.ground.clock.move(2 * hourMs);
    await runWake(unitIn(w), { conversationId });
    assert.equal(await status(), 'snoozed');
  });

  test('that somebody closed meanwhile stays closed', async () => {
    const { w, put, sweep, status } = await one();
    await put('snoozed', 'in 2 hours');
    await put('closed');
    w.ground.clock.move(3 * hourMs);
    await sweep();
    assert.equal(await status(), 'closed');
  });
});
