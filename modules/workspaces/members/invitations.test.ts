import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor, Role } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { assertNoSecretInDump } from '../../../kit/testing/no-secrets.ts';
import { testOutside } from '../../../kit/testing/outside.ts';
import { hashOf } from '../../identity/index.ts';
import { newLocationId, newWorkspace, type TestWorkspace } from '../testing.ts';
import {
  type InvitationId,
  type InvitationStatus,
  invitationDays,
  invitationSendingsMax,
} from './contract.ts';
import * as use from './invitations.ts';
import { removeMember } from './members.ts';
import { newInvitationId, tokenIn, unitIn } from './testing.ts';

const outside = await testOutside();
const minuteMs = 60_000;
const dayMs = 24 * 3_600_000;

async function inviting(role: Role = 'admin') {
  const w = await newWorkspace();
  const admin = await w.member(role);
  const id = newInvitationId();
  const email = `${id}@example.com`;
  const invite = (input: Partial<Parameters<typeof use.invite>[1]> = {}, by: MemberActor = admin) =>
    w.as(by, (ctx) =>
      use.invite(ctx, { invitationId: id, role: 'viewer', locationRoles: [], ...input }, outside),
    );
  const resend = (invitationId = id) =>
    w.as(admin, (ctx) => use.resendInvitation(ctx, { invitationId }, outside));
  const revoke = (invitationId = id) => w.as(admin, (ctx) => use.revokeInvitation(ctx, { invitationId }));
  const deliver = (invitationId = id) => use.deliverInvitation(unitIn(w), { invitationId }, outside);
  const list = async (status?: InvitationStatus) =>
    (await w.reading(admin, (ctx) => use.listInvitations(ctx, { limit: 50, status }))).items;
  return { ...w, admin, id, email, invite, resend, revoke, deliver, list };
}

/** What was put in the queue for this invitation. */
const jobsFor = async (w: TestWorkspace, id: InvitationId) => {
  const { count } = await w.ground.db.reader({ kind: 'owner' }).one(
    z.object({ count: z.number() }),
    sql`select count(*)::int as count from pgboss.job_common
         where name = 'workspaces.send_invitation' and data::text like ${`%${id}%`}`,
  );
  return count;
};
const stored = (w: TestWorkspace, id: InvitationId) =>
  w.system.work(({ tx }) =>
    tx.one(
      z.object({ tokenHash: z.instanceof(Buffer).nullable() }),
      sql`select token_hash from workspaces.invitations where id = ${id}`,
    ),
  );

describe('an invitation by mail', () => {
  test('SE-126 is written with its job, and its link arrives in the mailbox', async () => {
    const w = await inviting();
    const made = await w.invite({ email: w.email });
    assert.deepEqual([made.status, made.sentAt, made.link, made.sentCount], ['open', null, null, 1]);
    assert.equal(made.expiresAt.getTime(), made.createdAt.getTime() + invitationDays * dayMs);
    assert.equal(await jobsFor(w, w.id), 1);

    await w.deliver();

    const [mail, ...others] = await outside.mailsTo(w.email);
    assert.equal(others.length, 0);
    assert.equal(mail!.subject, 'Test admin asks you to join Test');
    const link = mail!.links.find((one) => one.includes('/invitation'))!;
    assert.deepEqual((await stored(w, w.id)).tokenHash, hashOf(tokenIn(link)));
    assert.deepEqual((await w.list())[0]!.sentAt, w.ground.clock.now());
  });

  test('is one, and one mail, when the same id comes twice', async () => {
    const w = await inviting();
    const first = await w.invite({ email: w.email });
    const again = await w.invite({ email: w.email });
    assert.deepEqual(again, first);
    assert.equal(await jobsFor(w, w.id), 1);
    await assert.rejects(w.invite({ email: w.email, role: 'member' }), {
      code: 'workspaces.invitation_is_another',
      status: 409,
    });
  });

  test('is one when the same address is invited twice at once', async () => {
    const w = await inviting();
    const outcomes = await Promise.allSettled([
      w.invite({ email: w.email, invitationId: newInvitationId() }),
      w.invite({ email: w.email, invitationId: newInvitationId() }),
    ]);
    const refused = outcomes.flatMap((one) => (one.status === 'rejected' ? [one.reason.code] : []));
    assert.deepEqual(refused, ['workspaces.already_invited']);
  });

  test('is sent once, although its job runs twice', async () => {
    const w = await inviting();
    await w.invite({ email: w.email });
    await w.deliver();
    await w.deliver();
    assert.equal((await outside.mailsTo(w.email)).length, 1);
  });

  test('is found by the sweep when no job sends it any more', async () => {
    const w = await inviting();
    await w.invite({ email: w.email });
    await w.system.work(use.requeueInvitations);
    assert.equal(await jobsFor(w, w.id), 1);

    await w.ground.db.transaction({ kind: 'owner' }, (tx) =>
      tx.run(sql`delete from pgboss.job_common where data::text like ${`%${w.id}%`}`),
    );
    w.ground.clock.move(11 * minuteMs);
    await w.system.work(use.requeueInvitations);
    assert.equal(await jobsFor(w, w.id), 1);

    await w.deliver();
    w.ground.clock.move(11 * minuteMs);
    await w.system.work(use.requeueInvitations);
    assert.equal(await jobsFor(w, w.id), 1);
  });

  test('is over when no mail server takes it, and can be made anew', async () => {
    const w = await inviting();
    await w.invite({ email: 'rejected@example.com' });
    await w.deliver();
    assert.equal((await w.list())[0]!.status, 'undelivered');
    assert.equal((await w.list('undelivered')).length, 1);
    assert.deepEqual(await w.list('revoked'), []);
    await w.invite({ email: 'rejected@example.com', invitationId: newInvitationId() });
  });

  test('is refused for who is a member, and while another one is open', async () => {
    const w = await inviting();
    const viewer = await w.member('viewer');
    const refused = (email: string) => w.invite({ email, invitationId: newInvitationId() });
    await assert.rejects(refused(`${viewer.userId}@test.local`), {
      code: 'workspaces.already_a_member',
      status: 409,
    });
    await w.invite({ email: w.email });
    await assert.rejects(refused(w.email), { code: 'workspaces.already_invited', status: 409 });

    // One that ran out makes room.
    w.ground.clock.move(invitationDays * dayMs);
    await refused(w.email);
    assert.deepEqual((await w.list()).map(({ status }) => status).sort(), ['open', 'revoked']);
  });
});

describe('an invitation by link', () => {
  test('is shown once and kept nowhere', async () => {
    const w = await inviting();
    const { link, sentAt } = await w.invite();
    assert.ok(link && sentAt);
    assert.equal((await w.invite()).link, null);
    assert.equal(await jobsFor(w, w.id), 0);
    await assertNoSecretInDump(w.ground.db, [tokenIn(link)]);
  });
});

describe('sending again', () => {
  test('kills the link before at once, and begins the days anew', async () => {
    const w = await inviting();
    const first = await w.invite();
    w.ground.clock.move(2 * dayMs);
    const second = await w.resend();

    assert.notEqual(second.link, first.link);
    assert.deepEqual((await stored(w, w.id)).tokenHash, hashOf(tokenIn(second.link!)));
    assert.equal(second.expiresAt.getTime(), first.expiresAt.getTime() + 2 * dayMs);
    assert.equal(second.sentCount, 2);
  });

  test('leaves no link good while the mail with the new one is under way', async () => {
    const w = await inviting();
    await w.invite({ email: w.email });
    await w.deliver();
    w.ground.clock.move(minuteMs);
    await w.resend();
    assert.equal((await stored(w, w.id)).tokenHash, null);
    await w.deliver();
    assert.equal((await outside.mailsTo(w.email)).length, 2);
  });

  test('is limited: to once a minute, and to so many times', async () => {
    const w = await inviting();
    await w.invite({ email: w.email });
    await assert.rejects(w.resend(), { code: 'workspaces.invitation_was_just_sent', status: 429 });
    for (let i = 1; i < invitationSendingsMax; i++) {
      w.ground.clock.move(minuteMs);
      await w.resend();
    }
    w.ground.clock.move(minuteMs);
    await assert.rejects(w.resend(), { code: 'workspaces.invitation_was_sent_too_often', status: 409 });
  });

  test('revives what ran out, and nothing that was revoked', async () => {
    const w = await inviting();
    await w.invite();
    w.ground.clock.move(invitationDays * dayMs);
    assert.equal((await w.list())[0]!.status, 'expired');
    assert.equal((await w.resend()).status, 'open');
    await w.revoke();
    await assert.rejects(w.resend(), { code: 'workspaces.invitation_is_over', status: 409 });
  });
});

describe('revoking', () => {
  test('ends it, once, and nobody sends it any more', async () => {
    const w = await inviting();
    await w.invite({ email: w.email });
    assert.equal((await w.revoke()).status, 'revoked');
    w.ground.clock.move(minuteMs);
    const again = await w.revoke();
    assert.ok(again.revokedAt! < w.ground.clock.now());
    await w.deliver();
    assert.equal((await outside.mailsTo(w.email)).length, 0);
  });

  test('is done for whoever is removed', async () => {
    const w = await inviting();
    const owner = await w.member('owner');
    await w.invite();
    await w.as(owner, (ctx) => removeMember(ctx, { memberId: w.admin.memberId }));
    const [invitation] = (await w.reading(owner, (ctx) => use.listInvitations(ctx, { limit: 5 }))).items;
    assert.deepEqual([invitation!.status, invitation!.invitedBy], ['revoked', null]);
  });
});

describe('what is offered', () => {
  test('is not more than one may do oneself, and no ownership but by owners', async () => {
    const w = await inviting();
    await assert.rejects(w.invite({ role: 'owner' }), { code: 'workspaces.only_owners_change_owners' });
    const limited = {
      ...w.admin,
      access: { role: 'admin' as const, extra: [], withdrawn: ['workspaces.manage_keys'], locations: [] },
    };
    await assert.rejects(w.invite({ role: 'admin' }, limited), { code: 'workspaces.not_yours_to_give' });
    const locationRoles = [{ locationId: await w.location(), role: 'admin' as const }];
    await assert.rejects(w.invite({ role: null, locationRoles }, limited), {
      code: 'workspaces.not_yours_to_give',
    });
    await w.invite({ role: 'owner' }, await w.member('owner'));
  });

  test('is some role, at locations that are there, each once', async () => {
    const w = await inviting();
    const other = await newWorkspace();
    const at = (locationId: ReturnType<typeof newLocationId>) => ({ locationId, role: 'viewer' as const });
    const here = await w.location();
    const fieldOf = async (promise: Promise<unknown>) =>
      promise.then(
        () => 'nothing',
        (error) => error.fields[0]?.path ?? error.code,
      );

    assert.equal(await fieldOf(w.invite({ role: null })), 'body.role');
    assert.equal(await fieldOf(w.invite({ locationRoles: [at(here), at(here)] })), 'body.locationRoles');
    for (const locationId of [newLocationId(), await other.location()]) {
      const refused = w.invite({ role: null, locationRoles: [at(here), at(locationId)] });
      assert.equal(await fieldOf(refused), 'workspaces.location_not_found');
    }
    const made = await w.invite({ role: null, locationRoles: [at(here)] });
    assert.deepEqual(made.locationRoles, [at(here)]);
  });

  test('is for those who manage members to see and to take back', async () => {
    const w = await inviting();
    const viewer = await w.member('viewer');
    const refusal = { code: 'stoa.not_permitted' };
    await assert.rejects(
      w.reading(viewer, (ctx) => use.listInvitations(ctx, { limit: 5 })),
      refusal,
    );
    await assert.rejects(w.invite({}, viewer), refusal);
  });
});
