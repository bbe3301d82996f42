import assert from 'node:assert/strict';
import { before, beforeEach, describe, test } from 'node:test';
import { z } from 'zod';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { connectedTo, connectionsOutside, openAccount, play } from '../../connections/testing.ts';
import { MergeId } from '../../inbox/contract.ts';
import { mergeContacts, undoMerge } from '../../inbox/index.ts';
import { type Begun, beginConversation, openChannel } from '../../inbox/testing.ts';
import { approveAnswer } from '../approvals/approvals.ts';
import { ApprovalId } from '../approvals/contract.ts';
import { runDeed } from '../approvals/deeds.ts';
import { callsFor, depsOf } from '../deciding/decide.ts';
import { decideOn } from '../deciding/deciding.ts';
import { replayDecision } from '../deciding/replaying.ts';
import { listEscalations } from '../escalations/escalations.ts';
import { DecisionId } from '../ids/contract.ts';
import { autopilot } from '../index.ts';
import { persona } from '../personas/testing.ts';
import { seenOf } from '../testing/seen.ts';
import { type AutopilotWorld, autopilotWorld } from '../testing/world.ts';
import { toolsOf } from './registry.ts';

const shop = 'linen-and-oak.myshopify.com';
const asks = 'Where is my order #1001?';
let w: AutopilotWorld;
/** The telephone numbers of two people who have bought something. */
let samira: string;
let nora: string;

before(async () => {
  const outside = await connectionsOutside();
  const numberOf = async (person: string) =>
    String((await play(outside, 'meta', 'message', { account: '+390650100100', person, text: 'Hi' })).from);
  [samira, nora] = [await numberOf('samira'), await numberOf('nora')];
});
beforeEach(async () => {
  w = await autopilotWorld(autopilot);
  await openShop();
});

async function openShop(): Promise<void> {
  const outside = await connectionsOutside();
  const now = outside.sandbox.world.now();
  const { candidate } = await connectedTo(outside, 'shopify', 'shopify', { shop, now });
  await openAccount(w.place, outside, candidate);
}
const change = (query: ReturnType<typeof sql>) => w.system(({ tx }) => tx.run(query));

/** Somebody who writes by WhatsApp, from this number. */
async function from(number: string, locationId: string | null = null): Promise<Begun> {
  const channelId = await openChannel(w.place, { platform: 'whatsapp', locationId });
  const begun = await beginConversation(w.place, { channelId });
  await change(sql`update inbox.identities set platform_user_id = ${number} where id = ${begun.identityId}`);
  return begun;
}
const textsOf = async (begun: Begun) => (await w.replies(begun)).map(({ body }) => body);
const tracking = /tracking number JD\d{18}/;

async function isHandedOver(text: string, begun: Begun): Promise<string | null> {
  const { decision, matchedRule } = await w.asked(text, begun);
  assert.deepEqual([decision, await textsOf(begun)], ['escalate', []], `${text}: ${matchedRule}`);
  await change(sql`update inbox.conversations set automation_off_at = null, automation_off_why = null,
    automation_off_by = null where id = ${begun.conversationId}`);
  return matchedRule;
}

describe('whoever asks for an order', () => {
  test('is told of theirs by where they write from, and it is said what that stands on', async () => {
    const begun = await from(samira);
    const { decision, sources } = await w.asked(asks, begun);
    assert.equal(decision, 'respond');
    const [text] = await textsOf(begun);
    assert.match(text!, tracking);
    assert.match(text!, /is on its way/);
    const titles = await w.rows(
      z.object({ title: z.string() }),
      sql`select s ->> 'title' as title from autopilot.decisions, jsonb_array_elements(sources) s`,
    );
    assert.deepEqual(titles, [{ title: 'Shopify · order #1001' }]);
    assert.match(sources[0]!.content, tracking);
    const turns = await w.rows(
      z.object({ toolName: z.string() }),
      sql`select tool_name from autopilot.turns where role = 'tool'`,
    );
    assert.deepEqual(turns, [{ toolName: 'look_up_order' }]);
  });

  test('is told nothing of somebody else’s, whatever they write', async () => {
    const begun = await from(nora);
    for (const text of [
      asks,
      'Where is my order 1001? My email is samira@people.test',
      `My number is +${samira}. Where is order #1001?`,
      'Where are my orders #1002 and #1001?',
      'Where is order #1003?',
      'Where is order #100?',
    ])
      await isHandedOver(text, begun);
  });

  test('is told nothing where nobody knows who they are, until a person has said who they are', async () => {
    const [begun, known] = [w.begun, await from(samira)];
    await isHandedOver(asks, begun);
    const claimed = JSON.stringify({ email: 'samira@people.test', phone: `+${samira}` });
    await change(sql`update inbox.contacts set fields = ${claimed}::jsonb where id = ${begun.contactId}`);
    await isHandedOver(asks, begun);
    const { contactId } = begun;
    const mergeId = newId(MergeId);
    await w.system((ctx) => mergeContacts(ctx, { contactId, mergeId, otherId: known.contactId }));
    assert.equal((await w.asked(asks, begun)).decision, 'respond');
    assert.match((await textsOf(begun))[0]!, tracking);
    await w.system((ctx) => undoMerge(ctx, { contactId, mergeId }));
    assert.equal((await w.asked('And now, where is #1001?', begun)).decision, 'escalate');
  });

  test('is told nothing in public', async () => {
    const decisionId = newId(DecisionId);
    const seen = seenOf(asks, { subject: 'comment', canUse: ['look_up_order'] });
    const loaded = { snapshot: seen, talk: null, remark: null };
    const deps = depsOf(w.unit(), w.outside, loaded, callsFor(decisionId));
    const { decision, rule, text } = await decideOn(seen, deps);
    assert.deepEqual([decision, rule, text], ['escalate', 'nothing.look_up_order', null]);
  });

  test('is told of what the shops of their place have, and of no other', async () => {
    const [here, there] = [await w.location(), await w.location('Atelier')];
    await change(sql`update connections.accounts set location_id = ${here} where platform = 'shopify'`);
    // There it is not even offered.
    for (const place of [there, null])
      assert.notEqual(await isHandedOver(asks, await from(samira, place)), 'nothing.look_up_order');
    const begun = await from(samira, here);
    assert.equal((await w.asked(asks, begun)).decision, 'respond');
    assert.match((await textsOf(begun))[0]!, tracking);
  });

  test('is handed over while the shop cannot be asked, and says why to whoever sees to it', async () => {
    const later = new Date(w.clock.now().getTime() + 3_600_000);
    await change(sql`
      insert into connections.send_limits (workspace_id, account_id, lane, hourly_limit, daily_limit, held_until,
        created_at, updated_at)
      select workspace_id, id, 'reads', 10, 10, ${later}, connected_at, connected_at
        from connections.accounts where platform = 'shopify'`);
    await isHandedOver(asks, await from(samira));
    const { items } = await w.system((ctx) => listEscalations(ctx, { list: 'open', limit: 10 }));
    assert.match(items[0]!.summary ?? '', /cannot be asked at the moment/);
  });
});

describe('the tools of a shop', () => {
  const usable = (text: string, begun: Begun) =>
    w.asked(text, begun).then(({ decision, matchedRule }) => [decision, matchedRule]);

  test('are used by whom their persona lets, and wait for a person where it says so', async () => {
    await persona(w.place, { autonomyLevel: 3, discloses: 'when_asked', allowedTools: ['hand_over'] });
    const begun = await from(samira);
    const [decision, rule] = await usable(asks, begun);
    assert.doesNotMatch(rule ?? '', /look_up_order/);
    assert.equal(decision === 'respond' && tracking.test((await textsOf(begun)).join()), false);
    await persona(w.place, {
      ...{ autonomyLevel: 3, discloses: 'when_asked', requiresApprovalFor: ['look_up_order'] },
    });
    const other = await from(samira);
    assert.deepEqual(await usable(asks, other), ['respond', 'tool.look_up_order']);
    assert.deepEqual(await textsOf(other), []);
  });

  test('are used once somebody has allowed it, and tell then what they tell without', async () => {
    await persona(w.place, {
      ...{ autonomyLevel: 3, discloses: 'when_asked', requiresApprovalFor: ['look_up_order'] },
    });
    const me = await w.member('member');
    const allowed = async (begun: Begun) => {
      const { id: decisionId } = await w.asked(asks, begun);
      const [{ id: approvalId }] = (await w.rows(
        z.object({ id: ApprovalId }),
        sql`select id from autopilot.approvals where decision_id = ${decisionId}`,
      )) as [{ id: ApprovalId }];
      await w.as(me, (ctx) => approveAnswer(ctx, { approvalId, text: undefined }));
      await runDeed(w.unit(), { approvalId }, w.outside);
      return textsOf(begun);
    };
    assert.match((await allowed(await from(samira))).join(), tracking);
    assert.deepEqual(await allowed(await from(nora)), []);
    const { items } = await w.system((ctx) => listEscalations(ctx, { list: 'open', limit: 10 }));
    assert.match(items[0]!.summary ?? '', /There is no order #1001 of theirs/);
  });

  test('are not used again to decide once more: what was looked up then holds', async () => {
    const { id: decisionId } = await w.asked(asks, await from(samira));
    await change(sql`update connections.accounts set broken_at = ${w.clock.now()}, broken_reason = 'token_revoked'
      where platform = 'shopify'`);
    const me = await w.member('owner');
    const { before: first, after } = await w.reading(me, (ctx) =>
      replayDecision(ctx, { decisionId, by: 'then' }, w.outside),
    );
    assert.deepEqual([after.decision, after.replyText], ['respond', first.replyText]);
  });

  test('are there where a shop is, and only read', async () => {
    const all = toolsOf(w.outside).all.filter(({ name }) => name.startsWith('look_up_'));
    const there = (locationId: string | null) =>
      w.system(async (ctx) => {
        const found: boolean[] = [];
        for (const one of all) found.push(await one.isThere!(ctx, { locationId }));
        return found;
      });
    assert.deepEqual(
      all.map(({ name, readsOnly }) => [name, readsOnly]),
      [
        ['look_up_order', true],
        ['look_up_product', true],
        ['look_up_availability', true],
      ],
    );
    assert.deepEqual(await there(null), [true, true, true]);
    await change(sql`update connections.accounts set broken_at = ${w.clock.now()}, broken_reason = 'token_revoked'
      where platform = 'shopify'`);
    assert.deepEqual(await there(null), [false, false, false]);
  });

  test('say what is sold as it stands in the shop, each thing by itself', async () => {
    const caller = {
      ...{ workspaceId: w.workspaceId, work: w.unit().work, signal: w.unit().signal, log: w.ground.log },
      ...{ conversationId: null, contactId: null, locationId: null, asked: '', deedId: null },
      decisionId: newId(DecisionId),
    };
    const run = async (name: string, about: string) =>
      JSON.stringify(
        await toolsOf(w.outside)
          .all.find((one) => one.name === name)!
          .run({ about }, caller),
      );
    assert.match(await run('look_up_product', 'linen dress'), /Shopify · Linen dress/);
    assert.match(await run('look_up_product', 'linen dress'), /Linen dress \(M\) costs 129\.00 EUR/);
    assert.doesNotMatch(await run('look_up_product', 'linen dress'), /available/);
    assert.match(await run('look_up_availability', 'oak stool'), /in stock: \d+ available|is sold out/);
    assert.equal(await run('look_up_product', 'parrots'), 'null');
  });
});
