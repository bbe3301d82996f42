import { bulkRoutes } from './bulk/routes.ts';
import { commentsRoutes } from './comments/routes.ts';
import { contactsRoutes } from './contacts/routes.ts';
import { conversationsRoutes } from './conversations/routes.ts';
import { figuresRoutes } from './figures/routes.ts';
import { intakeRoutes } from './intake/routes.ts';
import { mailRoutes } from './mail/routes.ts';
import { messagesRoutes } from './messages/routes.ts';
import { repliesRoutes } from './replies/routes.ts';
import { searchRoutes } from './search/routes.ts';
import { sendingRoutes } from './sending/routes.ts';
import { viewsRoutes } from './views/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [
  ...bulkRoutes,
  ...commentsRoutes,
  ...contactsRoutes,
  ...conversationsRoutes,
  ...figuresRoutes,
  ...intakeRoutes,
  ...mailRoutes,
  ...messagesRoutes,
  ...repliesRoutes,
  ...searchRoutes,
  ...sendingRoutes,
  ...viewsRoutes,
];
