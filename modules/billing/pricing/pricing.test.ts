import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { dialectOf } from '../../../kit/ai/dialect.ts';
import { uuidv7 } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { asAdministrator } from '../administering/testing.ts';
import { openAiOf } from '../calls/opening.ts';
import { bareWorkspace } from '../ledger/testing.ts';
import { builtInModels } from '../models/catalogue.ts';
import { listAiModels } from '../models/models.ts';
import { putAiSettings } from '../models/settings.ts';
import { billingWorkspace, ownModel } from '../models/testing.ts';
import { giveMoney } from '../using/testing.ts';
import { housePricesMax } from './contract.ts';
import { addHousePrice, listHouseModels, listHousePrices } from './pricing.ts';

/** Prices are of the installation, and so of all tests: each has a model of its own. */
const newModel = () => `tried/${uuidv7()}`;
const price = { inputMicro: 300_000, outputMicro: 1_500_000 };

async function ofInstallation() {
  const w = await billingWorkspace();
  const outside = await testOutside();
  return {
    ...{ w, outside },
    models: async () => (await asAdministrator(w, (ctx) => listHouseModels(ctx, outside))).items,
    enter: async (model: string, given: typeof price | null) => {
      w.ground.clock.move(1);
      return asAdministrator(w, (ctx) => addHousePrice(ctx, { model, price: given }));
    },
    history: async (model: string) =>
      (await asAdministrator(w, (ctx) => listHousePrices(ctx, { model }))).items,
  };
}

describe('the installation’s models', () => {
  test('are those built in, those called where nobody has chosen, and those with a price', async () => {
    const { models, enter, outside } = await ofInstallation();
    const model = newModel();
    await enter(model, price);
    const listed = await models();
    const names = listed.map((one) => one.model);
    assert.deepEqual(names, [...names].sort());
    assert.deepEqual(listed.filter(({ isUsual }) => isUsual).length, 2);
    for (const usual of [outside.ai!.chatModel, outside.ai!.embeddingModel]) assert.ok(names.includes(usual));
    const builtIn = builtInModels.find(({ kind }) => kind === 'image')!;
    assert.deepEqual(
      [builtIn.model, model].map((name) => listed.find((one) => one.model === name)),
      [
        {
          ...{ model: builtIn.model, name: builtIn.name, kind: 'image', isEntered: false, isUsual: false },
          ...{ inputMicro: builtIn.inputMicro, outputMicro: builtIn.outputMicro },
          known: { inputMicro: builtIn.inputMicro, outputMicro: builtIn.outputMicro },
        },
        { ...{ model, name: null, kind: null, ...price }, known: null, isEntered: true, isUsual: false },
      ],
    );
  });

  test('cost what was entered last, and again what is known of them once that is taken back', async () => {
    const { models, enter, history } = await ofInstallation();
    const { model, inputMicro } = builtInModels.find((one) => one.model === 'openai/text-embedding-3-large')!;
    const now = async () => (await models()).find((one) => one.model === model)!;
    await enter(model, price);
    await enter(model, { inputMicro: 0, outputMicro: 0 });
    assert.deepEqual([(await now()).inputMicro, (await now()).isEntered], [0, true]);
    await enter(model, null);
    assert.deepEqual([(await now()).inputMicro, (await now()).isEntered], [inputMicro, false]);
    assert.deepEqual(
      (await history(model)).map((one) => one.inputMicro),
      [null, 0, price.inputMicro],
    );
  });

  test('have one price from a moment on, and there is a most of them', async () => {
    const { w, enter } = await ofInstallation();
    const model = newModel();
    const { fromAt } = await enter(model, price);
    await assert.rejects(
      asAdministrator(w, (ctx) => addHousePrice({ ...ctx, now: fromAt }, { model, price })),
      { code: 'billing.price_is_there' },
    );
    const undone = new Error('undone');
    const full = asAdministrator(w, async (ctx) => {
      await ctx.tx.run(sql`
        insert into billing.house_prices (model, from_at, created_at)
        select 'full/' || n, ${ctx.now}, ${ctx.now} from generate_series(1, ${housePricesMax}::int) n`);
      const asked = addHousePrice(ctx, { model: newModel(), price });
      await assert.rejects(asked, { code: 'billing.too_many_house_prices' });
      await addHousePrice({ ...ctx, now: new Date(ctx.now.getTime() + 1) }, { model, price: null });
      throw undone;
    });
    await assert.rejects(full, undone);
  });

  test('are reckoned with by every call to them from then on, whatever a workspace entered', async () => {
    const { w: _, outside, enter } = await ofInstallation();
    const w = await bareWorkspace();
    await giveMoney(w, { payg: 1_000_000 });
    // A house that does not say what a call cost. No other test asks it.
    const baseUrl = `${outside.sandbox.url}/api.openai.com/v1`;
    const ai = { ...outside.ai!, house: { ...outside.ai!.house, baseUrl, dialect: dialectOf(baseUrl) } };
    const model = 'gpt-4.1-mini';
    await ownModel(w, { model, inputMicro: 9, outputMicro: 9 });
    const messages = [{ role: 'user' as const, text: `When are you open? ${w.workspaceId}` }];
    const used = async () => {
      const unit = { work: w.system.work, log: w.ground.log };
      const opened = await openAiOf(unit, { ...outside, ai }, { purpose: 'autopilot.answer' });
      return (await opened.ai.answer({ model, messages })).use;
    };
    const shown = async () => {
      const query = { limit: 200, retired: 'without' } as const;
      const { items } = await w.reading(w.owner, (ctx) => listAiModels(ctx, query));
      const { inputMicro, outputMicro } = items.find((one) => one.model === model)!;
      return { inputMicro, outputMicro };
    };
    const costOf = (given: typeof price, { inputTokens, outputTokens }: Awaited<ReturnType<typeof used>>) =>
      Math.ceil((inputTokens * given.inputMicro + outputTokens * given.outputMicro) / 1e6);
    const dear = { inputMicro: 30_000_000, outputMicro: 150_000_000 };
    for (const given of [dear, { inputMicro: 0, outputMicro: 0 }]) {
      await enter(model, given);
      const use = await used();
      assert.ok(use.inputTokens > 0 && use.outputTokens > 0);
      assert.equal(use.costMicro, costOf(given, use));
      assert.deepEqual(await shown(), given);
    }
    const elsewhere = {
      baseUrl: `${outside.ai!.house.baseUrl}/theirs`,
      chatModel: null,
      embeddingModel: null,
    };
    await w.as(w.owner, (ctx) => putAiSettings(ctx, { ...elsewhere, monthMaxMicro: null }, outside));
    assert.deepEqual(await shown(), { inputMicro: 9, outputMicro: 9 });
  });
});
