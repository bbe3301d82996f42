import { type Route, route, routeInSteps } from '../../../kit/http/endpoint.ts';
import type { IdentityOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { checkIssuer, listProviders, putProvider, removeProvider, setProviderDisabled } from './providers.ts';
import { beginSignOn, finishSignOn, unlink } from './sign-on.ts';

export const singleSignOnRoutes: readonly Route<IdentityOutside>[] = [
  route(wire.listProviders, (ctx, _input, outside: IdentityOutside) => listProviders(ctx, outside)),
  route(wire.getProviderCheck, (_ctx, { query }, outside: IdentityOutside) => checkIssuer(outside, query)),
  route(wire.putProvider, (ctx, { params, body }, outside: IdentityOutside) =>
    putProvider(ctx, outside, { ...params, ...body }),
  ),
  route(wire.deleteProvider, (ctx, { params }) => removeProvider(ctx, params)),
  route(wire.putProviderDisablement, (ctx, { params }, outside: IdentityOutside) =>
    setProviderDisabled(ctx, outside, { ...params, disabled: true }),
  ),
  route(wire.deleteProviderDisablement, (ctx, { params }, outside: IdentityOutside) =>
    setProviderDisabled(ctx, outside, { ...params, disabled: false }),
  ),
  routeInSteps(wire.postSignOn, (steps, { params, body }, outside: IdentityOutside) =>
    beginSignOn(steps, outside, { ...params, ...body }),
  ),
  routeInSteps(wire.postSignOnAnswer, (steps, { body, http }, outside: IdentityOutside) =>
    finishSignOn(steps, outside, body, http),
  ),
  route(wire.deleteSignOn, (ctx, { params, http }) => unlink(ctx, params, http)),
];
