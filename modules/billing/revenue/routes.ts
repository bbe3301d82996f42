import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as revenue from './revenue.ts';

export const revenueRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getRevenue, (ctx, { query }) => revenue.getRevenue(ctx, query)),
  route(wire.listPaymentProviders, async (_, __, { payments }: BillingOutside) => ({
    providers: [...(payments?.keys() ?? [])],
  })),
  route(wire.listReconciliations, (ctx, { query }) => revenue.listReconciliations(ctx, query)),
  route(wire.putReconciliation, (ctx, { params, body }, outside: BillingOutside) =>
    revenue.beginReconciliation(ctx, { ...params, ...body }, outside),
  ),
  route(wire.getReconciliation, (ctx, { params }) => revenue.getReconciliation(ctx, params)),
  route(wire.listPaymentsOfWorkspace, (ctx, { params, query }) =>
    revenue.listPaymentsOf(ctx, { ...params, ...query }),
  ),
  route(wire.putRefund, (ctx, { params, body }) => revenue.refundPayment(ctx, { ...params, ...body })),
];
