import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { AutopilotOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { deletePersona, getPersona, listPersonas, putPersona } from './personas.ts';

export const personasRoutes: readonly Route<AutopilotOutside>[] = [
  route(wire.listPersonas, (ctx, { query }) => listPersonas(ctx, query)),
  route(wire.getPersona, (ctx, { params }) => getPersona(ctx, params)),
  route(wire.putPersona, (ctx, { params, body }) => putPersona(ctx, { ...params, ...body })),
  route(wire.deletePersona, (ctx, { params }) => deletePersona(ctx, params)),
];
