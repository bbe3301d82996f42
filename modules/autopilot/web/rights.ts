import { accessOf, allows } from '../../../kit/access.ts';
import { aRole } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';
import { autopilotPolicy } from '../rights/contract.ts';

export type Permission = keyof typeof autopilotPolicy;

/** Why this person cannot do it here, before they try; undefined when they may. */
export function useWhyNotMay(permission: Permission, what: string): string | undefined {
  const { workspace } = useHere();
  if (workspace.permissions.includes(permission)) return undefined;
  // Whoever has a place at some locations only may at some of them; the thing itself says where.
  if (workspace.locations.some(({ permissions }) => permissions.includes(permission))) return undefined;
  return refusalOf(workspace, permission, what);
}

/** For what holds for the whole workspace: whoever manages one place only cannot change it. */
export function useWhyNotManage(what: string): string | undefined {
  const { workspace } = useHere();
  if (workspace.permissions.includes('autopilot.manage')) return undefined;
  return refusalOf(workspace, 'autopilot.manage', what);
}

type Workspace = ReturnType<typeof useHere>['workspace'];
const refusalOf = ({ role, name }: Workspace, permission: Permission, what: string) =>
  `As ${aRole(role)} of ${name} you cannot ${what}. ${whoCan(permission)}`;

function whoCan(permission: Permission): string {
  const can = (role: 'manager' | 'member') => allows(autopilotPolicy, accessOf(role), permission);
  if (can('member')) return 'Every member can.';
  return can('manager') ? 'An owner, an admin or a manager can.' : 'An owner or an admin can.';
}
