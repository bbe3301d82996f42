import type { Policy } from '../../kit/ctx.ts';
import { errorsOf } from '../../kit/errors.ts';
import { keysErrors } from './keys/contract.ts';
import { membersErrors } from './members/contract.ts';
import { placesErrors } from './places/contract.ts';
import { trailErrors } from './trail/contract.ts';

export * from './keys/contract.ts';
export * from './members/contract.ts';
export * from './places/contract.ts';
export * from './trail/contract.ts';

export const workspacesError = errorsOf('workspaces', {
  ...keysErrors,
  ...membersErrors,
  ...placesErrors,
  ...trailErrors,
});

/** Here, because the screens grey out by it what the server would refuse. */
export const workspacesPolicy = {
  'workspaces.read': ['owner', 'admin', 'manager', 'member', 'viewer', 'guest', 'autopilot'],
  'workspaces.manage_settings': ['owner', 'admin'],
  'workspaces.manage_locations': ['owner', 'admin', 'manager'],
  'workspaces.read_members': ['owner', 'admin', 'manager', 'member', 'viewer'],
  'workspaces.manage_members': ['owner', 'admin'],
  'workspaces.manage_keys': ['owner', 'admin'],
  'workspaces.read_audit': ['owner', 'admin'],
  'workspaces.manage_children': ['owner'],
  'workspaces.transfer': ['owner'],
  'workspaces.delete': ['owner'],
} as const satisfies Policy;
