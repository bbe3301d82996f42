import { postsRoutes } from './posts/routes.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const routes = [...postsRoutes];
