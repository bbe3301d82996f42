import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { openChannel } from '../../inbox/testing.ts';
import { searchKnowledge } from '../../knowledge/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { defaultSettings } from '../settings/contract.ts';
import { modulesBelow } from '../testing/modules.ts';
import { snapshotOf } from './asking.ts';
import { addReadySet, getReadySet } from './ready.ts';
import { readyShop } from './ready-shop.ts';
import { runEvaluation } from './running.ts';
import { deleteSet, listQuestions, listSets, putSet } from './sets.ts';
import { someQuestions, startedRun, writtenSet } from './testing.ts';

const page = { limit: 200 };
let w: TestWorkspace;
let me: MemberActor;
beforeEach(async () => {
  w = await newWorkspace([...modulesBelow, autopilot]);
  me = await w.member('manager');
});

type Place = Parameters<typeof addReadySet>[1]['locationId'];
const add = (locationId: Place = null) => w.as(me, (ctx) => addReadySet(ctx, { locationId }));
const remove = (setId: Awaited<ReturnType<typeof add>>['id']) => w.as(me, (ctx) => deleteSet(ctx, { setId }));
const Count = z.object({ documents: z.number(), faqs: z.number() });
const putDown = async () => {
  const { documents, faqs } = await w.reading(me, ({ tx }) =>
    tx.one(
      Count,
      sql`
      select (select count(*)::int from knowledge.documents where deleted_at is null) as documents,
             (select count(*)::int from knowledge.faqs) as faqs`,
    ),
  );
  return [documents, faqs];
};
/** Word for word as one of its answered questions has it. */
const found = (location: string | null) => {
  const q = readyShop().faqs[0]!.questions[0]!;
  return w.reading(me, async (ctx) => (await searchKnowledge(ctx, { q, location, limit: 1 })).items.length);
};

describe('the ready set', () => {
  test('is there once, however often it is added, with every question it says it has', async () => {
    const before = await w.reading(me, getReadySet);
    assert.equal(before.set, null);
    const { id: setId, questionsCount } = await add();
    assert.equal((await add()).id, setId);
    assert.equal(questionsCount, before.questionsCount);
    const { items } = await w.reading(me, (ctx) => listQuestions(ctx, { setId, ...page }));
    assert.deepEqual([...new Set(items.map(({ expected }) => expected))].toSorted(), ['answer', 'hand_over']);
    assert.equal((await w.reading(me, (ctx) => listSets(ctx, page))).items.length, 1);
    assert.equal((await w.reading(me, getReadySet)).set?.id, setId);
    assert.deepEqual(await putDown(), [0, 0]);
  });

  test('has its shop at a location, where nobody else is answered from it, and takes it away again', async () => {
    const there = await w.location('Of its own');
    const { documents, faqs } = readyShop();
    const { id, locationId } = await add(there);
    assert.equal(locationId, there);
    assert.deepEqual(await putDown(), [documents.length, faqs.length]);
    assert.deepEqual([await found(there), await found(null)], [1, 0]);
    await remove(id);
    assert.deepEqual([await putDown(), await found(there)], [[0, 0], 0]);
    w.ground.clock.move(1);
    await add(there);
    assert.deepEqual(await putDown(), [documents.length, faqs.length]);
  });

  test('is not put down where customers write, nor at two places', async () => {
    const [busy, free] = [await w.location('Busy'), await w.location('Free')];
    await openChannel(w, { locationId: busy });
    await assert.rejects(add(busy), { code: 'autopilot.location_has_customers' });
    assert.equal((await w.reading(me, getReadySet)).set, null);
    await add(free);
    await assert.rejects(add(), { code: 'autopilot.ready_set_is_there' });
  });
});

describe('a set of a location', () => {
  test('is asked as at that place', async () => {
    const locationId = await w.location();
    const setId = await writtenSet(w);
    const questions = someQuestions();
    await w.as(me, (ctx) => putSet(ctx, { setId, name: 'Here', description: null, locationId, questions }));
    const { runId } = await startedRun(w, { setId });
    const places = new Set<string | null>();
    await runEvaluation(unitIn(w), { runId }, async (unit, question) => {
      const asked = await unit.work((ctx) => snapshotOf(ctx, question, defaultSettings, []));
      places.add(asked.locationId);
      return {
        ...{ decision: 'escalate', confidence: 1, matchedRule: null, answer: null, sources: [], spans: [] },
        ...{ costMicro: 0, latencyMs: 0 },
      };
    });
    assert.deepEqual([...places], [locationId]);
  });
});
