import assert from 'node:assert/strict';
import { after, describe, test } from 'node:test';
import { z } from 'zod';
import { type MemberActor, may, memberOf, type Role } from '../../../kit/ctx.ts';
import type { Database, Scope } from '../../../kit/db/database.ts';
import type { UserId, WorkspaceId } from '../../../kit/ids.ts';
import { eventually } from '../../../kit/jobs/testing.ts';
import { sql } from '../../../kit/sql.ts';
import { accessChanged } from '../../../kit/stream/stream.ts';
import { streamWorld } from '../../../kit/stream/testing.ts';
import { testGround } from '../../../kit/testing/ground.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { hashOf } from '../../identity/index.ts';
import { revokeKey } from '../keys/keys.ts';
import { newKey } from '../keys/testing.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { openDoor } from './door.ts';
import { putMemberLocation } from './member-locations.ts';
import { changeMember, removeMember } from './members.ts';

const outside = await testOutside();
const opened: { close(): Promise<void> }[] = [];
after(async () => {
  for (const door of opened) await door.close();
});

async function door(clock = undefined as Awaited<ReturnType<typeof testGround>>['clock'] | undefined) {
  const ground = await testGround();
  const made = await openDoor(ground.db, clock ?? ground.clock, { gatherMs: 1 });
  opened.push(made);
  return made;
}

const client = { address: '203.0.113.7', agent: 'Test/1.0' };
const shown = (sessionToken: string) => ({ sessionToken, bearer: undefined, client });
const withKey = (bearer: string) => ({ sessionToken: undefined, bearer });

/** Asks again until the announcement has arrived; the test's own time limit is the bound. */
async function until(condition: () => Promise<boolean>) {
  while (!(await condition())) await new Promise((resolve) => setTimeout(resolve, 5));
}

const change = (w: TestWorkspace, by: MemberActor, of: MemberActor, input: object) =>
  w.as(by, (ctx) => changeMember(ctx, { memberId: of.memberId, ...input }, outside));

describe('the door', () => {
  test('knows a member by their session, and nobody by a made-up one', async () => {
    const { member, signIn, workspaceId } = await newWorkspace();
    const viewer = await member('viewer');
    const { person, member: memberAt } = await door();

    const token = await signIn(viewer.userId);

    assert.deepEqual(await memberAt(shown(token), workspaceId), viewer);
    assert.equal(await person(shown('made up')), undefined);
  });

  test('opens no other workspace', async () => {
    const [ours, theirs] = [await newWorkspace(), await newWorkspace()];
    const owner = await ours.member('owner');
    const { member } = await door();

    assert.equal(await member(shown(await ours.signIn(owner.userId)), theirs.workspaceId), undefined);
  });

  test('forgets a session as soon as it is ended anywhere', { timeout: 5_000 }, async () => {
    const { ground, ownerId, signIn } = await newWorkspace();
    const { person } = await door();
    const token = await signIn(ownerId);
    assert.ok(await person(shown(token)));

    await ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`delete from identity.sessions where token_hash = ${hashOf(token)}`),
    );

    await until(async () => (await person(shown(token))) === undefined);
  });

  test('knows a new role as soon as it is given', { timeout: 5_000 }, async () => {
    const { system, member, signIn, workspaceId } = await newWorkspace();
    const person = await member('viewer');
    const { member: memberAt } = await door();
    const token = await signIn(person.userId);
    const role = async () => memberOf((await memberAt(shown(token), workspaceId))!)?.role;
    assert.equal(await role(), 'viewer' satisfies Role);

    await system.work((ctx) => ctx.tx.run(changeRole(person.userId, workspaceId)));

    await until(async () => (await role()) === 'admin');
  });

  test('knows what a member may do beyond their role, and at which location', async () => {
    const w = await newWorkspace();
    const [owner, viewer] = [await w.member('owner'), await w.member('viewer')];
    const locationId = await w.location();
    const { member } = await door();
    const token = await w.signIn(viewer.userId);
    await change(w, owner, viewer, {
      extraPermissions: ['workspaces.manage_keys'],
      withdrawnPermissions: ['workspaces.read_members'],
    });
    const given = { role: 'manager' as const, extraPermissions: [], withdrawnPermissions: [] };
    await w.as(owner, (ctx) =>
      putMemberLocation(ctx, { memberId: viewer.memberId, locationId, ...given }, outside),
    );

    const actor = (await member(shown(token), w.workspaceId))!;

    const may_ = (permission: string, at?: string) => may(w.ground.policy, actor, permission, at);
    assert.equal(may_('workspaces.manage_keys'), true);
    assert.equal(may_('workspaces.read_members'), false);
    assert.equal(may_('workspaces.manage_locations'), false);
    assert.equal(may_('workspaces.manage_locations', locationId), true);
  });

  test('is shut for somebody who is disabled, and where a workspace is deleted', {
    timeout: 10_000,
  }, async () => {
    const w = await newWorkspace();
    const [owner, viewer] = [await w.member('owner'), await w.member('viewer')];
    const { member, person } = await door();
    const tokens = [await w.signIn(owner.userId), await w.signIn(viewer.userId)] as const;
    const { token: key } = await newKey(w, owner, ['workspaces.read']);
    const at = (one: { sessionToken: string | undefined; bearer: string | undefined }) =>
      member(one, w.workspaceId);
    for (const one of [shown(tokens[0]), shown(tokens[1]), withKey(key)]) assert.ok(await at(one));

    await w.ground.db.transaction({ kind: 'installation' }, (tx) =>
      tx.run(sql`update identity.users set disabled_at = now() where id = ${owner.userId}`),
    );
    await until(
      async () => (await at(shown(tokens[0]))) === undefined && (await at(withKey(key))) === undefined,
    );
    assert.equal(await person(shown(tokens[0])), undefined);

    await w.system.work(({ tx, now }) =>
      tx.run(sql`update workspaces.workspaces set deleted_at = ${now} where id = ${w.workspaceId}`),
    );
    await until(async () => (await at(shown(tokens[1]))) === undefined);
    assert.ok(await person(shown(tokens[1])));
  });

  test('knows by one round trip who somebody is and what they are, and then by none', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    const [session, { token: key }] = [
      await w.signIn(viewer.userId),
      await newKey(w, await w.member('owner'), ['workspaces.read']),
    ];
    const counted = counting(w.ground.db);
    const { member, person, close } = await openDoor(counted.db, w.ground.clock);

    const trips = async (ask: () => Promise<unknown>) => {
      const before = counted.trips();
      assert.ok(await ask());
      return counted.trips() - before;
    };
    const asked = [
      await trips(() => member(shown(session), w.workspaceId)),
      await trips(() => member(shown(session), w.workspaceId)),
      await trips(() => person(shown(session))),
      await trips(() => member(withKey(key), w.workspaceId)),
      await trips(() => member(withKey(key), w.workspaceId)),
    ];
    await close();

    assert.deepEqual(asked, [1, 0, 0, 1, 0]);
  });

  test('CR-14 shuts when a session runs out, also for who is remembered', async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    const { member, person } = await door(w.ground.clock);
    const token = await w.signIn(viewer.userId);
    assert.ok(await member(shown(token), w.workspaceId));
    w.ground.clock.move(30 * 24 * 3_600_000);
    assert.equal(await member(shown(token), w.workspaceId), undefined);
    assert.equal(await person(shown(token)), undefined);
  });

  test('does not remember what was read before a change that came meanwhile', {
    timeout: 10_000,
  }, async () => {
    const w = await newWorkspace();
    const viewer = await w.member('viewer');
    const token = await w.signIn(viewer.userId);
    const held = holding(w.ground.db);
    const { member, close, onChange } = await openDoor(held.db, w.ground.clock);
    const heard = new Promise<void>((resolve) => {
      onChange(resolve);
    });
    const role = async () => memberOf((await member(shown(token), w.workspaceId))!)?.role;

    const read = held.next();
    const first = role();
    await read.isRead;
    await w.system.work((ctx) => ctx.tx.run(changeRole(viewer.userId, w.workspaceId)));
    await heard;
    read.release();

    // What was read then was true then; it is not true any more.
    assert.equal(await first, 'viewer');
    assert.equal(await role(), 'admin');
    await close();
  });

  test('writes down when a session and a key were used, and from where, at most every five minutes', async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const { id, token: key } = await newKey(w, owner, ['workspaces.read']);
    const session = await w.signIn(owner.userId);
    const { member, close } = await openDoor(w.ground.db, w.ground.clock, { gatherMs: 60_000 });
    const began = w.ground.clock.now();
    const use = async (afterMs: number) => {
      w.ground.clock.set(new Date(began.getTime() + afterMs));
      await member(shown(session), w.workspaceId);
      await member(withKey(key), w.workspaceId);
    };

    await use(0);
    await use(4 * 60_000);
    await use(5 * 60_000);
    await use(9 * 60_000);
    await close();

    const used = await lastUses(w, session, id);
    const expected = new Date(began.getTime() + 5 * 60_000);
    assert.deepEqual(used, {
      session: expected,
      address: client.address,
      agent: client.agent,
      key: expected,
    });
  });
});

describe('the door for API keys', () => {
  test('lets a key in where it was made, with its permissions and those of its maker now', {
    timeout: 10_000,
  }, async () => {
    const [w, elsewhere] = [await newWorkspace(), await newWorkspace()];
    const [owner, admin] = [await w.member('owner'), await w.member('admin')];
    const { member, person } = await door();
    const { token } = await newKey(w, admin, ['workspaces.read', 'workspaces.manage_keys']);
    const allowed = async () => {
      const actor = await member(withKey(token), w.workspaceId);
      return Object.keys(w.ground.policy).filter((name) => actor && may(w.ground.policy, actor, name));
    };

    assert.deepEqual((await allowed()).sort(), ['workspaces.manage_keys', 'workspaces.read']);
    assert.equal(await member(withKey(token), elsewhere.workspaceId), undefined);
    assert.equal(await person(withKey(token)), undefined);
    // A session is no key, and a key is no session.
    assert.equal(await member(shown(token), w.workspaceId), undefined);
    assert.equal(await member(withKey(await w.signIn(admin.userId)), w.workspaceId), undefined);

    await change(w, owner, admin, { role: 'viewer' });
    await until(async () => (await allowed()).length === 1);
    await w.as(owner, (ctx) => removeMember(ctx, admin));
    await until(async () => (await member(withKey(token), w.workspaceId)) === undefined);
  });

  test('is shut as soon as a key is revoked, and when it runs out', { timeout: 10_000 }, async () => {
    const w = await newWorkspace();
    const owner = await w.member('owner');
    const { member } = await door(w.ground.clock);
    const { id: keyId, token } = await newKey(w, owner, ['workspaces.read']);
    const ending = await newKey(w, owner, ['workspaces.read']);
    await w.ground.db.transaction({ kind: 'owner' }, async (tx) => {
      await tx.run(sql`set local row_security = off`);
      const end = new Date(w.ground.clock.now().getTime() + 60_000);
      await tx.run(sql`update workspaces.api_keys set expires_at = ${end} where id = ${ending.id}`);
    });
    for (const one of [token, ending.token]) assert.ok(await member(withKey(one), w.workspaceId));

    w.ground.clock.move(60_000);
    assert.equal(await member(withKey(ending.token), w.workspaceId), undefined);
    await w.as(owner, (ctx) => revokeKey(ctx, { keyId }));
    await until(async () => (await member(withKey(token), w.workspaceId)) === undefined);
  });

  test('tells an open stream at once of another role, and ends it when the key is revoked', {
    timeout: 20_000,
  }, async () => {
    const w = await newWorkspace();
    const [owner, admin] = [await w.member('owner'), await w.member('admin')];
    const { id: keyId, token } = await newKey(w, admin, ['workspaces.read']);
    // Only what is heard from the door counts here: nobody looks by themselves.
    await using world = await streamWorld(w.ground.db, { doorkeeper: await door(), checkMs: 600_000 });
    const listener = await world.open(w.workspaceId, undefined, token);
    await listener.began();

    await change(w, owner, admin, { role: 'viewer' });
    await eventually(() =>
      assert.ok(
        listener.heard.some(({ data }) => data.includes(accessChanged)),
        'not told',
      ),
    );
    await w.as(owner, (ctx) => revokeKey(ctx, { keyId }));
    await eventually(() => assert.equal(listener.over(), true));
    assert.equal(listener.heard.at(-1)!.name, 'gone');
  });
});

const changeRole = (userId: UserId, workspaceId: WorkspaceId) =>
  sql`update workspaces.members set role = 'admin' where user_id = ${userId} and workspace_id = ${workspaceId}`;

/** Counts the statements that the door asks for. */
function counting(db: Database) {
  let count = 0;
  const reader = (scope: Scope) => {
    const tx = db.reader(scope);
    return {
      ...tx,
      maybeOne: (shape: any, query: any): Promise<any> => {
        count += 1;
        return tx.maybeOne(shape, query);
      },
    };
  };
  return { db: { ...db, reader } as Database, trips: () => count };
}

/** Holds back the answer to the next statement: it is read, and arrives late. */
function holding(db: Database) {
  let holds: { read: () => void; released: Promise<void> } | undefined;
  const reader = (scope: Scope) => {
    const tx = db.reader(scope);
    return {
      ...tx,
      maybeOne: async (shape: any, query: any): Promise<any> => {
        const mine = holds;
        holds = undefined;
        const found = await tx.maybeOne(shape, query);
        mine?.read();
        await mine?.released;
        return found;
      },
    };
  };
  const next = () => {
    const [isRead, released] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    holds = { read: isRead.resolve, released: released.promise };
    return { isRead: isRead.promise, release: released.resolve };
  };
  return { db: { ...db, reader } as Database, next };
}

async function lastUses(w: TestWorkspace, session: string, keyId: string) {
  const { lastUsedAt, address, agent } = await w.ground.db
    .reader({ kind: 'installation' })
    .one(
      z.object({ lastUsedAt: z.date(), address: z.string(), agent: z.string() }),
      sql`select last_used_at, address, agent from identity.sessions where token_hash = ${hashOf(session)}`,
    );
  const key = await w.system.work(({ tx }) =>
    tx.one(
      z.object({ lastUsedAt: z.date() }),
      sql`select last_used_at from workspaces.api_keys where id = ${keyId}`,
    ),
  );
  return { session: lastUsedAt, address, agent, key: key.lastUsedAt };
}
