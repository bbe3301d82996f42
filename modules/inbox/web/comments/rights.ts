import { useHere } from '../../../../web/workspace.ts';
import type { Comment } from '../../comments/contract.ts';
import { type Permission, useWhyNotMay } from '../rights.ts';

/** Why this person cannot do it where the comment is, before they try; undefined when they may. */
export function useWhyNotHere(
  permission: Permission,
  comment: Comment | undefined,
  what: string,
): string | undefined {
  const { workspace } = useHere();
  const nowhere = useWhyNotMay(permission, what);
  if (nowhere || !comment) return nowhere;
  // A place of one's own says otherwise than the workspace, both ways.
  const place = workspace.locations.find(({ locationId }) => locationId === comment.channel.locationId);
  if ((place ?? workspace).permissions.includes(permission)) return undefined;
  return `You can read the comments of ${comment.channel.name}. You cannot ${what} there.`;
}
