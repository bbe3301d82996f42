import { accessOf, allows } from '../../../kit/access.ts';
import { aRole } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';
import { billingPolicy } from '../rights/contract.ts';

export type Permission = keyof typeof billingPolicy;

/** Why this person cannot do it here, before they try; undefined when they may. */
export function useWhyNotMay(permission: Permission, what: string): string | undefined {
  const { workspace } = useHere();
  if (workspace.permissions.includes(permission)) return undefined;
  return `As ${aRole(workspace.role)} of ${workspace.name} you cannot ${what}. ${whoCan(permission)}`;
}

const whoCan = (permission: Permission): string =>
  allows(billingPolicy, accessOf('manager'), permission)
    ? 'An owner, an admin or a manager can.'
    : 'An owner or an admin can.';
