import type { Policy } from '../../../kit/ctx.ts';

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
