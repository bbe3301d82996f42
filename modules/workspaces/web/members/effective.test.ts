import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Member, type Member as MemberShape } from '../../contract.ts';
import { afterStep, effectiveOf } from './effective.ts';

const policy = { 'inbox.read': ['owner', 'admin', 'viewer'], 'inbox.reply': ['owner', 'admin'] } as const;
const id = '0192f000-0000-7000-8000-0000000000aa';

const memberWith = (given: Partial<MemberShape>): MemberShape => ({
  ...Member.parse({
    id,
    userId: id,
    name: 'Ada',
    email: 'ada@example.org',
    username: null,
    avatarUrl: null,
    role: 'viewer',
    extraPermissions: [],
    withdrawnPermissions: [],
    locations: [],
    joinedAt: '2026-01-01T00:00:00Z',
    invitedBy: null,
    isYou: false,
  }),
  ...given,
});

describe('effectiveOf', () => {
  test('names the role as the reason, for and against', () => {
    assert.deepEqual(effectiveOf(policy, memberWith({}), 'inbox.read'), {
      may: true,
      why: 'Because a viewer has it.',
      step: 'take',
    });
    assert.deepEqual(effectiveOf(policy, memberWith({}), 'inbox.reply'), {
      may: false,
      why: 'Not part of what a viewer may do.',
      step: 'give',
    });
  });

  test('says that what was taken stays taken, whatever else gives it', () => {
    const member = memberWith({ withdrawnPermissions: ['inbox.read'], extraPermissions: ['inbox.read'] });
    const { may, why, step } = effectiveOf(policy, member, 'inbox.read');
    assert.deepEqual(
      { may, why, step },
      {
        may: false,
        why: 'Taken away, although a viewer has it.',
        step: 'give_back',
      },
    );
  });

  test('takes nothing from an owner', () => {
    const member = memberWith({ role: 'owner', withdrawnPermissions: ['inbox.reply'] });
    const { may, step } = effectiveOf(policy, member, 'inbox.reply');
    assert.deepEqual({ may, step }, { may: true, step: undefined });
  });

  test('says where a role at a location makes it possible', () => {
    const locations = memberWith({}).locations.concat({
      locationId: id as never,
      locationName: 'Harbour shop',
      role: 'admin',
      extraPermissions: [],
      withdrawnPermissions: [],
    });
    const { may, why } = effectiveOf(policy, memberWith({ role: null, locations }), 'inbox.reply');
    assert.equal(may, false);
    assert.match(why, /At Harbour shop it is possible/);
  });
});

describe('afterStep', () => {
  test('is taken back by its opposite', () => {
    const member = memberWith({});
    for (const [there, back] of [
      ['give', 'take_back'],
      ['take', 'give_back'],
    ] as const) {
      const changed = { ...member, ...afterStep(member, 'inbox.reply', there) };
      assert.notDeepEqual(changed, member);
      assert.deepEqual({ ...changed, ...afterStep(changed, 'inbox.reply', back) }, member);
    }
  });
});
