import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { ownOutside, type TestOutside } from '../../../kit/testing/outside.ts';
import { connections } from '../../connections/index.ts';
import { connectionsOutside } from '../../connections/testing.ts';
import { identity } from '../../identity/index.ts';
import { findConversationFacts, inbox } from '../../inbox/index.ts';
import { conversationWithWords, said } from '../../inbox/testing.ts';
import { knowledge } from '../../knowledge/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { type EscalationId, type EscalationList, escalationReasons } from './contract.ts';
import { dueAfter } from './due.ts';
import { escalate } from './escalating.ts';
import {
  getEscalation,
  hearOfConversation,
  hearOfMessage,
  listEscalations,
  resolveEscalation,
} from './escalations.ts';
import { runTell, sweepOverdue, sweepUntold } from './telling.ts';
import { raised } from './testing.ts';

const minuteMs = 60_000;
let w: TestWorkspace;
let me: MemberActor;
let outside: Awaited<ReturnType<typeof world>>;
const world = async (own: TestOutside) => ({ ...(await connectionsOutside()), ...own });
beforeEach(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  me = await w.member('member');
  outside = await world(await ownOutside());
});

const look = (escalationId: EscalationId) => w.reading(me, (ctx) => getEscalation(ctx, { escalationId }));
const list = (which: EscalationList = 'open') =>
  w.reading(me, (ctx) => listEscalations(ctx, { list: which, limit: 10 }));
const mailsTo = (address: string) => outside.mailsTo(address);
const ownerEmail = async () => {
  const { email } = await w.ground.db
    .reader({ kind: 'installation' })
    .one(z.object({ email: z.string() }), sql`select email from identity.users where id = ${w.ownerId}`);
  return email;
};
const tell = (escalationId: EscalationId, news: 'raised' | 'overdue' = 'raised') =>
  runTell(unitIn(w), { escalationId, news }, outside);

describe('escalate', () => {
  test('SS-19 switches machines off in the conversation', async () => {
    const { conversationId } = await raised(w);
    const facts = await w.system.work(({ tx }) => findConversationFacts(tx, conversationId));
    assert.equal(facts?.automationOffWhy, 'escalated');
    assert.deepEqual(facts.automationOffAt, w.ground.clock.now());
  });

  test('SS-31 SS-33 keeps the reason, the message and how sure the machine was', async () => {
    for (const reason of escalationReasons) {
      const { escalationId } = await raised(w, { reason });
      const shown = await look(escalationId);
      assert.deepEqual(
        [shown.reason, shown.message, shown.confidence, shown.suggestedReply],
        [reason, 'Let me talk to a person.', 0.8, 'I am here.'],
      );
    }
    await assert.rejects(raised(w, { confidence: 1.1 }));
  });

  test('is one per conversation, however many fetch somebody at once', async () => {
    const asked = await conversationWithWords(w);
    const { conversationId } = asked;
    const both = await Promise.all(
      [1, 2, 3].map((n) =>
        w.system.work((ctx) =>
          escalate(ctx, { conversationId, reason: 'complex_issue', message: `The ${n}th` }),
        ),
      ),
    );
    assert.equal(new Set(both).size, 1);
    assert.equal((await list()).items.length, 1);
  });

  test('is found by its conversation, and by why a person is needed', async () => {
    const { escalationId, conversationId } = await raised(w, { reason: 'legal_matter' });
    await raised(w, { reason: 'urgent_request' });
    const found = async (narrowed: object) =>
      (
        await w.reading(me, (ctx) => listEscalations(ctx, { list: 'open', limit: 10, ...narrowed }))
      ).items.map(({ id }) => id);
    assert.deepEqual(await found({ conversationId }), [escalationId]);
    assert.deepEqual(await found({ reason: 'legal_matter' }), [escalationId]);
    assert.deepEqual(await found({ conversationId, reason: 'urgent_request' }), []);
  });

  test('raises another one once the first is resolved', async () => {
    const { escalationId, ...asked } = await raised(w);
    await w.as(me, (ctx) => resolveEscalation(ctx, { escalationId, how: 'dismissed' }));
    const again = await raised(w, { asked: { ...asked, messageId: await said(w, asked) } });
    assert.notEqual(again.escalationId, escalationId);
  });
});

describe('an escalation', () => {
  test('waits in the order in which it is due', async () => {
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        insert into autopilot.settings (workspace_id, escalation_minutes, created_at, updated_at)
        values (${w.workspaceId}, 30, ${now}, ${now})`),
    );
    const first = await raised(w);
    w.ground.clock.move(minuteMs);
    const second = await raised(w);
    const { items } = await list();
    assert.deepEqual(
      items.map(({ id }) => id),
      [first.escalationId, second.escalationId],
    );
    assert.equal(items[0]!.dueAt.getTime() - items[0]!.createdAt.getTime(), 30 * minuteMs);
  });

  test('is resolved by whoever answers, and by nothing that was said before', async () => {
    const { escalationId, conversationId } = await raised(w);
    const ours = { direction: 'outbound', author: 'member', status: 'sent', memberId: me.memberId } as const;
    const before = new Date(w.ground.clock.now().getTime() - minuteMs);
    const early = await said(w, { conversationId }, { ...ours, body: 'Earlier', happenedAt: before });
    await hearOfMessage(unitIn(w), { messageId: early, conversationId });
    assert.equal((await look(escalationId)).resolvedAt, null);
    w.ground.clock.move(minuteMs);
    const late = await said(w, { conversationId }, { ...ours, body: 'I am here.' });
    await hearOfMessage(unitIn(w), { messageId: late, conversationId });
    const { resolvedHow, resolvedBy } = await look(escalationId);
    assert.deepEqual([resolvedHow, resolvedBy?.memberId], ['answered', me.memberId]);
  });

  test('is handed back when machines may answer there again', async () => {
    const { escalationId, conversationId } = await raised(w);
    await hearOfConversation(unitIn(w), { conversationId });
    assert.equal((await look(escalationId)).resolvedHow, null, 'that they may not any more is no such news');
    await w.system.work(({ tx }) =>
      tx.run(sql`
        update inbox.conversations set automation_off_at = null, automation_off_why = null
         where id = ${conversationId}`),
    );
    await hearOfConversation(unitIn(w), { conversationId });
    assert.equal((await look(escalationId)).resolvedHow, 'handed_back');
  });

  test('is dismissed by hand, once', async () => {
    const { escalationId } = await raised(w);
    const dismiss = () => w.as(me, (ctx) => resolveEscalation(ctx, { escalationId, how: 'dismissed' }));
    const { resolvedAt } = await dismiss();
    w.ground.clock.move(minuteMs);
    assert.deepEqual((await dismiss()).resolvedAt, resolvedAt);
    assert.deepEqual([(await list()).items.length, (await list('resolved')).items.length], [0, 1]);
  });
});

describe('whoever is to see to it', () => {
  test('SS-32 gets one mail, and it is told from then on', async () => {
    const { escalationId } = await raised(w);
    w.ground.clock.move(minuteMs);
    const later = await raised(w);
    assert.deepEqual(
      (await list('untold')).items.map(({ id }) => id),
      [later.escalationId, escalationId],
    );
    for (let n = 0; n < 3; n++) await tell(escalationId);
    const mails = await mailsTo(await ownerEmail());
    assert.equal(mails.length, 1);
    assert.match(mails[0]!.text, /Let me talk to a person\./);
    assert.ok((await look(escalationId)).notifiedAt);
    assert.deepEqual(
      (await list('untold')).items.map(({ id }) => id),
      [later.escalationId],
    );
  });

  test('is whoever has the conversation, and whom the settings name', async () => {
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        insert into autopilot.settings (workspace_id, notified_emails, created_at, updated_at)
        values (${w.workspaceId}, '{desk@linen.test}', ${now}, ${now})`),
    );
    const { escalationId, conversationId } = await raised(w);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`
        update inbox.conversations set assigned_to = ${me.memberId}, assigned_at = ${now}
         where id = ${conversationId}`),
    );
    await tell(escalationId);
    assert.equal((await mailsTo('desk@linen.test')).length, 1);
    assert.equal((await mailsTo(await ownerEmail())).length, 0);
  });

  test('gets nothing twice when the end of the first is not known', async () => {
    const { escalationId } = await raised(w);
    await w.system.work(({ tx, now }) =>
      tx.run(sql`update autopilot.escalations set notice_claimed_at = ${now} where id = ${escalationId}`),
    );
    await tell(escalationId);
    assert.equal((await mailsTo(await ownerEmail())).length, 0);
    assert.equal((await look(escalationId)).notifiedAt, null);
  });

  test('gets it after all when the mail server was away', async () => {
    const { escalationId } = await raised(w);
    const away = { ...outside, mail: { ...outside.mail, send: () => Promise.reject(new Error('away')) } };
    await assert.rejects(runTell(unitIn(w), { escalationId, news: 'raised' }, away));
    await tell(escalationId);
    assert.equal((await mailsTo(await ownerEmail())).length, 1);
  });

  test('is told once more when nobody came in time', async () => {
    const { escalationId } = await raised(w);
    const claimed = () =>
      w.system.work(async ({ tx }) => {
        const told = sql`select overdue_told_at as at from autopilot.escalations where id = ${escalationId}`;
        return (await tx.one(z.object({ at: z.date().nullable() }), told)).at;
      });
    await w.system.work(sweepOverdue);
    assert.equal(await claimed(), null);
    w.ground.clock.move(60 * minuteMs);
    await w.system.work(sweepOverdue);
    const at = await claimed();
    assert.deepEqual(at, w.ground.clock.now());
    w.ground.clock.move(minuteMs);
    await w.system.work(sweepOverdue);
    assert.deepEqual(await claimed(), at, 'once');
    await tell(escalationId, 'overdue');
    assert.match((await mailsTo(await ownerEmail()))[0]!.subject, /still waits/);
    assert.equal((await look(escalationId)).isOverdue, true);
  });

  test('is told by the sweep where the job was lost', async () => {
    await raised(w);
    const jobs = () =>
      w.system.work(async (ctx) => {
        const sent: unknown[] = [];
        const counting: typeof ctx = {
          ...ctx,
          enqueue: async (_job, payload) => {
            sent.push(payload);
            return { jobId: 'test' };
          },
        };
        await sweepUntold(counting);
        return sent.length;
      });
    assert.equal(await jobs(), 0);
    w.ground.clock.move(11 * minuteMs);
    assert.equal(await jobs(), 1);
  });
});

describe('dueAfter', () => {
  const nineToFive = [{ from: '09:00', to: '17:00' }];
  const hours = { monday: nineToFive, tuesday: nineToFive };
  const zone = 'Europe/Athens';
  test('counts the minutes in which a place is open', () => {
    // Athens is two hours ahead: Monday, 16:30 there.
    const late = new Date('2026-01-05T14:30:00Z');
    assert.deepEqual(dueAfter(hours, zone, late, 60), new Date('2026-01-06T07:30:00Z'));
    assert.deepEqual(dueAfter(hours, zone, late, 20), new Date('2026-01-05T14:50:00Z'));
    const weekend = new Date('2026-01-07T12:00:00Z');
    assert.deepEqual(dueAfter(hours, zone, weekend, 60), new Date('2026-01-12T08:00:00Z'));
  });
  test('counts those of any clock where nobody said when, or it never opens', () => {
    const from = new Date('2026-01-05T20:00:00Z');
    for (const nobody of [{}, { monday: [] }])
      assert.deepEqual(dueAfter(nobody, zone, from, 60), new Date('2026-01-05T21:00:00Z'));
  });
});
