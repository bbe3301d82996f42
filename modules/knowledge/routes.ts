import { documentsRoutes } from './documents/routes.ts';
import { faqsRoutes } from './faqs/routes.ts';
import { ingestingRoutes } from './ingesting/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { sitesRoutes } from './sites/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [
  ...documentsRoutes,
  ...faqsRoutes,
  ...ingestingRoutes,
  ...searchRoutes,
  ...sitesRoutes,
];
