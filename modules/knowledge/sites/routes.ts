import { route } from '../../../kit/http/endpoint.ts';
import type { KnowledgeOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as sites from './sites.ts';

export const sitesRoutes = [
  route(wire.listSites, (ctx, { query }) => sites.listSites(ctx, query)),
  route(wire.getSite, (ctx, { params }) => sites.getSite(ctx, params)),
  route(wire.putSite, (ctx, { params, body }, outside: KnowledgeOutside) =>
    sites.putSite(ctx, { ...params, ...body }, outside),
  ),
  route(wire.deleteSite, (ctx, { params, query }) => sites.deleteSite(ctx, { ...params, ...query })),
  route(wire.readSite, (ctx, { params, body }) => sites.readSite(ctx, { ...params, ...body })),
];
