import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../kit/ctx.ts';
import { type Role, roles } from '../kit/ctx.ts';
import { type Sql, sql } from '../kit/sql.ts';
import { testDatabase } from '../kit/testing/database.ts';
import { workspacesPolicy } from '../modules/workspaces/contract.ts';
import { newWorkspace, type TestWorkspace } from '../modules/workspaces/testing.ts';

const Row = z.record(z.string(), z.unknown());
const refused = { code: '42501' };
const views = {
  creator: ['organizations', 'locations', 'user_memberships', 'audit_logs'],
  selify: ['workspaces', 'workspace_members', 'workspace_events', 'oauth_audit_logs'],
};
const everyView = Object.entries(views).flatMap(([system, names]) =>
  names.map((name) => `${system}.${name}`),
);

/** A direct client whose claims name the workspace. */
async function readAs(w: TestWorkspace, { userId }: MemberActor, query: Sql) {
  const claims = JSON.stringify({ sub: userId, workspace_id: w.workspaceId });
  return (await testDatabase()).transaction({ kind: 'owner' }, async (tx) => {
    await tx.run(sql`select set_config('request.jwt.claims', ${claims}, true)`);
    await tx.run(sql`set local role authenticated`);
    return tx.many(Row, query);
  });
}
const record = (w: TestWorkspace, actor: MemberActor, category: 'settings' | 'connections') =>
  w.as(actor, (ctx) =>
    ctx.record({
      category,
      action: category === 'settings' ? 'testing.renamed' : 'connections.account_connected',
      subject: { type: 'account', id: 'shop-1' },
      changes: { platform: { to: 'shopify' } },
    }),
  );

describe('the lenses on a workspace', () => {
  test("show the one the claims name, and nothing of another's", async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const [me, stranger] = [await ours.member('owner'), await theirs.member('owner')];
    await Promise.all([ours.location(), theirs.location()]);
    for (const [w, actor] of [
      [ours, me],
      [theirs, stranger],
    ] as const) {
      await record(w, actor, 'settings');
      await record(w, actor, 'connections');
    }
    for (const view of everyView) {
      const column = view === 'selify.workspaces' || view === 'creator.organizations' ? 'id' : undefined;
      const key = column ?? (view.startsWith('creator') ? 'organization_id' : 'workspace_id');
      const found = await readAs(
        ours,
        me,
        sql`select distinct ${sql.id(key)} as seen from ${sql.id(...view.split('.'))}`,
      );
      assert.deepEqual(found, [{ seen: ours.workspaceId }], view);
    }
  });

  test('are read, and written by nobody: what may change has rules that the server knows', async () => {
    const w = await newWorkspace();
    const me = await w.member('owner');
    for (const view of everyView) {
      const from = sql.id(...view.split('.'));
      await assert.rejects(readAs(w, me, sql`delete from ${from}`), (error: { code?: string }) =>
        ['42501', '55000'].includes(error.code ?? ''),
      );
    }
    await assert.rejects(readAs(w, me, sql`update selify.workspaces set name = 'x'`), refused);
    await assert.rejects(readAs(w, me, sql`update creator.locations set name = 'x'`), refused);
  });

  test('CR-17 CR-18 CR-85 show a role for the whole once, and each at a location', async () => {
    const w = await newWorkspace();
    const me = await w.member('manager');
    const locationId = await w.location();
    await w.system.work((ctx) =>
      ctx.tx.run(sql`
        insert into workspaces.location_roles (workspace_id, member_id, location_id, role, withdrawn_permissions,
          created_at, updated_at)
        values (${w.workspaceId}, ${me.memberId}, ${locationId}, 'admin', '{workspaces.read}', ${ctx.now}, ${ctx.now})`),
    );
    const found = await readAs(
      w,
      me,
      sql`select role, location_id, permissions from creator.user_memberships where user_id = ${me.userId}
           order by location_id nulls first`,
    );
    assert.deepEqual(found, [
      { role: 'manager', locationId: null, permissions: { extra: [], withdrawn: [] } },
      { role: 'admin', locationId, permissions: { extra: [], withdrawn: ['workspaces.read'] } },
    ]);
  });

  test('SE-124 SE-127 name the owner of a workspace', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    const [found] = await readAs(w, viewer, sql`select owner_id, is_holding_company from selify.workspaces`);
    assert.deepEqual(found, { ownerId: w.ownerId, isHoldingCompany: false });
  });
});

describe('the lenses on the trail', () => {
  const entries = sql`select action from creator.audit_logs where action = 'testing.renamed'`;

  test('CR-19 are for the roles that may read it through the server', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await record(w, admin, 'settings');
    const readers: Role[] = [];
    for (const role of roles) {
      const found = await readAs(w, await w.member(role), entries);
      if (found.length > 0) readers.push(role);
    }
    assert.deepEqual(readers, [...workspacesPolicy['workspaces.read_audit']]);
  });

  test('are for whoever was given the right, and not for whom it was taken from', async () => {
    const w = await newWorkspace();
    const [admin, viewer] = [await w.member('admin'), await w.member('viewer')];
    await record(w, admin, 'settings');
    await w.system.work(async (ctx) => {
      await ctx.tx.run(sql`
        update workspaces.members set withdrawn_permissions = '{workspaces.read_audit}' where id = ${admin.memberId}`);
      await ctx.tx.run(sql`
        update workspaces.members set extra_permissions = '{workspaces.read_audit}' where id = ${viewer.memberId}`);
    });
    assert.deepEqual(await readAs(w, admin, entries), []);
    assert.equal((await readAs(w, viewer, entries)).length, 1);
  });

  test('are for nobody who has left, whatever their claims still say', async () => {
    const w = await newWorkspace();
    const leaver = await w.member('admin');
    await record(w, leaver, 'settings');
    await w.system.work((ctx) =>
      ctx.tx.run(sql`delete from workspaces.members where id = ${leaver.memberId}`),
    );
    assert.deepEqual(await readAs(w, leaver, entries), []);
  });

  test('tell events of connections from those of the workspace', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    await record(w, admin, 'settings');
    await record(w, admin, 'connections');
    assert.deepEqual(
      await readAs(
        w,
        admin,
        sql`select event_type from selify.workspace_events where event_type ~ 'testing|connections'`,
      ),
      [{ eventType: 'testing.renamed' }],
    );
    assert.deepEqual(
      await readAs(
        w,
        admin,
        sql`select event_type, platform, platform_account_id from selify.oauth_audit_logs`,
      ),
      [{ eventType: 'account_connected', platform: 'shopify', platformAccountId: 'shop-1' }],
    );
  });
});
