import { keysRoutes } from './keys/routes.ts';
import { membersRoutes } from './members/routes.ts';
import { placesRoutes } from './places/routes.ts';
import { trailRoutes } from './trail/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [...keysRoutes, ...membersRoutes, ...placesRoutes, ...trailRoutes];
