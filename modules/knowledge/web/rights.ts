import { aRole } from '../../../web/shared.ts';
import { useHere } from '../../../web/workspace.ts';

const permission = 'knowledge.manage';

/** Why this person cannot do it here, before they try; undefined when they may, be it at one place only. */
export function useWhyNotManage(what: string): string | undefined {
  const { workspace } = useHere();
  if (workspace.permissions.includes(permission)) return undefined;
  if (workspace.locations.some(({ permissions }) => permissions.includes(permission))) return undefined;
  return `As ${aRole(workspace.role)} of ${workspace.name} you cannot ${what}. An owner, an admin or a manager can.`;
}

/** Of one thing: the role's words where it is the role, else the place. */
export const whyNotOf = (whyNot: string | undefined, { mayManage }: { readonly mayManage: boolean }) =>
  mayManage ? undefined : (whyNot ?? 'It belongs to a place you do not manage.');
