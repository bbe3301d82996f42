import { type Actor, type Ctx, type MemberActor, type Role, roles, type Unit } from '../../kit/ctx.ts';
import type { Samples } from '../../kit/http/sample.ts';
import { MemberId, newId, type UserId, WorkspaceId } from '../../kit/ids.ts';
import type { Module } from '../../kit/module.ts';
import { testGround } from '../../kit/testing/ground.ts';
import { testOutside } from '../../kit/testing/outside.ts';
import { readIn, workIn } from '../../kit/work.ts';
import { identity } from '../identity/index.ts';
import { makeAdministrator, newPeople, newPerson, newSession } from '../identity/testing.ts';
import { LocationId } from './contract.ts';
import { workspaces } from './index.ts';
import { keysSamples } from './keys/testing.ts';
import { membersSamples } from './members/testing.ts';
import { putLocation } from './places/locations.ts';
import { placesSamples } from './places/testing.ts';
import { addMember, addWorkspace } from './places/workspaces.ts';
import { trailSamples } from './trail/testing.ts';
import type { Walk } from './walk.ts';

export { trailOf, unitIn } from './members/testing.ts';
export type { Walk };

export const newLocationId = () => newId(LocationId);

/**
 * A workspace of its own for every test: row security then keeps the tests apart, and is tested by all of them.
 * A module above this one passes itself and those below it.
 */
export async function newWorkspace(modules: readonly Module<any>[] = [identity, workspaces]) {
  const ground = await testGround(modules);
  const workspaceId = newId(WorkspaceId);
  const now = () => ground.clock.now();
  const system = { actor: { kind: 'system' } } as const;
  const as = <T>(actor: Actor, fn: (ctx: Ctx) => Promise<T>) => workIn(ground, workspaceId, { actor }, fn);
  const asSystem: Pick<Unit, 'work'> = { work: (fn) => as(system.actor, fn) };

  const ownerId = await newPerson(ground.db, now(), 'Owner');
  await asSystem.work((ctx) => addWorkspace(ctx, { id: workspaceId, name: 'Test', ownerId }));

  /** People who are here already get a place of the role, in one transaction. */
  async function join(people: readonly { readonly userId: UserId; readonly role: Role }[]) {
    const members = people.map((person) => ({
      kind: 'member' as const,
      memberId: newId(MemberId),
      ...person,
    }));
    await asSystem.work(async (ctx) => {
      for (const { userId, role, memberId } of members)
        await addMember(ctx, { workspaceId, userId, role, id: memberId });
    });
    return members;
  }

  async function member(role: Role, userId?: UserId): Promise<MemberActor> {
    const person = userId ?? (await newPerson(ground.db, now(), `Test ${role}`));
    const [joined] = await join([{ userId: person, role }]);
    return joined!;
  }

  return {
    ground,
    workspaceId,
    as,
    join,
    member,
    system: asSystem,
    ownerId,
    /** What a GET does: no transaction between statements, and nothing can be written. */
    reading: <T>(actor: Actor, fn: (ctx: Ctx) => Promise<T>) => readIn(ground, workspaceId, { actor }, fn),
    /** The session token of a person, as their browser has it in its cookie. */
    signIn: (userId: UserId) => newSession(ground.db, userId, now()),
    location: async (name = 'Harbour shop') => {
      const locationId = newLocationId();
      await asSystem.work((ctx) => putLocation(ctx, { locationId, name, timezone: 'Europe/Athens' }));
      return locationId;
    },
  };
}

export type TestWorkspace = Awaited<ReturnType<typeof newWorkspace>>;

/** A workspace with one member of every role, and somebody who looks after the installation. */
export async function staffedWorkspace(modules?: readonly Module<any>[]) {
  const workspace = await newWorkspace(modules);
  const { db, clock } = workspace.ground;
  const names = [...roles.map((role) => `Test ${role}`), 'Test Administrator'];
  const people = await newPeople(db, clock.now(), names);
  const administratorId = people.pop()!;
  await makeAdministrator(db, clock.now(), administratorId);
  const joined = await workspace.join(roles.map((role, i) => ({ role, userId: people[i]! })));
  const staff = new Map(joined.map((one) => [one.role, one] as const));
  return { ...workspace, outside: await testOutside(), staff, administratorId };
}

/** A good input for every route, for the tests that walk them all. */
export const samples: Samples<Walk> = {
  ...keysSamples,
  ...membersSamples,
  ...placesSamples,
  ...trailSamples,
};
