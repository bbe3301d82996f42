import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { KeyActor, MemberActor, Role } from '../../../kit/ctx.ts';
import { ApiKeyId, MemberId, newId } from '../../../kit/ids.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { newPerson } from '../../identity/testing.ts';
import { newLocationId, newWorkspace, type TestWorkspace } from '../testing.ts';
import { putMemberLocation, removeMemberLocation } from './member-locations.ts';
import { insertMember } from './members.sql.ts';
import { changeMember, getMember, listMembers, removeMember } from './members.ts';
import { listPermissions } from './permissions.ts';
import { actorIn, trailOf } from './testing.ts';

const outside = await testOutside();
const page = { limit: 50 };
const plain = { extraPermissions: [], withdrawnPermissions: [] };

/** With the changes as `changeMember` takes them, by somebody. */
const change = (w: TestWorkspace, by: MemberActor | KeyActor, of: MemberActor, input: object) =>
  w.as(by, (ctx) => changeMember(ctx, { memberId: of.memberId, ...input }, outside));

describe('the members of a workspace', () => {
  test('CR-17 are listed oldest first, with what they are here and at each location', async () => {
    const w = await newWorkspace();
    const [manager, viewer] = [await w.member('manager'), await w.member('viewer')];
    const locationId = await w.location('Harbour shop');
    await w.as(await w.member('admin'), (ctx) =>
      putMemberLocation(ctx, { memberId: viewer.memberId, locationId, role: 'manager', ...plain }, outside),
    );

    const { items, next } = await w.reading(manager, (ctx) => listMembers(ctx, page, outside));

    assert.deepEqual(
      items.map(({ role, isYou }) => [role, isYou]),
      [
        ['owner', false],
        ['manager', true],
        ['viewer', false],
        ['admin', false],
      ],
    );
    assert.equal(next, null);
    assert.deepEqual(items[2]!.locations, [
      { locationId, locationName: 'Harbour shop', role: 'manager', ...plain },
    ]);
    assert.match(items[1]!.email, /@/);
  });

  test('are found by a part of their name or address, and by their role', async () => {
    const w = await newWorkspace();
    const ada = await newPerson(w.ground.db, w.ground.clock.now(), 'Ada 100%_Lovelace');
    const found = await w.member('member', ada);
    const names = async (q: string, role?: Role) => {
      const { items } = await w.reading(found, (ctx) => listMembers(ctx, { ...page, q, role }, outside));
      return items.map(({ name }) => name);
    };

    assert.deepEqual(await names('lovel'), ['Ada 100%_Lovelace']);
    assert.deepEqual(await names(ada.slice(0, 13)), ['Ada 100%_Lovelace']);
    assert.deepEqual(await names('100%_L'), ['Ada 100%_Lovelace']);
    assert.deepEqual(await names('%%%'), []);
    assert.deepEqual(await names('lovel', 'owner'), []);
  });

  test('are read page by page', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    for (let i = 0; i < 3; i++) await w.member('member');
    const read = (after?: string) =>
      w.reading(viewer, (ctx) => listMembers(ctx, { limit: 2, after }, outside));

    const first = await read();
    const second = await read(first.next!);
    const third = await read(second.next!);

    assert.deepEqual(
      [first, second, third].map(({ items }) => items.length),
      [2, 2, 1],
    );
    assert.equal(third.next, null);
    const ids = [first, second, third].flatMap(({ items }) => items.map(({ id }) => id));
    assert.equal(new Set(ids).size, 5);
  });

  test("are not another workspace's", async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const [admin, stranger] = [await ours.member('admin'), await theirs.member('viewer')];
    for (const memberId of [stranger.memberId, newId(MemberId)]) {
      const refusal = { code: 'workspaces.member_not_found', status: 404 };
      await assert.rejects(
        ours.as(admin, (ctx) => getMember(ctx, { memberId }, outside)),
        refusal,
      );
      await assert.rejects(
        ours.as(admin, (ctx) => removeMember(ctx, { memberId })),
        refusal,
      );
    }
  });

  test('SE-126 are members once, however often they are made', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    await w.member('admin', viewer.userId);
    const { role } = await w.reading(viewer, (ctx) => getMember(ctx, { memberId: viewer.memberId }, outside));
    assert.equal(role, 'viewer');
  });
});

describe('changing a member', () => {
  test('gives another role and exceptions, and writes down from what to what', async () => {
    const w = await newWorkspace();
    const [admin, viewer] = [await w.member('admin'), await w.member('viewer')];

    const changed = await change(w, admin, viewer, {
      role: 'manager',
      withdrawnPermissions: ['workspaces.manage_locations'],
    });
    await change(w, admin, viewer, { role: 'manager' });

    assert.deepEqual(
      [changed.role, changed.withdrawnPermissions],
      ['manager', ['workspaces.manage_locations']],
    );
    assert.deepEqual(await trailOf(w, viewer.memberId), [
      {
        action: 'workspaces.member_changed',
        category: 'membership',
        changes: {
          role: { from: 'viewer', to: 'manager' },
          withdrawn: { from: [], to: ['workspaces.manage_locations'] },
        },
      },
    ]);
  });

  test('is for those who may: a manager is refused', async () => {
    const w = await newWorkspace();
    const [manager, viewer] = [await w.member('manager'), await w.member('viewer')];
    await assert.rejects(change(w, manager, viewer, { role: 'member' }), { code: 'stoa.not_permitted' });
  });

  test('refuses a permission that no module knows, by its field', async () => {
    const w = await newWorkspace();
    const [admin, viewer] = [await w.member('admin'), await w.member('viewer')];
    const input = {
      extraPermissions: ['workspaces.read', 'workspaces.fly'],
      withdrawnPermissions: ['no.such'],
    };
    await assert.rejects(change(w, admin, viewer, input), (error: any) => {
      assert.equal(error.status, 400);
      const paths = error.fields.map(({ path }: { path: string }) => path);
      assert.deepEqual(paths, ['body.extraPermissions.1', 'body.withdrawnPermissions.0']);
      return true;
    });
    await assert.rejects(change(w, admin, viewer, { extraPermissions: ['constructor'] }), { status: 400 });
  });

  test('SE-125 leaves owners to owners: an admin makes, changes and removes none', async () => {
    const w = await newWorkspace();
    const [admin, viewer, owner] = [
      await w.member('admin'),
      await w.member('viewer'),
      await w.member('owner'),
    ];
    const refusal = { code: 'workspaces.only_owners_change_owners', status: 403 };

    await assert.rejects(change(w, admin, viewer, { role: 'owner' }), refusal);
    await assert.rejects(change(w, admin, admin, { role: 'owner' }), refusal);
    await assert.rejects(change(w, admin, owner, { role: 'viewer' }), refusal);
    await assert.rejects(
      w.as(admin, (ctx) => removeMember(ctx, { memberId: owner.memberId })),
      refusal,
    );
    // Also one who was given everything else.
    const nearly = { ...admin, access: { ...access('admin'), extra: Object.keys(w.ground.policy) } };
    await assert.rejects(change(w, nearly, viewer, { role: 'owner' }), refusal);
    await change(w, owner, viewer, { role: 'owner' });
  });

  test('gives nobody what one may not do oneself: no role, no exception, nothing given back', async () => {
    const w = await newWorkspace();
    const [owner, viewer] = [await w.member('owner'), await w.member('viewer')];
    const manager = await w.member('manager');
    await change(w, owner, manager, { extraPermissions: ['workspaces.manage_members'] });
    const lead = await actorIn(w, manager.userId);
    const refusal = { code: 'workspaces.not_yours_to_give', status: 403 };

    await assert.rejects(change(w, lead, viewer, { role: 'admin' }), refusal);
    await assert.rejects(change(w, lead, viewer, { extraPermissions: ['workspaces.manage_keys'] }), refusal);
    await assert.rejects(change(w, lead, lead, { extraPermissions: ['workspaces.transfer'] }), refusal);
    // Not even behind something that would hide it.
    const hidden = { role: 'admin', withdrawnPermissions: ['workspaces.manage_keys'] };
    await assert.rejects(change(w, lead, viewer, hidden), refusal);
    await change(w, lead, viewer, { role: 'manager' });

    await change(w, owner, viewer, { role: 'member', withdrawnPermissions: ['workspaces.read_audit'] });
    await assert.rejects(change(w, lead, viewer, { withdrawnPermissions: [] }), refusal);
  });

  test('takes nothing from who may do more', async () => {
    const w = await newWorkspace();
    const [owner, admin] = [await w.member('owner'), await w.member('admin')];
    const manager = await w.member('manager');
    await change(w, owner, manager, { extraPermissions: ['workspaces.manage_members'] });
    const lead = await actorIn(w, manager.userId);
    const refusal = { code: 'workspaces.not_yours_to_give' };

    await assert.rejects(change(w, lead, admin, { role: 'viewer' }), refusal);
    await assert.rejects(
      w.as(lead, (ctx) => removeMember(ctx, { memberId: admin.memberId })),
      refusal,
    );
  });

  test('lets a key give no more than the key was made for', async () => {
    const w = await newWorkspace();
    const [owner, viewer] = [await w.member('owner'), await w.member('viewer')];
    const key: KeyActor = {
      kind: 'key',
      keyId: newId(ApiKeyId),
      permissions: ['workspaces.manage_members', 'workspaces.read', 'workspaces.read_members'],
      maker: owner,
    };
    await assert.rejects(change(w, key, viewer, { role: 'admin' }), { code: 'workspaces.not_yours_to_give' });
    assert.equal((await change(w, key, viewer, { role: 'member' })).role, 'member');
  });

  test('withdraws nothing from an owner', async () => {
    const w = await newWorkspace();
    const [owner, other, viewer] = [
      await w.member('owner'),
      await w.member('owner'),
      await w.member('viewer'),
    ];
    const refusal = { code: 'workspaces.owner_has_everything', status: 409 };
    const withdrawnPermissions = ['workspaces.delete'];
    await assert.rejects(change(w, owner, other, { withdrawnPermissions }), refusal);
    await assert.rejects(change(w, owner, viewer, { role: 'owner', withdrawnPermissions }), refusal);
  });

  test('leaves nobody without any role', async () => {
    const w = await newWorkspace();
    const [admin, viewer] = [await w.member('admin'), await w.member('viewer')];
    const refusal = { code: 'workspaces.member_needs_a_role', status: 409 };
    await assert.rejects(change(w, admin, viewer, { role: null }), refusal);

    const locationId = await w.location();
    const at = { memberId: viewer.memberId, locationId };
    await w.as(admin, (ctx) => putMemberLocation(ctx, { ...at, role: 'viewer', ...plain }, outside));
    assert.equal((await change(w, admin, viewer, { role: null })).role, null);
    await assert.rejects(
      w.as(admin, (ctx) => removeMemberLocation(ctx, at, outside)),
      refusal,
    );
  });
});

describe('a role at a location', () => {
  test('CR-85 is one for each member and location, changed and taken away', async () => {
    const w = await newWorkspace();
    const [admin, viewer] = [await w.member('admin'), await w.member('viewer')];
    const at = { memberId: viewer.memberId, locationId: await w.location() };
    const put = (role: 'viewer' | 'manager') =>
      w.as(admin, (ctx) => putMemberLocation(ctx, { ...at, role, ...plain }, outside));

    await put('viewer');
    await put('manager');
    const { locations } = await put('manager');
    assert.deepEqual(
      locations.map(({ role }) => role),
      ['manager'],
    );
    assert.equal((await trailOf(w, viewer.memberId)).length, 2);

    const without = await w.as(admin, (ctx) => removeMemberLocation(ctx, at, outside));
    assert.deepEqual(without.locations, []);
    await assert.rejects(
      w.as(admin, (ctx) => removeMemberLocation(ctx, at, outside)),
      {
        code: 'workspaces.location_not_found',
      },
    );
  });

  test("is at no other workspace's location, and at none that is not there", async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const [admin, viewer] = [await ours.member('admin'), await ours.member('viewer')];
    for (const locationId of [await theirs.location(), newLocationId()]) {
      const input = { memberId: viewer.memberId, locationId, role: 'viewer' as const, ...plain };
      await assert.rejects(
        ours.as(admin, (ctx) => putMemberLocation(ctx, input, outside)),
        {
          code: 'workspaces.location_not_found',
          status: 404,
        },
      );
    }
  });

  test('CR-18 lets somebody manage the members of that location, and of no other', async () => {
    const w = await newWorkspace();
    const [owner, viewer, guest] = [
      await w.member('owner'),
      await w.member('viewer'),
      await w.member('viewer'),
    ];
    const [here, there] = [await w.location('Harbour shop'), await w.location('Studio Kyoto')];
    const give = (by: MemberActor, of: MemberActor, locationId: typeof here, role: 'admin' | 'viewer') =>
      w.as(by, (ctx) =>
        putMemberLocation(ctx, { memberId: of.memberId, locationId, role, ...plain }, outside),
      );
    await give(owner, guest, here, 'admin');
    await change(w, owner, guest, { role: null });
    const lead = await actorIn(w, guest.userId);

    await give(lead, viewer, here, 'viewer');
    await assert.rejects(give(lead, viewer, there, 'viewer'), { code: 'stoa.not_permitted' });
    await assert.rejects(change(w, lead, viewer, { role: 'member' }), { code: 'stoa.not_permitted' });
    await assert.rejects(give(lead, owner, here, 'viewer'), { code: 'workspaces.only_owners_change_owners' });
  });
});

describe('the permissions', () => {
  test('are all there are, with who has them and whether one has them oneself', async () => {
    const w = await newWorkspace();
    const { items } = await w.reading(await w.member('manager'), listPermissions);
    assert.deepEqual(
      items.map(({ name }) => name),
      Object.keys(w.ground.policy).sort(),
    );
    const manage = items.find(({ name }) => name === 'workspaces.manage_members');
    assert.deepEqual(manage, {
      name: 'workspaces.manage_members',
      module: 'workspaces',
      label: 'Manage members',
      roles: ['owner', 'admin'],
      isYours: false,
    });
  });
});

describe('table workspaces.members', () => {
  test('takes no inviter from another workspace, even by direct SQL', async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const inviter = await theirs.member('owner');
    const { workspaceId } = ours;
    const userId = await newPerson(ours.ground.db, ours.ground.clock.now());
    const member = { workspaceId, id: newId(MemberId), userId, role: 'viewer' as const };
    await assert.rejects(
      ours.system.work(({ tx, now }) =>
        insertMember(tx, { ...member, createdAt: now, invitedBy: inviter.memberId }),
      ),
      { constraint: 'member_invited_by_a_member' },
    );
  });
});

const access = (role: Role) => ({ role, extra: [], withdrawn: [], locations: [] });
