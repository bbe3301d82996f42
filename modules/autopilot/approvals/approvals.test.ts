import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { inbox, turnAutomationOff } from '../../inbox/index.ts';
import { beginConversation, conversationWithWords, openChannel, said } from '../../inbox/testing.ts';
import { knowledge } from '../../knowledge/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { listEscalations } from '../escalations/escalations.ts';
import { autopilot } from '../index.ts';
import { approveAnswer, getApproval, listApprovals, rejectAnswer } from './approvals.ts';
import type { ApprovalId, ApprovalStatus } from './contract.ts';
import { holdForApproval } from './holding.ts';
import { expireOverdue, hearOfConversation, hearOfMessage } from './overtaking.ts';
import { heldAnswer } from './testing.ts';

const hourMs = 3_600_000;
let w: TestWorkspace;
let me: MemberActor;
beforeEach(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  me = await w.member('member');
});

const approve = (approvalId: ApprovalId, text?: string, as = me) =>
  w.as(as, (ctx) => approveAnswer(ctx, { approvalId, text }));
const statusOf = async (approvalId: ApprovalId) =>
  (await w.as(me, (ctx) => getApproval(ctx, { approvalId }))).status;
const waiting = (status: ApprovalStatus = 'waiting') =>
  w.reading(me, (ctx) => listApprovals(ctx, { status, limit: 10 }));
/** What goes out to customers, whoever wrote it. */
const queued = () =>
  w.system.work(({ tx }) =>
    tx.many(
      z.object({ author: z.string(), body: z.string() }),
      sql`select author, body from inbox.messages where direction = 'outbound' order by happened_at, id`,
    ),
  );

describe('an answer that was held back', () => {
  test('waits in the order of its age, with what was asked and why it waits', async () => {
    const first = await heldAnswer(w, { why: 'discount_offer' });
    w.ground.clock.move(60_000);
    const second = await heldAnswer(w);
    const { items } = await waiting();
    assert.deepEqual(
      items.map(({ id }) => id),
      [first.approvalId, second.approvalId],
    );
    const [{ asked, why, proposedText, thread, mayDecide, sources }] = items as [(typeof items)[0]];
    assert.deepEqual(
      [asked, why, proposedText, thread.personName, mayDecide, sources.length],
      ['Do you ship to Rome?', 'discount_offer', 'We do.', 'Ada Adler', true, 1],
    );
    assert.deepEqual(await queued(), [], 'nothing goes out before');
  });

  test('is found by the conversation it waits in', async () => {
    await heldAnswer(w);
    const { approvalId, conversationId } = await heldAnswer(w);
    const { items } = await w.reading(me, (ctx) =>
      listApprovals(ctx, { status: 'waiting', limit: 10, conversationId }),
    );
    assert.deepEqual(
      items.map(({ id }) => id),
      [approvalId],
    );
  });

  test('is one, however often its decision is held back', async () => {
    const { decisionId, conversationId, approvalId } = await heldAnswer(w);
    const again = await w.system.work((ctx) =>
      holdForApproval(ctx, { decisionId, conversationId, text: 'Otherwise.', why: 'value' }),
    );
    assert.equal(again, approvalId);
  });

  test('goes out as the machine’s when somebody allows it, once', async () => {
    const { approvalId } = await heldAnswer(w);
    const approved = await approve(approvalId);
    assert.deepEqual([approved.status, approved.statusBy?.memberId], ['approved', me.memberId]);
    assert.equal((await approve(approvalId)).status, 'approved');
    assert.deepEqual(await queued(), [{ author: 'autopilot', body: 'We do.' }]);
  });

  test('goes out in the words of whoever allows it', async () => {
    const { approvalId } = await heldAnswer(w);
    const { editedText, proposedText } = await approve(approvalId, 'We do, gladly.');
    assert.deepEqual([editedText, proposedText], ['We do, gladly.', 'We do.']);
    assert.deepEqual(await queued(), [{ author: 'autopilot', body: 'We do, gladly.' }]);
  });

  test('goes out once when two allow it at the same moment', async () => {
    const other = await w.member('manager');
    const { approvalId } = await heldAnswer(w);
    const both = await Promise.allSettled([
      approve(approvalId, 'Mine.'),
      approve(approvalId, 'Theirs.', other),
    ]);
    assert.deepEqual(both.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
    const [refused] = both.filter((one) => one.status === 'rejected');
    assert.equal(refused?.reason.code, 'autopilot.approval_is_over');
    assert.equal((await queued()).length, 1);
  });

  test('never goes out once it was rejected', async () => {
    const { approvalId } = await heldAnswer(w);
    const why = 'We do not ship there.';
    const rejected = await w.as(me, (ctx) => rejectAnswer(ctx, { approvalId, why }));
    assert.deepEqual([rejected.status, rejected.rejectedWhy], ['rejected', why]);
    await assert.rejects(approve(approvalId), { code: 'autopilot.approval_is_over' });
    assert.deepEqual(await queued(), []);
    assert.equal((await waiting('rejected')).items.length, 1);
  });

  test('is overtaken when it is allowed after a person has taken over', async () => {
    const { approvalId, conversationId } = await heldAnswer(w);
    await w.system.work((ctx) => turnAutomationOff(ctx, conversationId, 'person_replied'));
    assert.equal((await approve(approvalId)).status, 'overtaken');
    assert.deepEqual(await queued(), []);
  });

  test('is overtaken as soon as machines may not answer there any more', async () => {
    const [{ approvalId, conversationId }, other] = [await heldAnswer(w), await heldAnswer(w)];
    await hearOfConversation(unitIn(w), { conversationId });
    assert.equal(await statusOf(approvalId), 'waiting', 'something else about the conversation changed');
    await w.system.work((ctx) => turnAutomationOff(ctx, conversationId, 'switched'));
    await hearOfConversation(unitIn(w), { conversationId });
    assert.deepEqual(
      [await statusOf(approvalId), await statusOf(other.approvalId)],
      ['overtaken', 'waiting'],
    );
  });

  test('is overtaken when somebody writes in the platform’s own app', async () => {
    const { approvalId, conversationId } = await heldAnswer(w);
    const theirs = await said(w, { conversationId });
    await hearOfMessage(unitIn(w), { messageId: theirs, conversationId });
    assert.equal(await statusOf(approvalId), 'waiting', 'the customer wrote again');
    const outbound = { direction: 'outbound', author: 'elsewhere', status: 'sent' } as const;
    const ours = await said(w, { conversationId }, { ...outbound, body: 'From my phone' });
    await hearOfMessage(unitIn(w), { messageId: ours, conversationId });
    assert.equal(await statusOf(approvalId), 'overtaken');
  });

  test('expires with the platform’s window, and is not allowed after', async () => {
    const asked = await conversationWithWords(w);
    w.ground.clock.move(20 * hourMs);
    const { approvalId } = await heldAnswer(w, { asked });
    w.ground.clock.move(4 * hourMs - 1);
    await w.system.work(expireOverdue);
    assert.equal(await statusOf(approvalId), 'waiting');
    w.ground.clock.move(1);
    await assert.rejects(approve(approvalId), { code: 'autopilot.approval_is_over' });
    await w.system.work(expireOverdue);
    assert.equal(await statusOf(approvalId), 'expired');
  });

  test('fetches a person when nobody decides about it in time, once', async () => {
    const { conversationId, decisionId } = await heldAnswer(w);
    w.ground.clock.move(24 * hourMs);
    await Promise.all([w.system.work(expireOverdue), w.system.work(expireOverdue)]);
    const { items } = await w.reading(me, (ctx) => listEscalations(ctx, { list: 'open', limit: 10 }));
    assert.deepEqual(
      items.map((one) => [one.decisionId, one.conversationId, one.message, one.suggestedReply, one.reason]),
      [[decisionId, conversationId, 'Do you ship to Rome?', 'We do.', 'ai_limitation']],
    );
  });
});

test('whoever has no place where a conversation is neither sees nor allows an answer to it', async () => {
  const [here, there] = [await w.location('Harbour'), await w.location('Airport')];
  const heldAt = async (locationId: string) => {
    const begun = await beginConversation(w, { channelId: await openChannel(w, { locationId }) });
    return heldAnswer(w, { asked: { ...begun, messageId: await said(w, begun) } });
  };
  const [ours, theirs] = [await heldAt(here), await heldAt(there)];
  const nothing = { extra: [], withdrawn: [] };
  const guest: MemberActor = {
    ...{ ...me, role: null },
    access: { role: null, ...nothing, locations: [{ locationId: here, role: 'member', ...nothing }] },
  };
  const { items } = await w.reading(guest, (ctx) => listApprovals(ctx, { status: 'waiting', limit: 10 }));
  assert.deepEqual(
    items.map(({ id }) => id),
    [ours.approvalId],
  );
  await assert.rejects(approve(theirs.approvalId, undefined, guest), {
    code: 'autopilot.approval_not_found',
  });
  assert.equal((await approve(ours.approvalId, undefined, guest)).status, 'approved');
});
