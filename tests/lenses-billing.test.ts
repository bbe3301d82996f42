import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Role, roles } from '../kit/ctx.ts';
import { sql } from '../kit/sql.ts';
import { billingPolicy } from '../modules/billing/contract.ts';
import { billingWorkspace, countedCall } from '../modules/billing/testing.ts';
import { asOwner, at, readAs, refused, unwritable, whole } from './direct-clients.ts';

const available = sql`
  SELECT name, credit_cost, model_type
  FROM ai_models
  WHERE is_active = true
  ORDER BY credit_cost ASC`;

describe('the lens on billing', () => {
  test('SS-63 SS-64 shows the models on offer by the document’s own query, the cheapest first', async () => {
    const w = await billingWorkspace();
    const found = await readAs(w, w.owner, available, 'socialsync');
    const names = found.map(({ name }) => name);
    assert.ok(names.includes('GPT-5 mini') && !names.includes('Text embedding 3 small'));
    const costs = found.map(({ creditCost }) => Number(creditCost));
    assert.ok(costs.every((cost) => cost > 0));
    assert.deepEqual(
      costs,
      costs.toSorted((a, b) => a - b),
    );
    const sonnet = found.find(({ name }) => name === 'Claude Sonnet 4.5')!;
    // 2,000 tokens at $3 and 300 at $15 a million are $0.0105: of a credit of $0.10, about a tenth.
    assert.deepEqual([Number(sonnet.creditCost), sonnet.modelType], [0.105, 'advanced']);
  });

  test('SS-63 shows as inactive what is retired, and what is gone from its list', async () => {
    const w = await billingWorkspace();
    const before = await readAs(w, w.owner, available, 'socialsync');
    await asOwner(async (tx) => {
      const retire = sql`retired_at = ${at}`;
      const gone = sql`gone_at = ${at}`;
      for (const [change, model] of [
        [retire, 'openai/gpt-5.2'],
        [gone, 'openai/gpt-5-mini'],
      ] as const)
        await tx.run(sql`
          update billing.ai_models set ${change} where workspace_id = ${w.workspaceId} and model = ${model}`);
    });
    const after = await readAs(w, w.owner, available, 'socialsync');
    assert.equal(after.length, before.length - 2);
    const all = await readAs(w, w.owner, whole('socialsync.ai_models'));
    assert.ok(all.length >= before.length);
  });

  test("shows each role what the server would, and nothing of another workspace's", async () => {
    const [w, other] = [await billingWorkspace(), await billingWorkspace()];
    for (const one of [w, other]) await countedCall(one);
    const may = (role: Role) => (billingPolicy['billing.read'] as readonly string[]).includes(role);
    for (const role of roles) {
      const member = await w.member(role);
      for (const view of ['socialsync.ai_models', 'billing.ai_months', 'billing.ai_days']) {
        const found = await readAs(w, member, sql`select t::text as told from (${whole(view)}) t`);
        assert.equal(found.length > 0, may(role), `${role} ${view}`);
        assert.ok(!found.some(({ told }) => String(told).includes(other.workspaceId)));
      }
    }
    const ids = await readAs(w, w.owner, sql`select distinct workspace_id from billing.ai_models`);
    assert.deepEqual(ids, [{ workspaceId: w.workspaceId }]);
  });

  test('shows nobody where models are, their keys and single calls, and is written by nobody', async () => {
    const w = await billingWorkspace();
    for (const table of ['ai_endpoints', 'ai_keys', 'ai_calls'])
      await assert.rejects(readAs(w, w.owner, whole(`billing.${table}`)), refused);
    const cheap = sql`update ai_models set credit_cost = 0.0001`;
    await assert.rejects(readAs(w, w.owner, cheap, 'socialsync'), unwritable);
    const direct = sql`update billing.ai_models set call_micro = 1`;
    await assert.rejects(readAs(w, w.owner, direct), unwritable);
  });
});
