import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Actor, PersonCtx, Role } from '../../../kit/ctx.ts';
import type { AppError } from '../../../kit/errors.ts';
import type { UserId } from '../../../kit/ids.ts';
import { sql } from '../../../kit/sql.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { openCtxOf, stepsCtxOf } from '../../../kit/work.ts';
import { newPerson } from '../../identity/testing.ts';
import { newWorkspace, type TestWorkspace } from '../testing.ts';
import { invitationDays } from './contract.ts';
import { newInvitationToken } from './invitation-tokens.ts';
import * as invitations from './invitations.ts';
import { acceptInvitation, isInvited, previewInvitation } from './invited.ts';
import { changeMember, removeMember } from './members.ts';
import { actorIn, newInvitationId, tokenIn, unitIn } from './testing.ts';

const outside = await testOutside();
const dayMs = 24 * 3_600_000;
const notFound = { code: 'workspaces.invitation_not_found', status: 404 };

async function invited(input: Partial<Parameters<typeof invitations.invite>[1]> = {}) {
  const w = await newWorkspace();
  const [owner, admin] = [await w.member('owner'), await w.member('admin')];
  const invitationId = input.invitationId ?? newInvitationId();
  const { link } = await w.as(admin, (ctx) =>
    invitations.invite(ctx, { role: 'viewer', locationRoles: [], ...input, invitationId }, outside),
  );
  const token = link ? tokenIn(link) : await tokenByMail(w, invitationId, input.email!);
  const { accept, preview } = outsiders(w);
  return { ...w, owner, admin, invitationId, token, accept, preview };
}

async function tokenByMail(w: TestWorkspace, invitationId: invitations.Named['invitationId'], email: string) {
  await invitations.deliverInvitation(unitIn(w), { invitationId }, outside);
  const [mail] = await outside.mailsTo(email);
  return tokenIn(mail!.links.find((one) => one.includes('/invitation'))!);
}

/** What is done from outside of the workspace. */
function outsiders({ ground }: TestWorkspace) {
  const accept = (userId: UserId, token: string) => {
    const actor: Actor = { kind: 'person', userId };
    return ground.db.transaction({ kind: 'person', userId }, (tx) =>
      acceptInvitation(openCtxOf(ground, tx, { actor }) as PersonCtx, { token }),
    );
  };
  const nobody = { actor: { kind: 'nobody' } } as const;
  return { accept, preview: (token: string) => previewInvitation(stepsCtxOf(ground, nobody), { token }) };
}

const person = ({ ground }: TestWorkspace) => newPerson(ground.db, ground.clock.now(), 'Ada');
const emailOf = (userId: UserId) => `${userId}@test.local`;
const confirm = ({ ground }: TestWorkspace, userId: UserId) =>
  ground.db.transaction({ kind: 'installation' }, (tx) =>
    tx.run(sql`update identity.users set email_confirmed_at = ${ground.clock.now()} where id = ${userId}`),
  );
const accessOf = async (w: TestWorkspace, userId: UserId) => {
  const { role, access } = await actorIn(w, userId);
  return { role, locations: access?.locations.map((one) => [one.locationId, one.role]) ?? [] };
};

describe('accepting an invitation', () => {
  test('SE-126 makes a member with the roles offered, and says who asked them when', async () => {
    const before = await newWorkspace();
    const userId = await person(before);
    const w = await invited();
    const { memberId, workspaceId } = await w.accept(userId, w.token);

    assert.equal(workspaceId, w.workspaceId);
    assert.deepEqual(await accessOf(w, userId), { role: 'viewer', locations: [] });
    const [one] = (await w.reading(w.admin, (ctx) => invitations.listInvitations(ctx, { limit: 5 }))).items;
    assert.deepEqual([one!.status, one!.acceptedBy], ['accepted', { memberId, name: 'Ada' }]);
  });

  test('makes a guest with roles at locations', async () => {
    const w = await newWorkspace();
    const admin = await w.member('admin');
    const locationId = await w.location();
    const { link } = await w.as(admin, (ctx) =>
      invitations.invite(
        ctx,
        { invitationId: newInvitationId(), role: null, locationRoles: [{ locationId, role: 'manager' }] },
        outside,
      ),
    );
    const userId = await person(w);
    await outsiders(w).accept(userId, tokenIn(link!));
    assert.deepEqual(await accessOf(w, userId), { role: null, locations: [[locationId, 'manager']] });
  });

  test('is done once: a second person with the same link finds nothing', async () => {
    const w = await invited();
    await w.accept(await person(w), w.token);
    await assert.rejects(w.accept(await person(w), w.token), notFound);
  });

  test('makes one member of two who accept at the same moment', async () => {
    const w = await invited();
    const people = [await person(w), await person(w)];
    const outcomes = await Promise.allSettled(people.map((userId) => w.accept(userId, w.token)));
    assert.deepEqual(outcomes.map(({ status }) => status).sort(), ['fulfilled', 'rejected']);
  });

  test('makes one member of one person who accepts two invitations at the same moment', async () => {
    const w = await invited();
    const other = await w.as(w.admin, (ctx) =>
      invitations.invite(
        ctx,
        { invitationId: newInvitationId(), role: 'manager', locationRoles: [] },
        outside,
      ),
    );
    const userId = await person(w);
    const outcomes = await Promise.allSettled([
      w.accept(userId, w.token),
      w.accept(userId, tokenIn(other.link!)),
    ]);
    assert.ok(outcomes.some(({ status }) => status === 'fulfilled'));
    assert.equal((await accessOf(w, userId)).role, 'manager');
  });

  test('gives a member more, never less, and nothing to who has it already', async () => {
    const w = await invited({ role: 'manager' });
    const [viewer, admin] = [await w.member('viewer'), await w.member('admin')];
    await assert.rejects(w.accept(admin.userId, w.token), {
      code: 'workspaces.already_a_member',
      status: 409,
    });
    // Who gains nothing uses nothing up.
    await w.accept(viewer.userId, w.token);
    assert.equal((await accessOf(w, viewer.userId)).role, 'manager');
    assert.equal((await accessOf(w, admin.userId)).role, 'admin');
  });
});

describe('an invitation by mail', () => {
  test('is for the account with that address, once it is confirmed', async () => {
    const before = await newWorkspace();
    const [userId, other] = [await person(before), await person(before)];
    const w = await invited({ email: emailOf(userId) });

    await confirm(w, other);
    await assert.rejects(w.accept(other, w.token), {
      code: 'workspaces.invitation_is_for_another',
      status: 403,
    });
    await assert.rejects(w.accept(userId, w.token), {
      code: 'workspaces.address_is_not_confirmed',
      status: 403,
    });
    await confirm(w, userId);
    await w.accept(userId, w.token);
  });

  test('lets that address sign up, and a link lets any', async () => {
    const mailed = await invited({ email: 'ada.lets-in@example.com' });
    const linked = await invited();
    const ask = ({ ground }: TestWorkspace, token: string, email: string) =>
      ground.db.transaction({ kind: 'installation' }, (tx) =>
        isInvited(openCtxOf(ground, tx, { actor: { kind: 'nobody' } }), token, email),
      );
    assert.equal(await ask(mailed, mailed.token, 'ada.lets-in@example.com'), true);
    assert.equal(await ask(mailed, mailed.token, 'somebody@example.com'), false);
    assert.equal(await ask(linked, linked.token, 'somebody@example.com'), true);
    assert.equal(await ask(linked, newInvitationToken(linked.workspaceId), 'somebody@example.com'), false);
    assert.equal(await ask(linked, 'nonsense', 'somebody@example.com'), false);
  });
});

describe('looking at an invitation', () => {
  test('shows where to, from whom and as what, and of the address enough to know it', async () => {
    const w = await invited({ email: 'ada.looks@example.com' });
    const seen = await w.preview(w.token);
    assert.deepEqual(seen, {
      workspaceName: 'Test',
      invitedBy: 'Test admin',
      role: 'viewer',
      locations: [],
      email: 'a•••@example.com',
      expiresAt: new Date(w.ground.clock.now().getTime() + invitationDays * dayMs),
    });
  });

  test('cannot tell used, revoked, expired and made up from each other', async () => {
    const [used, revoked, expired] = [await invited(), await invited(), await invited()];
    await used.accept(await person(used), used.token);
    await revoked.as(revoked.admin, (ctx) => invitations.revokeInvitation(ctx, revoked));
    expired.ground.clock.move(invitationDays * dayMs);

    const said = new Set<string>();
    const tries: [TestWorkspace, string][] = [
      [used, used.token],
      [revoked, revoked.token],
      [expired, expired.token],
      [used, newInvitationToken(used.workspaceId)],
      [used, 'nonsense'],
    ];
    for (const [w, token] of tries) {
      const { accept, preview } = outsiders(w);
      const userId = await person(w);
      for (const attempt of [() => preview(token), () => accept(userId, token)]) {
        const refusal = ({ code, message }: AppError) => `${code} ${message}`;
        said.add(await attempt().then(() => 'opened', refusal));
      }
    }
    assert.equal(said.size, 1);
    assert.match([...said][0]!, /^workspaces\.invitation_not_found/);
  });
});

describe('an invitation stands only as long as who asked may ask', () => {
  const ends: Record<string, (w: Awaited<ReturnType<typeof invited>>) => Promise<unknown>> = {
    'has been removed': (w) => w.as(w.owner, (ctx) => removeMember(ctx, w.admin)),
    'may not manage members any more': (w) => demote(w, 'manager'),
    'was disabled': ({ ground, admin }) =>
      ground.db.transaction({ kind: 'installation' }, (tx) =>
        tx.run(sql`update identity.users set disabled_at = ${ground.clock.now()} where id = ${admin.userId}`),
      ),
    'lost what was offered': (w) =>
      w.as(w.owner, (ctx) =>
        changeMember(
          ctx,
          { ...w.admin, role: 'admin', withdrawnPermissions: ['workspaces.read_members'] },
          outside,
        ),
      ),
    'works in a workspace that was deleted': ({ system, workspaceId }) =>
      system.work(({ tx, now }) =>
        tx.run(sql`update workspaces.workspaces set deleted_at = ${now} where id = ${workspaceId}`),
      ),
  };
  for (const [what, end] of Object.entries(ends)) {
    test(`and opens nothing when that one ${what}`, async () => {
      const w = await invited();
      await w.preview(w.token);
      await end(w);
      await assert.rejects(w.preview(w.token), notFound);
      await assert.rejects(w.accept(await person(w), w.token), notFound);
    });
  }
});

const demote = (w: Awaited<ReturnType<typeof invited>>, role: Role) =>
  w.as(w.owner, (ctx) => changeMember(ctx, { memberId: w.admin.memberId, role }, outside));
