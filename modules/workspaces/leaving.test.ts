import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import { before, describe, test } from 'node:test';
import { setTimeout as wait } from 'node:timers/promises';
import { z } from 'zod';
import type { PersonCtx, Role, Unit } from '../../kit/ctx.ts';
import { installationId, newId, type UserId, WorkspaceId } from '../../kit/ids.ts';
import { sent as pieces } from '../../kit/images/testing.ts';
import { sql } from '../../kit/sql.ts';
import { testGround } from '../../kit/testing/ground.ts';
import { type TestOutside, testOutside } from '../../kit/testing/outside.ts';
import { type Ground, openCtxOf, workIn } from '../../kit/work.ts';
import { identity } from '../identity/index.ts';
import { newPerson } from '../identity/testing.ts';
import { leavingHooks, workspaces } from './index.ts';
import { runRemoval } from './places/removal.ts';
import { addMember, addPersonalWorkspace, addWorkspace } from './places/workspaces.ts';

const { ownedAlone, membershipsOf, moveOut } = leavingHooks;
let ground: Ground & Awaited<ReturnType<typeof testGround>>;
let outside: TestOutside;
before(async () => {
  ground = await testGround([identity, workspaces]);
  outside = await testOutside();
});

const system = { actor: { kind: 'system' } } as const;
const unit: Pick<Unit, 'work'> = { work: (fn) => workIn(ground, installationId, system, fn) };
const person = (name = 'Ada') => newPerson(ground.db, ground.clock.now(), name);
const inside = <T>(id: WorkspaceId, fn: Parameters<typeof workIn<T>>[3]) => workIn(ground, id, system, fn);

async function workspace(ownerId: UserId, name = 'Harbour shop'): Promise<WorkspaceId> {
  const id = newId(WorkspaceId);
  await inside(id, (ctx) => addWorkspace(ctx, { id, name, ownerId }));
  return id;
}
const join = (workspaceId: WorkspaceId, userId: UserId, role: Role) =>
  inside(workspaceId, (ctx) => addMember(ctx, { workspaceId, userId, role }));

const markDeleted = (userId: UserId) =>
  ground.db.transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`update identity.users set deleted_at = ${ground.clock.now()} where id = ${userId}`),
  );
const askAs = <T>(userId: UserId, fn: (ctx: PersonCtx) => Promise<T>) =>
  ground.db.transaction({ kind: 'person', userId }, (tx) =>
    fn(openCtxOf(ground, tx, { actor: { kind: 'person', userId } }) as PersonCtx),
  );
const alone = (userId: UserId) => askAs(userId, (ctx) => ownedAlone(ctx, userId));

const Staff = z.object({ userId: z.string(), role: z.string().nullable() });
const staffOf = (id: WorkspaceId) =>
  inside(id, ({ tx }) =>
    tx.many(Staff, sql`select user_id, role from workspaces.members order by joined_at, id`),
  );
const figureOf = async (id: WorkspaceId) =>
  (
    await inside(id, ({ tx }) =>
      tx.many(
        z.object({ membersCount: z.number() }),
        sql`select members_count from workspaces.workspaces where id = ${id}`,
      ),
    )
  )[0]?.membersCount;

describe('ownedAlone', () => {
  test('names the workspaces others work in that nobody else owns, and no other', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    const shared = await workspace(ada, 'Shared');
    await join(shared, bob, 'viewer');
    await workspace(ada, 'By herself');
    const together = await workspace(ada, 'Together');
    await join(together, bob, 'owner');
    const his = await workspace(bob, 'His');
    await join(his, ada, 'admin');
    await askAs(ada, (ctx) => addPersonalWorkspace(ctx, { id: ada, name: 'Ada', isDemo: false }));

    assert.deepEqual(await alone(ada), [{ id: shared, name: 'Shared' }]);
    assert.deepEqual(await alone(bob), [{ id: his, name: 'His' }]);
  });

  test('does not count on an owner who is leaving as well', async () => {
    const [ada, bob, cleo] = [await person(), await person(), await person()];
    const id = await workspace(ada);
    await join(id, bob, 'owner');
    await join(id, cleo, 'viewer');
    assert.deepEqual(await alone(ada), []);
    await markDeleted(bob);
    assert.equal((await alone(ada)).length, 1);
    // With nobody left who stays, there is nobody to hand it to.
    await markDeleted(cleo);
    assert.deepEqual(await alone(ada), []);
  });

  test('lets one of two owners go who ask at once, and stops the other', async () => {
    const [ada, bob, cleo] = [await person(), await person(), await person()];
    const id = await workspace(ada);
    await join(id, bob, 'owner');
    await join(id, cleo, 'viewer');
    let second: Promise<unknown> | undefined;
    await askAs(ada, async (ctx) => {
      assert.deepEqual(await ownedAlone(ctx, ada), []);
      await ctx.tx.run(sql`update identity.users set deleted_at = ${ctx.now} where id = ${ada}`);
      second = alone(bob);
      // Time enough for one that does not wait for this transaction.
      await wait(200);
    });
    assert.deepEqual(await second, [{ id, name: 'Harbour shop' }]);
  });

  test('looks through all of them, however many there are', async () => {
    const [ada, bob] = [await person(), await person()];
    const ids = Array.from({ length: 120 }, () => newId(WorkspaceId));
    for (const id of ids)
      await inside(id, (ctx) => addWorkspace(ctx, { id, name: 'One of many', ownerId: ada }));
    await join(ids.at(-1)!, bob, 'member');
    assert.deepEqual(
      (await alone(ada)).map(({ id }) => id),
      [ids.at(-1)],
    );
  });
});

describe('membershipsOf', () => {
  test('lists where somebody works, and nobody else, for the system as well', async () => {
    const [ada, bob] = [await person(), await person()];
    const id = await workspace(ada);
    await join(id, bob, 'viewer');
    const { items, next } = await unit.work((ctx) => membershipsOf(ctx, bob, { limit: 10 }));
    assert.equal(next, null);
    assert.deepEqual(
      items.map(({ workspaceId, role }) => ({ workspaceId, role })),
      [{ workspaceId: id, role: 'viewer' }],
    );
  });

  test('leaves the transaction in the scope it was in', async () => {
    const [ada, bob] = [await person(), await person()];
    const id = await workspace(ada);
    const Seen = z.object({ id: z.string() });
    const mine = sql`select workspace_id as id from workspaces.members`;
    await askAs(bob, async (ctx) => {
      assert.equal((await membershipsOf(ctx, ada, { limit: 10 })).items.length, 1);
      assert.deepEqual(await ctx.tx.many(Seen, mine), []);
    });
    await unit.work(async (ctx) => {
      assert.equal((await membershipsOf(ctx, ada, { limit: 10 })).items[0]?.workspaceId, id);
      assert.deepEqual(await ctx.tx.many(Seen, mine), []);
    });
  });
});

describe('moveOut', () => {
  test('ends what was theirs alone, with what is in it, and leaves what they share', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    await askAs(ada, (ctx) => addPersonalWorkspace(ctx, { id: ada, name: 'Ada', isDemo: false }));
    const own = await workspace(ada, 'By herself');
    const shared = await workspace(bob, 'Shared');
    await join(shared, ada, 'manager');

    await moveOut(unit, ada);

    assert.equal(await figureOf(own), undefined);
    assert.deepEqual(await staffOf(shared), [{ userId: bob, role: 'owner' }]);
    assert.equal(await figureOf(shared), 1, 'the figure beside its name');
    const left = await unit.work((ctx) => membershipsOf(ctx, ada, { limit: 10 }));
    assert.deepEqual(left.items, []);
  });

  test('ends the personal workspace of its person, and nobody else does by leaving it', async () => {
    const [ada, bob] = [await person('Ada'), await person('Bob')];
    await askAs(ada, (ctx) => addPersonalWorkspace(ctx, { id: ada, name: 'Ada', isDemo: false }));
    const [home] = (await unit.work((ctx) => membershipsOf(ctx, ada, { limit: 1 }))).items;
    const id = home!.workspaceId as WorkspaceId;
    await join(id, bob, 'owner');
    await moveOut(unit, bob);
    assert.deepEqual(await staffOf(id), [{ userId: ada, role: 'owner' }]);
    await join(id, await person(), 'admin');
    await moveOut(unit, ada);
    assert.equal(await figureOf(id), undefined);
  });

  test('never leaves a workspace without an owner: the highest in role follows, and of several the oldest', async () => {
    const [ada, bob, cleo, dan] = [await person(), await person(), await person(), await person()];
    const id = await workspace(ada);
    await join(id, bob, 'viewer');
    ground.clock.move(1_000);
    await join(id, cleo, 'manager');
    ground.clock.move(1_000);
    await join(id, dan, 'manager');
    await markDeleted(ada);

    await moveOut(unit, ada);

    const staff = await staffOf(id);
    assert.deepEqual(Object.fromEntries(staff.map(({ userId, role }) => [userId, role])), {
      [bob]: 'viewer',
      [cleo]: 'owner',
      [dan]: 'manager',
    });
    const trail = await inside(id, ({ tx }) =>
      tx.many(
        z.object({ action: z.string() }),
        sql`select action from workspaces.audit_entries order by action`,
      ),
    );
    assert.deepEqual(
      trail.map(({ action }) => action).filter((action) => /gone|inherited/.test(action)),
      ['workspaces.member_gone', 'workspaces.ownership_inherited'],
    );
  });

  test('ends a workspace of two who both left', async () => {
    const [ada, bob] = [await person(), await person()];
    const id = await workspace(ada);
    await join(id, bob, 'owner');
    await markDeleted(ada);
    await markDeleted(bob);
    await moveOut(unit, ada);
    assert.equal(await figureOf(id), undefined);
    await moveOut(unit, bob);
  });

  test('carries on where it was stopped, and a second time does nothing', async () => {
    const ada = await person();
    const ids = [await workspace(ada), await workspace(ada), await workspace(ada)];
    let stopsAfter = 2;
    const stopping: Pick<Unit, 'work'> = {
      work: (fn) => {
        if (stopsAfter-- === 0) throw new Error('killed');
        return unit.work(fn);
      },
    };
    await assert.rejects(moveOut(stopping, ada), /killed/);
    const left = async () => (await Promise.all(ids.map(figureOf))).filter((figure) => figure !== undefined);
    assert.equal((await left()).length, 2);
    await moveOut(unit, ada);
    await moveOut(unit, ada);
    assert.deepEqual(await left(), []);
  });

  test('sends the job that removes the files of what ended, which does so though the rows are gone', async () => {
    const ada = await person();
    const id = await workspace(ada);
    const key = `w/${id}/note`;
    await outside.storage.put(key, pieces(Buffer.from('x')), { contentType: 'text/plain', bytesMax: 10 });

    await moveOut(unit, ada);

    const waiting = await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`
        select from pgboss.job_common where name = 'workspaces.remove_workspace' and position(${id} in data::text) > 0`),
    );
    assert.equal(waiting, 1);
    const full: Unit = {
      ...unit,
      workspaceId: installationId,
      jobId: randomUUID(),
      log: ground.log,
      signal: new AbortController().signal,
      progress: async () => undefined,
    };
    await runRemoval(full, { id }, outside);
    assert.equal(await outside.storage.stat(key), undefined);
  });
});
