import assert from 'node:assert/strict';
import { beforeEach, describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { connections } from '../../connections/index.ts';
import { identity } from '../../identity/index.ts';
import { inbox } from '../../inbox/index.ts';
import { type Begun, beginConversation, openChannel, said } from '../../inbox/testing.ts';
import { knowledge } from '../../knowledge/index.ts';
import { workspaces } from '../../workspaces/index.ts';
import { newWorkspace, type TestWorkspace, unitIn } from '../../workspaces/testing.ts';
import { autopilot } from '../index.ts';
import { TurnId } from './contract.ts';
import { changeInteraction, hearReceived, hearSent, listInteractions } from './interactions.ts';
import { endIdle, keepTurns, type NewTurn, sessionOf } from './keeping.ts';
import { listContactSessions, listConversationSessions, listTurns } from './sessions.ts';
import { approached, talked } from './testing.ts';

const hourMs = 3_600_000;
const page = { limit: 10 };
let w: TestWorkspace;
let me: MemberActor;
beforeEach(async () => {
  w = await newWorkspace([identity, workspaces, connections, knowledge, inbox, autopilot]);
  me = await w.member('member');
});

const begin = (begun: Begun) => {
  const { conversationId, contactId } = begun;
  return w.system.work((ctx) =>
    sessionOf(ctx, { conversationId, contactId, personaId: null, channel: 'instagram' }),
  );
};
const sessionsOf = async (conversationId: Begun['conversationId']) =>
  (await w.reading(me, (ctx) => listConversationSessions(ctx, { conversationId, ...page }))).items;

describe('a session', () => {
  test('SE-62 goes on in its conversation, and is another one after a day without a word', async () => {
    const begun = await beginConversation(w);
    const first = await begin(begun);
    w.ground.clock.move(23 * hourMs);
    assert.equal(await begin(begun), first);
    w.ground.clock.move(hourMs);
    const second = await begin(begun);
    const all = await sessionsOf(begun.conversationId);
    assert.deepEqual(
      all.map(({ id, endedAt }) => [id, endedAt === null]),
      [
        [second, true],
        [first, false],
      ],
    );
  });

  test('SE-62 is one, however many begin it at once', async () => {
    const begun = await beginConversation(w);
    const ids = await Promise.all([1, 2, 3, 4].map(() => begin(begun)));
    assert.equal(new Set(ids).size, 1);
  });

  test('SE-62 is ended by the sweep, and no other is', async () => {
    const [old, young] = [await talked(w), await beginConversation(w)];
    w.ground.clock.move(25 * hourMs);
    await begin(young);
    await w.system.work(endIdle);
    const [ended] = await sessionsOf(old.conversationId);
    const [open] = await sessionsOf(young.conversationId);
    assert.deepEqual([ended!.endedAt, open!.endedAt], [w.ground.clock.now(), null]);
  });

  test('SE-62 SE-63 counts messages, tools and cost, and nothing twice', async () => {
    const { conversationId, contactId, sessionId } = await talked(w);
    const turns: NewTurn[] = [
      { id: newId(TurnId), role: 'customer', content: 'Where is my order?' },
      {
        ...{ id: newId(TurnId), role: 'tool', content: '', costMicro: 3, latencyMs: 20 },
        tool: { name: 'look_up_order', input: { number: '7' }, output: { state: 'sent' } },
      },
      {
        ...{ id: newId(TurnId), role: 'assistant', content: 'On its way.', model: 'test/chat' },
        ...{ tokensCount: 120, confidence: 0.91, costMicro: 40 },
      },
    ];
    for (let n = 0; n < 2; n++) await w.system.work((ctx) => keepTurns(ctx, sessionId, turns));
    const { items } = await w.reading(me, (ctx) => listContactSessions(ctx, { contactId, ...page }));
    const [{ messagesCount, toolCallsCount, costMicro }] = items as [(typeof items)[0]];
    assert.deepEqual([messagesCount, toolCallsCount, costMicro], [4, 1, 55]);
    assert.deepEqual(await sessionsOf(conversationId), items);
    const said = await w.reading(me, (ctx) => listTurns(ctx, { sessionId, ...page }));
    const tool = said.items.find(({ role }) => role === 'tool')!;
    assert.deepEqual([tool.toolName, tool.toolOutput], ['look_up_order', { state: 'sent' }]);
    assert.equal(said.items.length, 5);
  });
});

describe('an approach', () => {
  const all = async () => (await w.reading(me, (ctx) => listInteractions(ctx, page))).items;

  test('SE-65 is one for all that is written in a day, answered by the first answer of the machine', async () => {
    const begun = await beginConversation(w);
    const { conversationId } = begun;
    const hear = async () => {
      const messageId = await said(w, begun);
      for (let n = 0; n < 2; n++) await hearReceived(unitIn(w), { messageId, conversationId });
    };
    await hear();
    w.ground.clock.move(1_500);
    const answer = await said(w, begun, {
      ...{ direction: 'outbound', author: 'autopilot', status: 'sent', body: 'We do.' },
    });
    await hearSent(unitIn(w), { messageId: answer, conversationId });
    w.ground.clock.move(hourMs);
    await hear();
    const [one, ...others] = await all();
    assert.equal(others.length, 0);
    assert.deepEqual(
      [one!.messagesCount, one!.botResponded, one!.responseTimeMs, one!.originalMessage],
      [2, true, 1_500, 'Do you ship to Rome?'],
    );
    w.ground.clock.move(24 * hourMs);
    await hear();
    assert.deepEqual(
      (await all()).map(({ conversationEndedAt }) => conversationEndedAt === null),
      [true, false],
    );
  });

  test('SE-66 led to a purchase only where a shop is connected', async () => {
    const { interactionId } = await approached(w);
    const bought = () => w.as(me, (ctx) => changeInteraction(ctx, { interactionId, userMadePurchase: true }));
    await assert.rejects(bought(), { code: 'autopilot.no_shop_connected' });
    const shop = await openChannel(w);
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        update connections.accounts set platform = 'shopify'
         where workspace_id = ${w.workspaceId} and id = ${shop}`),
    );
    assert.equal((await bought()).userMadePurchase, true);
  });
});
