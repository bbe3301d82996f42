import { authorizer } from '../../kit/ctx.ts';

export const authorize = authorizer({
  'workspaces.read': ['owner', 'admin', 'manager', 'member', 'viewer', 'autopilot'],
  'workspaces.manage_locations': ['owner', 'admin', 'manager'],
});
