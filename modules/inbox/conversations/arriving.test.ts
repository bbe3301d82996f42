import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MemberId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { holdConversation } from '../messages/record.sql.ts';
import { type Begun, beginConversation, openChannel } from '../messages/testing.ts';
import { customerWrote } from './arriving.ts';
import { assign } from './assigning.ts';
import type { Channel, ConversationStatus } from './contract.ts';
import { getConversation } from './conversations.ts';
import { setCategory } from './sorting.ts';
import { setStatus } from './status.ts';
import { type InboxWorkspace, inboxWorkspace, linesOf, toldOf } from './testing.ts';

type Which = Pick<Begun, 'conversationId'>;

const wrote = (w: InboxWorkspace, { conversationId }: Which) =>
  w.system.work(async (ctx) => customerWrote(ctx, (await holdConversation(ctx.tx, conversationId))!));

/** As whoever may everything sees it. */
const look = (w: InboxWorkspace, which: Which) =>
  w.system.work((ctx) => getConversation(ctx, which, w.outside));

async function channelThatHandsOut(
  w: InboxWorkspace,
  assignMode: Channel['assignMode'],
  locationId: string | null = null,
) {
  const channelId = await openChannel(w, { locationId });
  await w.system.work(({ tx }) =>
    tx.run(sql`update inbox.channels set assign_mode = ${assignMode} where id = ${channelId}`),
  );
  return channelId;
}

/** Of a workspace whose owner and viewers would be no answer. */
async function staffed(count: number) {
  const w = await inboxWorkspace();
  await w.system.work(({ tx, now }) =>
    tx.run(sql`update workspaces.members set role = 'viewer', updated_at = ${now}
                where workspace_id = ${w.workspaceId}`),
  );
  const staff: MemberId[] = [];
  for (let i = 0; i < count; i++) staff.push((await w.member('member')).memberId);
  return { w, staff };
}

async function given(w: InboxWorkspace, conversations: readonly Which[]) {
  const found: (MemberId | undefined)[] = [];
  for (const which of conversations) found.push((await look(w, which)).assignee?.memberId);
  return found;
}

const times = (found: readonly unknown[], staff: readonly MemberId[]) =>
  staff.map((id) => found.filter((one) => one === id).length);

async function several(w: InboxWorkspace, channelId: Begun['channelId'], count: number) {
  const begun: Begun[] = [];
  for (let i = 0; i < count; i++) begun.push(await beginConversation(w, { channelId }));
  return begun;
}

describe('customerWrote', () => {
  for (const status of ['closed', 'pending', 'snoozed'] satisfies ConversationStatus[])
    test(`opens what was ${status}, by nobody, and leaves it whose it was`, async () => {
      const w = await inboxWorkspace();
      const begun = await beginConversation(w);
      const actor = await w.member('member');
      const { memberId } = actor;
      await w.as(actor, (ctx) => assign(ctx, { ...begun, memberId }, w.outside));
      w.ground.clock.move(1_000);
      await w.as(actor, (ctx) => setStatus(ctx, { ...begun, status, snoozeUntil: 'in 2 hours' }, w.outside));
      w.ground.clock.move(1_000);
      await wrote(w, begun);
      const found = await look(w, begun);
      assert.deepEqual(
        [found.status, found.statusBy, found.snoozedUntil, found.assignee?.memberId],
        ['open', null, null, memberId],
      );
      const lines = await linesOf(w, begun.conversationId);
      assert.deepEqual(lines.at(-1), { author: 'system', what: 'status', from: status, to: 'open' });
    });

  test('writes nothing where it is open and the channel hands out nothing', async () => {
    const w = await inboxWorkspace();
    const begun = await beginConversation(w);
    await wrote(w, begun);
    assert.deepEqual(await toldOf(w, 'inbox.conversation_changed'), []);
    assert.equal((await look(w, begun)).assignee, null);
  });
});

describe('handing out', () => {
  test('goes round: nobody has two before everybody has one, though eight customers write at once', async () => {
    const { w, staff } = await staffed(4);
    const channelId = await channelThatHandsOut(w, 'round_robin');
    const begun = await several(w, channelId, 8);
    await Promise.all(begun.map((one) => wrote(w, one)));
    assert.deepEqual(times(await given(w, begun), staff), [2, 2, 2, 2]);
  });

  test('goes on with whoever comes after one who has left', async () => {
    const { w, staff } = await staffed(3);
    const channelId = await channelThatHandsOut(w, 'round_robin');
    const begun = await several(w, channelId, 3);
    for (const one of begun.slice(0, 2)) await wrote(w, one);
    assert.deepEqual(await given(w, begun), [staff[0], staff[1], undefined]);
    await w.system.work(({ tx }) =>
      tx.run(sql`delete from workspaces.members where workspace_id = ${w.workspaceId} and id = ${staff[1]!}`),
    );
    await wrote(w, begun[2]!);
    assert.equal((await given(w, begun))[2], staff[2]);
  });

  test('by load gives to whoever has the fewest open, though eight customers write at once', async () => {
    const { w, staff } = await staffed(3);
    const channelId = await channelThatHandsOut(w, 'by_load');
    const begun = await several(w, channelId, 10);
    const [first, second, ...rest] = begun;
    const busy = { memberId: staff[0]! };
    for (const one of [first!, second!])
      await w.system.work((ctx) => assign(ctx, { ...one, ...busy }, w.outside));
    await Promise.all(rest.map((one) => wrote(w, one)));
    assert.deepEqual(times(await given(w, begun), staff).sort(), [3, 3, 4]);
    await w.system.work((ctx) => setStatus(ctx, { ...first!, status: 'closed' }, w.outside));
    await w.system.work((ctx) => setStatus(ctx, { ...second!, status: 'closed' }, w.outside));
    const [next] = await several(w, channelId, 1);
    await wrote(w, next!);
    assert.deepEqual(await given(w, [next!]), [staff[0]]);
  });

  test('is to the team of the place, of those who may answer; without one, to whoever else may', async () => {
    const { w, staff } = await staffed(1);
    const here = await w.location('Here');
    const channelId = await channelThatHandsOut(w, 'round_robin', here);
    const [one, two, three] = await several(w, channelId, 3);
    const reader = await w.memberAt(null, [{ locationId: here, role: 'viewer' }]);
    const muted = await w.memberAt('member', [
      { locationId: here, role: 'member', withdrawn: ['inbox.reply'] },
    ]);
    await wrote(w, one!);
    assert.deepEqual(await given(w, [one!]), staff);
    const guest = await w.memberAt(null, [{ locationId: here, role: 'member' }]);
    for (const which of [two!, three!]) await wrote(w, which);
    assert.deepEqual(await given(w, [two!, three!]), [guest.memberId, guest.memberId]);
    assert.ok(![reader.memberId, muted.memberId].some((id) => id === guest.memberId));
  });

  test('gives to nobody who is not let in any more', async () => {
    const { w, staff } = await staffed(2);
    const channelId = await channelThatHandsOut(w, 'round_robin');
    const [one] = await several(w, channelId, 1);
    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        update identity.users set disabled_at = ${w.ground.clock.now()}
         where id = (select user_id from workspaces.members where workspace_id = ${w.workspaceId} and id = ${staff[0]!})`),
    );
    await wrote(w, one!);
    assert.deepEqual(await given(w, [one!]), [staff[1]]);
  });

  test('leaves what somebody has, what is hidden, and what nobody may answer', async () => {
    const { w, staff } = await staffed(2);
    const channelId = await channelThatHandsOut(w, 'round_robin');
    const [taken, hidden] = await several(w, channelId, 2);
    await w.system.work((ctx) => assign(ctx, { ...taken!, memberId: staff[1]! }, w.outside));
    await w.system.work((ctx) => setCategory(ctx, { ...hidden!, category: 'hidden' }, w.outside));
    for (const which of [taken!, hidden!]) await wrote(w, which);
    assert.deepEqual(await given(w, [taken!, hidden!]), [staff[1], undefined]);
    const empty = await staffed(0);
    const [lonely] = await several(empty.w, await channelThatHandsOut(empty.w, 'by_load'), 1);
    await wrote(empty.w, lonely!);
    assert.deepEqual(await given(empty.w, [lonely!]), [undefined]);
  });
});
