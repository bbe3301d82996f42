import { type Route, route, routeInSteps } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { changeEmail, confirmEmail, confirmEmailAgain, takeNewEmail } from './emails.ts';
import { getMe, getSignInOptions } from './me.ts';
import { askForReset, changePassword, resetPassword } from './own-password.ts';
import { signUp } from './people.ts';
import { proveByPassword } from './proof.ts';
import { endSession, endSessions, listSessions, listSignIns, signIn, signOut } from './sessions.ts';

/** Routes parse, call one service function, and answer. Permissions and rules live in the service. */
export const signInRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.getSignInOptions, (ctx) => getSignInOptions(ctx)),
  routeInSteps(wire.postPerson, (steps, { body, http }, outside: IdentityOutside) =>
    signUp(steps, outside, body, http),
  ),
  route(wire.postEmailConfirmation, (ctx, { body, http }, outside: IdentityOutside) =>
    confirmEmail(ctx, outside, body, http),
  ),
  route(wire.postEmailConfirmationAgain, (ctx, { body }) => confirmEmailAgain(ctx, body)),
  routeInSteps(wire.postSession, (steps, { body, http }, outside: IdentityOutside) =>
    signIn(steps, outside, body, http),
  ),
  route(wire.deleteSession, (ctx, { http }) => signOut(ctx, http)),
  route(wire.listSessions, (ctx, { query, http }) => listSessions(ctx, http, query)),
  route(wire.deleteSessions, (ctx, { query, http }) => endSessions(ctx, http, query)),
  route(wire.deleteOtherSession, (ctx, { params }) => endSession(ctx, params)),
  route(wire.getMe, (ctx, { http }, outside: IdentityOutside) => getMe(ctx, outside, http)),
  route(wire.listSignIns, (ctx, { query }) => listSignIns(ctx, query)),
  routeInSteps(wire.putPassword, (steps, { body, http }) => changePassword(steps, body, http)),
  route(wire.putEmail, (ctx, { body, http }) => changeEmail(ctx, body, http)),
  route(wire.postEmailChange, (ctx, { body }) => takeNewEmail(ctx, body)),
  route(wire.postPasswordReset, (ctx, { body }) => askForReset(ctx, body)),
  routeInSteps(wire.putPasswordReset, (steps, { body }) => resetPassword(steps, body)),
  routeInSteps(wire.postProof, (steps, { body, http }) => proveByPassword(steps, body, http)),
];
