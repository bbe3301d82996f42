import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import { getCheckout, putCheckout } from './buying/checkouts.ts';
import { putPaymentOrder } from './buying/orders.ts';
import { getPaying, getPortal, listInvoices, listPayments } from './buying/shown.ts';
import * as wire from './contract.ts';

export const payingRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getPaying, (ctx, _, outside: BillingOutside) => getPaying(ctx, outside)),
  route(wire.putCheckout, (ctx, { params, body }, outside: BillingOutside) =>
    putCheckout(ctx, { ...params, ...body }, outside),
  ),
  route(wire.getCheckout, (ctx, { params }) => getCheckout(ctx, params.checkoutId)),
  route(wire.getPortal, (ctx, { query }, outside: BillingOutside) => getPortal(ctx, query, outside)),
  route(wire.putPaymentOrder, (ctx, { params, body }, outside: BillingOutside) =>
    putPaymentOrder(ctx, { ...params, ...body }, outside),
  ),
  route(wire.listInvoices, (ctx, { query }) => listInvoices(ctx, query)),
  route(wire.listPayments, (ctx, { query }) => listPayments(ctx, query)),
];
