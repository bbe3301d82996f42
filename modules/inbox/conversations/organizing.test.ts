import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor, Ctx } from '../../../kit/ctx.ts';
import { MemberId, newId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { LocationId } from '../../workspaces/contract.ts';
import { beginConversation, openChannel } from '../messages/testing.ts';
import { assign } from './assigning.ts';
import { switchAutomation, turnAutomationOff } from './automation.ts';
import { type Category, TagId, tagsMax } from './contract.ts';
import { getConversation } from './conversations.ts';
import { dropTag, putTag, setCategory, setPriority } from './sorting.ts';
import { inboxWorkspace, linesOf, newTag, toldOf } from './testing.ts';

async function one(locationId: string | null = null) {
  const w = await inboxWorkspace();
  const { conversationId } = await beginConversation(w, { channelId: await openChannel(w, { locationId }) });
  const actor = await w.member('member');
  const look = () => w.reading(actor, (ctx) => getConversation(ctx, { conversationId }, w.outside));
  return { w, conversationId, actor, look, ...deedsOn(w, conversationId, actor) };
}

type World = Awaited<ReturnType<typeof inboxWorkspace>>;

function deedsOn(
  w: World,
  conversationId: Awaited<ReturnType<typeof beginConversation>>['conversationId'],
  actor: Actor,
) {
  const as = <T>(fn: (ctx: Ctx) => Promise<T>) => {
    w.ground.clock.move(1_000);
    return w.as(actor, fn);
  };
  return {
    lines: () => linesOf(w, conversationId),
    told: async () => (await toldOf(w, 'inbox.conversation_changed')).length,
    sort: (category: (typeof Category)['options'][number]) =>
      as((ctx) => setCategory(ctx, { conversationId, category }, w.outside)),
    give: (to: { memberId: MemberId | null; locationId?: LocationId | null }) =>
      as((ctx) => assign(ctx, { conversationId, ...to }, w.outside)),
    tag: (tagId: TagId) => as((ctx) => putTag(ctx, { conversationId, tagId }, w.outside)),
    untag: (tagId: TagId) => as((ctx) => dropTag(ctx, { conversationId, tagId }, w.outside)),
    machines: (isOn: boolean) => as((ctx) => switchAutomation(ctx, { conversationId, isOn }, w.outside)),
  };
}

describe('setPriority', () => {
  test('SS-17 is normal, high or urgent, and is said once', async () => {
    const { w, actor, conversationId, lines, told } = await one();
    const put = (priority: 'high' | 'urgent') =>
      w.as(actor, (ctx) => setPriority(ctx, { conversationId, priority }, w.outside));
    assert.equal((await put('urgent')).priority, 'urgent');
    await put('urgent');
    assert.deepEqual(await lines(), [{ author: 'member', what: 'priority', from: 'normal', to: 'urgent' }]);
    assert.equal(await told(), 1);
  });
});

describe('setCategory', () => {
  test('SE-60 accepts a request that goes to general or primary, and says by whom', async () => {
    for (const category of ['general', 'primary'] as const) {
      const { w, actor, sort, lines } = await one();
      await sort('requests');
      const found = await sort(category);
      assert.deepEqual(
        [found.category, found.acceptedBy?.memberId, found.acceptedAt],
        [category, actor.memberId, w.ground.clock.now()],
      );
      assert.deepEqual((await lines()).at(-1), {
        author: 'member',
        what: 'accepted',
        from: 'requests',
        to: category,
      });
    }
  });

  test('SE-60 accepts nothing that is hidden, or that was no request', async () => {
    const { sort } = await one();
    assert.equal((await sort('primary')).acceptedAt, null);
    await sort('requests');
    assert.equal((await sort('hidden')).acceptedAt, null);
    await sort('requests');
    await sort('general');
    assert.equal((await sort('requests')).acceptedAt, null);
  });
});

describe('assign', () => {
  test('SS-22 gives it to a member, to a team, and to nobody again', async () => {
    const { w, actor, give, lines } = await one();
    const locationId = await w.location('Harbour shop');
    const mine = await give({ memberId: actor.memberId });
    assert.deepEqual(
      [mine.assignee?.memberId, mine.team, mine.assignedAt],
      [actor.memberId, null, w.ground.clock.now()],
    );
    const both = await give({ memberId: actor.memberId, locationId });
    assert.deepEqual(
      [both.assignee?.memberId, both.team],
      [actor.memberId, { locationId, name: 'Harbour shop' }],
    );
    assert.equal((await give({ memberId: null })).team?.locationId, locationId);
    const nobodys = await give({ memberId: null, locationId: null });
    assert.deepEqual([nobodys.assignee, nobodys.team, nobodys.assignedAt], [null, null, null]);
    const member = { memberId: actor.memberId, name: 'Test member' };
    assert.deepEqual((await lines())[0], {
      author: 'member',
      what: 'assignee',
      from: { member: null, team: null },
      to: { member, team: null },
    });
    assert.equal((await lines()).length, 4);
  });

  test('writes nothing when it is theirs already', async () => {
    const { actor, give, told } = await one();
    await give({ memberId: actor.memberId });
    await give({ memberId: actor.memberId });
    assert.equal(await told(), 1);
  });

  test('refuses who is not there, who may not read it there, and a place that is none', async () => {
    const w = await inboxWorkspace();
    const [here, there] = [await w.location('Here'), await w.location('There')];
    const { conversationId } = await beginConversation(w, {
      channelId: await openChannel(w, { locationId: here }),
    });
    const { give } = deedsOn(w, conversationId, await w.member('member'));
    const refused = { code: 'inbox.assignee_not_found' };
    await assert.rejects(give({ memberId: newId(MemberId) }), refused);
    await assert.rejects(
      give({ memberId: (await (await inboxWorkspace()).member('owner')).memberId }),
      refused,
    );
    const away = await w.memberAt(null, [{ locationId: there, role: 'manager' }]);
    await assert.rejects(give({ memberId: away.memberId }), refused);
    const without = await w.memberAt('member', [], ['inbox.read']);
    await assert.rejects(give({ memberId: without.memberId }), refused);
    const guest = await w.memberAt(null, [{ locationId: here, role: 'viewer' }]);
    assert.equal((await give({ memberId: guest.memberId })).assignee?.memberId, guest.memberId);
    await assert.rejects(give({ memberId: null, locationId: newId(LocationId) }), {
      code: 'workspaces.location_not_found',
    });
  });
});

describe('tags of a conversation', () => {
  test('are put on and taken off once, and the conversation says so', async () => {
    const { w, tag, untag, lines } = await one();
    const tagId = await newTag(w, 'Order');
    await tag(tagId);
    assert.deepEqual((await tag(tagId)).tagIds, [tagId]);
    assert.deepEqual((await untag(tagId)).tagIds, []);
    await untag(tagId);
    assert.deepEqual(await lines(), [
      { author: 'member', what: 'tag', to: `Order ${tagId}` },
      { author: 'member', what: 'tag', from: `Order ${tagId}` },
    ]);
  });

  test('are known ones, of this workspace, and no more than the limit', async () => {
    const { w, tag, conversationId, look } = await one();
    await assert.rejects(tag(newId(TagId)), { code: 'inbox.tag_not_found' });
    const theirs = await newTag(await inboxWorkspace());
    await assert.rejects(tag(theirs), { code: 'inbox.tag_not_found' });
    await w.system.work(async ({ tx, now }) => {
      await tx.run(sql`
        insert into inbox.tags (workspace_id, id, name, created_at)
        select ${w.workspaceId}, gen_random_uuid(), 'Tag ' || n, ${now} from generate_series(1, ${tagsMax}::int) n`);
      await tx.run(sql`
        insert into inbox.conversation_tags (workspace_id, conversation_id, tag_id, created_at)
        select workspace_id, ${conversationId}, id, ${now} from inbox.tags where name like 'Tag %'`);
    });
    await assert.rejects(tag(await newTag(w)), { code: 'inbox.too_many_tags' });
    assert.equal((await look()).tagIds.length, tagsMax);
  });
});

describe('automation', () => {
  test('SS-18 is on until somebody switches it off, and on again when they say so', async () => {
    const { w, actor, look, machines, lines } = await one();
    assert.deepEqual((await look()).automation, { isOn: true, why: null, at: null, by: null });
    const off = await machines(false);
    const by = { memberId: actor.memberId, name: 'Test member' };
    assert.deepEqual(off.automation, { isOn: false, why: 'switched', at: w.ground.clock.now(), by });
    assert.equal((await machines(true)).automation.isOn, true);
    assert.deepEqual(await lines(), [
      { author: 'member', what: 'automation', from: 'on', to: 'off', why: 'switched' },
      { author: 'member', what: 'automation', from: 'off', to: 'on' },
    ]);
  });

  test('SS-19 is off when it is escalated, and SS-20 whatever switched it off, machines are', async () => {
    for (const why of ['escalated', 'person_replied'] as const) {
      const { w, conversationId, look } = await one();
      await w.system.work((ctx) => turnAutomationOff(ctx, conversationId, why));
      const { automation } = await look();
      assert.deepEqual([automation.isOn, automation.why, automation.by], [false, why, null]);
    }
  });

  test('SS-81 is one state: what is off already keeps who switched it, and one switch puts all of it on', async () => {
    const { w, conversationId, machines, told, look } = await one();
    await w.system.work((ctx) => turnAutomationOff(ctx, conversationId, 'escalated'));
    w.ground.clock.move(60_000);
    assert.equal((await machines(false)).automation.why, 'escalated');
    assert.equal(await told(), 1);
    await machines(true);
    assert.deepEqual((await look()).automation, { isOn: true, why: null, at: null, by: null });
    await machines(true);
    assert.equal(await told(), 2);
  });
});
