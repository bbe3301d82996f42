import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { ApiKeyId, newId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { readIn, workIn } from '../../../kit/work.ts';
import { newWorkspace } from '../testing.ts';
import { childrenMax } from './contract.ts';
import { joinHolding, leaveHolding, listChildren, releaseChild } from './holdings.ts';
import { addedWorkspace, deletedAt } from './testing.ts';
import { getWorkspace } from './workspaces.ts';

const outside = await testOutside();

/** A brand, and a holding of the same owner. */
async function family() {
  const brand = await newWorkspace();
  const owner = await brand.member('owner');
  const { ground } = brand;
  const holdingId = await addedWorkspace(ground, owner.userId, { kind: 'holding', name: 'House of cloth' });
  const inHolding = <T>(fn: Parameters<typeof workIn<T>>[3]) =>
    workIn(ground, holdingId, { actor: { ...owner, memberId: owner.memberId } }, fn);
  const children = (actor: MemberActor = owner, page: { after?: string; limit: number } = { limit: 10 }) =>
    readIn(ground, holdingId, { actor }, (ctx) => listChildren(ctx, page));
  const join = () => brand.as(owner, (ctx) => joinHolding(ctx, { parentId: holdingId }));
  return { brand, owner, ground, holdingId, inHolding, children, join };
}
type Family = Awaited<ReturnType<typeof family>>;

const actionsIn = ({ ground }: Family, workspaceId: WorkspaceId) =>
  workIn(ground, workspaceId, { actor: { kind: 'system' } }, async (ctx) => {
    const rows = await ctx.tx.many(
      z.object({ action: z.string() }),
      sql`select action from workspaces.audit_entries`,
    );
    return rows.map(({ action }) => action).filter((action) => /parent|children/.test(action));
  });

describe('joinHolding', () => {
  test('SE-124 puts a brand under a holding of the same owner, and both trails say so', async () => {
    const f = await family();

    await f.join();
    await f.join();

    const seen = await f.brand.reading(f.owner, (ctx) => getWorkspace(ctx, outside));
    assert.deepEqual(seen.parent, { id: f.holdingId, name: 'House of cloth' });
    assert.deepEqual(await actionsIn(f, f.brand.workspaceId), ['workspaces.parent_changed']);
    assert.deepEqual(await actionsIn(f, f.holdingId), ['workspaces.children_changed']);
  });

  test('takes no holding that whoever asks does not own, whatever else they are there', async () => {
    const f = await family();
    const other = await newWorkspace();
    const stranger = await f.brand.member('owner');
    await workIn(f.ground, f.holdingId, { actor: { kind: 'system' } }, (ctx) =>
      ctx.tx.run(sql`
        insert into workspaces.members (workspace_id, id, user_id, role, created_at, updated_at)
        values (${f.holdingId}, ${newId(WorkspaceId)}, ${stranger.userId}, 'admin', ${ctx.now}, ${ctx.now})`),
    );
    const deleted = await addedWorkspace(f.ground, f.owner.userId, { kind: 'holding' });
    await deletedAt(f.ground, deleted, f.ground.clock.now());
    const attempts: [MemberActor, WorkspaceId][] = [
      [stranger, f.holdingId],
      [f.owner, other.workspaceId],
      [f.owner, await addedWorkspace(f.ground, f.owner.userId, { kind: 'agency' })],
      [f.owner, deleted],
      [f.owner, newId(WorkspaceId)],
    ];
    for (const [actor, parentId] of attempts) {
      await assert.rejects(
        f.brand.as(actor, (ctx) => joinHolding(ctx, { parentId })),
        { code: 'workspaces.holding_not_found', status: 404 },
      );
    }
  });

  test('opens no other workspace to a key', async () => {
    const f = await family();
    const key = {
      kind: 'key',
      keyId: newId(ApiKeyId),
      permissions: ['workspaces.manage_children'],
      maker: f.owner,
    } as const;
    await assert.rejects(
      f.brand.as(key, (ctx) => joinHolding(ctx, { parentId: f.holdingId })),
      { code: 'stoa.not_permitted' },
    );
  });

  test('SE-124 puts no holding under a holding, and nothing under itself, even by direct SQL', async () => {
    const f = await family();
    const second = await addedWorkspace(f.ground, f.owner.userId, { kind: 'holding' });
    await assert.rejects(
      workIn(f.ground, second, { actor: f.owner }, (ctx) => joinHolding(ctx, { parentId: f.holdingId })),
      { code: 'workspaces.holding_has_no_parent' },
    );
    const direct = (id: WorkspaceId, parentId: WorkspaceId) =>
      workIn(f.ground, id, { actor: { kind: 'system' } }, (ctx) =>
        ctx.tx.run(sql`update workspaces.workspaces set parent_id = ${parentId} where id = ${id}`),
      );
    await assert.rejects(direct(second, f.holdingId), { constraint: 'workspace_holding_has_no_parent' });
    const brand = f.brand.workspaceId;
    await assert.rejects(direct(brand, brand), { constraint: 'workspace_is_not_its_own_parent' });
  });

  test('leaves a personal workspace to its person', async () => {
    const f = await family();
    const id = await addedWorkspace(f.ground, f.owner.userId, { kind: 'personal' });
    await assert.rejects(
      workIn(f.ground, id, { actor: f.owner }, (ctx) => joinHolding(ctx, { parentId: f.holdingId })),
      { code: 'workspaces.workspace_is_personal' },
    );
  });

  test('stops when the holding has as many as one can have', async () => {
    const f = await family();
    await f.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`
        insert into workspaces.workspaces (id, name, parent_id, created_at, updated_at)
        select gen_random_uuid(), 'One', ${f.holdingId}, now(), now() from generate_series(1, ${childrenMax}::int)`),
    );
    await assert.rejects(f.join(), { code: 'workspaces.holding_is_full' });
  });
});

describe('listChildren', () => {
  test('shows names and figures of the children and their sum, and not those that are deleted', async () => {
    const f = await family();
    await f.join();
    await f.brand.location();
    await f.brand.location('Second shop');
    await f.brand.member('viewer');
    const parentId = f.holdingId;
    const deleted = await addedWorkspace(f.ground, f.owner.userId, { parentId });
    await deletedAt(f.ground, deleted, f.ground.clock.now());
    await addedWorkspace(f.ground, f.owner.userId, { parentId, kind: 'agency', name: 'Agora' });

    const { items, totals } = await f.children();

    assert.deepEqual(
      items.map(({ name, kind, membersCount, locationsCount }) => [name, kind, membersCount, locationsCount]),
      [
        ['Agora', 'agency', 1, 0],
        ['Test', 'brand', 3, 2],
      ],
    );
    assert.deepEqual(totals, { childrenCount: 2, membersCount: 4, locationsCount: 2 });
    const [first, second] = [await f.children(f.owner, { limit: 1 }), await f.children()];
    assert.deepEqual([first.items.length, first.totals], [1, second.totals]);
  });

  test('shows a holding no row of a child, and no row of it to be changed', async () => {
    const f = await family();
    await f.join();
    const locationId = await f.brand.location();

    await workIn(f.ground, f.holdingId, { actor: f.owner }, async (ctx) => {
      const rows = [
        await ctx.tx.run(sql`select from workspaces.locations where id = ${locationId}`),
        await ctx.tx.run(sql`select from workspaces.members where workspace_id = ${f.brand.workspaceId}`),
        await ctx.tx.run(sql`update workspaces.workspaces set name = 'x' where id = ${f.brand.workspaceId}`),
      ];
      assert.deepEqual(rows, [0, 0, 0]);
    });
  });

  test('is for owners of the holding alone', async () => {
    const f = await family();
    await assert.rejects(f.children({ ...f.owner, role: 'admin' }), { code: 'stoa.not_permitted' });
  });
});

describe('parting', () => {
  test('is done from the child, once', async () => {
    const f = await family();
    await f.join();

    await f.brand.as(f.owner, (ctx) => leaveHolding(ctx));
    await f.brand.as(f.owner, (ctx) => leaveHolding(ctx));

    assert.deepEqual((await f.children()).items, []);
    assert.equal((await actionsIn(f, f.brand.workspaceId)).length, 2);
  });

  test('is done from the holding, for its own children alone', async () => {
    const f = await family();
    await f.join();
    const foreign = await newWorkspace();
    const release = (childId: WorkspaceId) => f.inHolding((ctx) => releaseChild(ctx, { childId }));

    await release(f.brand.workspaceId);

    for (const childId of [f.brand.workspaceId, foreign.workspaceId, newId(WorkspaceId)]) {
      await assert.rejects(release(childId), { code: 'workspaces.child_not_found', status: 404 });
    }
    assert.deepEqual((await f.children()).items, []);
    assert.equal((await actionsIn(f, f.holdingId)).length, 2);
  });
});
