import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor, Unit } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { connectionsOutside } from '../../connections/testing.ts';
import { findConversationFacts, turnAutomationOff } from '../../inbox/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { type ToolCaller, ToolRefusal, tool } from '../answering/tools.ts';
import { escalate } from '../escalations/escalating.ts';
import { listEscalations } from '../escalations/escalations.ts';
import { autopilot } from '../index.ts';
import type { AutopilotOutside, WorkspaceAi } from '../outside.ts';
import { modulesBelow } from '../testing/modules.ts';
import { oneUse, seenOf, thoughtOf } from '../testing/seen.ts';
import { approveAnswer, getApproval } from './approvals.ts';
import { type ApprovalId, answerToCome } from './contract.ts';
import { requeueDeeds, runDeed } from './deeds.ts';
import { heldAnswer } from './testing.ts';

let w: TestWorkspace;
let me: MemberActor;
let outside: AutopilotOutside;
/** How often it was told, and by which ids. */
let told: (string | null)[];
let answers: () => unknown;
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
  me = await w.member('member');
  told = [];
  answers = () => ({ leaves: 'on Friday' });
  const shape = z.object({ about: z.string() });
  const run = async (_: unknown, { deedId }: ToolCaller) => {
    told.push(deedId);
    return answers();
  };
  const spec = { description: 'Of the test.', shape, readsOnly: false, run };
  const all = [
    tool({ ...spec, name: 'send_label' }),
    tool({ ...spec, name: 'pause_order', isRepeatable: true }),
  ];
  outside = { ...(await connectionsOutside()), tools: { all } };
});

const input = { about: '1234' };
const held = (name: string, text = 'It is seen to.') =>
  heldAnswer(w, { text, why: name, tool: { name, input } });
const approve = (approvalId: ApprovalId, text?: string) =>
  w.as(me, (ctx) => approveAnswer(ctx, { approvalId, text }));
const run = (approvalId: ApprovalId, unit: Unit = unitIn(w)) => runDeed(unit, { approvalId }, outside);
const toolOf = async (approvalId: ApprovalId) =>
  (await w.as(me, (ctx) => getApproval(ctx, { approvalId }))).tool;
const cases = async () =>
  (await w.reading(me, (ctx) => listEscalations(ctx, { list: 'open', limit: 10 }))).items;
const rows = <T>(shape: z.ZodType<T>, query: ReturnType<typeof sql>) =>
  w.system.work(({ tx }) => tx.many(shape, query));
const queued = async () =>
  (
    await rows(
      z.object({ body: z.string() }),
      sql`select body from inbox.messages where direction = 'outbound' and status <> 'cancelled' order by happened_at`,
    )
  ).map(({ body }) => body);
/** Ends as a process does that is killed when it would write down what came of it. */
function killedAtTheEnd(worksBefore = 1): Unit {
  const unit = unitIn(w);
  let works = 0;
  return {
    ...unit,
    work: (fn) => {
      works += 1;
      if (works > worksBefore) throw new Error('killed');
      return unit.work(fn);
    },
  };
}

describe('a deed that was held back', () => {
  test('is done after it is allowed and not before, once, and its answer goes out after it', async () => {
    const { approvalId } = await held('send_label');
    await run(approvalId);
    assert.deepEqual([told, (await toolOf(approvalId))?.status], [[], null]);
    await approve(approvalId);
    assert.deepEqual([await queued(), (await toolOf(approvalId))?.status], [[], 'queued']);
    await run(approvalId);
    await run(approvalId);
    const { status, output } = (await toolOf(approvalId))!;
    assert.deepEqual([told, status, output], [[approvalId], 'done', '{"leaves":"on Friday"}']);
    assert.deepEqual(await queued(), ['It is seen to.']);
    const turns = await rows(
      z.object({ role: z.string(), content: z.string() }),
      sql`select role, content from autopilot.turns order by role desc`,
    );
    assert.deepEqual(turns, [
      { role: 'tool', content: '{"leaves":"on Friday"}' },
      { role: 'assistant', content: 'It is seen to.' },
    ]);
    const trail = await rows(
      z.object({ action: z.string() }),
      sql`select action from workspaces.audit_entries where action like 'autopilot.%' order by created_at, id`,
    );
    assert.deepEqual(
      trail.map(({ action }) => action),
      ['autopilot.answer_approved', 'autopilot.tool_done'],
    );
  });

  test('is done once when two allow it and two begin on it at the same moment', async () => {
    const { approvalId } = await held('send_label');
    await Promise.all([approve(approvalId), approve(approvalId)]);
    await Promise.all([run(approvalId), run(approvalId)]);
    assert.deepEqual(told, [approvalId]);
  });

  test('is told again by the same id when it was cut off and knows itself by that', async () => {
    const { approvalId } = await held('pause_order');
    await approve(approvalId);
    await assert.rejects(run(approvalId, killedAtTheEnd()), /killed/);
    assert.deepEqual([(await toolOf(approvalId))?.status, await queued()], ['running', []]);
    await run(approvalId);
    assert.deepEqual([told, await queued()], [[approvalId, approvalId], ['It is seen to.']]);
  });

  test('is never told again when it was cut off and does not: a person finds out', async () => {
    const { approvalId, conversationId } = await held('send_label');
    await approve(approvalId);
    await assert.rejects(run(approvalId, killedAtTheEnd()), /killed/);
    await run(approvalId);
    await run(approvalId);
    assert.deepEqual([told, (await toolOf(approvalId))?.status], [[approvalId], 'unknown']);
    assert.deepEqual(await queued(), []);
    assert.deepEqual(
      (await cases()).map((one) => one.conversationId),
      [conversationId],
    );
  });

  test('says why nothing was done, and a person is fetched', async () => {
    const { approvalId } = await held('send_label');
    answers = () => {
      throw new ToolRefusal('The label is printed already.');
    };
    await approve(approvalId);
    await run(approvalId);
    const { status, output } = (await toolOf(approvalId))!;
    assert.deepEqual([status, output], ['failed', 'The label is printed already.']);
    const [found] = await cases();
    assert.match(found!.summary!, /The label is printed already/);
    assert.deepEqual([found!.suggestedReply, await queued()], ['It is seen to.', []]);
  });

  test('is done and not answered where a person has taken over meanwhile, or the platform takes no answer', async () => {
    const [taken, late] = [await held('send_label'), await held('send_label')];
    await approve(taken.approvalId);
    await approve(late.approvalId);
    await w.system.work((ctx) => turnAutomationOff(ctx, taken.conversationId, 'person_replied'));
    w.ground.clock.move(25 * 3_600_000);
    await run(taken.approvalId);
    await run(late.approvalId);
    assert.deepEqual([told.length, await queued()], [2, []]);
    const found = await cases();
    assert.deepEqual(
      found.map((one) => [one.conversationId, one.suggestedReply]),
      [[late.conversationId, 'It is seen to.']],
    );
  });

  test('is not begun once a person has taken over', async () => {
    const { approvalId, conversationId } = await held('send_label');
    await w.system.work((ctx) => turnAutomationOff(ctx, conversationId, 'person_replied'));
    assert.equal((await approve(approvalId)).status, 'overtaken');
    await run(approvalId);
    assert.deepEqual(told, []);
  });

  test('is taken up again where its job was lost', async () => {
    const { approvalId } = await held('send_label');
    await approve(approvalId);
    await w.system.work(({ tx }) =>
      tx.run(sql`delete from pgboss.job_common where name = 'autopilot.do_allowed'`),
    );
    w.ground.clock.move(10 * 60_000);
    await w.system.work(requeueDeeds);
    const Job = z.object({ id: z.string() });
    const found = await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.many(
        Job,
        sql`select data->'payload'->>'approvalId' as id from pgboss.job_common
             where name = 'autopilot.do_allowed' and group_id = ${w.workspaceId}::text`,
      ),
    );
    assert.deepEqual(found, [{ id: approvalId }]);
  });

  test('is answered with what came of it, where the answer was still to come', async () => {
    const { approvalId, decisionId } = await held('pause_order', answerToCome);
    const seen = { ...seenOf('When does 1234 leave?'), sources: [] };
    await w.system.work(({ tx }) =>
      tx.run(
        sql`update autopilot.decisions set snapshot = ${JSON.stringify(seen)}::jsonb where id = ${decisionId}`,
      ),
    );
    answers = () => 'The order 1234 leaves on Friday.';
    const object = async () => ({ value: thoughtOf('The order 1234 leaves on Friday. [1]'), use: oneUse });
    outside = {
      ...outside,
      aiOf: async () => ({ ai: { object }, chatModel: 'test' }) as unknown as WorkspaceAi,
    };
    await approve(approvalId);
    await run(approvalId);
    assert.match((await queued())[0]!, /The order 1234 leaves on Friday\.$/);
  });
});

describe('an appointment', () => {
  const wanted = (about: string) =>
    heldAnswer(w, { text: 'I have asked.', why: 'book', tool: { name: 'book', input: { about } } });

  test('is asked for with the time they want, once, and machines go on speaking', async () => {
    const { approvalId, conversationId } = await wanted('Friday at three');
    await approve(approvalId);
    await assert.rejects(run(approvalId, killedAtTheEnd(2)), /killed/);
    await run(approvalId);
    await run(approvalId);
    const [one, ...others] = await cases();
    assert.deepEqual([one!.reason, others], ['human_requested', []]);
    assert.match(one!.summary!, /Friday at three/);
    assert.deepEqual(await queued(), ['I have asked.']);
    const facts = await w.system.work(({ tx }) => findConversationFacts(tx, conversationId));
    assert.equal(facts!.automationOffAt, null);
  });

  test('becomes a case like others when a person has to come for something else', async () => {
    const { approvalId, conversationId } = await wanted('Friday at three');
    await approve(approvalId);
    await run(approvalId);
    await w.system.work((ctx) =>
      escalate(ctx, { conversationId, reason: 'legal_matter', message: 'My lawyer', summary: 'A threat.' }),
    );
    const [one, ...others] = await cases();
    assert.deepEqual([one!.reason, others], ['legal_matter', []]);
    assert.match(one!.summary!, /Friday at three\nA threat\./);
  });
});
