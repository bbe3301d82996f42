import { useQuery } from '@tanstack/react-query';
import { allows } from '../../../kit/access.ts';
import { q, queryClient } from '../../../web/kit/api.ts';
import { useHere } from '../../../web/workspace.ts';
import { getWorkspace, type WorkspaceDetails, workspacesPolicy } from '../contract.ts';
import { aRole } from './words.ts';

export type Permission = keyof typeof workspacesPolicy;
type Params = Readonly<Record<string, string | undefined>>;

/** For a loader: what one may do here, before anything is asked for that would only be refused. */
export const readRights = ({ workspaceId }: Params): Promise<WorkspaceDetails | undefined> =>
  queryClient
    .ensureQueryData(q(getWorkspace, { params: getWorkspace.params.parse({ workspaceId }) }))
    // A workspace that is not theirs is said by the shell.
    .catch(() => undefined);

export const mayIn = (rights: WorkspaceDetails | undefined, permission: Permission): boolean =>
  rights?.permissions.includes(permission) ?? false;

/**
 * Why this person cannot do it here, before they try; undefined when they may. Goes by what the server says they may
 * do, exceptions from their role included, and by their role alone until that has been read.
 */
export function useWhyNotMay(permission: Permission, what: string, locationId?: string): string | undefined {
  const { workspace } = useHere();
  const { data } = useQuery(q(getWorkspace, { params: { workspaceId: workspace.id } }));
  const role = workspace.role;
  const policy: Readonly<Record<string, readonly string[]>> = workspacesPolicy;
  const byRole = policy[permission]!.includes(role ?? 'guest');
  const atLocation = data?.locations.find((place) => place.locationId === locationId);
  const isMine = data ? (atLocation ?? data).permissions.includes(permission) : byRole;
  if (isMine) return undefined;
  if (byRole) return `This was taken from you in ${workspace.name}: you cannot ${what}. ${whoCan(permission)}`;
  return `As ${aRole(role)} of ${workspace.name} you cannot ${what}. ${whoCan(permission)}`;
}

const whoCan = (permission: Permission): string => {
  const admin = { role: 'admin', extra: [], withdrawn: [], locations: [] } as const;
  return allows(workspacesPolicy, admin, permission)
    ? 'Ask an owner or admin for another role.'
    : 'Only an owner can.';
};

/** What one may do oneself in the whole workspace; empty until it has been read. */
export function useOwnPermissions(): ReadonlySet<string> {
  const { workspace } = useHere();
  const { data } = useQuery(q(getWorkspace, { params: { workspaceId: workspace.id } }));
  return new Set(data?.permissions);
}
