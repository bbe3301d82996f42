import { accessOf, allows } from '../../../kit/access.ts';
import { readWorkspace } from '../../../web/session.ts';
import { useHere } from '../../../web/workspace.ts';
import { type WorkspaceDetails, workspacesPolicy } from '../contract.ts';
import { aRole } from './words.ts';

type Permission = keyof typeof workspacesPolicy;
type Params = Readonly<Record<string, string | undefined>>;

/** For a loader: what one may do here, before anything is asked for that would only be refused. */
export const readRights = ({ workspaceId }: Params): Promise<WorkspaceDetails | undefined> =>
  readWorkspace(workspaceId);

export const mayIn = (rights: WorkspaceDetails | undefined, permission: Permission): boolean =>
  rights?.permissions.includes(permission) ?? false;

/**
 * Why this person cannot do it here, before they try; undefined when they may. Goes by what the server says they may
 * do, here or at one location, exceptions from their role included.
 */
export function useWhyNotMay(permission: Permission, what: string, locationId?: string): string | undefined {
  const { workspace } = useHere();
  const here = workspace.locations.find((place) => place.locationId === locationId) ?? workspace;
  if (here.permissions.includes(permission)) return undefined;
  const roles: readonly string[] = workspacesPolicy[permission];
  if (roles.includes(workspace.role ?? 'guest')) {
    return `This was taken from you: in ${workspace.name} you cannot ${what}. ${whoCan(permission)}`;
  }
  return `As ${aRole(workspace.role)} of ${workspace.name} you cannot ${what}. ${whoCan(permission)}`;
}

const whoCan = (permission: Permission): string =>
  allows(workspacesPolicy, accessOf('admin'), permission)
    ? 'Ask an owner or admin for another role.'
    : 'Only an owner can.';

/** What one may do oneself in the whole workspace. */
export const useOwnPermissions = (): ReadonlySet<string> => new Set(useHere().workspace.permissions);
