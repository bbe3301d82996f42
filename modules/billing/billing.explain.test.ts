import { before, describe } from 'node:test';
import type { Database } from '../../kit/db/database.ts';
import { WorkspaceId } from '../../kit/ids.ts';
import { sql } from '../../kit/sql.ts';
import { scratchDatabase } from '../../kit/testing/database.ts';
import { analyze, explainEach, numberedId, numberedIn } from '../../kit/testing/explain.ts';
import { AiCallId } from './calls/contract.ts';
import * as costs from './calls/costs.sql.ts';
import * as counting from './calls/counting.sql.ts';
import * as rebuilding from './calls/rebuilding.sql.ts';
import { builtInModels } from './models/catalogue.ts';
import { AiModelId } from './models/contract.ts';
import * as models from './models/models.sql.ts';
import * as settings from './models/settings.sql.ts';
import * as pricing from './pricing/pricing.sql.ts';

/* A thousand workspaces with models somewhere; some of them with lists of models, and with calls. */
const workspacesCount = 1_000;
const busyCount = 20;
const callsEach = 500;
const modelsEach = 200;
const workspaceId = WorkspaceId.parse(numberedId(1));
const scope = { kind: 'workspace', workspaceId } as const;
const start = new Date('2026-01-01T00:00:00Z');
const now = new Date('2026-03-01T00:00:00Z');
const month = { workspaceId, month: '2026-01-01' };
const callId = AiCallId.parse(numberedId(17));
const unsettled = AiCallId.parse(numberedId(100));
const modelId = AiModelId.parse(numberedId(17));

let db: Database;
before(async () => {
  db = await (await scratchDatabase()).open();
  const [w, n] = [numberedIn(sql`w`), numberedIn(sql`n`)];
  await db.transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`
      insert into workspaces.workspaces (id, name, created_at, updated_at)
      select ${w}, 'Testing', ${start}, ${start} from generate_series(1, ${workspacesCount}::int) w`);
    await tx.run(sql`
      insert into billing.ai_endpoints (workspace_id, base_url, key_hint, month_max_micro, created_at, updated_at)
      select ${w}, 'https://models.example.com', 'abcd', 1000000000, ${start}, ${start}
        from generate_series(1, ${workspacesCount}::int) w`);
    await tx.run(sql`
      insert into billing.ai_keys (workspace_id, sealed, created_at, updated_at)
      select ${w}, decode(repeat('00', 60), 'hex'), ${start}, ${start}
        from generate_series(1, ${workspacesCount}::int) w`);
    await tx.run(sql`
      insert into billing.ai_models (workspace_id, id, model, name, provider, kind, dimensions, input_micro, output_micro,
        call_micro, context_tokens_max, retired_at, created_at, updated_at)
      select ${w}, ${n}, 'model-' || n, 'Model', 'own', case n % 20 when 0 then 'embedding' else 'chat' end,
             case n % 20 when 0 then 384 end, n, n, n, 8192, case n % 3 when 0 then ${start}::timestamptz end, ${start},
             ${start}
        from generate_series(1, ${busyCount}::int) w, generate_series(1, ${modelsEach}::int) n`);
    await tx.run(sql`
      insert into billing.ai_months (workspace_id, month, spent_micro)
      select ${w}, '2026-01-01', 1000 from generate_series(1, ${workspacesCount}::int) w`);
    await tx.run(sql`
      insert into billing.ai_calls (workspace_id, id, month, model, kind, purpose, subject_type, subject_id, outcome,
        held_micro, cost_micro, created_at, settled_at)
      select ${w}, ${n}, '2026-01-01', 'model-' || n % 50, 'chat', 'testing.purpose_' || chr(97 + n % 20), 'conversation',
             ${numberedIn(sql`n % 900`)}, case n % 100 when 0 then 'under_way' when 1 then 'failed' else 'done' end,
             case n % 100 when 0 then 5 else 0 end, 10, ${start}::timestamptz + n * interval '5 min',
             case n % 100 when 0 then null else ${start}::timestamptz + n * interval '5 min' end
        from generate_series(1, ${busyCount}::int) w, generate_series(1, ${callsEach}::int) n`);
    await tx.run(sql`
      insert into billing.ai_days (workspace_id, day, purpose, model, calls, cost_micro)
      select ${w}, '2025-01-01'::date + d, 'testing.purpose_' || chr(97 + p), 'model-' || p, 3, 30
        from generate_series(1, 4) w, generate_series(1, 350) d, generate_series(1, 4) p`);
    await tx.run(sql`
      insert into billing.house_prices (model, from_at, input_micro, output_micro, created_at)
      select 'model-' || n, ${start}::timestamptz + d * interval '1 day', n, n, ${start}
        from generate_series(1, ${modelsEach}::int) n, generate_series(1, 100) d`);
  });
  const tables = ['ai_endpoints', 'ai_keys', 'ai_models', 'ai_calls', 'ai_months', 'ai_days', 'house_prices'];
  await analyze(db, 'workspaces.workspaces', ...tables.map((name) => `billing.${name}`));
});

const where = () => ({ db, scope });
const listed = () =>
  builtInModels.map((model, i) => ({ ...model, id: AiModelId.parse(numberedId(5_000 + i)) }));
const chosen = {
  ...{ workspaceId, baseUrl: null, keyHint: null, chatModel: null, embeddingModel: null },
  ...{ monthMaxMicro: 1, memberId: null, now },
};
const page = { limit: 50 };
const offered = { retired: 'without' } as const;

describe('where models are', () => {
  const by = ['ai_endpoints_pkey'];
  const byKey = ['ai_keys_pkey'];
  explainEach(settings, where, {
    findEndpoint: { given: () => [], by: [/^ai_endpoints_/] },
    holdEndpoint: { given: () => [], by: [/^ai_endpoints_/] },
    putEndpoint: { given: () => [chosen], by },
    markChecked: { given: () => [{ failureCode: null, unpricedModels: [], now }], by: [/^ai_endpoints_/] },
    markUnchecked: { given: () => [], by: [/^ai_endpoints_/] },
    dropEndpoint: { given: () => [], by: [/^ai_endpoints_/] },
    findKey: { given: () => [], by: byKey },
    putKey: { given: () => [workspaceId, Buffer.alloc(60), now], by: byKey },
    dropKey: { given: () => [], by: byKey },
  });
});

describe('prices of the installation’s models', () => {
  const byModel = ['house_prices_pkey'];
  const price = { fromAt: now, inputMicro: 1, outputMicro: 2 };
  explainEach(pricing, () => ({ db, scope: { kind: 'installation' } }), {
    // Of all of them, of which there is a most.
    housePrices: { given: () => [200], by: byModel, rowsMax: 1_000 },
    holdHousePrices: { given: () => [], by: [] },
    housePricesOf: { given: () => ['model-1', 50], by: byModel },
    insertHousePrice: { given: () => ['model-1', price], by: byModel },
  });
  explainEach(pricing, where, {
    housePricesHere: { given: () => [['model-1', 'model-2']], by: [...byModel, /^ai_endpoints_/] },
  });
});

describe('models', () => {
  const any = [/^ai_model/];
  const [byId, byName] = [['ai_models_pkey'], ['ai_model_once']];
  explainEach(models, where, {
    modelsByPrice: [
      { when: 'of those on offer', given: () => [page, offered], by: [/^ai_models_(on|by)/] },
      {
        when: 'of a kind',
        given: () => [page, { ...offered, kind: 'chat' as const }],
        by: ['ai_models_on_offer'],
      },
      {
        when: 'with those retired',
        given: () => [page, { retired: 'with' as const }],
        by: ['ai_models_by_price'],
      },
    ],
    findModel: { given: () => [modelId], by: byId },
    holdModel: { given: () => [modelId], by: byId },
    modelsToCall: {
      given: () => [['model-1', 'model-20'], 50],
      by: [...any, 'house_prices_pkey'],
      rowsMax: 200,
    },
    countModels: { given: () => [1], by: any },
    insertModels: { given: () => [workspaceId, listed(), now], by: [] },
    putListed: { given: () => [workspaceId, listed(), now], by: byName },
    // All of a workspace, of which there is a most.
    markGone: { given: () => [['model-1'], now], by: any, rowsMax: modelsEach },
    insertOwn: { given: () => [workspaceId, listed()[0]!, now], by: [] },
    changeModel: { given: () => [{ ...builtInModels[0]!, id: modelId }], by: byId },
    markRetired: { given: () => [modelId, now], by: byId },
  });
});

describe('counting calls', () => {
  const byMonth = ['ai_months_pkey'];
  const day = { workspaceId, day: '2025-02-01', purpose: 'testing.purpose_b', model: 'model-1' };
  const call = { ...month, id: AiCallId.parse(numberedId(90_000)), model: 'm', kind: 'chat' as const };
  const came = {
    ...{ outcome: 'done' as const, failureCode: null, costMicro: 1, isEstimated: false, inputTokens: 1 },
    ...{ outputTokens: 1, cachedTokens: 0, reasoningTokens: 0, latencyMs: 1, firstTokenMs: null },
    requestId: null,
  };
  explainEach(counting, where, {
    keepBack: { given: () => [month, 10], by: ['ai_months_pkey', /^ai_endpoints_/] },
    markLimitTold: { given: () => [month, now], by: byMonth },
    markUsedUpTold: { given: () => [month, now], by: byMonth },
    insertCall: { given: () => [{ ...call, purpose: 'a.b', subject: undefined, heldMicro: 1, now }], by: [] },
    holdUnsettled: { given: () => [unsettled], by: ['ai_calls_pkey'] },
    holdForgotten: { given: () => [now, 20], by: [/^ai_calls_by_(outcome|created)$/], rowsMax: 4_000 },
    markSettled: { given: () => [callId, came, now], by: ['ai_calls_pkey'] },
    moveInMonth: { given: () => [month.month, { heldMicro: 0, spentMicro: 1 }], by: byMonth },
    addToDay: { given: () => [day, came], by: ['ai_days_pkey'] },
    takeFromDay: { given: () => [day, 1], by: ['ai_days_pkey'] },
    // Some of a workspace at a time: whether by their ids or all of it at once is for the planner to say.
    deleteCallsBefore: {
      given: () => [now, 50],
      by: ['ai_calls_pkey', 'ai_calls_by_created'],
      rowsMax: callsEach + 120,
    },
  });
});

describe('counting anew', () => {
  const since = '2026-01-01';
  explainEach(rebuilding, where, {
    holdMonths: { given: () => [workspaceId, '2026-03-01', since], by: ['ai_months_pkey'] },
    // Whatever there is of a workspace, once a month.
    countMonths: { given: () => [since], by: ['ai_months_pkey', /^ai_calls_/], rowsMax: 2 * callsEach },
    dropDays: { given: () => ['2025-08-01'], by: ['ai_days_pkey'], rowsMax: 4_000 },
    countDays: { given: () => [since], by: [/^ai_calls_/], rowsMax: callsEach },
  });
});

describe('what it costs', () => {
  const period = { from: '2025-05-01', until: '2025-05-10' };
  const byDay = ['ai_days_pkey'];
  explainEach(costs, where, {
    callsByTime: [
      { when: 'of all', given: () => [page, {}], by: ['ai_calls_by_created'] },
      {
        when: 'of a purpose',
        given: () => [page, { purpose: 'testing.purpose_c' }],
        by: ['ai_calls_by_purpose'],
      },
      { when: 'of a model', given: () => [page, { model: 'model-7' }], by: ['ai_calls_by_model'] },
      { when: 'of an outcome', given: () => [page, { outcome: 'failed' }], by: ['ai_calls_by_outcome'] },
      {
        when: 'about something',
        given: () => [page, { subject: { type: 'conversation', id: numberedId(7) } }],
        by: ['ai_calls_by_subject'],
      },
    ],
    linesOf: { given: () => [period, page], by: byDay },
    daysOf: { given: () => [period, 100], by: byDay },
    totalOf: { given: () => [period], by: byDay },
    sumsByPurpose: { given: () => [period, 100], by: byDay },
    sumsByModel: { given: () => [period, 100], by: byDay },
    findMonth: { given: () => [month.month], by: ['ai_months_pkey'] },
    costsOfSubjects: {
      given: () => ['conversation', [numberedId(7), numberedId(8)]],
      by: ['ai_calls_by_subject'],
    },
  });
});
