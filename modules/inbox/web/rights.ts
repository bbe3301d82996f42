import { accessOf, allows } from '../../../kit/access.ts';
import { aRole } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';
import { inboxPolicy } from '../rights/contract.ts';

export type Permission = keyof typeof inboxPolicy;

/** Why this person cannot do it here, before they try; undefined when they may. */
export function useWhyNotMay(permission: Permission, what: string): string | undefined {
  const { workspace } = useHere();
  if (workspace.permissions.includes(permission)) return undefined;
  // Whoever has a place at some locations only may at some of them; the conversation itself says where.
  if (workspace.locations.some(({ permissions }) => permissions.includes(permission))) return undefined;
  return `As ${aRole(workspace.role)} of ${workspace.name} you cannot ${what}. ${whoCan(permission)}`;
}

/** For what the whole workspace uses: whoever manages one place only cannot. */
export function useWhyNotManage(what: string): string | undefined {
  const { workspace } = useHere();
  if (workspace.permissions.includes('inbox.manage')) return undefined;
  return `As ${aRole(workspace.role)} of ${workspace.name} you cannot ${what}. ${whoCan('inbox.manage')}`;
}

const whoCan = (permission: Permission): string => {
  const can = (role: 'manager' | 'member') => allows(inboxPolicy, accessOf(role), permission);
  if (can('member')) return 'Every member can.';
  return can('manager') ? 'An owner, an admin or a manager can.' : 'An owner or an admin can.';
};
