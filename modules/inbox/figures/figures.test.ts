import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import type { Unit } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import type { TestWorkspace } from '../../workspaces/testing.ts';
import { holdConversation } from '../messages/record.sql.ts';
import { recordActivity } from '../messages/record.ts';
import { beginConversation, inboxWorkspace, openChannel, said } from '../messages/testing.ts';
import { runCountHours, runRebuild } from './counting.ts';
import { exportFigures, getFigures } from './figures.ts';

const minuteMs = 60_000;
const monday = { from: '2026-01-05', until: '2026-01-05' };

const unitOf = (w: TestWorkspace): Unit => ({
  ...{ workspaceId: w.workspaceId, jobId: '-', log: w.ground.log, signal: new AbortController().signal },
  work: (fn) => w.system.work(fn),
  progress: async () => undefined,
});

async function place(openingHours: object = {}) {
  const w = await inboxWorkspace();
  const locationId = await w.location();
  await w.system.work((ctx) =>
    ctx.tx.run(sql`
      update workspaces.locations set opening_hours = ${JSON.stringify(openingHours)}::jsonb where id = ${locationId}`),
  );
  const channelId = await openChannel(w, { locationId });
  const owner = await w.member('owner');
  const begun = await beginConversation(w, { channelId });
  const start = w.ground.clock.now();
  const at = (minutes: number) => new Date(start.getTime() + minutes * minuteMs);
  const answer = { direction: 'outbound', kind: 'text', author: 'member', status: 'sent' } as const;
  return {
    ...{ w, owner, begun, channelId, locationId, at },
    asks: (minutes: number) => said(w, begun, { happenedAt: at(minutes) }),
    answers: (minutes: number, more: object = {}) =>
      said(w, begun, { ...answer, happenedAt: at(minutes), platformMessageId: null, ...more }),
    closes: (minutes: number) =>
      w.system.work(async (ctx) => {
        const held = (await holdConversation(ctx.tx, begun.conversationId))!;
        await recordActivity({ ...ctx, now: at(minutes) }, held, {
          what: 'status',
          from: 'open',
          to: 'closed',
        });
      }),
    count: () => runCountHours(unitOf(w)),
    look: (wanted = monday) => w.reading(owner, (ctx) => getFigures(ctx, wanted)),
  };
}

describe('figures', () => {
  test('CR-79 counts what came in and went out by day and hour, and by whom', async () => {
    const p = await place();
    await p.asks(0);
    await p.asks(1);
    await p.answers(4);
    await p.answers(70, { author: 'autopilot' });
    await p.answers(71, { author: 'elsewhere' });
    await p.count();
    const { all, days, week, kinds } = await p.look();
    assert.deepEqual([all.inbound, all.byMembers, all.byMachines, all.elsewhere, all.begun], [2, 1, 1, 1, 1]);
    assert.deepEqual([days.length, days[0]!.on, kinds], [1, '2026-01-05', { text: 2 }]);
    assert.deepEqual(week, [
      { weekday: 1, hour: 9, inbound: 2 },
      { weekday: 1, hour: 10, inbound: 0 },
    ]);
  });

  test('a wait begins with the oldest word nobody has answered, and ends with the answer', async () => {
    const p = await place();
    await p.asks(0);
    await p.asks(3);
    await p.answers(10);
    await p.answers(11);
    await p.asks(20);
    await p.answers(22);
    await p.count();
    const { all, spread } = await p.look();
    assert.deepEqual(all.firstReplies, { count: 1, seconds: 600, openSeconds: 600 });
    assert.deepEqual(all.replies, { count: 2, seconds: 360, openSeconds: 360 });
    assert.deepEqual(spread, [0, 1, 1, 0, 0, 0, 0]);
  });

  test('an answer after a conversation was closed is a first one again, and closing has a wait of its own', async () => {
    const p = await place();
    await p.asks(0);
    await p.answers(1);
    await p.closes(30);
    await p.asks(40);
    await p.answers(45);
    await p.closes(100);
    await p.count();
    const { all } = await p.look();
    assert.deepEqual([all.firstReplies.count, all.firstReplies.seconds], [2, 180]);
    assert.deepEqual([all.closed.count, all.closed.seconds], [2, 45 * 60]);
  });

  test('only counts the time a place was open, by its own clock', async () => {
    // 9:00 UTC is 11:00 in Athens.
    const p = await place({ monday: [{ from: '11:30', to: '20:00' }] });
    await p.asks(0);
    await p.answers(60);
    await p.count();
    const { all } = await p.look();
    assert.deepEqual(all.replies, { count: 1, seconds: 3_600, openSeconds: 1_800 });
  });

  test('what was taken back, failed or is for later is no answer', async () => {
    const p = await place();
    await p.asks(0);
    for (const status of ['cancelled', 'failed'] as const)
      await p.answers(1, { status, ...(status === 'failed' && { failureCode: 'x' }) }).catch(() => undefined);
    await p.answers(2, { status: 'scheduled', sendAt: p.at(600) });
    await p.answers(9);
    await p.count();
    const { all } = await p.look();
    assert.deepEqual([all.byMembers, all.replies.seconds], [1, 540]);
  });

  test('is the same whenever it is counted, and when all of it is made anew', async () => {
    const event = fc.tuple(
      fc.constantFrom('asks', 'answers', 'closes', 'count'),
      fc.integer({ min: 0, max: 600 }),
    );
    await fc.assert(
      fc.asyncProperty(fc.array(event, { maxLength: 12 }), async (events) => {
        const p = await place();
        for (const [what, minutes] of events) await p[what as 'asks'](minutes);
        await p.count();
        const kept = await p.look();
        await p.w.system.work((ctx) => ctx.tx.run(sql`delete from inbox.hour_figures`));
        await runRebuild(unitOf(p.w), { channelId: null, from: null });
        await p.count();
        const { week: _, ...anew } = await p.look();
        const { week: __, ...before } = kept;
        assert.deepEqual(anew, before);
      }),
      { numRuns: 40 },
    );
  });

  test('is a table as well, a line for each day and channel', async () => {
    const p = await place();
    await p.asks(0);
    await p.answers(2);
    await p.count();
    const table = await p.w.reading(p.owner, async (ctx) => {
      let text = '';
      for await (const piece of (await exportFigures(ctx, monday)).stream) text += piece;
      return text;
    });
    const [, line] = table.trim().split('\r\n');
    assert.match(line!, /^"2026-01-05","Linen & Oak","instagram","1","1","0","0","1","1","120","120"/);
  });

  test('shows only the places somebody sees, and refuses what cannot be asked', async () => {
    const p = await place();
    await p.asks(0);
    await p.count();
    const member = await p.w.member('member');
    await assert.rejects(
      p.w.reading(member, (ctx) => getFigures(ctx, monday)),
      { code: 'stoa.not_permitted' },
    );
    const elsewhere = await p.w.location('Hill shop');
    const grants = { role: 'manager' as const, extra: [], withdrawn: [] };
    const access = {
      role: null,
      extra: [],
      withdrawn: [],
      locations: [{ ...grants, locationId: elsewhere }],
    };
    const guest = { ...member, role: null, access };
    assert.equal((await p.w.reading(guest, (ctx) => getFigures(ctx, monday))).all.inbound, 0);
    await assert.rejects(p.look({ from: '2026-01-06', until: '2026-01-05' }), {
      code: 'inbox.days_out_of_order',
    });
    await assert.rejects(p.look({ from: '2024-01-06', until: '2026-01-05' }), {
      code: 'inbox.too_many_days',
    });
  });
});
