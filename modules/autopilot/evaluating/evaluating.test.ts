import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { inbox } from '../../inbox/index.ts';
import { knowledge } from '../../knowledge/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { defaultSettings } from '../settings/contract.ts';
import type { EvaluationRunId, EvaluationSetId } from './contract.ts';
import { judge } from './judging.ts';
import { type Decide, type Outcome, runEvaluation } from './running.ts';
import { compareRuns, getRun, isWorse, listKinds, listResults, requireNoWorse } from './runs.ts';
import { someQuestions, startedRun, writtenSet } from './testing.ts';

let w: TestWorkspace;
let me: MemberActor;
beforeEach(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  me = await w.member('manager');
});

const handedOver: Outcome = {
  ...{ decision: 'escalate', confidence: 0.9, matchedRule: 'no_support', answer: null, costMicro: 2 },
  ...{ latencyMs: 10, sources: [], spans: [] },
};
const answered = (span: string): Outcome => ({
  ...{ ...handedOver, decision: 'respond', matchedRule: null, answer: 'As it says.', costMicro: 5 },
  ...{ sources: [{ title: 'Shipping' }], spans: [span] },
});
/** Knows where they ship, and nothing else. */
const oneThing: Decide = async (_unit, { text }) =>
  /ship/.test(text) ? answered('We ship to\n Italy within a week.') : handedOver;
/** Makes up whatever it does not know. */
const inventing: Decide = async (unit, question, settings) => {
  const known = await oneThing(unit, question, settings);
  return known.decision === 'respond' ? known : answered('Nothing of the kind.');
};

const run = (runId: EvaluationRunId, decide: Decide = oneThing) =>
  runEvaluation(unitIn(w), { runId }, decide);
const look = (runId: EvaluationRunId) => w.reading(me, (ctx) => getRun(ctx, { runId }));
const results = (runId: EvaluationRunId) =>
  w.reading(me, async (ctx) => (await listResults(ctx, { runId, limit: 10 })).items);

describe('judge', () => {
  const base = { facts: ['within 30 days'], secondFacts: [], forbidden: ['it is free'] };
  const decided = { decision: 'respond', answer: 'Yes.', spans: ['Send it back  WITHIN 30\ndays.'] } as const;
  test('takes an answer for right when what it stands on contains the fact', () => {
    assert.equal(judge({ ...base, expected: 'answer' }, decided).verdict, 'right');
    assert.equal(judge({ ...base, expected: 'answer' }, { ...decided, spans: ['Ask us.'] }).verdict, 'wrong');
    const two = { ...base, expected: 'answer', secondFacts: ['7 euros'] } as const;
    assert.equal(judge(two, decided).verdict, 'wrong');
    assert.equal(judge(two, { ...decided, spans: [...decided.spans, 'It is 7 euros.'] }).verdict, 'right');
  });
  test('misses an answer that was not given, and takes one that was made up for wrong', () => {
    for (const decision of ['escalate', 'ignore'] as const)
      assert.equal(judge({ ...base, expected: 'answer' }, { ...decided, decision }).verdict, 'missed');
    const nothing = { ...base, facts: [] };
    assert.equal(judge({ ...nothing, expected: 'hand_over' }, decided).verdict, 'wrong');
    assert.equal(judge({ ...nothing, expected: 'ignore' }, decided).verdict, 'wrong');
    const left = { ...decided, decision: 'ignore' } as const;
    assert.equal(judge({ ...nothing, expected: 'hand_over' }, left).verdict, 'wrong');
    assert.equal(judge({ ...nothing, expected: 'ignore' }, left).verdict, 'right');
  });
  test('lets nothing that no answer may say pass, however right the rest is', () => {
    const said = { ...decided, answer: 'Sure, IT IS  free today.' };
    assert.equal(judge({ ...base, expected: 'answer' }, said).verdict, 'crossed');
    assert.equal(judge({ ...base, expected: 'answer' }, { ...said, decision: 'escalate' }).verdict, 'missed');
  });
});

describe('a run', () => {
  test('asks every question once and says how many came out right', async () => {
    const { runId } = await startedRun(w);
    await run(runId);
    const { status, rightCount, missedCount, wrongCount, costMicro, finishedAt } = await look(runId);
    assert.deepEqual([status, rightCount, missedCount, wrongCount, costMicro], ['done', 2, 1, 0, 9]);
    assert.deepEqual(finishedAt, w.ground.clock.now());
    assert.deepEqual(
      (await results(runId)).map(({ question, verdict }) => [question, verdict]),
      [
        ['Do you ship to Rome?', 'right'],
        ['What does it cost?', 'missed'],
        ['Do you repair bicycles?', 'right'],
      ],
    );
  });

  test('is told by kind and language as well', async () => {
    const [ship, price, repair] = someQuestions();
    const questions = [ship!, { ...ship!, language: 'de' }, price!, { ...repair!, tags: ['near', 'price'] }];
    const { runId } = await startedRun(w, { setId: await writtenSet(w, questions) });
    await run(runId, inventing);
    const { kinds } = await w.reading(me, (ctx) => listKinds(ctx, { runId }));
    assert.deepEqual(
      kinds.map((one) => [one.kind, one.language, one.askedCount, one.rightCount, one.wrongCount]),
      [
        ['near', 'en', 1, 0, 1],
        ['price', 'en', 1, 0, 1],
        [null, 'de', 1, 1, 0],
        [null, 'en', 1, 1, 0],
      ],
    );
  });

  test('goes on where it was stopped, and asks nothing twice', async () => {
    const questions = Array.from({ length: 45 }, () => someQuestions()[0]!);
    const asked: string[] = [];
    const breaking: Decide = async (...given) => {
      if (asked.length === 30) throw new Error('killed');
      asked.push(given[1].text);
      return oneThing(...given);
    };
    const { runId } = await startedRun(w, { setId: await writtenSet(w, questions) });
    await assert.rejects(run(runId, breaking), /killed/);
    assert.equal((await look(runId)).status, 'running');
    let again = 0;
    await run(runId, async (...given) => {
      again += 1;
      return oneThing(...given);
    });
    await run(runId, () => assert.fail('it is over'));
    assert.deepEqual([asked.length, again, (await look(runId)).rightCount], [30, 15, 45]);
  });

  test('is the only one in its workspace while it goes on', async () => {
    const { runId, setId } = await startedRun(w);
    await assert.rejects(startedRun(w, { setId }), { code: 'autopilot.evaluation_under_way' });
    await run(runId);
    await startedRun(w, { setId });
  });

  test('is with the settings as they might be, and with none that cannot be', async () => {
    const { runId } = await startedRun(w, { changes: { confidenceMin: 0.9, model: 'test/other' } });
    const { settings, model } = await look(runId);
    assert.deepEqual([settings.confidenceMin, settings.temperature, model], [0.9, 0.2, 'test/other']);
    await run(runId);
    for (const changes of [{ temperature: 3 }, { unheardOf: true }])
      await assert.rejects(startedRun(w, { changes }), { code: 'autopilot.settings_not_understood' });
  });

  test('is compared with another by the questions that came out otherwise', async () => {
    const { runId, setId } = await startedRun(w);
    await run(runId);
    const { runId: otherId } = await startedRun(w, { setId, changes: { temperature: 1 } });
    await run(otherId, inventing);
    const { items } = await w.reading(me, (ctx) => compareRuns(ctx, { runId, otherId, limit: 10 }));
    assert.deepEqual(
      items.map(({ question, one, other }) => [question, one?.verdict, other?.verdict]),
      [
        ['What does it cost?', 'missed', 'wrong'],
        ['Do you repair bicycles?', 'right', 'wrong'],
      ],
    );
  });
});

describe('a change of settings on the word of a run', () => {
  const wanted = { ...defaultSettings, temperature: 1 };
  const require = (run: { setId: EvaluationSetId; runId: EvaluationRunId }, settings = wanted) =>
    w.system.work((ctx) => requireNoWorse(ctx, run, settings));

  test('is refused when that came out worse than what is set, or was with something else', async () => {
    const { runId: before, setId } = await startedRun(w);
    await run(before);
    const { runId } = await startedRun(w, { setId, changes: { temperature: 1 } });
    await assert.rejects(
      require({ setId, runId }),
      { code: 'autopilot.evaluation_is_another' },
      'it is not over',
    );
    await run(runId, inventing);
    await assert.rejects(require({ setId, runId }), { code: 'autopilot.evaluation_is_worse' });
    const elsewhere = { setId: await writtenSet(w), runId };
    await assert.rejects(require(elsewhere), { code: 'autopilot.evaluation_run_not_found' });
    const other = { ...wanted, temperature: 0.4 };
    await assert.rejects(require({ setId, runId }, other), { code: 'autopilot.evaluation_is_another' });
  });

  test('goes through when it came out as well, or nothing is known of what is set', async () => {
    const { runId, setId } = await startedRun(w, { changes: { temperature: 1 } });
    await run(runId, inventing);
    await require({ setId, runId });
    const { runId: before } = await startedRun(w, { setId });
    await run(before, inventing);
    await require({ setId, runId });
  });

  test('weighs what no answer may say above what is wrong, and that above what is right', () => {
    const figures = (crossedCount: number, wrongCount: number, rightCount: number, questionsCount = 10) => ({
      ...{ crossedCount, wrongCount, rightCount, questionsCount },
    });
    assert.equal(isWorse(figures(1, 0, 9), figures(0, 5, 5)), true);
    assert.equal(isWorse(figures(0, 1, 5), figures(0, 2, 8)), false);
    assert.equal(isWorse(figures(0, 1, 5), figures(0, 1, 6)), true);
    assert.equal(isWorse(figures(0, 2, 16, 20), figures(0, 1, 8)), false);
  });
});
