import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getMe, signIn, signOut } from './sessions.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const signInRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.postSession, (ctx, { body, http }) => signIn(ctx, body, http)),
  route(wire.deleteSession, (ctx, { http }) => signOut(ctx, http)),
  route(wire.getMe, (ctx) => getMe(ctx)),
];
