import { createContext, useContext } from 'react';
import type { Role } from '../kit/ctx.ts';
import type { Me } from '../modules/identity/contract.ts';
import type { Workspace } from '../modules/workspaces/contract.ts';

/** The workspace a screen is in, and who looks at it. */
export interface Here {
  readonly me: Me;
  readonly workspace: Workspace;
  readonly workspaces: readonly Workspace[];
}
export const HereContext = createContext<Here | null>(null);

export function useHere(): Here {
  const here = useContext(HereContext);
  if (!here) throw new Error('this screen is not in a workspace: its audience must be "workspace"');
  return here;
}

/**
 * Why this person cannot do it here, before they try; undefined when they may. The server decides in the end, and its
 * refusal takes an optimistic change back; this spares people the try.
 */
export function useWhyNot(
  allowed: readonly (Role | 'guest' | 'autopilot')[],
  what: string,
): string | undefined {
  const { workspace } = useHere();
  const role = workspace.role ?? 'guest';
  if (allowed.includes(role)) return undefined;
  return `As a ${role} of ${workspace.name} you cannot ${what}. Ask an owner or admin for another role.`;
}
