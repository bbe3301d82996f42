import { authorizer } from '../../kit/ctx.ts';

/** Everything here is about oneself, so no role is asked for yet. */
export const authorize = authorizer({});
