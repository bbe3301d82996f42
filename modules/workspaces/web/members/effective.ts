import { allows } from '../../../../kit/access.ts';
import type { Policy } from '../../../../kit/ctx.ts';
import type { Member } from '../../contract.ts';
import { aRole, roleOf } from '../words.ts';

/** Whether a member may do something in the whole workspace, why, and what can be made of it. */
export interface Effective {
  readonly may: boolean;
  readonly why: string;
  readonly step: 'give' | 'give_back' | 'take' | 'take_back' | undefined;
}

/** The same rules the server goes by: what was taken stays taken, and from an owner nothing can be. */
export function effectiveOf(policy: Policy, member: Member, permission: string): Effective {
  const { role, extraPermissions: extra, withdrawnPermissions: withdrawn } = member;
  const byRole = policy[permission]?.includes(roleOf(role)) ?? false;
  const access = { role, extra, withdrawn, locations: [] };
  const may = allows(policy, access, permission);
  const places = placesWhere(policy, member, permission);
  const somewhere = places.length > 0 ? ` At ${places.join(', ')} it is possible.` : '';

  if (role === 'owner' && byRole) return { may, why: 'Because an owner may do everything.', step: undefined };
  if (withdrawn.includes(permission)) {
    const why = byRole ? `Taken away, although ${aRole(role)} has it.` : 'Taken away.';
    return { may, why, step: 'give_back' };
  }
  if (byRole) return { may, why: `Because ${aRole(role)} has it.`, step: 'take' };
  if (extra.includes(permission)) return { may, why: `Given beyond the role.`, step: 'take_back' };
  return { may, why: `Not part of what ${aRole(role)} may do.${somewhere}`, step: 'give' };
}

/** Where a role or an exception at one location makes it possible after all. */
function placesWhere(policy: Policy, member: Member, permission: string): string[] {
  const { role, extraPermissions: extra, withdrawnPermissions: withdrawn } = member;
  const locations = member.locations.map((place) => ({
    locationId: place.locationId,
    role: place.role,
    extra: place.extraPermissions,
    withdrawn: place.withdrawnPermissions,
  }));
  const access = { role, extra, withdrawn, locations };
  return member.locations
    .filter(({ locationId }) => allows(policy, access, permission, locationId))
    .map(({ locationName }) => locationName);
}

/** The two lists after a step. */
export function afterStep(member: Member, permission: string, step: NonNullable<Effective['step']>) {
  const { extraPermissions: extra, withdrawnPermissions: withdrawn } = member;
  const without = (names: readonly string[]) => names.filter((name) => name !== permission);
  if (step === 'give') return { extraPermissions: [...extra, permission] };
  if (step === 'take_back') return { extraPermissions: without(extra) };
  if (step === 'take') return { withdrawnPermissions: [...withdrawn, permission] };
  return { withdrawnPermissions: without(withdrawn) };
}
