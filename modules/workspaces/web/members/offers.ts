import { useQuery } from '@tanstack/react-query';
import { accessOf, permissionsOf } from '../../../../kit/access.ts';
import { type Policy, type Role, roles } from '../../../../kit/ctx.ts';
import { q } from '../../../../web/kit/api.ts';
import { useHere } from '../../../../web/workspace.ts';
import { listPermissions, type Permission } from '../../contract.ts';
import { useOwnPermissions } from '../rights.ts';

/** Every permission there is; empty until it has been read. */
export function usePermissions(): readonly Permission[] {
  const workspaceId = useHere().workspace.id;
  const { data } = useQuery(q(listPermissions, { params: { workspaceId } }));
  return data?.items ?? [];
}

/** By module, what most may do first, what only owners may last. */
export function byModule(permissions: readonly Permission[]) {
  const sorted = [...permissions].sort((a, b) => b.roles.length - a.roles.length);
  return [...Map.groupBy(sorted, ({ module }) => module)];
}

export const policyOf = (permissions: readonly Permission[]): Policy =>
  Object.fromEntries(permissions.map(({ name, roles: having }) => [name, having]));

/** The roles this person can give: those that may nothing they may not do themselves. Owners are for owners. */
export function useOfferedRoles(): readonly Role[] {
  const policy = policyOf(usePermissions());
  const mine = useOwnPermissions();
  const own = useHere().workspace.role;
  return roles.filter((role) =>
    role === 'owner'
      ? own === 'owner'
      : permissionsOf(policy, accessOf(role)).every((permission) => mine.has(permission)),
  );
}
