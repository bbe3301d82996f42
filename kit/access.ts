import type { Policy, Role } from './ctx.ts';

/**
 * What somebody is in one place: a role, what they were given beyond it, and what was taken from it. Without a role
 * for the whole workspace one is a guest there, and something only at the locations named.
 */
export interface Grants {
  readonly role: Role | null;
  readonly extra: readonly string[];
  readonly withdrawn: readonly string[];
}

/** What somebody is in a workspace, and at each of its locations where that is more or less. */
export interface Access extends Grants {
  readonly locations: readonly (Grants & { readonly locationId: string })[];
}

export const accessOf = (role: Role | null): Access => ({ role, extra: [], withdrawn: [], locations: [] });

/**
 * Whether a permission is somebody's: in the whole workspace, or at one location. What was withdrawn stays withdrawn,
 * whatever else was given: from the workspace everywhere, from a location there. From an owner nothing can be
 * withdrawn, or a workspace could end with something in it that nobody can do and nobody can give back.
 */
export function allows(policy: Policy, access: Access, permission: string, locationId?: string): boolean {
  const known = policy[permission];
  if (!known) return false;
  if (access.role === 'owner' && known.includes('owner')) return true;
  if (access.withdrawn.includes(permission)) return false;
  const here = locationId === undefined ? undefined : grantsAt(access, locationId);
  if (here?.withdrawn.includes(permission)) return false;
  return gives(known, access, permission) || (here !== undefined && gives(known, here, permission));
}

/** Everything somebody may do in the whole workspace, or at one location of it. */
export const permissionsOf = (policy: Policy, access: Access, locationId?: string): string[] =>
  Object.keys(policy).filter((permission) => allows(policy, access, permission, locationId));

/** Where somebody has a permission, to narrow a list: everywhere but at some, or only at some. */
export function locationsWith(
  policy: Policy,
  access: Access,
  permission: string,
): { readonly everywhere: boolean; readonly except: readonly string[]; readonly only: readonly string[] } {
  const everywhere = allows(policy, access, permission);
  const at = (wanted: boolean) =>
    access.locations
      .filter(({ locationId }) => allows(policy, access, permission, locationId) === wanted)
      .map(({ locationId }) => locationId);
  return { everywhere, except: everywhere ? at(false) : [], only: everywhere ? [] : at(true) };
}

const grantsAt = (access: Access, locationId: string) =>
  access.locations.find((place) => place.locationId === locationId);

const gives = (known: Policy[string], { role, extra }: Grants, permission: string) =>
  known.includes(role ?? 'guest') || extra.includes(permission);
