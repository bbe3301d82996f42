import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { MemberActor } from '../../../kit/ctx.ts';
import { assign } from '../conversations/assigning.ts';
import { inboxWorkspace } from '../conversations/testing.ts';
import { conversationWithWords } from '../messages/testing.ts';
import { ViewFilters, type ViewId, viewsMax } from './contract.ts';
import { newViewId } from './testing.ts';
import { countViews, deleteView, listViews, putView } from './views.ts';

async function newInbox() {
  const w = await inboxWorkspace();
  const [ada, ben, boss] = [await w.member('member'), await w.member('member'), await w.member('manager')];
  const save = (actor: MemberActor, more: Partial<Parameters<typeof putView>[1]> = {}) =>
    w.as(actor, (ctx) =>
      putView(ctx, {
        ...{ viewId: newViewId(), name: 'Open', filters: {}, search: null, isShared: false, place: 0 },
        ...more,
      }),
    );
  const namesOf = async (actor: MemberActor) =>
    (await w.reading(actor, listViews)).items.map(({ name }) => name);
  const forget = (actor: MemberActor, viewId: ViewId) => w.as(actor, (ctx) => deleteView(ctx, { viewId }));
  const countsFor = async (actor: MemberActor) =>
    (await w.reading(actor, countViews)).items.map(({ count }) => count);
  return { w, ada, ben, boss, save, namesOf, forget, countsFor };
}

describe('putView', () => {
  test('CR-80 keeps one’s own for oneself, and shares for all', async () => {
    const { ada, ben, boss, save, namesOf } = await newInbox();
    await save(ada, { name: 'Second', place: 1 });
    await save(ada, { name: 'First' });
    await save(boss, { name: 'Everybody’s', isShared: true });
    assert.deepEqual(await namesOf(ada), ['First', 'Second', 'Everybody’s']);
    assert.deepEqual(await namesOf(ben), ['Everybody’s']);
  });

  test('is one view when it comes twice, and changes it when it comes anew', async () => {
    const { ada, save, namesOf } = await newInbox();
    const { id: viewId } = await save(ada, { name: 'Mine', filters: { assignee: 'me' } });
    const changed = await save(ada, {
      viewId,
      name: 'Mine, urgent',
      filters: { assignee: 'me', priority: 'urgent' },
    });
    assert.deepEqual(await namesOf(ada), ['Mine, urgent']);
    assert.deepEqual([changed.id, changed.filters], [viewId, { assignee: 'me', priority: 'urgent' }]);
  });

  test('leaves sharing, and what is shared, to who manages the inbox', async () => {
    const { ada, boss, save, forget, namesOf } = await newInbox();
    await assert.rejects(save(ada, { isShared: true }), { code: 'stoa.not_permitted' });
    const { id: viewId } = await save(boss, { name: 'Ours', isShared: true });
    await assert.rejects(save(ada, { viewId, name: 'Mine' }), { code: 'stoa.not_permitted' });
    await assert.rejects(forget(ada, viewId), { code: 'stoa.not_permitted' });
    assert.deepEqual(await namesOf(ada), ['Ours']);
  });

  test('takes a colleague’s own for none', async () => {
    const { ada, boss, save, forget, namesOf } = await newInbox();
    const { id: viewId } = await save(ada);
    await assert.rejects(save(boss, { viewId }), { code: 'inbox.view_not_found' });
    await forget(boss, viewId);
    assert.deepEqual(await namesOf(ada), ['Open']);
    await forget(ada, viewId);
    assert.deepEqual(await namesOf(ada), []);
  });

  test('refuses what a list cannot be narrowed by', () => {
    for (const filters of [{ status: 'asleep' }, { unheard: 'x' }, { unread: 'maybe' }, { tagId: 'x' }])
      assert.equal(ViewFilters.safeParse(filters).success, false, JSON.stringify(filters));
    assert.ok(ViewFilters.safeParse({ status: 'open', unread: 'true', assignee: 'me' }).success);
  });

  test(`refuses more than ${viewsMax} of one’s own`, async () => {
    const { ada, ben, save } = await newInbox();
    for (let n = 0; n < viewsMax; n++) await save(ada);
    await assert.rejects(save(ada), { code: 'inbox.too_many_views' });
    await save(ben);
  });
});

describe('countViews', () => {
  test('CR-80 counts what is in each as it is now, for whoever looks', async () => {
    const { w, ada, ben, boss, save, countsFor } = await newInbox();
    await save(boss, { filters: { status: 'open' }, isShared: true });
    await save(boss, { filters: { assignee: 'me' }, isShared: true, place: 1 });
    await save(boss, { filters: {}, search: 'ship', isShared: true, place: 2 });
    assert.deepEqual(await countsFor(ada), [0, 0, null]);
    for (let n = 0; n < 3; n++) await conversationWithWords(w);
    const { conversationId } = await conversationWithWords(w);
    await w.as(ben, (ctx) => assign(ctx, { conversationId, memberId: ben.memberId }, w.outside));
    assert.deepEqual(await countsFor(ada), [4, 0, null]);
    assert.deepEqual(await countsFor(ben), [4, 1, null]);
  });

  test('counts nothing of a place one does not see', async () => {
    const { w, boss, save, countsFor } = await newInbox();
    await save(boss, { filters: { status: 'open' }, isShared: true });
    await conversationWithWords(w);
    const guest = await w.memberAt(null, [{ locationId: await w.location(), role: 'member' }]);
    assert.deepEqual(await countsFor(guest), [0]);
  });
});
