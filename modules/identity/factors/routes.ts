import type { PersonCtx, StepsCtx } from '../../../kit/ctx.ts';
import { kitError } from '../../../kit/errors.ts';
import { type Route, route, routeInSteps } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getFactors } from './factors.ts';
import {
  beginPasskeyProof,
  beginPasskeySignIn,
  proveByPasskey,
  signInWithPasskey,
} from './passkey-sign-in.ts';
import { addPasskey, beginPasskey, removePasskey, renamePasskey } from './passkeys.ts';
import { finishWithCode, proveByCode } from './second-factor.ts';
import { beginTotp, confirmTotp, removeTotp, renewRecoveryCodes } from './totp.ts';

type Out = IdentityOutside;

/** One transaction of whoever is signed in, where a ticket is given out. */
function asPerson<T>(steps: StepsCtx, work: (ctx: PersonCtx) => Promise<T>): Promise<T> {
  const { actor } = steps;
  if (actor.kind !== 'person') throw kitError('not_signed_in');
  return steps.work((ctx) => work({ ...ctx, actor }));
}

export const factorsRoutes: readonly Route<Out>[] = [
  route(wire.getFactors, (ctx) => getFactors(ctx)),

  routeInSteps(wire.postTotp, (steps, { http }, outside: Out) =>
    asPerson(steps, (ctx) => beginTotp(ctx, http, outside)),
  ),
  route(wire.putTotp, (ctx, { body }, outside: Out) => confirmTotp(ctx, body, outside)),
  route(wire.deleteTotp, (ctx, { http }) => removeTotp(ctx, http)),
  route(wire.postRecoveryCodes, (ctx, { http }) => renewRecoveryCodes(ctx, http)),
  routeInSteps(wire.postSecondFactor, (steps, { body, http }, outside: Out) =>
    finishWithCode(steps, body, http, outside),
  ),
  routeInSteps(wire.postTotpProof, (steps, { body, http }, outside: Out) =>
    proveByCode(steps, body, http, outside),
  ),

  routeInSteps(wire.postPasskeyOptions, (steps, { http }, outside: Out) =>
    asPerson(steps, (ctx) => beginPasskey(ctx, http, outside)),
  ),
  route(wire.postPasskey, (ctx, { body }, outside: Out) => addPasskey(ctx, body, outside)),
  route(wire.patchPasskey, (ctx, { params, body }) => renamePasskey(ctx, { ...params, ...body })),
  route(wire.deletePasskey, (ctx, { params, http }) => removePasskey(ctx, params, http)),
  route(wire.postPasskeySignInOptions, (ctx, _input, outside: Out) => beginPasskeySignIn(ctx, outside)),
  routeInSteps(wire.postPasskeySignIn, (steps, { body, http }, outside: Out) =>
    signInWithPasskey(steps, body, http, outside),
  ),
  routeInSteps(wire.postPasskeyProofOptions, (steps, _input, outside: Out) =>
    asPerson(steps, (ctx) => beginPasskeyProof(ctx, outside)),
  ),
  routeInSteps(wire.postPasskeyProof, (steps, { body, http }, outside: Out) =>
    proveByPasskey(steps, body, http, outside),
  ),
];
