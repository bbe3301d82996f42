import { createContext, useContext } from 'react';
import type { Endpoint } from '../kit/http/endpoint.ts';
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
 * Why this person cannot do it here, before they try; undefined when they may. Viewers look and do not change; what
 * other roles may do is the server's to say, and its refusal takes an optimistic change back.
 */
export function useWhyNot(endpoint: Endpoint): string | undefined {
  const { workspace } = useHere();
  if (workspace.role !== 'viewer' || endpoint.method === 'GET') return undefined;
  return `You can look at ${workspace.name}, but not change it. An owner or admin can give you another role.`;
}
