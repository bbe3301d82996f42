import { type Route, route, routeInSteps } from '../../../kit/http/endpoint.ts';
import type { ConnectionsOutside } from '../outside.ts';
import { answerWay } from './answers.ts';
import { chooseOffers } from './choosing.ts';
import * as wire from './contract.ts';
import { arriveFromShop, claimInstall } from './installs.ts';
import { beginWay, getWay, listPlatforms } from './ways.ts';

export const connectingRoutes: readonly Route<ConnectionsOutside>[] = [
  route(wire.listPlatforms, async (ctx, _, outside) => listPlatforms(ctx, outside)),
  route(wire.putWay, (ctx, { params, body }, outside) => beginWay(ctx, { ...params, ...body }, outside)),
  route(wire.getWay, (ctx, { params }) => getWay(ctx, params)),
  route(wire.postWayAnswer, (ctx, { body }, outside) => answerWay(ctx, body, outside)),
  route(wire.postWayChoice, (ctx, { params, body }, outside) =>
    chooseOffers(ctx, { ...params, ...body }, outside),
  ),
  routeInSteps(wire.postInstall, (steps, { body }, outside: ConnectionsOutside) =>
    arriveFromShop(steps, outside, body),
  ),
  route(wire.postInstallClaim, (ctx, { body }, outside) => claimInstall(ctx, body, outside)),
];
