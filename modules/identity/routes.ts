import { administrationRoutes } from './administration/routes.ts';
import { applicationsRoutes } from './applications/routes.ts';
import { campaignsRoutes } from './campaigns/routes.ts';
import { factorsRoutes } from './factors/routes.ts';
import { profileRoutes } from './profile/routes.ts';
import { signInRoutes } from './sign-in/routes.ts';
import { singleSignOnRoutes } from './single-sign-on/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [
  ...administrationRoutes,
  ...applicationsRoutes,
  ...campaignsRoutes,
  ...factorsRoutes,
  ...profileRoutes,
  ...signInRoutes,
  ...singleSignOnRoutes,
];
