import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { InboxOutside } from '../outside.ts';
import { cancelBulk, getBulk, getBulkSize, putBulk, undoBulk } from './bulk.ts';
import * as wire from './contract.ts';

export const bulkRoutes: readonly Route<InboxOutside>[] = [
  route(wire.getBulkSize, (ctx, { query }) => getBulkSize(ctx, query)),
  route(wire.putBulk, (ctx, { params, body }) => putBulk(ctx, { ...params, ...body })),
  route(wire.getBulk, (ctx, { params }) => getBulk(ctx, params)),
  route(wire.putBulkCancellation, (ctx, { params }) => cancelBulk(ctx, params)),
  route(wire.putBulkUndoing, (ctx, { params }) => undoBulk(ctx, params)),
];
