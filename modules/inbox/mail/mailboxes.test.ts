import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { z } from 'zod';
import type { MemberActor } from '../../../kit/ctx.ts';
import { sql } from '../../../kit/sql.ts';
import { dropMember, nameMember } from './mailbox-members.ts';
import {
  addMailbox,
  addOwnMailbox,
  changeMailbox,
  checkAgain,
  getMailbox,
  listMailboxes,
  removeMailbox,
} from './mailboxes.ts';
import { sweepOrphans } from './orphans.ts';
import { passwordOf } from './passwords.ts';
import {
  type MailWorkspace,
  mailboxForm,
  mailWorkspace,
  nameInMailbox,
  newMailboxId,
  openMailbox,
} from './testing.ts';

const shared = { locationId: null, isForMembers: false };
const addressesFor = async (w: MailWorkspace, actor: MemberActor) =>
  (await w.reading(actor, (ctx) => listMailboxes(ctx))).items.map(({ address }) => address);
const secretsOf = ({ ground, workspaceId }: MailWorkspace) =>
  ground.db
    .reader({ kind: 'workspace', workspaceId })
    .many(
      z.object({ id: z.string(), sealed: z.instanceof(Uint8Array) }),
      sql`select account_id as id, sealed from inbox.email_secrets`,
    );
const jobsFor = (w: MailWorkspace, mailboxId: string) =>
  w.ground.db
    .reader({ kind: 'owner' })
    .many(
      z.object({ name: z.string() }),
      sql`select name from pgboss.job where data->'payload'->>'mailboxId' = ${mailboxId}`,
    );

describe('a mailbox of the workspace', () => {
  test('SE-131 is added by admins, once per address, and is tried', async () => {
    const w = await mailWorkspace();
    const [admin, manager] = [await w.member('admin'), await w.member('manager')];
    const form = mailboxForm();
    const add = (actor: MemberActor, mailboxId = newMailboxId()) =>
      w.as(actor, (ctx) => addMailbox(ctx, { ...form, ...shared, mailboxId }, w.outside));
    await assert.rejects(add(manager), { code: 'stoa.not_permitted' });
    const { id, state, role, members } = await add(admin);
    assert.deepEqual([state, role, members[0]!.member.memberId], ['trying', 'owner', admin.memberId]);
    assert.deepEqual(
      (await jobsFor(w, id)).map(({ name }) => name),
      ['inbox.check_mailbox'],
    );
    assert.equal((await add(admin, id)).id, id);
    await assert.rejects(add(admin), { code: 'inbox.mailbox_is_here' });
  });

  test('keeps its password sealed to itself, and tells it to nobody', async () => {
    const w = await mailWorkspace();
    const owner = await w.member('owner');
    const [one, other] = [newMailboxId(), newMailboxId()];
    for (const mailboxId of [one, other])
      await w.as(owner, (ctx) =>
        addMailbox(ctx, { ...mailboxForm(), ...shared, password: 'hush-1', mailboxId }, w.outside),
      );
    const shown = await w.reading(owner, (ctx) => getMailbox(ctx, { mailboxId: one }));
    assert.ok(!JSON.stringify(shown).includes('hush-1'));
    const { sealed } = (await secretsOf(w)).find(({ id }) => id === one)!;
    assert.ok(!Buffer.from(sealed).includes('hush-1'));
    assert.equal(passwordOf(w.outside, w.workspaceId, { id: one, sealed }), 'hush-1');
    assert.throws(() => passwordOf(w.outside, w.workspaceId, { id: other, sealed }), {
      code: 'vault.cannot_open',
    });
  });

  test('tells how it is reached only to those who may change that', async () => {
    const w = await mailWorkspace();
    const [owner, member] = [await w.member('owner'), await w.member('member')];
    const mailboxId = await openMailbox(w);
    const seenBy = (actor: MemberActor) => w.reading(actor, (ctx) => getMailbox(ctx, { mailboxId }));
    assert.equal((await seenBy(owner)).reached?.imap.host, '127.0.0.1');
    assert.equal((await seenBy(member)).reached, null);
  });

  test('is tried anew when it is reached otherwise, and only then', async () => {
    const w = await mailWorkspace();
    const owner = await w.member('owner');
    const mailboxId = await openMailbox(w);
    const change = (input: object) =>
      w.as(owner, (ctx) => changeMailbox(ctx, { mailboxId, ...input }, w.outside));
    assert.equal((await change({ displayName: 'Linen', color: 'red' })).state, 'open');
    assert.equal((await change({ password: 'another' })).state, 'trying');
    const { sealed, id } = (await secretsOf(w))[0]!;
    assert.equal(passwordOf(w.outside, w.workspaceId, { id: id as never, sealed }), 'another');
    const there = await openMailbox(w);
    const again = await w.as(owner, (ctx) => checkAgain(ctx, { mailboxId: there }));
    assert.equal(again.state, 'trying');
  });

  test('is gone with what was read from it when it is removed', async () => {
    const w = await mailWorkspace();
    const owner = await w.member('owner');
    const mailboxId = await openMailbox(w);
    await w.as(owner, (ctx) => removeMailbox(ctx, { mailboxId }));
    assert.deepEqual([await addressesFor(w, owner), await secretsOf(w)], [[], []]);
  });

  test('is nothing to another workspace', async () => {
    const [ours, theirs] = [await mailWorkspace(), await mailWorkspace()];
    const mailboxId = await openMailbox(theirs);
    const owner = await ours.member('owner');
    const missing = { code: 'inbox.mailbox_not_found' };
    await assert.rejects(
      ours.reading(owner, (ctx) => getMailbox(ctx, { mailboxId })),
      missing,
    );
    await assert.rejects(
      ours.as(owner, (ctx) => removeMailbox(ctx, { mailboxId })),
      missing,
    );
    assert.deepEqual(await addressesFor(ours, owner), []);
  });
});

describe('a personal mailbox', () => {
  test('SE-130 is its member’s, once per address and member', async () => {
    const w = await mailWorkspace();
    const [ann, bob] = [await w.member('member'), await w.member('member')];
    const form = mailboxForm();
    const add = (actor: MemberActor) =>
      w.as(actor, (ctx) => addOwnMailbox(ctx, { ...form, mailboxId: newMailboxId() }, w.outside));
    assert.equal((await add(ann)).isForMembers, true);
    await add(bob);
    await assert.rejects(add(ann), { code: 'inbox.mailbox_is_here' });
    await assert.rejects(add(await w.member('viewer')), { code: 'stoa.not_permitted' });
  });

  test('is seen and changed by nobody else, whatever their role', async () => {
    const w = await mailWorkspace();
    const [ann, owner] = [await w.member('member'), await w.member('owner')];
    const mailboxId = await openMailbox(w, { kind: 'personal', owner: ann, address: 'ann@linen.test' });
    assert.deepEqual([await addressesFor(w, ann), await addressesFor(w, owner)], [['ann@linen.test'], []]);
    const missing = { code: 'inbox.mailbox_not_found' };
    await assert.rejects(
      w.as(owner, (ctx) => changeMailbox(ctx, { mailboxId, color: 'red' }, w.outside)),
      missing,
    );
    await assert.rejects(
      w.as(owner, (ctx) => removeMailbox(ctx, { mailboxId })),
      missing,
    );
  });

  test('stays with its member: it is put at no location and opened to nobody', async () => {
    const w = await mailWorkspace();
    const ann = await w.member('member');
    const mailboxId = await openMailbox(w, { kind: 'personal', owner: ann });
    const locationId = await w.location();
    for (const input of [{ locationId }, { isForMembers: false }])
      await assert.rejects(
        w.as(ann, (ctx) => changeMailbox(ctx, { mailboxId, ...input }, w.outside)),
        { code: 'inbox.mailbox_is_personal' },
      );
  });

  test('goes when its member has left', async () => {
    const w = await mailWorkspace();
    const [ann, bob] = [await w.member('member'), await w.member('member')];
    await openMailbox(w, { kind: 'personal', owner: ann, address: 'ann@linen.test' });
    await openMailbox(w, { kind: 'personal', owner: bob, address: 'bob@linen.test' });
    await w.system.work((ctx) => ctx.tx.run(sql`delete from workspaces.members where id = ${ann.memberId}`));
    await w.system.work(sweepOrphans);
    const left = await w.ground.db
      .reader({ kind: 'workspace', workspaceId: w.workspaceId })
      .many(z.object({ address: z.string() }), sql`select address from inbox.email_accounts`);
    assert.deepEqual(left, [{ address: 'bob@linen.test' }]);
  });
});

describe('members of a mailbox', () => {
  test('SE-129 have one role each, given by its owner and admins alone', async () => {
    const w = await mailWorkspace();
    const [owner, ann, bob, eve] = [
      await w.member('member'),
      await w.member('member'),
      await w.member('member'),
      await w.member('member'),
    ];
    const mailboxId = await openMailbox(w, { owner, memberOnly: true });
    const name = (by: MemberActor, whom: MemberActor, role: 'admin' | 'member' | 'readonly') =>
      w.as(by, (ctx) => nameMember(ctx, { mailboxId, memberId: whom.memberId, role }));
    await name(owner, ann, 'member');
    const { members } = await name(owner, ann, 'admin');
    assert.deepEqual(
      members.map(({ role }) => role),
      ['owner', 'admin'],
    );
    await name(ann, bob, 'member');
    await assert.rejects(name(bob, eve, 'member'), { code: 'stoa.not_permitted' });
    await assert.rejects(name(eve, eve, 'member'), { code: 'inbox.mailbox_not_found' });
    await assert.rejects(name(ann, owner, 'readonly'), { code: 'inbox.mailbox_needs_its_owner' });
    await assert.rejects(
      w.as(ann, (ctx) => dropMember(ctx, { mailboxId, memberId: owner.memberId })),
      { code: 'inbox.mailbox_needs_its_owner' },
    );
  });

  test('see it no more once they are dropped, which they may do themselves', async () => {
    const w = await mailWorkspace();
    const [owner, ann] = [await w.member('member'), await w.member('member')];
    const mailboxId = await openMailbox(w, { owner, memberOnly: true });
    await nameInMailbox(w, mailboxId, ann.memberId, 'admin');
    await w.as(ann, (ctx) => dropMember(ctx, { mailboxId, memberId: ann.memberId }));
    assert.deepEqual(await addressesFor(w, ann), []);
    assert.equal((await addressesFor(w, owner)).length, 1);
  });

  test('are of this workspace', async () => {
    const [ours, theirs] = [await mailWorkspace(), await mailWorkspace()];
    const owner = await ours.member('owner');
    const stranger = await theirs.member('member');
    const mailboxId = await openMailbox(ours, { owner });
    await assert.rejects(
      ours.as(owner, (ctx) => nameMember(ctx, { mailboxId, memberId: stranger.memberId, role: 'member' })),
      { code: 'inbox.assignee_not_found' },
    );
  });
});
