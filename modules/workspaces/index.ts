import { module } from '../../kit/module.ts';
import { keysEvents, membersEvents, placesEvents, workspacesError } from './contract.ts';
import { keysSweeps, keysWork } from './keys/background.ts';
import { membersSweeps, membersWork, membersWorkspaceSweeps } from './members/background.ts';
import type { WorkspacesOutside } from './outside.ts';
import { placesSweeps, placesWork } from './places/background.ts';
import { authorize } from './policy.ts';
import { routes } from './routes.ts';
import { trailSweeps, trailWork } from './trail/background.ts';

export const workspaces = module<WorkspacesOutside>({
  name: 'workspaces',
  routes,
  authorize,
  errors: workspacesError,
  events: [...keysEvents, ...membersEvents, ...placesEvents],
  work: [...keysWork, ...membersWork, ...placesWork, ...trailWork],
  sweeps: membersWorkspaceSweeps,
  installationSweeps: [...keysSweeps, ...membersSweeps, ...placesSweeps, ...trailSweeps],
});

export { leavingHooks } from './leaving.ts';
export { openDoor } from './members/door.ts';
export { isInvited } from './members/invited.ts';
export {
  findFirstOwner,
  findMembership,
  findPersonalWorkspace,
  findWorkspaceBySlug,
  locationNames,
  workspaceNames,
} from './members/published.sql.ts';
export {
  colleaguesWho,
  coworkers,
  findActor,
  findColleagueWho,
  requireLocation,
  type Worker,
} from './members/published.ts';
export { openMsBetween } from './opening-hours/contract.ts';
export { openingTimesOf, timezoneOf } from './opening-hours/published.ts';
export { putLocation } from './places/locations.ts';
export { workspaceIds } from './places/workspaces.sql.ts';
export { addMember, addPersonalWorkspace, addWorkspace } from './places/workspaces.ts';
