import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { getSettings, putSettings } from './settings.ts';

export const settingsRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.getSettings, (ctx) => getSettings(ctx)),
  route(wire.putSettings, (ctx, { body }) => putSettings(ctx, body)),
];
