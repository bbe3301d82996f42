import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { setImmediate } from 'node:timers/promises';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sayingsChannel } from '../../../kit/events/say.ts';
import { sql } from '../../../kit/sql.ts';
import { inboxWorkspace } from '../conversations/testing.ts';
import { beginConversation, openChannel } from '../messages/testing.ts';
import { type PresenceState, presenceSeconds } from './contract.ts';
import { sweepPresences, tellPresence } from './presence.ts';

const countAll = sql`select from inbox.presences`;

/** Word comes when it comes: the test ends with it, or with the time it may take. */
const until = async (is: () => boolean) => {
  while (!is()) await setImmediate();
};

async function one() {
  const w = await inboxWorkspace();
  const { conversationId } = await beginConversation(w);
  const [ada, bea] = [await w.member('member'), await w.member('viewer')];
  const tell = async (actor: MemberActor, state: PresenceState) => {
    const { items } = await w.as(actor, (ctx) => tellPresence(ctx, { conversationId, state }));
    return items.map(({ memberId, state: now }) => `${memberId === ada.memberId ? 'ada' : 'bea'} ${now}`);
  };
  return { w, conversationId, ada, bea, tell };
}

describe('tellPresence', () => {
  test('warns whoever comes that somebody looks at it, and that they write, before anybody has answered', async () => {
    const { ada, bea, tell } = await one();
    assert.deepEqual(await tell(ada, 'viewing'), []);
    assert.deepEqual(await tell(bea, 'viewing'), ['ada viewing']);
    assert.deepEqual(await tell(ada, 'typing'), ['bea viewing']);
    assert.deepEqual(await tell(bea, 'viewing'), ['ada typing']);
    assert.deepEqual(await tell(ada, 'gone'), ['bea viewing']);
    assert.deepEqual(await tell(bea, 'viewing'), []);
  });

  test('takes who was not heard of for half a minute for gone, and a sweep forgets them', async () => {
    const { w, ada, bea, tell } = await one();
    await tell(ada, 'typing');
    w.ground.clock.move((presenceSeconds - 1) * 1_000);
    assert.deepEqual(await tell(bea, 'viewing'), ['ada typing']);
    w.ground.clock.move(1_000);
    assert.deepEqual(await tell(bea, 'viewing'), []);
    w.ground.clock.move(600_000);
    await w.system.work(sweepPresences);
    assert.equal(await w.system.work(({ tx }) => tx.run(countAll)), 0);
  });

  test('says to all browsers what has changed, with ids alone, and nothing when it is said again', async () => {
    const { w, conversationId, ada, tell } = await one();
    const heard: unknown[] = [];
    const stop = await w.ground.db.listen(
      sayingsChannel,
      (text) => {
        const saying = JSON.parse(text);
        if (saying.workspaceId === w.workspaceId) heard.push([saying.name, saying.payload]);
      },
      () => {},
    );
    for (const state of ['viewing', 'viewing', 'typing', 'typing', 'gone', 'gone'] as const)
      await tell(ada, state);
    const said = (state: PresenceState) => [
      'inbox.presence_changed',
      { conversationId, memberId: ada.memberId, state },
    ];
    await until(() => heard.length >= 3);
    await stop();
    assert.deepEqual(heard, [said('viewing'), said('typing'), said('gone')]);
  });

  test('is for who may read it there, and of its workspace', async () => {
    const { w } = await one();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const { conversationId } = await beginConversation(w, {
      channelId: await openChannel(w, { locationId: here }),
    });
    const other = await inboxWorkspace();
    for (const [world, actor] of [
      [w, await w.memberAt(null, [{ locationId: there, role: 'manager' }])],
      [other, await other.member('owner')],
    ] as const)
      await assert.rejects(
        world.as(actor, (ctx) => tellPresence(ctx, { conversationId, state: 'viewing' })),
        { code: 'inbox.conversation_not_found' },
      );
  });
});
