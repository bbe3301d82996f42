import assert from 'node:assert/strict';
import { before, describe, test } from 'node:test';
import { z } from 'zod';
import { troubleIn } from '../../../kit/ai/testing.ts';
import { AiTrouble } from '../../../kit/ai/trouble.ts';
import { openDatabase } from '../../../kit/db/open.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import type { Sql } from '../../../kit/sql.ts';
import { sql } from '../../../kit/sql.ts';
import { atTheEnd } from '../../../kit/testing/at-the-end.ts';
import { testDatabaseUrl, testServerUrl } from '../../../kit/testing/database.ts';
import { type TestOutside, testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';
import { putAiSettings } from '../models/settings.ts';
import { type BillingWorkspace, billingWorkspace, ownModel } from '../models/testing.ts';
import { giveMoney } from '../using/testing.ts';
import { type AiCall, AiCallId, type AiCosts } from './contract.ts';
import { costOf, exportAiCosts, getAiCosts, listAiCalls } from './costs.ts';
import {
  allowCall,
  forgottenAfterMs,
  purgeAiCalls,
  rebuildAiFigures,
  settleCall,
  settleForgotten,
} from './counting.ts';
import { openAiOf } from './opening.ts';
import { countedCall, model, useOf } from './testing.ts';

let outside: TestOutside;
before(async () => {
  outside = await testOutside();
});

const purpose = 'autopilot.answer';
const nothing = { baseUrl: null, chatModel: null, embeddingModel: null, monthMaxMicro: null };
const dayMs = 86_400_000;

const limitTo = (w: BillingWorkspace, monthMaxMicro: number | null) =>
  w.as(w.owner, (ctx) => putAiSettings(ctx, { ...nothing, monthMaxMicro }, outside));
const unitOf = (w: BillingWorkspace) => ({ work: w.system.work, log: w.ground.log });
const calls = async (w: BillingWorkspace, query: object = {}): Promise<AiCall[]> =>
  (await w.reading(w.owner, (ctx) => listAiCalls(ctx, { limit: 200, ...query }))).items;
const costs = (w: BillingWorkspace, from = '2026-01-01', until = '2026-01-31'): Promise<AiCosts> =>
  w.reading(w.owner, (ctx) => getAiCosts(ctx, { from, until }));
const rows = <T>(w: BillingWorkspace, shape: z.ZodType<T>, query: Sql) =>
  w.as(w.owner, (ctx) => ctx.tx.many(shape, query));
const estimate = (costMicro: number, reference: string = newId(AiCallId)) => ({
  ...{ model, kind: 'chat' as const, inputTokens: 100, outputTokensMax: 100, costMicro, reference },
});
const allow = (w: BillingWorkspace, micro: number, reference?: string) =>
  allowCall(unitOf(w), { purpose }, estimate(micro, reference));
const isOverBudget = (error: unknown) => error instanceof AiTrouble && error.kind === 'over_budget';
const figures = (w: BillingWorkspace) =>
  rows(
    w,
    z.object({ told: z.string() }),
    sql`
    select row(month, spent_micro, held_micro)::text as told from billing.ai_months union all
    select d::text from billing.ai_days d order by 1`,
  );
const question = (w: BillingWorkspace) => ({
  model: 'openai/gpt-5-mini',
  messages: [{ role: 'user' as const, text: `What are your opening hours? ${w.workspaceId}` }],
});

describe('a call through openAiOf', () => {
  test('is asked of the house, and counted with what it came to and what it was for', async () => {
    const w = await billingWorkspace();
    const subject = { type: 'conversation', id: uuidv7() };
    const opened = await openAiOf(unitOf(w), outside, { purpose, subject });
    assert.equal(opened.embeddingDimensions, 1_536);
    const answer = await opened.ai.answer({ ...question(w), model: opened.chatModel });
    const [call, ...others] = await calls(w);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [call!.outcome, call!.purpose, call!.subjectId, call!.costMicro, call!.inputTokens, call!.heldMicro],
      ['done', purpose, subject.id, answer.use.costMicro, answer.use.inputTokens, 0],
    );
    assert.ok(call!.costMicro > 0 && !call!.isEstimated && call!.requestId);
    const { total, month, byPurpose, byModel } = await costs(w);
    assert.deepEqual([total.calls, total.costMicro, month.spentMicro], [1, call!.costMicro, call!.costMicro]);
    assert.deepEqual([byPurpose[0]!.purpose, byModel[0]!.model], [purpose, 'openai/gpt-5-mini']);
  });

  test('makes vectors of the size that its model has, and counts that as well', async () => {
    const w = await billingWorkspace();
    const { ai, embeddingModel } = await openAiOf(unitOf(w), outside, { purpose: 'knowledge.index' });
    const { vectors } = await ai.embed({ model: embeddingModel, texts: ['Open from nine.', 'Closed.'] });
    assert.deepEqual(
      vectors.map((one) => one.length),
      [1_536, 1_536],
    );
    const [{ kind, outcome }] = (await calls(w)) as [AiCall];
    assert.deepEqual([kind, outcome], ['embedding', 'done']);
  });

  test('comes as it is written from an address of one’s own', async () => {
    const w = await billingWorkspace();
    const { baseUrl, key } = outside.ai!.house;
    const chosen = { ...nothing, baseUrl, key, chatModel: 'openai/gpt-5-mini' };
    await w.as(w.owner, (ctx) => putAiSettings(ctx, chosen, outside));
    const { ai } = await openAiOf(unitOf(w), outside, { purpose });
    const stream = ai.stream(question(w));
    let text = '';
    for await (const part of stream) text += part;
    assert.equal(text, (await stream.whole).text);
    const [call] = await calls(w);
    assert.ok(call!.outcome === 'done' && call!.firstTokenMs !== null && text !== '');
  });

  test('that fails is counted as failed, and what was kept back for it is given back', async () => {
    const w = await billingWorkspace();
    await ownModel(w, { model: 'sandbox/server-error', inputMicro: 100, outputMicro: 100 });
    const wrong = { ...outside, ai: { ...outside.ai!, house: { ...outside.ai!.house, key: 'wrong' } } };
    const { ai } = await openAiOf(unitOf(w), wrong, { purpose });
    assert.equal((await troubleIn(ai.answer(question(w)))).kind, 'unauthorized');
    const [call] = await calls(w);
    assert.deepEqual([call!.outcome, call!.failureCode, call!.costMicro], ['failed', 'unauthorized', 0]);
    const { total, month } = await costs(w);
    assert.deepEqual([total.failed, month.heldMicro, month.spentMicro], [1, 0, 0]);
  });

  test('is refused where neither workspace nor installation has models', async () => {
    const w = await billingWorkspace();
    const bare = { ...outside, ai: undefined };
    await assert.rejects(openAiOf(unitOf(w), bare, { purpose }), { code: 'billing.no_models' });
  });
});

describe('the limit of a month', () => {
  test('is never passed by what is spent and kept back, though two workers ask at once', async () => {
    const w = await billingWorkspace();
    await limitTo(w, 1_000);
    const db = await openDatabase({
      ...{ url: await testDatabaseUrl(), embedded: testServerUrl === undefined, applicationName: 'second' },
    });
    atTheEnd(() => db.close());
    const second = { ...w.ground, db };
    const units = [w.ground, second].map((ground) => ({
      work: <T>(fn: Parameters<typeof w.system.work<T>>[0]) =>
        workIn(ground, w.workspaceId, { actor: { kind: 'system' } }, fn),
    }));
    const ids = Array.from({ length: 40 }, () => newId(AiCallId));
    const outcomes = await Promise.allSettled(
      ids.map((id, i) => allowCall(units[i % 2]!, { purpose }, estimate(100, id))),
    );
    const allowed = ids.filter((_, i) => outcomes[i]!.status === 'fulfilled');
    const refused = outcomes.filter((one) => one.status === 'rejected');
    assert.equal(allowed.length, 10);
    assert.ok(refused.every(({ reason }) => isOverBudget(reason)));
    assert.equal((await costs(w)).month.heldMicro, 1_000);
    assert.equal((await calls(w)).length, 10);
    // What comes out cheaper makes room again.
    await Promise.all(
      allowed.map((id, i) => units[i % 2]!.work((ctx) => settleCall(ctx, useOf(id, { costMicro: 40 })))),
    );
    const { month } = await costs(w);
    assert.deepEqual([month.spentMicro, month.heldMicro], [400, 0]);
    await allow(w, 600);
    await assert.rejects(allow(w, 1), isOverBudget);
  });

  test('is said to be reached once a month, whatever else is asked', async () => {
    const w = await billingWorkspace();
    await limitTo(w, 50);
    const told = async () =>
      (
        await rows(
          w,
          z.object({ month: z.string() }),
          sql`select payload->>'month' as month from app.events where name = 'billing.ai_limit_reached' order by 1`,
        )
      ).map(({ month }) => month);
    for (let i = 0; i < 3; i++) await assert.rejects(allow(w, 51), isOverBudget);
    assert.deepEqual(await told(), ['2026-01-01']);
    w.ground.clock.move(31 * dayMs);
    await allow(w, 50);
    await assert.rejects(allow(w, 1), isOverBudget);
    assert.deepEqual(await told(), ['2026-01-01', '2026-02-01']);
  });

  test('holds back no call that costs nothing, and no call at all where there is none', async () => {
    const w = await billingWorkspace();
    await limitTo(w, 0);
    await allow(w, 0);
    await assert.rejects(allow(w, 1), isOverBudget);
    await limitTo(w, null);
    await giveMoney(w, { payg: 1_000_000_000 });
    await allow(w, 1_000_000_000);
  });

  test('keeps a call from being sent', async () => {
    const w = await billingWorkspace();
    await limitTo(w, 1);
    let sent = 0;
    const fetch = async () => {
      sent += 1;
      return Response.json({});
    };
    const house = { ...outside.ai!.house, fetch };
    const counting = { ...outside, ai: { ...outside.ai!, house } };
    const { ai } = await openAiOf(unitOf(w), counting, { purpose });
    assert.equal((await troubleIn(ai.answer(question(w)))).kind, 'over_budget');
    assert.equal(sent, 0);
    assert.deepEqual(await calls(w), []);
  });
});

describe('a call', () => {
  test('that is told of twice counts once, also at the same moment', async () => {
    const w = await billingWorkspace();
    const id = await countedCall(w);
    const again = () => w.system.work((ctx) => settleCall(ctx, useOf(id, { costMicro: 9_999 })));
    await Promise.all([again(), again()]);
    const { total, month } = await costs(w);
    assert.deepEqual([total.calls, total.costMicro, month.spentMicro, month.heldMicro], [1, 65, 65, 0]);
  });

  test('whose process died costs what was kept back, once that is old enough', async () => {
    const w = await billingWorkspace();
    // Sent, and never heard of again.
    const fetch = (_: unknown, init?: RequestInit) =>
      new Promise<never>((_, reject) =>
        init?.signal?.addEventListener('abort', () => reject(new Error('gone'))),
      );
    const house = { ...outside.ai!.house, fetch };
    const dying = { ...outside, ai: { ...outside.ai!, house } };
    const { ai } = await openAiOf(unitOf(w), dying, { purpose });
    const gone = new AbortController();
    const lost = ai.answer({ ...question(w), signal: gone.signal }).catch(() => {});
    const held = await waitForHeld(w);
    w.ground.clock.move(forgottenAfterMs);
    await w.system.work(settleForgotten);
    assert.equal((await calls(w))[0]!.outcome, 'under_way');
    w.ground.clock.move(1);
    await w.system.work(settleForgotten);
    const [call] = await calls(w);
    assert.deepEqual([call!.outcome, call!.costMicro, call!.isEstimated], ['unknown', held, true]);
    const { total, month } = await costs(w);
    assert.deepEqual([total.costMicro, month.spentMicro, month.heldMicro], [held, held, 0]);
    await w.system.work(settleForgotten);
    assert.equal((await costs(w)).total.calls, 1);
    gone.abort();
    await lost;
  });

  test('that is told of after all takes the place of what was supposed', async () => {
    const w = await billingWorkspace();
    const id = newId(AiCallId);
    await allow(w, 500, id);
    w.ground.clock.move(forgottenAfterMs + 1);
    await w.system.work(settleForgotten);
    await w.system.work((ctx) => settleCall(ctx, useOf(id, { costMicro: 65 })));
    const { total, month } = await costs(w);
    assert.deepEqual([total.calls, total.costMicro, total.inputTokens], [1, 65, 1_000]);
    assert.deepEqual([month.spentMicro, month.heldMicro], [65, 0]);
    assert.equal((await calls(w))[0]!.outcome, 'done');
  });

  test('belongs to the month in which it began', async () => {
    const w = await billingWorkspace();
    w.ground.clock.set(new Date('2026-01-31T23:59:59Z'));
    const id = newId(AiCallId);
    await allow(w, 100, id);
    w.ground.clock.set(new Date('2026-02-01T00:00:05Z'));
    await w.system.work((ctx) => settleCall(ctx, useOf(id)));
    assert.equal((await costs(w)).month.spentMicro, 0);
    assert.deepEqual(
      (await costs(w)).days.map(({ day, costMicro }) => [day, costMicro]),
      [['2026-01-31', 65]],
    );
  });
});

describe('figures', () => {
  test('that are counted anew from the calls are as they were', async () => {
    const w = await billingWorkspace();
    for (const [i, outcome] of (['done', 'failed', 'aborted', 'done', 'done'] as const).entries()) {
      await countedCall(w, {
        purpose: i % 2 ? purpose : 'knowledge.index',
        use: { outcome, costMicro: 10 + i },
      });
      w.ground.clock.move(9 * dayMs);
    }
    await allow(w, 70);
    const before = await figures(w);
    assert.ok(before.length >= 7);
    await w.system.work(rebuildAiFigures);
    assert.deepEqual(await figures(w), before);
    await w.as(w.owner, async ({ tx }) => {
      await tx.run(sql`update billing.ai_months set spent_micro = 1, held_micro = 2`);
      await tx.run(sql`update billing.ai_days set cost_micro = 3, calls = 4`);
    });
    await w.system.work(rebuildAiFigures);
    assert.deepEqual(await figures(w), before);
  });

  test('outlive the calls they were counted from', async () => {
    const w = await billingWorkspace();
    await countedCall(w);
    const before = await figures(w);
    w.ground.clock.move(401 * dayMs);
    await w.system.work(purgeAiCalls);
    assert.deepEqual(await calls(w), []);
    await w.system.work(rebuildAiFigures);
    const after = await figures(w);
    assert.deepEqual(
      after.filter(({ told }) => before.some((one) => one.told === told)),
      before,
    );
  });

  test('are a table by day, purpose and model, in dollars to the unit', async () => {
    const w = await billingWorkspace();
    for (const one of ['knowledge.index', purpose]) await countedCall(w, { purpose: one });
    w.ground.clock.move(dayMs);
    await countedCall(w, { purpose, use: { outcome: 'failed', costMicro: 123_456 } });
    const period = { from: '2026-01-05', until: '2026-01-06' };
    const text = await w.reading(w.owner, async (ctx) => {
      let read = '';
      for await (const part of (await exportAiCosts(ctx, period)).stream) read += part;
      return read;
    });
    assert.deepEqual(text.split('\r\n').slice(1), [
      '"2026-01-05","autopilot.answer","openai/gpt-5-mini","1","0","1000","200","0.00065"',
      '"2026-01-05","knowledge.index","openai/gpt-5-mini","1","0","1000","200","0.00065"',
      '"2026-01-06","autopilot.answer","openai/gpt-5-mini","1","1","1000","200","1.23456"',
      '',
    ]);
  });

  test('are of a period of sensible length', async () => {
    const w = await billingWorkspace();
    for (const [from, until] of [
      ['2026-02-01', '2026-01-01'],
      ['2025-01-01', '2026-01-01'],
    ])
      await assert.rejects(costs(w, from, until), { code: 'billing.period_not_possible' });
  });

  test('of single things are told to the modules above', async () => {
    const w = await billingWorkspace();
    const [one, other, none] = [uuidv7(), uuidv7(), uuidv7()];
    for (const id of [one, one, other]) await countedCall(w, { subject: { type: 'conversation', id } });
    const found = await w.system.work(({ tx }) =>
      costOf(tx, { type: 'conversation', ids: [one, other, none] }),
    );
    assert.deepEqual(found.get(one), { costMicro: 130, calls: 2 });
    assert.deepEqual([found.get(other)?.costMicro, found.get(none)], [65, undefined]);
    assert.equal((await w.system.work(({ tx }) => costOf(tx, { type: 'post', ids: [one] }))).size, 0);
  });
});

describe('the list of calls', () => {
  test('is narrowed by one thing at a time, the newest first', async () => {
    const w = await billingWorkspace();
    const subject = { type: 'conversation', id: uuidv7() };
    const [a, b] = [await countedCall(w, { subject }), await countedCall(w, { use: { outcome: 'failed' } })];
    w.ground.clock.move(1_000);
    const c = await countedCall(w, { purpose: 'knowledge.index' });
    const ids = async (query: object) => (await calls(w, query)).map(({ id }) => id);
    assert.equal((await ids({}))[0], c);
    assert.deepEqual(await ids({ purpose: 'knowledge.index' }), [c]);
    assert.deepEqual(await ids({ outcome: 'failed' }), [b]);
    assert.deepEqual(await ids({ subjectType: subject.type, subjectId: subject.id }), [a]);
    assert.equal((await ids({ model })).length, 3);
    for (const wrong of [{ model, purpose }, { subjectType: 'conversation' }, { subjectId: subject.id }])
      await assert.rejects(ids(wrong), { code: 'billing.one_filter_at_a_time' });
  });
});

/** What is kept back for the one call there is, once it is written down. */
async function waitForHeld(w: BillingWorkspace): Promise<number> {
  for (let turn = 0; turn < 1_000; turn++) {
    const [call] = await calls(w);
    if (call) return call.heldMicro;
  }
  return assert.fail('no call was written down');
}
