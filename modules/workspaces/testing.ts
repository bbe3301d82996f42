import { type Actor, type Ctx, type MemberActor, type Role, roles, type Unit } from '../../kit/ctx.ts';
import type { Samples } from '../../kit/http/sample.ts';
import { MemberId, newId, type UserId, WorkspaceId } from '../../kit/ids.ts';
import type { Module } from '../../kit/module.ts';
import { testGround } from '../../kit/testing/ground.ts';
import { testOutside } from '../../kit/testing/outside.ts';
import { readIn, workIn } from '../../kit/work.ts';
import { identity } from '../identity/index.ts';
import { newAdministrator, newPerson, newSession } from '../identity/testing.ts';
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

  async function member(role: Role, userId?: UserId): Promise<MemberActor> {
    const person = userId ?? (await newPerson(ground.db, now(), `Test ${role}`));
    const id = newId(MemberId);
    await asSystem.work((ctx) => addMember(ctx, { workspaceId, userId: person, role, id }));
    return { kind: 'member', userId: person, memberId: id, role };
  }

  return {
    ground,
    workspaceId,
    as,
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
  const staff = new Map<Role, MemberActor>();
  for (const role of roles) staff.set(role, await workspace.member(role));
  const administratorId = await newAdministrator(workspace.ground.db, workspace.ground.clock.now());
  return { ...workspace, outside: await testOutside(), staff, administratorId };
}

/** A good input for every route, for the tests that walk them all. */
export const samples: Samples<Walk> = {
  ...keysSamples,
  ...membersSamples,
  ...placesSamples,
  ...trailSamples,
};
