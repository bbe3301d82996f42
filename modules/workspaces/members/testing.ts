import { z } from 'zod';
import type { Ctx, MemberActor, Role, Unit } from '../../../kit/ctx.ts';
import type { Sample, Samples } from '../../../kit/http/sample.ts';
import { MemberId, newId, type UserId, WorkspaceId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { workIn } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { addWorkspace } from '../places/workspaces.ts';
import type { Walk } from '../walk.ts';
import { InvitationId } from './contract.ts';
import { actorOf } from './door.ts';
import { invite } from './invitations.ts';
import { holdMemberOfPerson, insertMember, putLocationRole } from './members.sql.ts';

export const newInvitationId = (): InvitationId => newId(InvitationId);

/** The token in a link, as the page that it opens takes it out. */
export const tokenIn = (link: string): string => new URL(link).searchParams.get('token')!;

/** A good input for every route of this part. */
export const membersSamples: Samples<Walk> = {
  'GET /w/:workspaceId/members': async () => ({}),
  'GET /w/:workspaceId/members/:memberId': async (w) => ({ params: { memberId: await newMember(w) } }),
  'PATCH /w/:workspaceId/members/:memberId': async (w) => ({
    params: { memberId: await newMember(w) },
    body: {
      role: 'member',
      extraPermissions: ['workspaces.manage_locations'],
      withdrawnPermissions: ['workspaces.read_members'],
    },
  }),
  'DELETE /w/:workspaceId/members/:memberId': async (w) => ({ params: { memberId: await newMember(w) } }),
  'PUT /w/:workspaceId/members/:memberId/locations/:locationId': async (w) => ({
    params: { memberId: await newMember(w), locationId: await w.location() },
    body: { role: 'manager', extraPermissions: [], withdrawnPermissions: ['workspaces.manage_locations'] },
  }),
  'DELETE /w/:workspaceId/members/:memberId/locations/:locationId': async (w) => {
    const [memberId, locationId] = [await newMember(w), await w.location()];
    await inside(w, ({ tx, workspaceId, now: at }) =>
      putLocationRole(tx, {
        workspaceId,
        memberId,
        locationId,
        role: 'viewer',
        extra: [],
        withdrawn: [],
        at,
      }),
    );
    return { params: { memberId, locationId } };
  },
  'DELETE /w/:workspaceId/membership': async () => ({}),
  'GET /w/:workspaceId/permissions': async () => ({}),
  'GET /w/:workspaceId/invitations': async () => ({}),
  'PUT /w/:workspaceId/invitations/:invitationId': async () => ({
    params: { invitationId: newInvitationId() },
    body: { email: `${newInvitationId()}@test.example.com`, role: 'viewer', locationRoles: [] },
    makesId: true,
  }),
  'POST /w/:workspaceId/invitations/:invitationId/resend': atNewInvitation,
  'DELETE /w/:workspaceId/invitations/:invitationId': atNewInvitation,
  'GET /invitations/:token': async (w) => ({ params: { token: (await newLink(w, w.workspaceId)).token } }),
  // Whoever accepts comes from elsewhere: where they are a member already, there is nothing to accept.
  'POST /invitations/acceptance': async (w) => ({
    body: { token: (await newLink(w, await elsewhere(w))).token },
  }),
};

async function atNewInvitation(w: Walk): Promise<Sample> {
  return { params: { invitationId: (await newLink(w, w.workspaceId)).id } };
}

async function newMember(w: Walk, role: Role = 'viewer'): Promise<MemberId> {
  return (await memberIn(w, w.workspaceId, role)).memberId;
}

async function memberIn(w: Walk, workspaceId: WorkspaceId, role: Role): Promise<MemberActor> {
  const now = w.ground.clock.now();
  const userId: UserId = await newPerson(w.ground.db, now, 'Test Colleague');
  const memberId = newId(MemberId);
  await inside(
    w,
    (ctx) => insertMember(ctx.tx, { workspaceId, id: memberId, userId, role, createdAt: now }),
    {
      workspaceId,
    },
  );
  return { kind: 'member', userId, memberId, role };
}

async function newLink(w: Walk, workspaceId: WorkspaceId) {
  const actor = await memberIn(w, workspaceId, 'owner');
  const invitationId = newInvitationId();
  const { link } = await inside(
    w,
    (ctx) => invite(ctx, { invitationId, role: 'viewer', locationRoles: [] }, w.outside),
    { workspaceId, actor },
  );
  return { id: invitationId, token: tokenIn(link!) };
}

async function elsewhere(w: Walk): Promise<WorkspaceId> {
  const workspaceId = newId(WorkspaceId);
  const ownerId = await newPerson(w.ground.db, w.ground.clock.now(), 'Test Owner');
  await inside(w, (ctx) => addWorkspace(ctx, { id: workspaceId, name: 'Elsewhere', ownerId }), {
    workspaceId,
  });
  return workspaceId;
}

const inside = <T>(
  w: Walk,
  work: (ctx: Ctx) => Promise<T>,
  { workspaceId = w.workspaceId, actor }: { workspaceId?: WorkspaceId; actor?: MemberActor } = {},
): Promise<T> => workIn(w.ground, workspaceId, { actor: actor ?? { kind: 'system' } }, work);

/** A member as the door knows them: with what they may do beyond their role. */
export async function actorIn(
  w: { readonly system: Pick<Unit, 'work'> },
  userId: UserId,
): Promise<MemberActor> {
  const held = await w.system.work(({ tx }) => holdMemberOfPerson(tx, userId));
  return actorOf(held!.place);
}

/** As a worker runs a job in this workspace. */
export const unitIn = (
  w: Pick<Walk, 'ground' | 'workspaceId'> & { readonly system: Pick<Unit, 'work'> },
): Unit => ({
  workspaceId: w.workspaceId,
  jobId: 'test',
  log: w.ground.log,
  signal: new AbortController().signal,
  progress: async () => {},
  work: (fn) => w.system.work(fn),
});

/** What the trail says of something, in the order of what was done to it. */
export const trailOf = (w: { readonly system: Pick<Unit, 'work'> }, subjectId: string) =>
  w.system.work(({ tx }) =>
    tx.many(
      z.object({ action: z.string(), category: z.string(), changes: z.record(z.string(), z.unknown()) }),
      sql`select action, category, changes from workspaces.audit_entries where subject_id = ${subjectId}
           order by action, id`,
    ),
  );
