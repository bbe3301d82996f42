import assert from 'node:assert/strict';
import { Readable } from 'node:stream';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { Ctx, MemberActor, Unit } from '../../../kit/ctx.ts';
import { ApiKeyId, installationId, newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { workIn } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { deletionGraceDays } from './contract.ts';
import { deleteWorkspace, restoreWorkspace, transferWorkspace } from './ownership.ts';
import { filesOf, removeDeletedWorkspaces, runRemoval } from './removal.ts';
import { addedWorkspace, asPerson, deletedAt } from './testing.ts';
import { listDeletedWorkspaces } from './workspaces.ts';

const outside = await testOutside();
const dayMs = 86_400_000;

const rolesIn = (w: TestWorkspace) =>
  w.system.work(async (ctx) => {
    const rows = await ctx.tx.many(
      z.object({ id: z.string(), role: z.string() }),
      sql`select id, role from workspaces.members`,
    );
    return new Map(rows.map(({ id, role }) => [id, role]));
  });

const transfer = (w: TestWorkspace, from: MemberActor, to: MemberActor) =>
  w.as(from, (ctx) => transferWorkspace(ctx, { memberId: to.memberId }));

describe('transferWorkspace', () => {
  test('CR-19 makes the other the owner and oneself an admin, and the trail has both', async () => {
    const w = await newWorkspace();
    const [owner, other] = [await w.member('owner'), await w.member('viewer')];

    await transfer(w, owner, other);

    const roles = await rolesIn(w);
    assert.deepEqual([roles.get(other.memberId), roles.get(owner.memberId)], ['owner', 'admin']);
    const entries = await w.system.work((ctx) =>
      ctx.tx.many(
        z.object({ subjectId: z.string(), actorUserId: z.string() }),
        sql`
          select subject_id, actor_user_id from workspaces.audit_entries
           where action = 'workspaces.ownership_transferred'`,
      ),
    );
    assert.deepEqual(
      new Set(entries.map(({ subjectId }) => subjectId)),
      new Set([owner.memberId, other.memberId]),
    );
    assert.deepEqual(new Set(entries.map(({ actorUserId }) => actorUserId)), new Set([owner.userId]));
  });

  test('leaves exactly one new owner when it is done twice at once', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const others = await Promise.all([w.member('admin'), w.member('viewer'), w.member('member')]);

    const outcomes = await Promise.allSettled(others.map((other) => transfer(w, owner, other)));

    assert.equal(outcomes.filter(({ status }) => status === 'fulfilled').length, 1);
    const roles = await rolesIn(w);
    assert.equal(others.filter(({ memberId }) => roles.get(memberId) === 'owner').length, 1);
    assert.equal(roles.get(owner.memberId), 'admin');
  });

  test('gives back what was withdrawn from the new owner', async () => {
    const w = await newWorkspace();
    const [owner, other] = [await w.member('owner'), await w.member('member')];
    await w.system.work((ctx) =>
      ctx.tx.run(sql`
        update workspaces.members set withdrawn_permissions = '{workspaces.transfer}' where id = ${other.memberId}`),
    );

    await transfer(w, owner, other);

    const withdrawn = sql`select from workspaces.members where withdrawn_permissions <> '{}'`;
    assert.equal(await w.system.work((ctx) => ctx.tx.run(withdrawn)), 0);
  });

  test('is for a person alone, and for no key of theirs', async () => {
    const w = await newWorkspace();
    const [maker, other] = [await w.member('owner'), await w.member('admin')];
    const permissions = ['workspaces.transfer'];
    const key = { kind: 'key', keyId: newId(ApiKeyId), permissions, maker } as const;
    await assert.rejects(
      w.as(key, (ctx) => transferWorkspace(ctx, { memberId: other.memberId })),
      { code: 'stoa.not_permitted' },
    );
  });

  test('takes no stranger, nobody who has gone, no owner and no one oneself', async () => {
    const [w, foreign] = [await newWorkspace(), await newWorkspace()];
    const [owner, second, gone] = [await w.member('owner'), await w.member('owner'), await w.member('admin')];
    await w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`update identity.users set deleted_at = now() where id = ${gone.userId}`),
    );

    for (const to of [await foreign.member('admin'), gone]) {
      await assert.rejects(transfer(w, owner, to), { code: 'workspaces.new_owner_not_found', status: 404 });
    }
    for (const to of [second, owner]) {
      await assert.rejects(transfer(w, owner, to), {
        code: 'workspaces.member_is_owner_already',
        status: 409,
      });
    }
  });
});

describe('a personal workspace', () => {
  test('is neither handed over nor deleted', async () => {
    const w = await newWorkspace();
    const userId = await newPerson(w.ground.db, w.ground.clock.now());
    const id = await addedWorkspace(w.ground, userId, { kind: 'personal' });
    const owner = await w.member('owner');
    const inPersonal = <T>(fn: (ctx: Ctx) => Promise<T>) => workIn(w.ground, id, { actor: owner }, fn);

    const refusal = { code: 'workspaces.workspace_is_personal' };
    await assert.rejects(
      inPersonal((ctx) => transferWorkspace(ctx, { memberId: owner.memberId })),
      refusal,
    );
    await assert.rejects(inPersonal(deleteWorkspace), refusal);
  });
});

describe('deleting', () => {
  const restore = (w: TestWorkspace, userId: UserId, id = w.workspaceId) =>
    asPerson(w.ground, userId, (ctx) => restoreWorkspace(ctx, { id }, outside));
  const deletedOf = async (w: TestWorkspace, userId: UserId) =>
    (await asPerson(w.ground, userId, (ctx) => listDeletedWorkspaces(ctx, { limit: 10 }, outside))).items;

  test('SE-124 keeps the workspace for thirty days, in which an owner brings it back as it was', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    await w.location();

    const { deletedAt: at, goneAfter } = await w.as(owner, deleteWorkspace);

    assert.equal(goneAfter.getTime() - at.getTime(), deletionGraceDays * dayMs);
    assert.deepEqual(
      (await deletedOf(w, owner.userId)).map(({ id, deletedAt }) => [id, deletedAt]),
      [[w.workspaceId, at]],
    );
    assert.equal((await restore(w, owner.userId)).deletedAt, null);
    assert.deepEqual(await deletedOf(w, owner.userId), []);
    assert.equal(await w.system.work((ctx) => ctx.tx.run(sql`select from workspaces.locations`)), 1);
    assert.equal((await restore(w, owner.userId)).deletedAt, null);
  });

  test('SE-125 is undone by owners alone, and to all others it is as if there were nothing', async () => {
    const w = await newWorkspace();
    const [owner, admin] = [await w.member('owner'), await w.member('admin')];
    const stranger = await newPerson(w.ground.db, w.ground.clock.now());
    await w.as(owner, deleteWorkspace);

    for (const userId of [admin.userId, stranger]) {
      assert.deepEqual(await deletedOf(w, userId), []);
      await assert.rejects(restore(w, userId), { code: 'workspaces.workspace_not_found', status: 404 });
    }
  });

  test('says so on the channel the doors listen to', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const heard: string[] = [];
    const unlisten = await w.ground.db.listen('stoa_doors', (word) => heard.push(word));

    await w.as(owner, deleteWorkspace);

    while (!heard.includes(`workspace ${w.workspaceId}`)) await new Promise((again) => setTimeout(again, 5));
    await unlisten();
  });
});

describe('removing for good', () => {
  const inInstallation = (w: TestWorkspace) => ({
    work: <T>(fn: (ctx: Ctx) => Promise<T>) =>
      workIn(w.ground, installationId, { actor: { kind: 'system' } }, fn),
  });
  const unitOf = (w: TestWorkspace): Unit => ({
    ...inInstallation(w),
    workspaceId: installationId,
    jobId: newId(WorkspaceId),
    log: w.ground.log,
    signal: new AbortController().signal,
    progress: async () => {},
  });
  const remove = (w: TestWorkspace) => runRemoval(unitOf(w), { id: w.workspaceId }, outside);
  const isThere = async (w: TestWorkspace) =>
    (await w.system.work((ctx) =>
      ctx.tx.run(sql`select from workspaces.workspaces where id = ${w.workspaceId}`),
    )) === 1;
  const days = (w: TestWorkspace, count: number) => new Date(w.ground.clock.now().getTime() - count * dayMs);

  async function deletedFor(count: number) {
    const w = await newWorkspace();
    await w.location();
    await w.member('viewer');
    await outside.storage.put(`${filesOf(w.workspaceId)}avatar/picture`, Readable.from([Buffer.from('x')]), {
      contentType: 'image/webp',
      bytesMax: 10,
    });
    await deletedAt(w.ground, w.workspaceId, days(w, count));
    return w;
  }
  const filesLeft = async (w: TestWorkspace) =>
    (await outside.storage.list(filesOf(w.workspaceId))).items.length;

  test('takes rows and files of what was deleted long enough ago, and writes it down', async () => {
    const w = await deletedFor(deletionGraceDays);

    await remove(w);
    await remove(w);

    assert.deepEqual([await isThere(w), await filesLeft(w)], [false, 0]);
    const rows = await w.system.work((ctx) => ctx.tx.run(sql`select from workspaces.locations`));
    assert.equal(rows, 0);
    const written = sql`
      select from identity.audit_entries
       where action = 'workspaces.workspace_removed' and subject_id = ${w.workspaceId}`;
    assert.equal(await w.ground.db.reader({ kind: 'installation' }).run(written), 1);
  });

  test('leaves what was deleted lately, and what is not deleted at all', async () => {
    const [lately, never] = [await deletedFor(deletionGraceDays - 1), await newWorkspace()];

    for (const w of [lately, never]) {
      await remove(w);
      assert.equal(await isThere(w), true);
    }
    assert.equal(await filesLeft(lately), 1);
  });

  test('carries on with the files where it was interrupted after the rows', async () => {
    const w = await deletedFor(deletionGraceDays);
    const failing = {
      ...outside,
      storage: { ...outside.storage, list: () => Promise.reject(new Error('away')) },
    };
    await assert.rejects(runRemoval(unitOf(w), { id: w.workspaceId }, failing), /away/);

    await remove(w);

    assert.deepEqual([await isThere(w), await filesLeft(w)], [false, 0]);
  });

  test('finds what is due, and gives each a job of its own', async () => {
    const [due, lately] = [await deletedFor(deletionGraceDays + 1), await deletedFor(1)];
    const enqueued: unknown[] = [];

    await inInstallation(due).work((ctx) =>
      removeDeletedWorkspaces({
        ...ctx,
        enqueue: async (_job, payload) => {
          enqueued.push((payload as unknown as { id: string }).id);
          return { jobId: '' };
        },
      }),
    );

    assert.ok(enqueued.includes(due.workspaceId));
    assert.ok(!enqueued.includes(lately.workspaceId));
  });

  // Whoever comes first wins: there is no workspace brought back with nothing in it.
  test('and bringing back at the same moment end in one of both, whole', async () => {
    for (let round = 0; round < 5; round++) {
      const w = await deletedFor(deletionGraceDays);
      const owner = { userId: w.ownerId };

      const [restored] = await Promise.allSettled([
        asPerson(w.ground, owner.userId, (ctx) => restoreWorkspace(ctx, { id: w.workspaceId }, outside)),
        remove(w),
      ]);

      const isBack = restored.status === 'fulfilled';
      if (restored.status === 'rejected')
        assert.equal(restored.reason.code, 'workspaces.workspace_not_found');
      const locations = await w.system.work((ctx) => ctx.tx.run(sql`select from workspaces.locations`));
      assert.deepEqual(
        [await isThere(w), locations, await filesLeft(w)],
        isBack ? [true, 1, 1] : [false, 0, 0],
      );
    }
  });
});
