import { type Route, route } from '../../../kit/http/endpoint.ts';
import type { BillingOutside } from '../outside.ts';
import * as wire from './contract.ts';
import * as managing from './managing.ts';
import {
  applyAsAffiliate,
  changeAffiliate,
  exportOwnPayout,
  getAffiliate,
  listOwnCommissions,
  listOwnPayouts,
} from './own.ts';
import { comeByLink, keepReferral } from './referring.ts';

export const affiliatesRoutes: readonly Route<BillingOutside>[] = [
  route(wire.getAffiliate, (ctx) => getAffiliate(ctx)),
  route(wire.putAffiliateApplication, (ctx, { body }) => applyAsAffiliate(ctx, body)),
  route(wire.patchAffiliate, (ctx, { body }) => changeAffiliate(ctx, body)),
  route(wire.listOwnCommissions, (ctx, { query }) => listOwnCommissions(ctx, query)),
  route(wire.listOwnPayouts, (ctx, { query }) => listOwnPayouts(ctx, query)),
  route(wire.getOwnPayoutCsv, (ctx, { params }) => exportOwnPayout(ctx, params)),

  route(wire.postReferralClick, (ctx, { body }, outside: BillingOutside) => comeByLink(ctx, body, outside)),
  route(wire.putReferral, (ctx, { body }, outside: BillingOutside) => keepReferral(ctx, body, outside)),

  route(wire.listAffiliates, (ctx, { query }) => managing.listAffiliates(ctx, query)),
  route(wire.getManagedAffiliate, (ctx, { params }) => managing.getManagedAffiliate(ctx, params)),
  route(wire.putAffiliateApproval, (ctx, { params, body }) => managing.approve(ctx, { ...params, ...body })),
  route(wire.putAffiliateRejection, (ctx, { params, body }) => managing.reject(ctx, { ...params, ...body })),
  route(wire.putAffiliateSuspension, (ctx, { params, body }) =>
    managing.suspend(ctx, { ...params, ...body }),
  ),
  route(wire.putAffiliateRate, (ctx, { params, body }) => managing.changeRate(ctx, { ...params, ...body })),
  route(wire.listAffiliatePayouts, (ctx, { query }) => managing.listAffiliatePayouts(ctx, query)),
  route(wire.putAffiliatePayout, (ctx, { params }) => managing.payOut(ctx, params)),
  route(wire.putAffiliatePayment, (ctx, { params, body }) => managing.markPaid(ctx, { ...params, ...body })),
  route(wire.getAffiliatePayoutCsv, (ctx, { params }) => managing.exportPayout(ctx, params)),
];
