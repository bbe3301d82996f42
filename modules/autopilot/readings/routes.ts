import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { listReadings } from './readings.ts';

export const readingsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listReadings, (ctx, { params, query }) => listReadings(ctx, { ...params, ...query })),
];
