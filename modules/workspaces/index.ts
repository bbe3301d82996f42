import { module } from '../../kit/module.ts';
import { locationChanged, workspacesError } from './contract.ts';
import { authorize } from './policy.ts';
import { routes } from './routes.ts';

export const workspaces = module({
  name: 'workspaces',
  routes,
  authorize,
  errors: workspacesError,
  events: [locationChanged],
});

export { openDoor } from './door.ts';
export { putLocation } from './locations.ts';
export { workspaceIds } from './members.sql.ts';
export { addMember, addWorkspace } from './workspaces.ts';
