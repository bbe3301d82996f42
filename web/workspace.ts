import { createContext, useContext } from 'react';
import type { Role } from '../kit/ctx.ts';
import type { Me } from '../modules/identity/contract.ts';
import type { WorkspaceDetails } from '../modules/workspaces/contract.ts';

/** The workspace a screen is in, and who looks at it. */
export interface Here {
  readonly me: Me;
  readonly workspace: WorkspaceDetails;
}
export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('this screen is not in a workspace: its audience must be "workspace"');
  return here;
}

/**
 * Why this person cannot do it here, before they try; undefined when they may. By the name of the permission it goes by
 * what the server says they may do; a list of roles is for what no permission stands for. The server decides in the
 * end, and its refusal takes an optimistic change back; this spares people the try.
 */
export function useWhyNot(
  needed: string | readonly (Role | 'guest' | 'autopilot')[],
  what: string,
): string | undefined {
  const { workspace } = useHere();
  const role = workspace.role ?? 'guest';
  const isAllowed =
    typeof needed === 'string' ? workspace.permissions.includes(needed) : needed.includes(role);
  if (isAllowed) return undefined;
  return `As a ${role} of ${workspace.name} you cannot ${what}. Ask an owner or admin for another role.`;
}
