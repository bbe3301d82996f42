import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { type Access, accessOf, allows, type Grants, locationsWith, permissionsOf } from './access.ts';
import { type KeyActor, type MemberActor, may, type Policy, type Role, roles } from './ctx.ts';
import { ApiKeyId, MemberId, newId, UserId } from './ids.ts';

const permissions = ['a.read', 'a.write', 'b.read', 'b.write'] as const;
const places = ['harbour', 'kyoto', 'lisbon'] as const;
const columns = [...roles, 'guest', 'autopilot'] as const;

const names = fc.subarray([...permissions, 'unheard.of']);
const somebody = fc.constantFrom(...columns);
/** As every real one: what there is, an owner may. */
const policies: fc.Arbitrary<Policy> = fc
  .tuple(...permissions.map(() => fc.uniqueArray(somebody)))
  .map((rows) => Object.fromEntries(permissions.map((name, i) => [name, ['owner', ...rows[i]!] as const])));
const role = fc.option(fc.constantFrom(...roles));
const grants = (roleOf: fc.Arbitrary<Role | null>): fc.Arbitrary<Grants> =>
  fc.record({ role: roleOf, extra: names, withdrawn: names });
const accesses: fc.Arbitrary<Access> = fc
  .tuple(
    grants(role),
    fc.subarray([...places]),
    fc.array(grants(fc.constantFrom('admin', 'manager', 'member', 'viewer')), {
      minLength: places.length,
      maxLength: places.length,
    }),
  )
  .map(([here, at, given]) => ({
    ...here,
    locations: at.map((locationId, i) => ({ locationId, ...given[i]! })),
  }));
const place = fc.option(fc.constantFrom(...places, 'elsewhere'), { nil: undefined });

/**
 * Slow and obvious: everything is given that somebody has for any reason, and then everything is taken that was
 * withdrawn for any reason.
 */
function inWords(policy: Policy, access: Access, locationId: string | undefined): string[] {
  const has = new Set<string>();
  const all = [access, ...access.locations.filter((one) => one.locationId === locationId)];
  for (const { role, extra } of all) {
    for (const [permission, who] of Object.entries(policy)) {
      for (const one of who) if (one === (role === null ? 'guest' : role)) has.add(permission);
    }
    for (const permission of extra) has.add(permission);
  }
  for (const { withdrawn } of all) for (const permission of withdrawn) has.delete(permission);
  if (access.role === 'owner') for (const permission of Object.keys(policy)) has.add(permission);
  return Object.keys(policy).filter((permission) => has.has(permission));
}

const memberWith = (access: Access): MemberActor => ({
  kind: 'member',
  userId: newId(UserId),
  memberId: newId(MemberId),
  role: access.role,
  access,
});

describe('what somebody may do', () => {
  test('CR-18 is what their roles and exceptions add up to, here and at every location', () => {
    fc.assert(
      fc.property(policies, accesses, place, (policy, access, at) => {
        assert.deepEqual(permissionsOf(policy, access, at), inWords(policy, access, at));
      }),
      { numRuns: 2_000 },
    );
  });

  test('is the same asked one by one, and nothing that no module knows', () => {
    fc.assert(
      fc.property(policies, accesses, place, (policy, access, at) => {
        const asked = [...permissions, 'unheard.of'].filter((name) => allows(policy, access, name, at));
        assert.deepEqual(asked, inWords(policy, access, at));
      }),
    );
  });

  test('is where one asks for it as it is where one asks for the places', () => {
    fc.assert(
      fc.property(policies, accesses, fc.constantFrom(...permissions), (policy, access, permission) => {
        const { everywhere, except, only } = locationsWith(policy, access, permission);
        for (const at of [...places, 'elsewhere']) {
          const found = everywhere ? !except.includes(at) : only.includes(at);
          assert.equal(found, inWords(policy, access, at).includes(permission), at);
        }
      }),
    );
  });

  test('is what the role says where there is nothing beside it', () => {
    fc.assert(
      fc.property(policies, role, place, (policy, role, at) => {
        const expected = Object.keys(policy).filter((name) => policy[name]!.includes(role ?? 'guest'));
        assert.deepEqual(permissionsOf(policy, accessOf(role), at), expected);
      }),
    );
  });

  test('is everything for an owner, whatever was withdrawn', () => {
    fc.assert(
      fc.property(policies, accesses, place, (policy, access, at) => {
        assert.deepEqual(permissionsOf(policy, { ...access, role: 'owner' }, at), [...permissions]);
      }),
    );
  });

  test('is never more for having something withdrawn', () => {
    fc.assert(
      fc.property(policies, accesses, names, place, (policy, access, taken, at) => {
        const less = { ...access, withdrawn: [...access.withdrawn, ...taken] };
        const before = new Set(permissionsOf(policy, access, at));
        for (const name of permissionsOf(policy, less, at)) assert.ok(before.has(name), name);
      }),
    );
  });
});

describe('what a key may do', () => {
  test('is what it was made for, as far as its maker may do it now', () => {
    fc.assert(
      fc.property(policies, accesses, names, place, (policy, access, made, at) => {
        const maker = memberWith(access);
        const key: KeyActor = { kind: 'key', keyId: newId(ApiKeyId), permissions: made, maker };
        const allowed = permissions.filter((name) => may(policy, key, name, at));
        assert.deepEqual(
          allowed,
          inWords(policy, access, at).filter((name) => made.includes(name)),
        );
      }),
    );
  });
});

describe('what nobody in a workspace may do', () => {
  test('is everything, for a person, an administrator and nobody', () => {
    fc.assert(
      fc.property(policies, fc.constantFrom(...permissions), place, (policy, permission, at) => {
        const userId = newId(UserId);
        const kinds = [
          { kind: 'person', userId },
          { kind: 'administrator', userId },
          { kind: 'nobody' },
        ] as const;
        for (const actor of kinds) assert.equal(may(policy, actor, permission, at), false);
        const autopilot = may(policy, { kind: 'autopilot' }, permission, at);
        assert.equal(autopilot, policy[permission]!.includes('autopilot'));
      }),
    );
  });
});
