import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import * as wire from './contract.ts';
import { exportFigures, getFigures, rebuildFigures } from './figures.ts';

export const figuresRoutes: readonly Route<InboxOutside>[] = [
  route(wire.getFigures, (ctx, { query }) => getFigures(ctx, query)),
  route(wire.getFiguresCsv, (ctx, { query }) => exportFigures(ctx, query)),
  route(wire.postFiguresRebuild, (ctx) => rebuildFigures(ctx)),
];
