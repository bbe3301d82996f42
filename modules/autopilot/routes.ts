import { answeringRoutes } from './answering/routes.ts';
import { approvalsRoutes } from './approvals/routes.ts';
import { costsRoutes } from './costs/routes.ts';
import { decidingRoutes } from './deciding/routes.ts';
import { escalationsRoutes } from './escalations/routes.ts';
import { evaluatingRoutes } from './evaluating/routes.ts';
import { memoriesRoutes } from './memories/routes.ts';
import { personasRoutes } from './personas/routes.ts';
import { readingsRoutes } from './readings/routes.ts';
import { sessionsRoutes } from './sessions/routes.ts';
import { settingsRoutes } from './settings/routes.ts';
import { textsRoutes } from './texts/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [
  ...answeringRoutes,
  ...approvalsRoutes,
  ...costsRoutes,
  ...decidingRoutes,
  ...escalationsRoutes,
  ...evaluatingRoutes,
  ...memoriesRoutes,
  ...personasRoutes,
  ...readingsRoutes,
  ...sessionsRoutes,
  ...settingsRoutes,
  ...textsRoutes,
];
