import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import { troubleIn } from '../../../kit/ai/testing.ts';
import { AiTrouble } from '../../../kit/ai/trouble.ts';
import { newId, uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { balancesNow } from '../ledger/booking.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import { takeBuiltIn, takeList } from '../models/listing.ts';
import { modelsToCall } from '../models/models.sql.ts';
import { putAiModel } from '../models/models.ts';
import { putAiSettings } from '../models/settings.ts';
import { type BillingWorkspace, billingWorkspace, ownModel } from '../models/testing.ts';
import { chargedFor, giveMoney } from '../using/testing.ts';
import { listUsageEvents } from '../using/usage.ts';
import { AiCallId } from './contract.ts';
import { getAiCosts, listAiCalls } from './costs.ts';
import { allowCall, forgottenAfterMs, settleCall, settleForgotten } from './counting.ts';
import { openAiOf } from './opening.ts';
import { countedCall, model, useOf } from './testing.ts';

const purpose = 'autopilot.answer';
const unitOf = (w: BillingWorkspace) => ({ work: w.system.work });
const calls = async (w: BillingWorkspace) =>
  (await w.reading(w.owner, (ctx) => listAiCalls(ctx, { limit: 50 }))).items;
const month = (w: BillingWorkspace) =>
  w.reading(
    w.owner,
    async (ctx) => (await getAiCosts(ctx, { from: '2026-01-01', until: '2026-01-31' })).month,
  );
const estimate = (costMicro: number, reference: string = newId(AiCallId)) => ({
  ...{ model, kind: 'chat' as const, inputTokens: 100, outputTokensMax: 100, costMicro, reference },
});
const allow = (w: BillingWorkspace, micro: number, reference?: string) =>
  allowCall(unitOf(w), { purpose }, estimate(micro, reference));
const nothingSet = { baseUrl: null, chatModel: null, embeddingModel: null, monthMaxMicro: null };
const isOverBudget = (error: unknown) => error instanceof AiTrouble && error.kind === 'over_budget';

describe('what pays for calls', () => {
  const uses = async (w: BillingWorkspace) =>
    (await w.reading(w.owner, (ctx) => listUsageEvents(ctx, { limit: 50 }))).items;
  const left = async (w: BillingWorkspace) => (await w.system.work(balancesNow)).payg;

  test('CR-62 CR-64 is the wallet: what a call came to is one use with its tokens and its model', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    const subject = { type: 'conversation', id: uuidv7() };
    const id = await countedCall(w, { subject });
    await w.system.work((ctx) => settleCall(ctx, useOf(id)));
    const [use, ...others] = await uses(w);
    assert.deepEqual(others, []);
    assert.deepEqual(
      [use!.id, use!.meter, use!.model, use!.inputTokens],
      [id, 'ai_chat_message', model, 1_000],
    );
    assert.deepEqual([use!.apiMicro, use!.paidMicro, use!.subjectId], [65, 65, subject.id]);
    assert.equal(await left(w), 935);
  });

  test('that is empty hands over and is said once a month; nothing is left of the call', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 99 });
    for (let n = 0; n < 3; n++) await assert.rejects(allow(w, 100), isOverBudget);
    assert.deepEqual(await calls(w), []);
    assert.equal((await month(w)).heldMicro, 0);
    const told = await w.system.work(({ tx }) =>
      tx.many(
        z.object({ purpose: z.string() }),
        sql`select payload->>'purpose' as purpose from app.events where name = 'billing.credits_used_up'`,
      ),
    );
    assert.deepEqual(told, [{ purpose }]);
  });

  test('that has enough for one of two at once lets one through', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 150 });
    const outcomes = await Promise.allSettled(Array.from({ length: 20 }, () => allow(w, 100)));
    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    assert.equal((await calls(w)).length, 1);
  });

  test('keeps what a forgotten call was supposed to cost, until it is told of', async () => {
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000 });
    const id = newId(AiCallId);
    await allow(w, 500, id);
    w.ground.clock.move(forgottenAfterMs + 1);
    await w.system.work(settleForgotten);
    assert.equal(await left(w), 500);
    const told = () => w.system.work((ctx) => settleCall(ctx, useOf(id, { costMicro: 65 })));
    await Promise.all([told(), told()]);
    assert.equal(await left(w), 935);
    const [use] = await uses(w);
    assert.deepEqual([use!.paidMicro, use!.refundedMicro], [500, 435]);
  });

  test('pays nothing of a model of one’s own, and nothing for a call that failed', async () => {
    const w = await bareWorkspace();
    const estimated = estimate(500);
    await allowCall(unitOf(w), { purpose, isPaidElsewhere: true, isOnComment: true }, estimated);
    await w.system.work((ctx) => settleCall(ctx, useOf(estimated.reference, { costMicro: 65 })));
    await giveMoney(w, { payg: 1_000 });
    const failed = { outcome: 'failed', failure: 'unavailable', costMicro: 0 } as const;
    w.ground.clock.move(1);
    await countedCall(w, { purpose: 'knowledge.embed', use: failed });
    assert.deepEqual(
      (await uses(w)).map(({ meter, status, apiMicro, paidMicro }) => [meter, status, apiMicro, paidMicro]),
      [
        ['external_api_call', 'failed', 0, 0],
        ['ai_comment_response', 'completed', 65, 0],
      ],
    );
    assert.equal(await left(w), 1_000);
  });

  test('is what the installation’s models cost, whatever price somebody here entered for them', async () => {
    const w = await bareWorkspace();
    const outside = await testOutside();
    const [listed] = await w.system.work(({ tx }) => modelsToCall(tx, [model], 0));
    const { id: modelId, isOwn: _, isUnlisted: __, retiredAt: ___, ...known } = listed!;
    const free = { ...known, inputMicro: 0, outputMicro: 0 };
    // As a house of their own told of it, before they went back to the installation's.
    const gone = { ...free, model: 'openai/o1-pro' };
    await w.system.work((ctx) => takeList(ctx, [gone]));
    await w.system.work(takeBuiltIn);
    await w.as(w.owner, (ctx) => putAiSettings(ctx, { ...nothingSet, chatModel: gone.model }, outside));
    await w.as(w.owner, (ctx) => putAiModel(ctx, { ...free, modelId }));
    await ownModel(w, { model: 'openai/gpt-5-nano' });
    const { ai } = await openAiOf({ ...unitOf(w), log: w.ground.log }, outside, { purpose });
    const messages = [{ role: 'user' as const, text: `When are you open? ${w.workspaceId}` }];
    for (const name of [model, 'openai/gpt-5-nano', gone.model])
      assert.equal((await troubleIn(ai.answer({ model: name, messages }))).kind, 'over_budget', name);
    await giveMoney(w, { payg: 100_000 });
    const { use } = await ai.answer({ model, messages });
    assert.ok(use.costMicro > 0);
    assert.equal(await left(w), 100_000 - use.costMicro);
  });

  test('keeps what a use costs beside the model, though a forgotten call to one’s own came to less', async () => {
    const w = await billingWorkspace();
    await chargedFor(w, 'ai_chat_message', 40);
    await giveMoney(w, { payg: 1_000 });
    const estimated = estimate(500);
    await allowCall(unitOf(w), { purpose, isPaidElsewhere: true }, estimated);
    w.ground.clock.move(forgottenAfterMs + 1);
    await w.system.work(settleForgotten);
    assert.equal(await left(w), 960);
    await w.system.work((ctx) => settleCall(ctx, useOf(estimated.reference, { costMicro: 65 })));
    assert.equal(await left(w), 960);
  });
});
