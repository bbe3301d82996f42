import { accountsRoutes } from './accounts/routes.ts';
import { callsRoutes } from './calls/routes.ts';
import { connectingRoutes } from './connecting/routes.ts';
import { healthRoutes } from './health/routes.ts';
import { intakeRoutes } from './intake/routes.ts';
import { syncRoutes } from './sync/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [
  ...accountsRoutes,
  ...callsRoutes,
  ...connectingRoutes,
  ...healthRoutes,
  ...intakeRoutes,
  ...syncRoutes,
];
