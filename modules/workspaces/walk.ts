import type { MemberActor, Role } from '../../kit/ctx.ts';
import type { WorkspaceId } from '../../kit/ids.ts';
import type { Walk as IdentityWalk } from '../identity/testing.ts';
import type { LocationId } from './contract.ts';

/** What the walk over every route hands to a sample: a workspace of its own, with a member of every role. */
export interface Walk extends IdentityWalk {
  readonly workspaceId: WorkspaceId;
  readonly staff: ReadonlyMap<Role, MemberActor>;
  location(name?: string): Promise<LocationId>;
}
